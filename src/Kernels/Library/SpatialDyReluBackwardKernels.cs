using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of the dynamic ReLU whose slopes are mixed at every pixel (Networks 1.13).</summary>
public static class SpatialDyReluBackwardKernels
{
    // Pixels whose attention's gradients a thread computes at a time.
    private const int PixelTile = 8;

    // dy, x, dx: [N, pixels, C]   attention: [N, pixels, M]   slopes: [N, M, 2C]   products: [N, pixels, 2C]
    // partial: [N, chunks, M, 2C]
    // s1[p] = sum over m of attention[p, m] * slopes[m, first half], s2 of the second half
    // w = 1 where s1 * x > s2 * x, 1/2 where they are equal, else 0   dx = dy * (w * s1 + (1 - w) * s2)
    // products = dy * x * w, then dy * x * (1 - w)
    // partial[m] = sum over the chunk's pixels of attention[m] * products
    // Lanes are channels. Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y chunks
    // of `chunk` pixels, Z images. M = tokens.
    [Kernel]
    public static void Slopes(
        ArrayView<float> dy, ArrayView<float> x, ArrayView<float> attention, ArrayView<float> slopes,
        ArrayView<float> dx, ArrayView<float> products, ArrayView<float> partial, int pixels, int chunk, int C,
        SpecializedValue<TokenConstants> specialised)
    {
        var tokens = specialised.Value.Tokens;
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var firsts = new float[tokens];
        var seconds = new float[tokens];
        var firstSums = new float[tokens];
        var secondSums = new float[tokens];
        for (var m = 0; m < tokens; m++)
        {
            var slope = (((Grid.IdxZ * tokens) + m) * 2 * C) + channel;
            firsts[m] = slopes[slope];
            seconds[m] = slopes[slope + C];
            firstSums[m] = 0f;
            secondSums[m] = 0f;
        }

        var end = KernelMath.Min((Grid.IdxY + 1) * chunk, pixels);
        for (var pixel = Grid.IdxY * chunk; pixel < end; pixel++)
        {
            var row = (Grid.IdxZ * pixels) + pixel;
            var first = 0f;
            var second = 0f;
            for (var m = 0; m < tokens; m++)
            {
                first = KernelMath.Fma(attention[(row * tokens) + m], firsts[m], first);
                second = KernelMath.Fma(attention[(row * tokens) + m], seconds[m], second);
            }

            var value = x[(row * C) + channel];
            var gradient = dy[(row * C) + channel];
            var one = first * value;
            var other = second * value;
            var share = one > other ? 1f : one < other ? 0f : 0.5f;
            var rest = 1f - share;
            dx[(row * C) + channel] = gradient * KernelMath.Fma(share, first, rest * second);
            var firstProduct = gradient * value * share;
            var secondProduct = gradient * value * rest;
            products[(row * 2 * C) + channel] = firstProduct;
            products[(row * 2 * C) + C + channel] = secondProduct;
            for (var m = 0; m < tokens; m++)
            {
                firstSums[m] = KernelMath.Fma(attention[(row * tokens) + m], firstProduct, firstSums[m]);
                secondSums[m] = KernelMath.Fma(attention[(row * tokens) + m], secondProduct, secondSums[m]);
            }
        }

        for (var m = 0; m < tokens; m++)
        {
            var at = (((((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * tokens) + m) * 2 * C) + channel;
            partial[at] = firstSums[m];
            partial[at + C] = secondSums[m];
        }
    }

    // products: [N, pixels, 2C]   columns: [N, C, 2P], of each channel first and second slopes of all tokens, padded
    // dAttention: [N, pixels, M]   dAttention[p, m] = sum over both halves of products[p] . slopes[m]
    // Lanes are tokens and products are the same for all of them.
    // Grid: X tiles of PixelTile pixels, Y panels of tokens, Z images. Group.DimX divides 8.
    [Kernel]
    public static void Attention(
        ArrayView<float> products, ArrayView<float> columns, ArrayView<float> dAttention, int pixels, int C, int M,
        int P)
    {
        var first = Grid.IdxX * PixelTile;
        var starts = new int[PixelTile];
        var sums = new float[PixelTile];
        for (var i = 0; i < PixelTile; i++)
        {
            starts[i] = ((Grid.IdxZ * pixels) + KernelMath.Min(first + i, pixels - 1)) * 2 * C;
            sums[i] = 0f;
        }

        var m = (Grid.IdxY * Group.DimX) + Group.IdxX;
        for (var c = 0; c < C; c++)
        {
            var column = (((Grid.IdxZ * C) + c) * 2 * P) + m;
            var one = columns[column];
            var other = columns[column + P];
            for (var i = 0; i < PixelTile; i++)
            {
                var sum = KernelMath.Fma(products[starts[i] + c], one, sums[i]);
                sums[i] = KernelMath.Fma(products[starts[i] + C + c], other, sum);
            }
        }

        for (var i = 0; i < PixelTile; i++)
        {
            if (first + i < pixels && m < M)
                dAttention[(((Grid.IdxZ * pixels) + first + i) * M) + m] = sums[i];
        }
    }
}
