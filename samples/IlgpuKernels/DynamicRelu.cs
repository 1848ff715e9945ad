using GpuFormer.Kernels.Library;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Samples;

/// <summary>The dynamic ReLU max(s1 * x, s2 * x) of two maps, whose slopes are of each image and channel.</summary>
/// <remarks>
/// The kernel has no shared memory: ILGPU's own loader takes it, and its constants as a specialised value.
/// </remarks>
internal static class DynamicRelu
{
    private const int Images = 2;
    private const int Pixels = 9;
    private const int C = 8;
    private const int Lanes = 4;

    public static double LargestDifference(Accelerator accelerator)
    {
        var (x, slopes) = (Accelerators.Numbers(1, Images * Pixels * C), Accelerators.Numbers(2, Images * 2 * C));
        using var deviceX = accelerator.Allocate1D(x);
        using var deviceSlopes = accelerator.Allocate1D(slopes);
        using var deviceY = accelerator.Allocate1D<float>(x.Length);

        var activate = accelerator.LoadStreamKernel<
            ArrayView<float>, ArrayView<float>, DyRelu, int, int, int, SpecializedValue<ElementwiseConstants>>(
            ElementwiseKernels.Forward<DyRelu, Slopes>);
        // Panels of channels along X, runs of three pixels along Y, images along Z.
        activate(
            new KernelConfig(new Index3D(C / Lanes, Pixels / 3, Images), new Index3D(Lanes, 1, 1)), deviceX.View,
            deviceY.View, new DyRelu(deviceSlopes.View, C), Pixels, 3, C,
            SpecializedValue.New(new ElementwiseConstants()));

        var result = deviceY.GetAsArray1D();
        var expected = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var at = (i / (Pixels * C) * 2 * C) + (i % C);
            expected[i] = Math.Max((double)slopes[at] * x[i], (double)slopes[at + C] * x[i]);
        }

        return Accelerators.LargestDifference(result, expected);
    }
}
