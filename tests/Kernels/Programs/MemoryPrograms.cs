using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Tests.Kernels.Programs;

public static class MemoryPrograms
{
    [Kernel]
    [Program(GroupX = 8)]
    public static void SharedReversal(ArrayView<float> x, ArrayView<float> y)
    {
        var tile = SharedMemory.Allocate<float>(8);
        var t = Group.IdxX;
        var i = (Grid.IdxX * Group.DimX) + t;
        tile[t] = x[i];
        Group.Barrier();
        y[i] = tile[tile.IntLength - 1 - t];
    }

    [Kernel]
    [Program(GroupX = 8)]
    public static void SharedReduction(ArrayView<int> x, ArrayView<int> y, ArrayView<float> z, int n)
    {
        var sums = SharedMemory.Allocate<int>(Group.DimX);
        var other = SharedMemory.Allocate<float>(2);
        var t = Group.IdxX;
        sums[t] = 0;
        for (var k = t; k < x.IntLength; k += Group.DimX)
            sums[t] += x[k] * (Grid.IdxX + n);
        Group.Barrier();
        for (var step = Group.DimX / 2; step > 0; step /= 2)
        {
            if (t < step)
                sums[t] += sums[t + step];
            Group.Barrier();
        }

        if (t == 0)
        {
            other[1] = sums[0];
            y[Grid.IdxX] = sums[0];
            z[Grid.IdxX] = other[1];
        }
    }

    // Far outside the view too: nothing may be read there.
    [Kernel]
    [Program("ahead=0")]
    [Program("ahead=5")]
    public static void Prefetching(ArrayView<float> x, ArrayView<float> y, int n, [Constant] int ahead)
    {
        var i = Index();
        var sum = 0f;
        x.Prefetch(i * i);
        for (var k = 0; k < 4; k++)
        {
            for (var p = 0; p < ahead; p += 4)
                x.Prefetch((k * ahead * n) + p + 1000000);
            if (k < i)
                x.Prefetch(i - 1000);
            sum += x[i + k];
        }

        y[i] = sum;
    }

    [Kernel]
    [Program]
    public static void LocalArrays(ArrayView<float> x, ArrayView<float> y, int n)
    {
        var i = Index();
        var taps = new float[4];
        var counts = new int[] { 3, 1, 4, 1, 5, 9 };
        for (var k = 0; k < taps.Length; k++)
            taps[k] = x[i + k];
        for (var turn = 0; turn < 4; turn++)
        {
            var fresh = new float[3];
            fresh[turn % 3] += taps[turn] * n;
            for (var k = 0; k < 3; k++)
                taps[k] += fresh[k] * counts[k + 1];
            counts[turn]++;
        }

        ref var first = ref taps[0];
        first *= 2f;
        y[i] = taps[0] + taps[3] + Total(counts);
    }

    // The shape that ILGPU's loop unroller miscompiles (its issue 1330): a 3x3 depthwise convolution whose bounds check
    // is a continue, over a register array.
    [Kernel]
    [Program("tile=2")]
    [Program("tile=3")]
    public static void Depthwise(ArrayView<float> x, ArrayView<float> filter, ArrayView<float> y, int width, [Constant] int tile)
    {
        var column = Index() * tile % width;
        var row = Index() / 2;
        var sums = new float[tile];
        for (var ky = 0; ky < 3; ky++)
        {
            var iy = row + ky - 1;
            if (iy < 0 || iy >= 6)
                continue;
            for (var kx = 0; kx < 3; kx++)
            {
                var tap = filter[(ky * 3) + kx];
                for (var t = 0; t < tile; t++)
                {
                    var ix = column + t + kx - 1;
                    if (ix < 0 || ix >= width)
                        continue;
                    sums[t] = KernelMath.Fma(x[(iy * width) + ix], tap, sums[t]);
                }
            }
        }

        for (var t = 0; t < tile; t++)
            y[(Index() * tile) + t] = sums[t];
    }

    [Kernel]
    [Program]
    public static void AtomicCounts(ArrayView<int> x, ArrayView<int> y, ArrayView<float> z)
    {
        var i = Index();
        Atomic.Add(ref y[x[i] & 7], i);
        Atomic.Add(ref z[0], 1f);
    }

    [Kernel]
    [Program(GroupX = 4, GroupY = 2, GridX = 2, GridY = 3)]
    public static void Indices(ArrayView<int> y, ArrayView<float> x)
    {
        var group = (Grid.IdxY * Grid.DimX) + Grid.IdxX;
        var i = (((group * Group.DimY) + Group.IdxY) * Group.DimX) + Group.IdxX;
        y[i] = (Grid.DimX * 1000) + (Grid.DimY * 100) + (Grid.DimZ * 10) + Group.DimZ + Grid.IdxZ + Group.IdxZ
            + x.IntLength;
    }

    [Kernel]
    [Program("second=1")]
    [Program("second=0")]
    public static void ConstantChoiceOfViews(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, [Constant] bool second)
    {
        var i = Index();
        var source = second ? b : a;
        var view = source;
        for (var k = 0; k < 3; k++)
        {
            var inner = view;
            y[i] += inner[i + k];
        }
    }

    [Kernel]
    [Program(GroupX = 8, GridX = 1)]
    public static void UseOfIndexAfterChange(ArrayView<int> x, ArrayView<int> y)
    {
        var i = Group.IdxX;
        ref var slot = ref y[i];
        i += 8;
        slot += x[i];
        var k = i;
        y[k++] += x[k++] * k;
        while (k < i + 6)
            y[16 + ((i - 8) * 6) + k - i] = x[k += 2] + i;
    }

    private static int Total(int[] counts)
    {
        var sum = 0;
        for (var k = 0; k < counts.Length; k++)
            sum += counts[k];
        return sum;
    }

    private static int Index() => (Grid.IdxX * Group.DimX) + Group.IdxX;
}
