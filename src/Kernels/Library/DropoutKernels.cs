using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// Sets elements or whole images to 0 by chance and scales the others up. What is dropped is a function of seed, step,
/// layer and index alone, so that the backward run makes the same choice again, on any device with any workers.
/// </summary>
public static class DropoutKernels
{
    // x, y: [count]   seeds: bits of the seed, then bits of the step   threshold: share of dropped elements times 2^24
    // y[i] = random(i) < threshold ? 0 : x[i] * scale
    // Grid: X runs of `run` vectors of Group.DimX elements. count is at least Group.DimX: the last vector starts
    // early enough to be whole. y must not be x.
    [Kernel]
    public static void Elements(
        ArrayView<float> x, ArrayView<float> seeds, ArrayView<float> y, int count, int run, int layer, int threshold,
        float scale)
    {
        var key = Key(seeds[0], seeds[1], layer);
        var first = Grid.IdxX * run * Group.DimX;
        var last = KernelMath.Min(first + (run * Group.DimX), count);
        for (var at = first; at < last; at += Group.DimX)
        {
            var i = KernelMath.Min(at, count - Group.DimX) + Group.IdxX;
            y[i] = Random(key, i) < threshold ? 0f : x[i] * scale;
        }
    }

    // x, y: [N, count]   y[n, i] = lowest <= random(n) < threshold ? 0 : x[n, i] * scale
    // Grid: X runs as above, of one image, Y images.
    [Kernel]
    public static void Images(
        ArrayView<float> x, ArrayView<float> seeds, ArrayView<float> y, int count, int run, int layer, int lowest,
        int threshold, float scale)
    {
        var random = Random(Key(seeds[0], seeds[1], layer), Grid.IdxY);
        var factor = random >= lowest && random < threshold ? 0f : scale;
        var first = Grid.IdxX * run * Group.DimX;
        var last = KernelMath.Min(first + (run * Group.DimX), count);
        for (var at = first; at < last; at += Group.DimX)
        {
            var i = (Grid.IdxY * count) + KernelMath.Min(at, count - Group.DimX) + Group.IdxX;
            y[i] = x[i] * factor;
        }
    }

    // 32 random bits for each seed, step and layer.
    internal static uint Key(float seed, float step, int layer) =>
        Mix(Mix(Mix((uint)layer + 0x9E3779B9u) ^ (uint)KernelMath.Bits(step)) ^ (uint)KernelMath.Bits(seed));

    // 24 random bits for each index.
    internal static int Random(uint key, int index) => (int)(Mix(Mix((uint)index + key) ^ (key * 0x9E3779B9u)) >> 8);

    // A bijection whose every output bit depends on every input bit: two rounds of multiplication between shifts.
    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x7FEB352Du;
        x ^= x >> 15;
        x *= 0x846CA68Bu;
        return x ^ (x >> 16);
    }
}
