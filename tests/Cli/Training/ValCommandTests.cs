using System.Text.Json;
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
