using GpuFormer.Tests.Host;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary><c>gpuformer run --backward</c> of a detector: targets, matches, losses and gradients through files.</summary>
public sealed class DetectorBackwardRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Losses_and_matches_come_back_by_the_names_of_the_reference()
    {
        using var golden = new DetectionGolden("ssdlite-backward-mobilevit_xxs");
        var run = Run(golden, golden.Batch, []);
        Assert.True(run.ExitCode == 0, run.Error);
        using var output = SafetensorsFile.Open(_folder["y.safetensors"]);
        foreach (var name in new[] { "loss", "loss.cross_entropy_sum", "loss.smooth_l1_sum" })
        {
            var expected = golden.Read(name)[0];
            Assert.Equal(expected, Read(output, name)[0], 1e-4 * expected);
        }

        for (var image = 0; image < golden.Batch; image++)
        {
            Assert.Equal(golden.ReadIntegers($"matched.{image}"),
                Read(output, $"matched.{image}").Select(label => (long)label));
        }

        Assert.Equal(golden.Read("grad.encoder.conv_1.block.norm.bias.sample")[0],
            Read(output, "grad.encoder.conv_1.block.norm.bias")[0], 1e-2);
    }

    [Fact]
    public void Targets_that_are_missing_or_make_no_sense_are_refused()
    {
        using var golden = new DetectionGolden("ssdlite-backward-mobilevit_xxs");
        var missing = Run(golden, golden.Batch - 1, []);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains($"target.{golden.Batch - 1}.boxes", missing.Error, StringComparison.Ordinal);
        var labels = Run(golden, golden.Batch, ["--labels", "l.safetensors"]);
        Assert.Equal(2, labels.ExitCode);
        Assert.Contains("--labels is for classifiers", labels.Error, StringComparison.Ordinal);
        var clip = Run(golden, golden.Batch, ["--clip-grad", "0"]);
        Assert.Equal(2, clip.ExitCode);
        Assert.Contains("--clip-grad takes a number above 0", clip.Error, StringComparison.Ordinal);
    }

    private CommandLineRun Run(DetectionGolden golden, int images, string[] more)
    {
        var weights = StoredModel.Write(
            _folder["w.safetensors"], golden.Model.Name, golden.Weights.Fill, golden.Model.Classes);
        var writer = new SafetensorsWriter();
        writer.Add("input", golden.Input(), golden.Batch, 3, golden.Height, golden.Width);
        for (var image = 0; image < images; image++)
        {
            var boxes = golden.Read($"target.{image}.boxes");
            writer.Add($"target.{image}.boxes", boxes, boxes.Length / 4, 4);
            writer.Add($"target.{image}.labels", golden.Read($"target.{image}.labels"), boxes.Length / 4);
        }

        writer.Save(_folder["x.safetensors"]);
        return CommandLineRun.Of(["run", "--model", golden.Model.Name, "--weights", weights, "--input",
            _folder["x.safetensors"], "--output", _folder["y.safetensors"], "--backward", "--device", "cpu", .. more]);
    }

    private static float[] Read(SafetensorsFile file, string name)
    {
        Assert.True(file.TryGet(name, out var entry), name);
        var values = new float[entry.ElementCount];
        file.ReadFloat32(name, values);
        return values;
    }
}
