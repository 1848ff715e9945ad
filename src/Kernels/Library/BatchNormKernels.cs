using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="BatchNormKernels.Statistics"/>.</summary>
public record struct BatchNormStatisticsConstants
{
    /// <summary>Vectors of channels that a thread makes.</summary>
    public int Tile;

    /// <summary>Rows that are read at a time.</summary>
    public int TileRows;
}

/// <summary>Compile-time constants of <see cref="BatchNormKernels.BackwardSums{TActivation, TTerms}"/>.</summary>
public record struct BatchNormBackwardSumsConstants
{
    /// <summary>Vectors of channels that a thread makes.</summary>
    public int Tile;

    /// <summary>1 where sums for a dynamic ReLU are made too.</summary>
    public int Slopes;
}

/// <summary>
/// Batch norm with the statistics of the batch, over rows of channels, and its gradient through the activation behind
/// it. Lanes are channels; sums over rows are made in chunks, which are joined in a fixed order.
/// </summary>
public static class BatchNormKernels
{
    // x: [rows, C]   partial: [chunks, 2, C]
    // Of each chunk: mean, and the sum of squared distances from it. Distances are taken from the chunk's first row,
    // so that a large mean costs no digits.
    // Grid: X panels of tile * Group.DimX channels, the last overlapping (C is at least that), Y chunks.
    [Kernel]
    public static void Statistics(
        ArrayView<float> x, ArrayView<float> partial, int rows, int chunk, int C,
        SpecializedValue<BatchNormStatisticsConstants> specialised)
    {
        var constants = specialised.Value;
        var (tile, tileRows) = (constants.Tile, constants.TileRows);
        var P = Group.DimX * tile;
        var channel = KernelMath.Min(Grid.IdxX * P, C - P);
        var first = Grid.IdxY * chunk;
        var count = KernelMath.Min(chunk, rows - first);
        var shifts = new float[tile];
        var sums = new float[tile * tileRows];
        var squares = new float[tile * tileRows];
        var at = (first * C) + channel;
        for (var t = 0; t < tile; t++)
            shifts[t] = x[at + (t * Group.DimX) + Group.IdxX];
        for (var t = 0; t < tile * tileRows; t++)
        {
            sums[t] = 0f;
            squares[t] = 0f;
        }

        var whole = count - (count % tileRows);
        for (var row = 0; row < whole; row += tileRows)
        {
            for (var r = 0; r < tileRows; r++)
            {
                for (var t = 0; t < tile; t++)
                {
                    var d = x[at + (r * C) + (t * Group.DimX) + Group.IdxX] - shifts[t];
                    sums[(r * tile) + t] += d;
                    squares[(r * tile) + t] = KernelMath.Fma(d, d, squares[(r * tile) + t]);
                }
            }

            at += tileRows * C;
        }

        for (var row = whole; row < count; row++)
        {
            for (var t = 0; t < tile; t++)
            {
                var d = x[at + (t * Group.DimX) + Group.IdxX] - shifts[t];
                sums[t] += d;
                squares[t] = KernelMath.Fma(d, d, squares[t]);
            }

            at += C;
        }

        var result = (Grid.IdxY * 2 * C) + channel;
        for (var t = 0; t < tile; t++)
        {
            var sum = sums[t];
            var square = squares[t];
            for (var r = 1; r < tileRows; r++)
            {
                sum += sums[(r * tile) + t];
                square += squares[(r * tile) + t];
            }

            var offset = sum / count;
            partial[result + (t * Group.DimX) + Group.IdxX] = shifts[t] + offset;
            partial[result + C + (t * Group.DimX) + Group.IdxX] = square - (sum * offset);
        }
    }

    // weight, bias, mean, variance: [C]   affine: [4, C]: scale, shift, mean, rstd   gradient: [4, C]: scale, 0, 0, 0
    // scale = weight / sqrt(variance + epsilon), shift = bias - mean * scale, rstd = 1 / sqrt(variance + epsilon)
    // Grid: X panels of Group.DimX channels, the last overlapping.
    [Kernel]
    public static void Running(
        ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> mean, ArrayView<float> variance,
        ArrayView<float> affine, ArrayView<float> gradient, int C, float epsilon)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var deviation = KernelMath.Sqrt(variance[channel] + epsilon);
        var scale = weight[channel] / deviation;
        affine[channel] = scale;
        gradient[channel] = scale;
        affine[C + channel] = KernelMath.Fma(-mean[channel], scale, bias[channel]);
        affine[(2 * C) + channel] = mean[channel];
        affine[(3 * C) + channel] = 1f / deviation;
        for (var row = 1; row < 4; row++)
            gradient[(row * C) + channel] = 0f;
    }

    // partial: [chunks, 2, C], the chunks of `chunk` rows, the last of what is left   weight, bias: [C]
    // affine: [4, C]: scale, shift, mean, rstd   mean: [C]   variance: [C], unbiased
    // rstd = 1 / sqrt(sum of squares / rows + epsilon), scale = weight * rstd, shift = bias - mean * scale
    // Grid: X panels of Group.DimX channels, the last overlapping.
    [Kernel]
    public static void Merge(
        ArrayView<float> partial, ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> affine,
        ArrayView<float> mean, ArrayView<float> variance, int rows, int chunk, int C, float epsilon)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var chunks = (rows + chunk - 1) / chunk;
        var origin = partial[channel];
        var offset = 0f;
        for (var i = 0; i < chunks; i++)
        {
            float count = KernelMath.Min(chunk, rows - (i * chunk));
            offset = KernelMath.Fma(count, partial[(i * 2 * C) + channel] - origin, offset);
        }

        offset /= rows;
        var squares = 0f;
        for (var i = 0; i < chunks; i++)
        {
            float count = KernelMath.Min(chunk, rows - (i * chunk));
            var distance = partial[(i * 2 * C) + channel] - origin - offset;
            squares += KernelMath.Fma(count * distance, distance, partial[(((i * 2) + 1) * C) + channel]);
        }

        var average = origin + offset;
        var rstd = 1f / KernelMath.Sqrt((squares / rows) + epsilon);
        var scale = weight[channel] * rstd;
        affine[channel] = scale;
        affine[C + channel] = KernelMath.Fma(-average, scale, bias[channel]);
        affine[(2 * C) + channel] = average;
        affine[(3 * C) + channel] = rstd;
        mean[channel] = average;
        variance[channel] = squares / (rows - 1);
    }

    // dy, x: [N, rows, C]   affine: [4, C]   partial: [N * chunks, slopes ? 4 : 2, C]
    // u = x * scale + shift, du = dy * activation'(u). Of each chunk of an image: the sums of du, of du * (x - mean),
    // and of dy * u where the first slope counts and where the second does.
    // Grid: X panels of tile * Group.DimX channels, the last overlapping, Y chunks, Z images.
    [Kernel]
    public static void BackwardSums<TActivation, TTerms>(
        ArrayView<float> dy, ArrayView<float> x, ArrayView<float> affine, TActivation activation,
        ArrayView<float> partial, int rows, int chunk, int C,
        SpecializedValue<BatchNormBackwardSumsConstants> specialised)
        where TActivation : struct, INormActivation<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var tile = constants.Tile;
        var slopes = constants.Slopes != 0;
        var P = Group.DimX * tile;
        var panel = KernelMath.Min(Grid.IdxX * P, C - P);
        var channel = panel + Group.IdxX;
        var first = Grid.IdxY * chunk;
        var count = KernelMath.Min(chunk, rows - first);
        var sums = new float[4 * tile];
        for (var t = 0; t < 4 * tile; t++)
            sums[t] = 0f;
        for (var t = 0; t < tile; t++)
        {
            var own = channel + (t * Group.DimX);
            var terms = activation.Load(Grid.IdxZ, own);
            var scale = affine[own];
            var shift = affine[C + own];
            var mean = affine[(2 * C) + own];
            var at = (((Grid.IdxZ * rows) + first) * C) + panel + (t * Group.DimX);
            for (var row = 0; row < count; row++)
            {
                var value = x[at + Group.IdxX];
                var gradient = dy[at + Group.IdxX];
                var u = KernelMath.Fma(value, scale, shift);
                var du = activation.Gradient(gradient, u, terms);
                sums[4 * t] += du;
                sums[(4 * t) + 1] = KernelMath.Fma(du, value - mean, sums[(4 * t) + 1]);
                if (slopes)
                {
                    sums[(4 * t) + 2] = KernelMath.Fma(gradient, KernelMath.Max(u, 0f), sums[(4 * t) + 2]);
                    sums[(4 * t) + 3] = KernelMath.Fma(gradient, KernelMath.Min(u, 0f), sums[(4 * t) + 3]);
                }

                at += C;
            }

            if (slopes)
            {
                var share = activation.FirstShare(terms);
                var above = sums[(4 * t) + 2];
                var below = sums[(4 * t) + 3];
                sums[(4 * t) + 2] = KernelMath.Fma(share, above, (1f - share) * below);
                sums[(4 * t) + 3] = KernelMath.Fma(share, below, (1f - share) * above);
            }
        }

        var kinds = slopes ? 4 : 2;
        for (var t = 0; t < tile; t++)
        {
            var result = (((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * kinds * C) + channel + (t * Group.DimX);
            partial[result] = sums[4 * t];
            partial[result + C] = sums[(4 * t) + 1];
            if (slopes)
            {
                partial[result + (2 * C)] = sums[(4 * t) + 2];
                partial[result + (3 * C)] = sums[(4 * t) + 3];
            }
        }
    }

    // partial: [chunks, kinds, C]   affine: [4, C]   dWeight, dBias: [C]   terms: [2, C]
    // dBias = sum of du, dWeight = rstd * sum of du * (x - mean); with n rows
    // dx = scale * (du - dBias / n - (x - mean) * rstd * dWeight / n) = scale * du + terms[0] * x + terms[1].
    // Grid: X panels of Group.DimX channels, the last overlapping.
    [Kernel]
    public static void BackwardMerge(
        ArrayView<float> partial, ArrayView<float> affine, ArrayView<float> dWeight, ArrayView<float> dBias,
        ArrayView<float> terms, int chunks, int kinds, int C, int n)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var sum = 0f;
        var product = 0f;
        for (var i = 0; i < chunks; i++)
        {
            sum += partial[(i * kinds * C) + channel];
            product += partial[(((i * kinds) + 1) * C) + channel];
        }

        var scale = affine[channel];
        var mean = affine[(2 * C) + channel];
        var rstd = affine[(3 * C) + channel];
        var weight = product * rstd;
        dWeight[channel] = weight;
        dBias[channel] = sum;
        var slope = -(scale * rstd * weight) / n;
        terms[channel] = slope;
        terms[C + channel] = -KernelMath.Fma(slope, mean, scale * sum / n);
    }

    // partial: [N * chunks, 4, C]   dSlopes: [N, 2C]: the last two sums of all chunks of an image.
    // Grid: X panels of Group.DimX channels, the last overlapping, Z images.
    [Kernel]
    public static void SlopeMerge(ArrayView<float> partial, ArrayView<float> dSlopes, int chunks, int C)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var first = 0f;
        var second = 0f;
        for (var i = 0; i < chunks; i++)
        {
            var at = (((((Grid.IdxZ * chunks) + i) * 4) + 2) * C) + channel;
            first += partial[at];
            second += partial[at + C];
        }

        dSlopes[(Grid.IdxZ * 2 * C) + channel] = first;
        dSlopes[(((Grid.IdxZ * 2) + 1) * C) + channel] = second;
    }

    // dy, x, dx: [N, rows, C]   affine: [4, C]   terms: [2, C], as BackwardMerge says
    // Grid: X panels of Group.DimX channels, the last overlapping, Y runs of `run` rows, Z images.
    [Kernel]
    public static void BackwardInput<TActivation, TTerms>(
        ArrayView<float> dy, ArrayView<float> x, ArrayView<float> affine, ArrayView<float> terms,
        TActivation activation, ArrayView<float> dx, int rows, int run, int C)
        where TActivation : struct, INormActivation<TTerms>
        where TTerms : struct
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var own = activation.Load(Grid.IdxZ, channel);
        var scale = affine[channel];
        var shift = affine[C + channel];
        var slope = terms[channel];
        var constant = terms[C + channel];
        var last = KernelMath.Min((Grid.IdxY + 1) * run, rows);
        for (var row = Grid.IdxY * run; row < last; row++)
        {
            var at = (((Grid.IdxZ * rows) + row) * C) + channel;
            var value = x[at];
            var du = activation.Gradient(dy[at], KernelMath.Fma(value, scale, shift), own);
            dx[at] = KernelMath.Fma(scale, du, KernelMath.Fma(value, slope, constant));
        }
    }
}
