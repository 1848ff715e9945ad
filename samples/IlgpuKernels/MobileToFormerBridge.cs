using GpuFormer.Devices.Ilgpu;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Samples;

/// <summary>
/// The bridge from a map of 20 pixels to three tokens, 8 channels, two heads: attention of the tokens over the pixels,
/// in two chunks of pixels that a second kernel joins.
/// </summary>
internal static class MobileToFormerBridge
{
    private const int Pixels = 20;
    private const int Chunks = 2;
    private const int Tokens = 3;
    private const int C = 8;
    private const int Heads = 2;
    private const int Lanes = 4;

    public static double LargestDifference(Accelerator accelerator)
    {
        var (x, queries) = (Accelerators.Numbers(1, Pixels * C), Accelerators.Numbers(2, Tokens * C));
        using var deviceX = accelerator.Allocate1D(x);
        using var deviceQueries = accelerator.Allocate1D(queries);
        // Of each chunk the sums of all tokens, then the maxima and the totals of all heads.
        using var devicePartial = accelerator.Allocate1D<float>(Chunks * Tokens * (C + (2 * Heads)));
        using var deviceY = accelerator.Allocate1D<float>(Tokens * C);

        var attend = accelerator.LoadSpecialisation<Action<
            AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, MobileToFormerSizes>>(new(
            MobileToFormerKernels.Attend, new GroupShape(Lanes),
            new MobileToFormerAttendConstants
            {
                Tokens = Tokens,
                Heads = Heads,
                AllHeads = Heads,
                ChunkPixels = 16,
                TilePixels = 2,
                TileChannels = 1,
                Steps = 1,
                Slices = 1,
                SharedChannels = C,
            }));
        var merge = accelerator.LoadSpecialisation<Action<
            AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int, int,
            int>>(new(
            MobileToFormerKernels.Merge, new GroupShape(Lanes),
            new MobileToFormerMergeConstants { Heads = Heads, Tile = 1, SharedChunks = Lanes }));
        var (stream, group) = (accelerator.DefaultStream, new Index3D(Lanes, 1, 1));
        attend(
            stream, new KernelConfig(new Index3D(Chunks, 1, 1), group), deviceX.View, deviceX.View, deviceQueries.View,
            devicePartial.View, devicePartial.View, new MobileToFormerSizes(Pixels, Chunks, Tokens, C, C));
        merge(
            stream, new KernelConfig(new Index3D(1, Tokens, 1), group), devicePartial.View, deviceQueries.View,
            deviceY.View, Chunks, Tokens, C, C);

        return Accelerators.LargestDifference(deviceY.GetAsArray1D(), Expected(x, queries));
    }

    private static double[] Expected(float[] x, float[] queries)
    {
        const int width = C / Heads;
        var expected = new double[Tokens * C];
        for (var m = 0; m < Tokens; m++)
        {
            for (var h = 0; h < Heads; h++)
            {
                var shares = new double[Pixels];
                for (var p = 0; p < Pixels; p++)
                {
                    var score = 0.0;
                    for (var c = h * width; c < (h + 1) * width; c++)
                        score += (double)queries[(m * C) + c] * x[(p * C) + c];
                    shares[p] = Math.Exp(score);
                }

                for (var c = h * width; c < (h + 1) * width; c++)
                {
                    for (var p = 0; p < Pixels; p++)
                        expected[(m * C) + c] += shares[p] / shares.Sum() * x[(p * C) + c];
                }
            }
        }

        return expected;
    }
}
