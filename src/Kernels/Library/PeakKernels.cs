using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="PeakKernels.Copy"/>.</summary>
public record struct PeakCopyConstants
{
    /// <summary>Vectors that are under way at a time.</summary>
    public int Together;
}

/// <summary>Compile-time constants of <see cref="PeakKernels.Fuse"/>.</summary>
public record struct PeakFuseConstants
{
    /// <summary>Independent sums of a thread.</summary>
    public int Sums;
}

/// <summary>Compile-time constants of <see cref="PeakKernels.Products"/>.</summary>
public record struct PeakProductsConstants
{
    /// <summary>Independent products of 32 threads.</summary>
    public int Products;
}

/// <summary>Kernels that do one thing as fast as a device can: other speeds are shares of theirs.</summary>
public static class PeakKernels
{
    // Rows of factors lie so far apart that the threads of a fragment read from different banks.
    private const int Stride = 40;

    // Steps of a turn of a loop, beside which its counter is little.
    private const int Turn = 4;

    // y = x
    // Grid: X runs of `run` vectors, of which `together` are under way at a time; run is a multiple of that.
    [Kernel]
    public static void Copy(
        ArrayView<float> x, ArrayView<float> y, int run, SpecializedValue<PeakCopyConstants> specialised)
    {
        var together = specialised.Value.Together;
        var values = new float[together];
        var at = (Grid.IdxX * run * Group.DimX) + Group.IdxX;
        for (var first = 0; first < run; first += together)
        {
            for (var i = 0; i < together; i++)
                values[i] = x[at + (i * Group.DimX)];
            for (var i = 0; i < together; i++)
                y[at + (i * Group.DimX)] = values[i];
            at += together * Group.DimX;
        }
    }

    // Every thread multiplies and adds sums * steps times, each time from registers; what is left keeps the work alive.
    // steps is a multiple of 4.
    // Grid: X any.
    [Kernel]
    public static void Fuse(
        ArrayView<float> y, int steps, float factor, float term, SpecializedValue<PeakFuseConstants> specialised)
    {
        var sums = specialised.Value.Sums;
        var chains = new float[sums];
        for (var i = 0; i < sums; i++)
            chains[i] = term * i;
        for (var step = 0; step < steps; step += Turn)
        {
            for (var turn = 0; turn < Turn; turn++)
            {
                for (var i = 0; i < sums; i++)
                    chains[i] = KernelMath.Fma(chains[i], factor, term);
            }
        }

        var total = 0f;
        for (var i = 0; i < sums; i++)
            total += chains[i];
        y[(Grid.IdxX * Group.DimX) + Group.IdxX] = total;
    }

    // Every 32 threads add `products` products of fragments to as many results, steps times; steps is a multiple of 4.
    // Grid: X any. Group: 32 along X, warps along Y.
    [Kernel]
    public static void Products(
        ArrayView<float> y, int steps, float factor, SpecializedValue<PeakProductsConstants> specialised)
    {
        var products = specialised.Value.Products;
        var left = SharedHalves.Allocate(Fragment.Rows * Stride);
        var right = SharedHalves.Allocate(Fragment.Columns * Stride);
        var thread = (Group.IdxY * Group.DimX) + Group.IdxX;
        for (var i = thread; i < Fragment.Rows * Stride; i += Group.DimX * Group.DimY)
            left[i] = KernelMath.RoundToHalf(factor);
        for (var i = thread; i < Fragment.Columns * Stride; i += Group.DimX * Group.DimY)
            right[i] = KernelMath.RoundToHalf(factor);
        Group.Barrier();

        var sums = new float[products * Fragment.Sums];
        for (var i = 0; i < products * Fragment.Sums; i++)
            sums[i] = factor * i;
        for (var step = 0; step < steps; step += Turn)
        {
            for (var turn = 0; turn < Turn; turn++)
            {
                for (var i = 0; i < products; i++)
                    Fragment.MultiplyAdd(left, 0, Stride, right, 0, Stride, sums, i * Fragment.Sums);
            }
        }

        var total = 0f;
        for (var i = 0; i < products * Fragment.Sums; i++)
            total += sums[i];
        y[(Grid.IdxX * Group.DimX * Group.DimY) + thread] = total;
    }
}
