using System.Globalization;
using System.Text.Json;
using GpuFormer.Cli;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Host;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>
/// <c>predict</c> and <c>val</c> take the task from the weights: here a small detector that says the same of every image,
/// two objects in the middle of it, a three and, less sure, a cow.
/// </summary>
public sealed class DetectorCommandTests : IClassFixture<DetectorCommandTests.Files>
{
    private readonly Files _files;

    public DetectorCommandTests(Files files) => _files = files;

    [Fact]
    public void Predict_tells_file_label_score_and_corners()
    {
        var run = CommandLineRun.Of(
            "predict", _files.Wide, "--weights", _files.Weights, "--device", "cpu", "--max-det", "1");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        Assert.Equal("", Warnings(run));
        var fields = Assert.Single(run.Output.TrimEnd('\n').Split('\n')).Split('\t');
        Assert.Equal([_files.Wide, "three"], fields[..2]);
        Assert.InRange(double.Parse(fields[2], CultureInfo.InvariantCulture), 0.9, 1);
        Assert.Equal(["16.00", "12.00", "48.00", "36.00"], fields[3..]);
    }

    [Fact]
    public void Predict_writes_JSON_with_boxes_and_sizes()
    {
        var run = CommandLineRun.Of("predict", _files.Wide, _files.Tall, "--weights", _files.Weights, "--device", "cpu",
            "--json", "--conf", "0.01");
        var images = run.Json.EnumerateArray().ToArray();
        Assert.Equal(2, images.Length);
        Assert.Equal((64, 48), (images[0].GetProperty("width").GetInt32(), images[0].GetProperty("height").GetInt32()));
        var objects = images[0].GetProperty("objects").EnumerateArray().ToArray();
        Assert.Equal(2, objects.Length);
        Assert.Equal(["three", "three"], objects.Select(found => found.GetProperty("label").GetString()));
        Assert.Equal([16.0, 12, 48, 36],
            objects[0].GetProperty("box").EnumerateArray().Select(value => Math.Round(value.GetDouble(), 3)));
    }

    [Fact]
    public void Predict_saves_drawn_images_texts_and_a_table()
    {
        using var folder = new TemporaryFolder();
        var run = CommandLineRun.Of("predict", _files.Wide, "--weights", _files.Weights, "--device", "cpu", "--save",
            folder["drawn"], "--save-txt", folder["texts"], "--save-conf", "--max-det", "1", "--results-file",
            folder["found.csv"]);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        var drawn = ImageDecoder.Load(folder["drawn/wide.png"]);
        Assert.True(drawn.Pixels.Distinct().Count() > 2);
        var words = File.ReadAllText(folder["texts/wide.txt"]).TrimEnd('\n').Split(' ');
        Assert.Equal(["1", "0.500000", "0.500000", "0.500000", "0.500000"], words[..5]);
        Assert.Equal(6, words.Length);
        var rows = File.ReadAllLines(folder["found.csv"]);
        Assert.Equal("file,label,score,x1,y1,x2,y2,error", rows[0]);
        Assert.EndsWith(",16.00,12.00,48.00,36.00,", Assert.Single(rows[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_tells_the_classes_that_are_asked_for_alone()
    {
        var none = CommandLineRun.Of(
            "predict", _files.Wide, "--weights", _files.Weights, "--device", "cpu", "--classes", "cow");
        Assert.Equal((ExitCode.Success, ""), (none.ExitCode, none.Output));
        var three = CommandLineRun.Of(
            "predict", _files.Wide, "--weights", _files.Weights, "--device", "cpu", "--classes", "1", "cow");
        Assert.Contains("three", three.Output, StringComparison.Ordinal);
        var unknown = CommandLineRun.Of(
            "predict", _files.Wide, "--weights", _files.Weights, "--device", "cpu", "--classes", "horse");
        Assert.Equal(ExitCode.Usage, unknown.ExitCode);
        Assert.Contains("'horse' is no class of these weights, which have cow, three", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--topk", "3", "--topk is for classifiers, not for e2e_mobile_former_26m, a detector.")]
    [InlineData("--save-masks", "folder", "--save-masks is for segmenters, not for e2e_mobile_former_26m, a detector.")]
    [InlineData("--iou", "0.5", "--iou has no meaning for e2e_mobile_former_26m, which finds each object once.")]
    public void Predict_refuses_options_of_other_tasks(string option, string value, string message)
    {
        var run = CommandLineRun.Of(
            "predict", _files.Wide, "--weights", _files.Weights, "--device", "cpu", option, value);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_skips_what_is_no_image_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        var bad = folder.Write("bad.png", "no image");
        var run = CommandLineRun.Of(
            "predict", bad, _files.Wide, "--weights", _files.Weights, "--device", "cpu", "--max-det", "1");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("skipped", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Outputs_that_are_no_numbers_end_with_an_error_of_the_run()
    {
        using var folder = new TemporaryFolder();
        var weights = StoredDetectorFile.Write(folder["nan.safetensors"], float.NaN);
        var run = CommandLineRun.Of("predict", _files.Wide, "--weights", weights, "--device", "cpu");
        Assert.Equal(ExitCode.RunError, run.ExitCode);
        Assert.Contains("infinite or NaN", run.Error, StringComparison.Ordinal);
        var val = CommandLineRun.Of("val", "--annotations", _files.Annotations, "--images", _files.Folder, "--weights",
            weights, "--device", "cpu", "--json");
        Assert.Equal(ExitCode.RunError, val.ExitCode);
        Assert.Equal(2, val.Json.GetProperty("non_finite").GetInt32());
        Assert.Equal(0, val.Json.GetProperty("stats").GetProperty("AP").GetDouble());
    }

    [Fact]
    public void Val_prints_the_twelve_numbers_and_writes_results_with_the_ids_of_the_set()
    {
        using var folder = new TemporaryFolder();
        var run = CommandLineRun.Of("val", "--annotations", _files.Annotations, "--images", _files.Folder, "--weights",
            _files.Weights, "--device", "cpu", "--save-json", folder["found.json"], "--pr-curves", folder["pr.csv"],
            "--per-class", "--json");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal(2, run.Json.GetProperty("images").GetInt32());
        // Of each image's two equal detections the first finds the three, so that two of three are right where the second
        // three is found; no cow is.
        const double PrecisionOfThrees = (51 + 50 * 2 / 3.0) / 101;
        var stats = run.Json.GetProperty("stats");
        Assert.Equal(PrecisionOfThrees / 2, stats.GetProperty("AP").GetDouble(), 1e-9);
        Assert.Equal(12, stats.EnumerateObject().Count());
        Assert.Equal([0.0, Math.Round(PrecisionOfThrees, 9)], run.Json.GetProperty("categories").EnumerateArray()
            .Select(category => Math.Round(category.GetProperty("AP").GetDouble(), 9)));
        var found = JsonDocument.Parse(File.ReadAllBytes(folder["found.json"])).RootElement.EnumerateArray().ToArray();
        Assert.Equal([70L, 70, 3, 3], found.Select(result => result.GetProperty("image_id").GetInt64()));
        Assert.All(found, result => Assert.Equal(89, result.GetProperty("category_id").GetInt64()));
        Assert.Equal([16.0, 12, 32, 24],
            found[0].GetProperty("bbox").EnumerateArray().Select(value => Math.Round(value.GetDouble(), 3)));
        Assert.Equal("recall,mean,cow,three", File.ReadLines(folder["pr.csv"]).First());

        // The file, judged alone, says the same.
        var again = CommandLineRun.Of("val", "--gt", _files.Annotations, "--dt", folder["found.json"], "--json");
        Assert.Equal(stats.GetRawText(), again.Json.GetProperty("stats").GetRawText());
    }

    [Fact]
    public void Val_tells_lines_to_people()
    {
        var run = CommandLineRun.Of("val", "--annotations", _files.Annotations, "--images", _files.Folder, "--weights",
            _files.Weights, "--device", "cpu", "--max-det", "1");
        Assert.Equal(" Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.500",
            run.Output.Split('\n')[0]);
    }

    [Fact]
    public void Val_counts_missing_images_and_refuses_them_where_it_is_strict()
    {
        using var folder = new TemporaryFolder();
        folder.Write("wide.png", File.ReadAllBytes(_files.Wide));
        string[] args = ["val", "--annotations", _files.Annotations, "--images", folder.Path, "--weights", _files.Weights,
            "--device", "cpu"];
        var run = CommandLineRun.Of(args);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("image 3 (tall.png)", run.Error, StringComparison.Ordinal);
        var strict = CommandLineRun.Of([.. args, "--strict"]);
        Assert.Equal(ExitCode.BadData, strict.ExitCode);
        Assert.Equal("", strict.Output);
    }

    [Fact]
    public void Val_of_images_without_objects_says_that_nothing_was_there()
    {
        using var folder = new TemporaryFolder();
        var empty = folder.Write("empty.json", """
            {"images": [{"id": 70, "file_name": "wide.png", "width": 64, "height": 48}], "annotations": [],
             "categories": [{"id": 7, "name": "cow"}, {"id": 89, "name": "three"}]}
            """);
        var run = CommandLineRun.Of("val", "--annotations", empty, "--images", _files.Folder, "--weights", _files.Weights,
            "--device", "cpu", "--json");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.All(run.Json.GetProperty("stats").EnumerateObject(), number => Assert.Equal(-1, number.Value.GetDouble()));
    }

    [Fact]
    public void Val_names_categories_that_the_weights_do_not_know()
    {
        using var folder = new TemporaryFolder();
        var other = folder.Write("other.json", File.ReadAllText(_files.Annotations)
            .Replace("\"cow\"", "\"sheep\"", StringComparison.Ordinal));
        var run = CommandLineRun.Of("val", "--annotations", other, "--images", _files.Folder, "--weights", _files.Weights,
            "--device", "cpu");
        Assert.Equal(ExitCode.BadData, run.ExitCode);
        Assert.Contains("has categories that the weights do not know: sheep. Theirs are cow, three", run.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--confusion", "c.csv", "--confusion is for classifiers, not for e2e_mobile_former_26m, a detector.")]
    [InlineData("--crop-pct", "0.9", "--crop-pct is for classifiers, not for e2e_mobile_former_26m, a detector.")]
    [InlineData("--iou-type", "segm", "Option '--iou-type' goes with '--gt' and '--dt'.")]
    public void Val_refuses_options_of_other_tasks(string option, string value, string message)
    {
        var run = CommandLineRun.Of("val", "--annotations", _files.Annotations, "--images", _files.Folder, "--weights",
            _files.Weights, "--device", "cpu", option, value);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--pr-curves", "c.csv", "goes with '--gt' and '--dt', or with weights of a detector.")]
    [InlineData("--save-json", "c.json", "--save-json is for detectors, not for mobile_former_26m, a classifier.")]
    [InlineData("--images", "folder", "--images is for detectors and segmenters, not for mobile_former_26m, a classifier.")]
    public void Val_of_a_classifier_refuses_options_of_detectors(string option, string value, string message)
    {
        using var folder = new TemporaryFolder();
        var weights = StoredModel.Write(folder["classes.safetensors"], classes: 2);
        var run = CommandLineRun.Of(
            "val", "data", "--weights", weights, "--model", "mobile_former_26m", "--device", "cpu", option, value);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Val_asks_for_both_parts_of_a_set()
    {
        var run = CommandLineRun.Of(
            "val", "--annotations", _files.Annotations, "--weights", _files.Weights, "--device", "cpu");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("belong together", run.Error, StringComparison.Ordinal);
    }

    private static string Warnings(CommandLineRun run) => string.Concat(
        run.Error.Split('\n').Where(line => line.Contains("warning", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Weights, two images and their annotations.</summary>
    public sealed class Files : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Files()
        {
            Weights = StoredDetectorFile.Write(_folder["detector.safetensors"], 8);
            Wide = Save("images/wide.png", 48, 64);
            Tall = Save("images/tall.png", 64, 32);
            Folder = _folder["images"];
            Annotations = _folder.Write("instances.json", """
                {"images": [{"id": 70, "file_name": "wide.png", "width": 64, "height": 48},
                            {"id": 3, "file_name": "tall.png", "width": 32, "height": 64}],
                 "annotations": [
                   {"id": 1, "image_id": 70, "category_id": 89, "bbox": [16, 12, 32, 24], "area": 700, "iscrowd": 0},
                   {"id": 2, "image_id": 3, "category_id": 89, "bbox": [8, 16, 16, 32], "area": 500, "iscrowd": 0},
                   {"id": 3, "image_id": 3, "category_id": 7, "bbox": [0, 0, 8, 8], "area": 60, "iscrowd": 0}],
                 "categories": [{"id": 89, "name": "three"}, {"id": 7, "name": "cow"}]}
                """);
        }

        public string Weights { get; }

        public string Wide { get; }

        public string Tall { get; }

        public string Folder { get; }

        public string Annotations { get; }

        public void Dispose() => _folder.Dispose();

        private string Save(string name, int height, int width)
        {
            using var bytes = new MemoryStream();
            PngWriter.Write(new Image(height, width), bytes);
            return _folder.Write(name, bytes.ToArray());
        }
    }
}
