using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Library;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>What measures a device does the work that it is given credit for.</summary>
public sealed class PeakKernelsTests
{
    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Copies_sums_and_products_match_reference(string device)
    {
        using var run = new KernelRun(TestDevices.Get(device));
        var x = SpecFill.Values("x", 3 * 16 * 4);
        var copy = run.Output(x.Length);
        run.Launch(new(PeakKernels.Copy, new(4),
            new PeakCopyConstants { Together = 8 }), new(3), run.Input(x), copy, 16);
        Assert.Equal(x, run.Read(copy));

        // x -> x / 2 + 1 goes to 2 from anywhere, half the way each time: two sums of 4 begin at 0 and 1.
        var fused = run.Output(2 * 4);
        run.Launch(new(PeakKernels.Fuse, new(4), new PeakFuseConstants { Sums = 2 }), new(2), fused, 4, 0.5f, 1f);
        Assert.All(run.Read(fused), sum => Assert.Equal(4f - ((2 + 1) / 16f), sum));

        // 16 times factor squared, four times, to each of 2 * 4 sums that begin at 0, factor, 2 * factor...
        const float Factor = 1f / 8;
        var products = run.Output(2 * Fragment.Threads * 2);
        run.Launch(new(PeakKernels.Products, new(Fragment.Threads, 2),
            new PeakProductsConstants { Products = 2 }), new(2), products, 4, Factor);
        Assert.All(run.Read(products), sum =>
            Assert.Equal((8 * 4 * Fragment.Depth * Factor * Factor) + (28 * Factor), sum));
    }
}
