using GpuFormer.Devices.Ilgpu;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using ILGPU.Runtime;
using Epilogue = GpuFormer.Kernels.Library.Chain<
    GpuFormer.Kernels.Library.Activated<GpuFormer.Kernels.Library.HardSwish>, GpuFormer.Kernels.Library.NoTerms,
    GpuFormer.Kernels.Library.AddResidual, GpuFormer.Kernels.Library.NoTerms>;
using Terms = GpuFormer.Kernels.Library.BothTerms<
    GpuFormer.Kernels.Library.NoTerms, GpuFormer.Kernels.Library.NoTerms>;

namespace GpuFormer.Samples;

/// <summary>
/// A 1x1 convolution of 14 pixels from 12 to 16 channels; its epilogue is a hard swish, to which a residual is added.
/// </summary>
/// <remarks>
/// Its shared memory depends on the size of a group, which ILGPU has to know before it compiles: LoadSpecialisation
/// says it, and takes the constants too.
/// </remarks>
internal static class PointwiseConvolution
{
    private const int Pixels = 14;
    private const int K = 12;
    private const int C = 16;
    private const int Lanes = 4;
    private const int TileChannels = 2;
    private const int TileRows = 3;

    public static double LargestDifference(Accelerator accelerator)
    {
        var (x, filter) = (Accelerators.Numbers(1, Pixels * K), Accelerators.Numbers(2, C * K));
        var (bias, residual) = (Accelerators.Numbers(3, C), Accelerators.Numbers(4, Pixels * C));
        using var deviceX = accelerator.Allocate1D(x);
        using var deviceFilter = accelerator.Allocate1D(Packed(filter));
        using var deviceBias = accelerator.Allocate1D(bias);
        using var deviceResidual = accelerator.Allocate1D(residual);
        using var deviceY = accelerator.Allocate1D<float>(Pixels * C);

        var convolve = accelerator.LoadSpecialisation<Action<
            AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            Epilogue, PointwiseSizes>>(new(
            PointwiseKernels.Forward<Epilogue, Terms>, new GroupShape(Lanes),
            new PointwiseConstants { TileRows = TileRows, TileChannels = TileChannels, Steps = 4, Ranges = 1 }));
        // Tiles of rows along X, panels of channels along Y, images along Z; the last tile overlaps.
        var grid = new Index3D((Pixels + TileRows - 1) / TileRows, C / (Lanes * TileChannels), 1);
        convolve(
            accelerator.DefaultStream, new KernelConfig(grid, new Index3D(Lanes, 1, 1)), deviceX.View,
            deviceFilter.View, deviceBias.View, deviceY.View,
            new Epilogue(default, new AddResidual(deviceResidual.View)),
            new PointwiseSizes(Pixels, Pixels * K, K, 0, K, C, 1));

        var result = deviceY.GetAsArray1D();
        var expected = new double[Pixels * C];
        for (var row = 0; row < Pixels; row++)
        {
            for (var c = 0; c < C; c++)
            {
                double sum = bias[c];
                for (var k = 0; k < K; k++)
                    sum += (double)x[(row * K) + k] * filter[(c * K) + k];
                expected[(row * C) + c] = (sum * Math.Clamp(sum + 3, 0, 6) / 6) + residual[(row * C) + c];
            }
        }

        return Accelerators.LargestDifference(result, expected);
    }

    // From [C, K] to [panels, K, channels of a panel].
    private static float[] Packed(float[] filter)
    {
        const int P = Lanes * TileChannels;
        var packed = new float[C * K];
        for (var i = 0; i < packed.Length; i++)
            packed[i] = filter[(((i / (K * P) * P) + (i % P)) * K) + (i / P % K)];
        return packed;
    }
}
