using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Library;

namespace GpuFormer.Tests.Kernels.Compiler.Passes;

/// <summary>Kernels with the shapes that the common passes are made for.</summary>
public static class PassKernels
{
    // ILGPU's issue 1330 has this shape: an unrolled tap loop with a bounds check that continues.
    [Kernel]
    public static void Depthwise(View<float> x, View<float> filter, View<float> y, int height, int width)
    {
        var channels = Group.SizeX;
        var c = Group.IndexX;
        var taps = new float[9];
        for (var tap = 0; tap < 9; tap++)
            taps[tap] = filter[tap * channels + c];
        for (var column = 0; column < width; column++)
        {
            var sum = 0f;
            for (var dy = 0; dy < 3; dy++)
            {
                var row = Grid.IndexX + dy - 1;
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

            y[(Grid.IndexX * width + column) * channels + c] = sum;
        }
    }

    // Nothing but the prefetches makes its loop worth keeping.
    [Kernel]
    public static void Prefetches(View<float> x, View<float> y, int count)
    {
        for (var k = 0; k < count; k++)
            x.Prefetch((k * 16) + 1000);
        y[Group.IndexX] = x[Group.IndexX];
    }

    // Two long chains of operators whose results are stored one after the other.
    [Kernel]
    public static void Chains(View<float> x, View<float> y)
    {
        var first = x[Group.IndexX];
        var second = x[Group.SizeX + Group.IndexX];
        y[Group.IndexX] = Long(first);
        y[Group.SizeX + Group.IndexX] = Long(second);
    }

    [Kernel]
    public static void ChainsOfConstants(View<float> x, View<float> y)
    {
        var first = x[Group.IndexX];
        var second = x[Group.SizeX + Group.IndexX];
        y[Group.IndexX] = Silu.Apply(first);
        y[Group.SizeX + Group.IndexX] = Silu.Apply(second);
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
    public static void DepthwiseWithoutArray(View<float> x, View<float> filter, View<float> y, int height, int width)
    {
        for (var column = 0; column < width; column++)
        {
            var sum = 0f;
            for (var dy = -1; dy <= 1; dy++)
            {
                var row = Grid.IndexX + dy;
                if (row < 0 || row >= height)
                    continue;
                for (var dx = -1; dx <= 1; dx++)
                {
                    var at = column + dx;
                    if (at < 0)
                        continue;
                    if (at >= width)
                        break;
                    sum += x[(row * width + at) * 8 + Group.IndexX] * filter[((dy + 1) * 3 + dx + 1) * 8 + Group.IndexX];
                }
            }

            y[(Grid.IndexX * width + column) * 8 + Group.IndexX] = sum;
        }
    }

    [Kernel]
    public static void Division(View<float> x, int i, int c, int count)
    {
        for (var k = 0; k < count; k++)
        {
            if (k > i)
                x[(i / c * count) + k] = x[(i % c) + k];
        }
    }

    [Kernel]
    public static void Pointwise(View<float> x, View<float> filter, View<float> y, int depth, int channels)
    {
        var sums = new float[4];
        var first = Grid.IndexY * 8 + Group.IndexX;
        for (var k = 0; k < depth; k++)
        {
            var weight = filter[k * channels + first];
            for (var row = 0; row < 4; row++)
                sums[row] = KernelMath.Fma(x[(Grid.IndexX * 4 + row) * depth + k], weight, sums[row]);
        }

        for (var row = 0; row < 4; row++)
            y[(Grid.IndexX * 4 + row) * channels + first] = sums[row];
    }

    [Kernel]
    public static void DynamicIndex(View<float> x, int count)
    {
        var t = new float[4];
        for (var i = 0; i < count; i++)
            t[i] = x[i];
        x[0] = t[0];
    }

    [Kernel]
    public static void BarrierBehindReturn(View<float> x, int count)
    {
        if (Group.IndexX >= count)
            return;
        x[Group.IndexX] = 1f;
        Group.Barrier();
        x[Group.IndexX + count] = x[0];
    }

    [Kernel]
    public static void Reload(View<float> x, View<float> y)
    {
        var i = Group.IndexX;
        var before = y[i];
        y[i] = before + x[i];
        y[i + 8] = y[i] * 2f + x[i];
    }
}
