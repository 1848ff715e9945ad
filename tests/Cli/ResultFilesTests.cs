using System.Text.Json;
using GpuFormer.Cli;
using GpuFormer.Tests.Host.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary><c>val --gt --dt</c> judges files of any detector.</summary>
public sealed class ResultFilesTests
{
    private static readonly string Folder = Path.Combine(DetectionData.Folder, "coco");

    [Theory]
    [InlineData("bbox", "dt")]
    [InlineData("segm", "segm")]
    public void Numbers_in_JSON_are_those_of_pycocotools_in_full(string kind, string file)
    {
        var run = CommandLineRun.Of("val", "--gt", Path.Combine(Folder, "crowds.gt.json"), "--dt",
            Path.Combine(Folder, $"crowds.{file}.json"), "--iou-type", kind, "--json");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        var stats = JsonDocument.Parse(run.Output).RootElement.GetProperty("stats");
        var expected = DetectionData.Json("coco/expected.json").GetProperty("crowds").GetProperty(kind).GetProperty("stats");
        Assert.Equal(12, stats.EnumerateObject().Count());
        foreach (var number in expected.EnumerateObject())
            Assert.Equal(number.Value.GetDouble(), stats.GetProperty(number.Name).GetDouble(), 1e-9);
    }

    [Fact]
    public void Lines_are_those_that_pycocotools_prints()
    {
        var run = CommandLineRun.Of(
            "val", "--gt", Path.Combine(Folder, "crowds.gt.json"), "--dt", Path.Combine(Folder, "crowds.dt.json"));
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(12, lines.Length);
        Assert.Equal(" Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.189", lines[0]);
        Assert.Equal(" Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 0.660", lines[1]);
        Assert.Equal(" Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = -1.000", lines[3]);
        Assert.Equal(" Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=  1 ] = 0.132", lines[6]);
    }

    [Fact]
    public void Categories_and_curves_are_written_when_they_are_asked_for()
    {
        using var folder = new TemporaryFolder();
        var curves = Path.Combine(folder.Path, "pr.csv");
        var run = CommandLineRun.Of("val", "--gt", Path.Combine(Folder, "crowds.gt.json"), "--dt",
            Path.Combine(Folder, "crowds.dt.json"), "--per-class", "--json", "--pr-curves", curves);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal(5, JsonDocument.Parse(run.Output).RootElement.GetProperty("categories").GetArrayLength());
        var lines = File.ReadAllLines(curves);
        Assert.Equal("recall,mean,c1,c2,c3,c5,c90", lines[0]);
        Assert.Equal(102, lines.Length);
    }

    [Fact]
    public void Results_of_unknown_images_are_counted_and_strict_refuses_them()
    {
        using var folder = new TemporaryFolder();
        var results = Path.Combine(folder.Path, "found.json");
        File.WriteAllText(results, "[{\"image_id\": 100, \"category_id\": 90, \"bbox\": [1, 2, 3, 4], \"score\": 0.5},"
            + "{\"image_id\": 5, \"category_id\": 90, \"bbox\": [1, 2, 3, 4], \"score\": 0.5},"
            + "{\"image_id\": 100, \"category_id\": 4, \"bbox\": [1, 2, 3, 4], \"score\": 0.5}]");
        string[] command = ["val", "--gt", Path.Combine(Folder, "crowds.gt.json"), "--dt", results];
        var run = CommandLineRun.Of(command);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("result of image 5", run.Error, StringComparison.Ordinal);
        Assert.Contains("result of category 4", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadData, CommandLineRun.Of([.. command, "--strict"]).ExitCode);
        File.WriteAllText(results, "[{\"image_id\": 5, \"category_id\": 90, \"bbox\": [1, 2, 3, 4], \"score\": 0.5}]");
        Assert.Equal(ExitCode.BadData, CommandLineRun.Of(command).ExitCode);
    }

    [Theory]
    [InlineData("val", "--gt", "a.json")]
    [InlineData("val", "--dt", "a.json")]
    [InlineData("val")]
    [InlineData("val", "data")]
    public void Halves_of_a_command_are_usage_errors(params string[] command) =>
        Assert.Equal(ExitCode.Usage, CommandLineRun.Of(command).ExitCode);

    [Theory]
    [InlineData("DATA", "val", "data", "--gt", "a.json", "--dt", "b.json")]
    [InlineData("--results-file", "val", "--gt", "a.json", "--dt", "b.json", "--results-file", "r.csv")]
    [InlineData("--metrics-avg", "val", "--gt", "a.json", "--dt", "b.json", "--metrics-avg", "macro")]
    [InlineData("--iou-type segm", "val", "--gt", "a.yaml", "--dt", "b.json", "--iou-type", "segm")]
    public void What_has_no_meaning_beside_the_rest_is_a_usage_error(string named, params string[] command)
    {
        var run = CommandLineRun.Of(command);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(named, run.Error);
    }

    [Theory]
    [InlineData("path: .\nval: images\nnames: [ant, cat]\nnc: 2\n", "ant,cat")]
    [InlineData("val: images\nnames:\n  1: cat\n  0: ant\nextra: {a: b}\n", "ant,cat")]
    [InlineData("val: images\nnc: 1\n", "class 0")]
    public void Data_yaml_names_its_classes(string text, string names) =>
        Assert.Equal(names.Split(','), YoloDataFile.Parse(text, "data.yaml").Names);

    [Theory]
    [InlineData("names: [a, b]\nnc: 3\n", "names 2 classes, and nc is 3")]
    [InlineData("names: {0: a, 2: b}\n", "does not name the classes 0, 1, 2")]
    [InlineData("- a\n", "no mapping")]
    [InlineData("a: [[[b]]]\nnames: [c]\n", "a text is expected")]
    [InlineData("names: *a\n", "")]
    public void Other_YAML_is_refused(string text, string problem) => Assert.Contains(
        problem, Assert.Throws<BadDataException>(() => YoloDataFile.Parse(text, "data.yaml")).Message,
        StringComparison.Ordinal);
}
