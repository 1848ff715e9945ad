using System.Diagnostics;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>Everything works where there is no network: in a namespace without interfaces.</summary>
public sealed class OfflineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NetworkNamespaceFact]
    public void Training_to_export_needs_no_network()
    {
        foreach (var name in new[] { "train/a/1", "train/a/2", "train/b/1", "train/b/2", "val/a/1", "val/b/1" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[$"d/{name}"])!);
            PngWriter.Save(new Image(16, 16), _folder[$"d/{name}.png"]);
        }

        var input = new SafetensorsWriter();
        input.Add("input", SeededWeights.Input(3 * 32 * 32), 1, 3, 32, 32);
        input.Save(_folder["x.safetensors"]);
        const string Script = """
            set -e
            weights=$1/r/classify/mobilenet_v3_small/weights/best.safetensors
            gpuformer models > /dev/null
            gpuformer doctor > /dev/null
            gpuformer train "$1/d" --model mobilenet_v3_small --img-size 16 -b 2 --epochs 1 --warmup-epochs 0 \
                --cooldown-epochs 0 --device cpu --output "$1/r" --progress never > /dev/null 2> "$1/log"
            gpuformer val "$1/d" --weights "$weights" --device cpu -b 2 > /dev/null
            gpuformer predict "$1/d/val/a/1.png" --model mobilenet_v3_small --weights "$weights" --device cpu
            gpuformer info mobilenet_v3_small > /dev/null
            gpuformer explain LayerNorm.Forward --target ptx > /dev/null
            gpuformer convert "$weights" "$1/half.safetensors" --half > /dev/null
            gpuformer average "$1/mean.safetensors" "$weights" "$weights" > /dev/null
            gpuformer run --model mobilenet_v3_small --weights "$1/mean.safetensors" --device cpu \
                --input "$1/x.safetensors" --output "$1/y.safetensors" > /dev/null
            gpuformer benchmark mobilenet_v3_small --img-size 32 --iterations 1 --device cpu > /dev/null 2>> "$1/log"
            gpuformer export "$1/m.onnx" --model mobilenet_v3_small --weights "$weights" --check > /dev/null
            """;
        var (code, output, error) = CliProcess.Script(
            "export -f gpuformer; unshare -rn bash -c \"$2\" bash \"$1\"", _folder.Path, Script).End();
        Assert.True(code == 0, error);
        Assert.Contains("\ta", output);
        foreach (var written in new[] { "m.onnx", "half.safetensors", "mean.safetensors", "y.safetensors" })
            Assert.True(File.Exists(_folder[written]), written);
    }
}

/// <summary>A test that needs a network namespace of its own (unshare of util-linux, and the right to use
/// it).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkNamespaceFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsThere = new(() =>
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["-rn", "true"])
            {
                RedirectStandardError = true,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    public NetworkNamespaceFactAttribute() =>
        Skip = IsThere.Value ? null! : "There is no unshare, or it may make no network namespace.";
}
