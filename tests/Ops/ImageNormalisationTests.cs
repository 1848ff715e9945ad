using GpuFormer.Kernels.Library;
using Xunit;

namespace GpuFormer.Tests.Ops;

public sealed class ImageNormalisationTests
{
    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Bytes_become_planes_of_normalised_floats(string device)
    {
        const int pixels = 33;
        byte[] bytes = [.. Enumerable.Range(0, 2 * pixels * 3).Select(i => (byte)(i * 37))];
        double[] mean = [0.485, 0.456, 0.406], std = [0.229, 0.224, 0.225];
        using var run = new KernelRun(TestDevices.Get(device));
        var y = run.Output(bytes.Length);
        run.Launch(new(ImageKernels.Normalise, new(8)), new((pixels + 7) / 8, 1, 2), run.Input(bytes), y, pixels,
            new Colour((float)(1 / (255 * std[0])), (float)(1 / (255 * std[1])), (float)(1 / (255 * std[2]))),
            new Colour((float)(-mean[0] / std[0]), (float)(-mean[1] / std[1]), (float)(-mean[2] / std[2])));
        var expected = new double[bytes.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            var (n, k, p) = (i / (3 * pixels), i / pixels % 3, i % pixels);
            expected[i] = ((bytes[(((n * pixels) + p) * 3) + k] / 255.0) - mean[k]) / std[k];
        }

        Tolerance.Check($"normalised bytes on {device}", 3, expected, run.Read(y));
    }
}
