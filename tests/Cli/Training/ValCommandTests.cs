using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Host;
using GpuFormer.Tests.Host.Data;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

// Few small pictures.
public sealed class ValCommandTests : IDisposable
{
    private readonly Cli.TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Result_files_and_JSON_tell_the_same()
    {
        var run = Val(Weights(10), "--json", "--per-class", "--results-file", _folder["r.csv"], "--confusion",
            _folder["c.csv"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(5, run.Json.GetProperty("pictures").GetInt32());
        var top1 = run.Json.GetProperty("top1").GetDouble();
        Assert.Equal(100 - top1, run.Json.GetProperty("top1_err").GetDouble());
        Assert.True(run.Json.GetProperty("loss").GetDouble() > 0);
        Assert.Equal(5, run.Json.GetProperty("classes").EnumerateArray()
            .Sum(row => row.GetProperty("pictures").GetInt32()));

        var results = File.ReadAllLines(_folder["r.csv"]);
        Assert.Equal("model,top1,top1_err,top5,top5_err,param_count,img_size,crop_pct,interpolation", results[0]);
        Assert.StartsWith($"mobile_former_26m,{top1:F3},{100 - top1:F3},", results[1]);
        Assert.EndsWith(",32,1,bilinear", results[1]);

        var confusion = File.ReadAllLines(_folder["c.csv"]).Skip(1)
            .Select(line => line.Split(',').Skip(1).Select(int.Parse).ToArray()).ToArray();
        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0, 0, 1], confusion.Select(row => row.Sum()));
        Assert.Equal(top1 / 20, Enumerable.Range(0, 10).Sum(k => confusion[k][k]), 1e-9);
    }

    [Theory]
    [InlineData("micro")]
    [InlineData("macro")]
    [InlineData("weighted")]
    public void Averages_of_classes_are_told_and_written(string average)
    {
        var run = Val(Weights(10), "--json", "--metrics-avg", average, "--results-file", _folder["r.csv"],
            "--per-class-file", _folder["classes.csv"]);
        Assert.True(run.ExitCode == 0, run.Error);
        var results = File.ReadAllLines(_folder["r.csv"]).Select(line => line.Split(',')).ToArray();
        Assert.Equal(["top5_err", $"{average}_precision", $"{average}_recall", $"{average}_f1_score", "param_count"],
            results[0][4..9]);
        var recall = run.Json.GetProperty($"{average}_recall").GetDouble();
        Assert.Equal(recall, double.Parse(results[1][6], System.Globalization.CultureInfo.InvariantCulture), 1e-3);
        // Of all images, and of classes by their images, recall is accuracy.
        if (average != "macro")
            Assert.Equal(run.Json.GetProperty("top1").GetDouble(), recall, 1e-9);
        var classes = File.ReadAllLines(_folder["classes.csv"]);
        Assert.Equal("class,images,precision,recall,f1", classes[0]);
        Assert.Equal(5, classes.Skip(1).Sum(line => int.Parse(line.Split(',')[1], null)));
    }

    [Fact]
    public void The_line_is_that_of_timm()
    {
        var run = Val(Weights(10));
        Assert.Matches(@"^ \* Acc@1 \d+\.\d{3} \(\d+\.\d{3}\) Acc@5 \d+\.\d{3} \(\d+\.\d{3}\) Loss \S+ \(5 pictures\)",
            run.Output);
    }

    [Fact]
    public void Weights_for_other_classes_are_refused()
    {
        var run = Val(Weights(7));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("9", run.Error);
        Assert.Contains("7", run.Error);
    }

    [Fact]
    public void Weights_that_name_no_network_need_it_named()
    {
        var writer = new GpuFormer.Weights.SafetensorsWriter();
        writer.Add("a.weight", new float[2], 2);
        writer.Save(_folder["other.safetensors"]);
        var run = CommandLineRun.Of("val", Digits(), "--weights", _folder["other.safetensors"], "--device", "cpu");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--model", run.Error);
    }

    [Fact]
    public void A_folder_without_weights_is_refused()
    {
        var run = CommandLineRun.Of("val", Digits(), "--weights", _folder.Path, "--device", "cpu");
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public void Classes_that_the_weights_do_not_know_are_refused_with_both_lists()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 3, labels: """["a", "b", "c"]""");
        var run = ValFolders(weights, "b", "c", "zz");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("know no class zz", run.Error);
        Assert.Contains("a, b, c where the data set has b, c, zz", run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Classes_are_matched_by_name_and_not_by_place()
    {
        // The third logit is the largest whatever the picture.
        string Weights(string labels) => StoredModel.Write(_folder["w.safetensors"], classes: 3, labels: labels,
            change: tensors => tensors["classifier.classifier.1.bias"].Values[2] = 1000);
        var same = ValFolders(Weights("""["a", "b", "c"]"""), "a", "b", "c");
        Assert.Equal(1.0 / 3 * 100, same.Json.GetProperty("top1").GetDouble(), 1e-9);
        Assert.DoesNotContain("matched", same.Error);

        var subset = ValFolders(Weights("""["a", "b", "c"]"""), "c");
        Assert.Equal(100, subset.Json.GetProperty("top1").GetDouble());
        Assert.Contains("matched by name", subset.Error);
        Assert.Equal("c", Recognised(subset));

        var turned = ValFolders(Weights("""["c", "b", "a"]"""), "a", "b", "c");
        Assert.Equal("a", Recognised(turned));
        Assert.Contains("c, b, a where the data set has a, b, c", turned.Error);

        string Recognised(CommandLineRun run) => run.Json.GetProperty("classes").EnumerateArray()
            .Single(row => row.GetProperty("recall").ValueKind == JsonValueKind.Number
                && row.GetProperty("recall").GetDouble() == 1).GetProperty("class").GetString()!;
    }

    [Fact]
    public void Weights_without_names_are_taken_in_order_and_that_is_said()
    {
        var run = ValFolders(StoredModel.Write(_folder["w.safetensors"], classes: 2), "a", "b");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("name no classes", run.Error);
        Assert.Equal(3, ValFolders(StoredModel.Write(_folder["w.safetensors"], classes: 2), "a").ExitCode);
    }

    [Fact]
    public void Names_may_be_given_as_the_data_set_has_them()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 2, labels: """["cat", "dog"]""");
        var run = ValFolders(weights, ["n01", "n02"], "--labels", _folder.Write("names.txt", "n01\nn02\n"));
        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Fact]
    public void Folders_can_be_numbered_as_timm_does()
    {
        var run = ValFolders(StoredModel.Write(_folder["w.safetensors"], classes: 3), ["1", "10", "2"], "--class-order",
            "natural");
        Assert.Equal(["1", "2", "10"],
            run.Json.GetProperty("classes").EnumerateArray().Select(row => row.GetProperty("class").GetString()));
        Assert.Contains("natural order", run.Error);
    }

    [Fact]
    public void No_file_is_written_over_another_of_the_command()
    {
        var weights = Weights(10);
        var before = File.ReadAllBytes(weights);
        Assert.Equal(2, Val(weights, "--results-file", weights).ExitCode);
        Assert.Equal(2, Val(weights, "--results-file", _folder["x.csv"], "--confusion", _folder["x.csv"]).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(weights));
    }

    private CommandLineRun ValFolders(string weights, params string[] classes) => ValFolders(weights, classes, []);

    private CommandLineRun ValFolders(string weights, string[] classes, params string[] more)
    {
        var root = _folder[$"f{Directory.GetDirectories(_folder.Path).Length}"];
        foreach (var name in classes)
        {
            Directory.CreateDirectory(Path.Combine(root, "val", name));
            PngWriter.Save(new Image(32, 32), Path.Combine(root, "val", name, "1.png"));
        }

        return CommandLineRun.Of(["val", root, "--model", "mobile_former_26m", "--weights", weights, "--device", "cpu",
            "-b", "1", "--json", "--per-class", .. more]);
    }

    private CommandLineRun Val(string weights, params string[] more) => CommandLineRun.Of([
        "val", Digits(), "--model", "mobile_former_26m", "--checkpoint", weights, "--device", "cpu", "-b", "2",
        .. more]);

    private string Weights(int classes) =>
        StoredModel.Write(_folder[$"w{classes}.safetensors"], classes: classes);

    private string Digits()
    {
        _folder.Write("d/t10k-images-idx3-ubyte", IdxBytes.Images(5, 28, 28));
        _folder.Write("d/t10k-labels-idx1-ubyte", IdxBytes.Labels(3, 1, 0, 9, 2));
        return _folder["d"];
    }
}
