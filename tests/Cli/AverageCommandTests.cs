using GpuFormer.Tests.Cli.Training;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class AverageCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_are_averaged_and_counters_and_metadata_are_the_first_files()
    {
        var run = CommandLineRun.Of("average", _folder["mean.safetensors"], Epoch(0, 1, 60), Epoch(1, 4, 70));
        Assert.Equal(0, run.ExitCode);
        using var mean = WeightStore.Open(_folder["mean.safetensors"]);
        Assert.Equal([2.5f, 5f], Read(mean, "a"));
        Assert.Equal([0f], Read(mean, "n"));
        Assert.Equal("net", mean.Metadata["model"]);
        Assert.Equal("epoch-0000.safetensors, epoch-0001.safetensors", mean.Metadata["averaged"]);
        Assert.False(mean.Metadata.ContainsKey("top1"));
    }

    [Fact]
    public void Of_a_run_the_best_epochs_are_taken()
    {
        Epoch(0, 100, 10);
        Epoch(1, 1, 60);
        Epoch(2, 3, 70);
        var run = CommandLineRun.Of("average", _folder["mean.safetensors"], _folder["run"], "--top", "2", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["epoch-0002.safetensors", "epoch-0001.safetensors"],
            run.Json.GetProperty("averaged").EnumerateArray().Select(file => Path.GetFileName(file.GetString())));
        using var mean = WeightStore.Open(_folder["mean.safetensors"]);
        Assert.Equal([2f, 4f], Read(mean, "a"));
    }

    [Fact]
    public void Files_of_different_networks_too_few_files_and_a_target_among_them_are_refused()
    {
        var first = Epoch(0, 1, 1);
        var writer = new SafetensorsWriter();
        writer.Add("b", new float[2], 2);
        writer.Save(_folder["other.safetensors"]);
        var target = _folder["mean.safetensors"];
        var different = CommandLineRun.Of("average", target, first, _folder["other.safetensors"]);
        Assert.Equal(3, different.ExitCode);
        Assert.Contains("same network", different.Error, StringComparison.Ordinal);
        Assert.Equal(2, CommandLineRun.Of("average", target, first).ExitCode);
        Assert.Equal(2, CommandLineRun.Of("average", first, first, Epoch(1, 1, 1)).ExitCode);
        Assert.Equal(2, CommandLineRun.Of("average", _folder["mean.pth"], first, first).ExitCode);
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Equal(3, CommandLineRun.Of("average", target, _folder["empty"]).ExitCode);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void Files_of_other_classes_or_of_another_order_are_refused_with_both_lists()
    {
        var first = Epoch(0, 1, 1, "[\"cat\", \"dog\"]");
        foreach (var labels in new[] { "[\"dog\", \"cat\"]", "[\"cat\", \"cow\"]" })
        {
            var run = CommandLineRun.Of("average", _folder["mean.safetensors"], first, Epoch(1, 2, 1, labels));
            Assert.Equal(3, run.ExitCode);
            Assert.Contains("cat, dog", run.Error);
            Assert.Contains(labels.Contains("cow", StringComparison.Ordinal) ? "cat, cow" : "dog, cat", run.Error);
            Assert.False(File.Exists(_folder["mean.safetensors"]));
        }

        // The same names in another spelling of JSON, or none at all, are no contradiction.
        foreach (var labels in new[] { "[\"c\\u0061t\",\"dog\"]", null })
        {
            Assert.Equal(0, CommandLineRun.Of(
                "average", _folder["mean.safetensors"], first, Epoch(1, 2, 1, labels)).ExitCode);
        }
    }

    [UnixFact]
    public void A_target_that_leads_to_one_of_the_files_is_refused()
    {
        var (first, second) = (Epoch(0, 1, 1), Epoch(1, 2, 1));
        var before = File.ReadAllBytes(second);
        File.CreateSymbolicLink(_folder["link.safetensors"], second);
        Directory.CreateSymbolicLink(_folder["elsewhere"], Path.GetDirectoryName(second)!);
        foreach (var target in new[] { "link.safetensors", "elsewhere/epoch-0001.safetensors" })
        {
            var run = CommandLineRun.Of("average", _folder[target], first, second);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("name another file to write", run.Error);
            Assert.Equal(before, File.ReadAllBytes(second));
        }
    }

    [Theory]
    [InlineData(float.NaN, "1 NaN and 0 infinite")]
    [InlineData(float.NegativeInfinity, "0 NaN and 2 infinite")]
    public void Values_that_are_no_numbers_are_told_with_their_file_and_tensor(float value, string problem)
    {
        var broken = Epoch(1, float.IsNaN(value) ? 1 : value, 1);
        if (float.IsNaN(value))
        {
            var writer = new SafetensorsWriter();
            writer.Add("a", new[] { 1, value }, 2);
            writer.Add("n", DType.I64, [], stream => stream.Write(new byte[8]));
            writer.Save(broken);
        }

        var run = CommandLineRun.Of("average", _folder["mean.safetensors"], Epoch(0, 1, 1), broken);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"warning: {broken}: tensor 'a' has {problem}", run.Error);
        Assert.DoesNotContain("warning", CommandLineRun.Of(
            "average", _folder["mean.safetensors"], Epoch(0, 1, 1), Epoch(1, 2, 1)).Error);
    }

    private string Epoch(int epoch, float value, double top1, string? labels = null)
    {
        var path = new RunFolder(_folder["run"]).EpochWeights(epoch);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var writer = new SafetensorsWriter();
        writer.AddMetadata("model", "net");
        writer.AddMetadata("epoch", $"{epoch}");
        writer.AddMetadata("top1", $"{top1}");
        if (labels is not null)
            writer.AddMetadata("labels", labels);
        writer.Add("a", new[] { value, 2 * value }, 2);
        writer.Add("n", DType.I64, [], stream => stream.Write(BitConverter.GetBytes((long)epoch)));
        writer.Save(path);
        return path;
    }

    private static float[] Read(WeightStore store, string name)
    {
        Assert.True(store.TryGet(name, out var shape));
        var values = new float[shape.Aggregate(1, (product, size) => product * size)];
        store.Read(name, values);
        return values;
    }
}
