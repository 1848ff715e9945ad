using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Library;
using ILGPU;

namespace GpuFormer.Tests.Kernels.Compiler.Passes;

/// <summary>Kernels with the shapes that the common passes are made for.</summary>
public static class PassKernels
{
    // ILGPU's issue 1330 has this shape: an unrolled tap loop with a bounds check that continues.
    [Kernel]
    public static void Depthwise(ArrayView<float> x, ArrayView<float> filter, ArrayView<float> y, int height, int width)
    {
        var channels = Group.DimX;
        var c = Group.IdxX;
        var taps = new float[9];
        for (var tap = 0; tap < 9; tap++)
            taps[tap] = filter[tap * channels + c];
        for (var column = 0; column < width; column++)
        {
            var sum = 0f;
            for (var dy = 0; dy < 3; dy++)
            {
                var row = Grid.IdxX + dy - 1;
                if (row < 0 || row >= height)
                    continue;
                for (var dx = 0; dx < 3; dx++)
                {
                    var at = column + dx - 1;
                    if (at < 0 || at >= width)
                        continue;
                    sum = KernelMath.Fma(x[(row * width + at) * channels + c], taps[dy * 3 + dx], sum);
                }
            }

            y[(Grid.IdxX * width + column) * channels + c] = sum;
        }
    }

    // Nothing but the prefetches makes its loop worth keeping.
    [Kernel]
    public static void Prefetches(ArrayView<float> x, ArrayView<float> y, int count)
    {
        for (var k = 0; k < count; k++)
            x.Prefetch((k * 16) + 1000);
        y[Group.IdxX] = x[Group.IdxX];
    }

    // Two long chains of operators whose results are stored one after the other.
    [Kernel]
    public static void Chains(ArrayView<float> x, ArrayView<float> y)
    {
        var first = x[Group.IdxX];
        var second = x[Group.DimX + Group.IdxX];
        y[Group.IdxX] = Long(first);
        y[Group.DimX + Group.IdxX] = Long(second);
    }

    [Kernel]
    public static void ChainsOfConstants(ArrayView<float> x, ArrayView<float> y)
    {
        var first = x[Group.IdxX];
        var second = x[Group.DimX + Group.IdxX];
        y[Group.IdxX] = Silu.Apply(first);
        y[Group.DimX + Group.IdxX] = Silu.Apply(second);
    }

    // Twelve operators and two constants.
    public static float Long(float x)
    {
        var value = x;
        for (var i = 0; i < 6; i++)
            value = KernelMath.Max(KernelMath.Fma(value, x, 0.25f), -3f);
        return value;
    }

    [Kernel]
    public static void DepthwiseWithoutArray(ArrayView<float> x, ArrayView<float> filter, ArrayView<float> y, int height, int width)
    {
        for (var column = 0; column < width; column++)
        {
            var sum = 0f;
            for (var dy = -1; dy <= 1; dy++)
            {
                var row = Grid.IdxX + dy;
                if (row < 0 || row >= height)
                    continue;
                for (var dx = -1; dx <= 1; dx++)
                {
                    var at = column + dx;
                    if (at < 0)
                        continue;
                    if (at >= width)
                        break;
                    sum += x[(row * width + at) * 8 + Group.IdxX] * filter[((dy + 1) * 3 + dx + 1) * 8 + Group.IdxX];
                }
            }

            y[(Grid.IdxX * width + column) * 8 + Group.IdxX] = sum;
        }
    }

    [Kernel]
    public static void Division(ArrayView<float> x, int i, int c, int count)
    {
        for (var k = 0; k < count; k++)
        {
            if (k > i)
                x[(i / c * count) + k] = x[(i % c) + k];
        }
    }

    [Kernel]
    public static void Pointwise(ArrayView<float> x, ArrayView<float> filter, ArrayView<float> y, int depth, int channels)
    {
        var sums = new float[4];
        var first = Grid.IdxY * 8 + Group.IdxX;
        for (var k = 0; k < depth; k++)
        {
            var weight = filter[k * channels + first];
            for (var row = 0; row < 4; row++)
                sums[row] = KernelMath.Fma(x[(Grid.IdxX * 4 + row) * depth + k], weight, sums[row]);
        }

        for (var row = 0; row < 4; row++)
            y[(Grid.IdxX * 4 + row) * channels + first] = sums[row];
    }

    [Kernel]
    public static void DynamicIndex(ArrayView<float> x, int count)
    {
        var t = new float[4];
        for (var i = 0; i < count; i++)
            t[i] = x[i];
        x[0] = t[0];
    }

    [Kernel]
    public static void BarrierBehindReturn(ArrayView<float> x, int count)
    {
        if (Group.IdxX >= count)
            return;
        x[Group.IdxX] = 1f;
        Group.Barrier();
        x[Group.IdxX + count] = x[0];
    }

    [Kernel]
    public static void Reload(ArrayView<float> x, ArrayView<float> y)
    {
        var i = Group.IdxX;
        var before = y[i];
        y[i] = before + x[i];
        y[i + 8] = y[i] * 2f + x[i];
    }
}
