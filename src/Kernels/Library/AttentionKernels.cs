using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The sizes of attention of queries over keys: D is the width of a row, the heads behind each other.</summary>
public readonly struct AttentionSizes(int queries, int keys, int D, int heads)
{
    public readonly int Queries = queries;
    public readonly int Keys = keys;
    public readonly int D = D;
    public readonly int Heads = heads;
    public readonly int Width = D / heads;
}

/// <summary>What training drops of the shares of attention, by <see cref="DropoutKernels"/>' numbers.</summary>
public readonly struct AttentionDropout(int layer, int threshold, float scale)
{
    public readonly int Layer = layer;
    public readonly int Threshold = threshold;
    public readonly float Scale = scale;
}

/// <summary>Compile-time constants of <see cref="AttentionKernels"/>.</summary>
public record struct AttentionConstants
{
    /// <summary>Columns of a head that the shared memory has room for.</summary>
    public int SharedWidth;

    /// <summary>Keys, or in their gradient queries, whose scores are in shared memory at one time.</summary>
    public int Block;

    /// <summary>Vectors of queries, or in the gradient of keys of keys, that a group makes.</summary>
    public int Vectors;

    /// <summary>Rows of a tile of scores.</summary>
    public int TileRows;

    /// <summary>Columns of a tile of results; a head is whole tiles of them.</summary>
    public int TileColumns;

    /// <summary>1 where keys are masked.</summary>
    public int Masked;

    /// <summary>1 where shares are dropped.</summary>
    public int Drops;
}

/// <summary>
/// Multi-head attention of many queries over many keys, some of which may be masked. Scores exist for a block of keys
/// at a time: the soft-max is summed while they come, relative to the maximum so far (M. Milakov, N. Gimelshein, "Online
/// normalizer calculation for softmax", 2018), and made again for the gradients.
/// </summary>
public static class AttentionKernels
{
    // Less than every score; of masked keys, and the maximum before the first.
    private const float Lowest = -3.4e38f;

    // q: [N, queries, D]   k, v: [N, keys, D]   mask: [N, keys], 0 where a key takes no part   y: [N, queries, D]
    // seeds: bits of the seed, then bits of the step; read where shares are dropped
    // terms: [N, queries, 2 * heads], of each soft-max the maximum, then the sum
    // Per head: s[i, j] = scale * q[i] . k[j]   y[i] = sum over j of m[i, j] * (soft-max over j of s[i, j]) * v[j], or 0
    // without keys; m[i, j] is 1, or where shares are dropped 0 by chance and else the dropout's scale
    //
    // A group makes vectors * Group.DimX queries of one head. Lanes are queries, and keys and values the same for all of
    // them; only what is written lies beside each other, columns of the head.
    // Grid: X blocks of queries, Y heads, Z images.
    // The columns of a head are at least Group.DimX, at most sharedWidth and a multiple of tileColumns; block is a
    // multiple of tileRows.
    [Kernel]
    public static void Forward(
        ArrayView<float> q, ArrayView<float> k, ArrayView<float> v, ArrayView<float> mask, ArrayView<float> seeds,
        ArrayView<float> y, ArrayView<float> terms, AttentionSizes sizes, float scale, AttentionDropout dropout,
        SpecializedValue<AttentionConstants> specialised)
    {
        var constants = specialised.Value;
        var (block, vectors, tileRows) = (constants.Block, constants.Vectors, constants.TileRows);
        var masked = constants.Masked != 0;
        var drops = constants.Drops != 0;
        var key = 0u;
        if (drops)
            key = DropoutKernels.Key(seeds[0], seeds[1], dropout.Layer);
        var lanes = Group.DimX * vectors;
        // Of what is written by rows and read down columns: no two lanes in one bank.
        var pitch = lanes + 1;
        var queries = SharedMemory.Allocate<float>(constants.SharedWidth * lanes);
        var results = SharedMemory.Allocate<float>(constants.SharedWidth * pitch);
        var scores = SharedMemory.Allocate<float>(block * lanes);
        var tops = SharedMemory.Allocate<float>(lanes);
        var totals = SharedMemory.Allocate<float>(lanes);
        var before = SharedMemory.Allocate<float>(lanes);
        var (D, width) = (sizes.D, sizes.Width);
        var column = Grid.IdxY * width;
        var firstQuery = Grid.IdxX * lanes;
        var firstRow = Grid.IdxZ * sizes.Keys;

        for (var vector = 0; vector < lanes; vector += Group.DimX)
        {
            var lane = vector + Group.IdxX;
            tops[lane] = Lowest;
            totals[lane] = 0f;
            // Where queries run out, the last one is made again.
            var at = (((Grid.IdxZ * sizes.Queries) + KernelMath.Min(firstQuery + lane, sizes.Queries - 1)) * D) + column;
            for (var c = 0; c < width; c++)
            {
                queries[(c * lanes) + lane] = scale * q[at + c];
                results[(c * pitch) + lane] = 0f;
            }
        }

        for (var firstKey = 0; firstKey < sizes.Keys; firstKey += block)
        {
            var count = KernelMath.Min(block, sizes.Keys - firstKey);
            var maxima = new float[vectors];
            for (var t = 0; t < vectors; t++)
                maxima[t] = tops[(t * Group.DimX) + Group.IdxX];
            for (var j = 0; j < count; j += tileRows)
            {
                var starts = new int[tileRows];
                var sums = new float[tileRows * vectors];
                for (var i = 0; i < tileRows; i++)
                    starts[i] = ((firstRow + firstKey + KernelMath.Min(j + i, count - 1)) * D) + column;
                Products(k, starts, queries, sums, width, tileRows, vectors);
                for (var i = 0; i < tileRows; i++)
                {
                    var takesPart = true;
                    if (masked)
                        takesPart = mask[firstRow + firstKey + KernelMath.Min(j + i, count - 1)] != 0f;
                    for (var t = 0; t < vectors; t++)
                    {
                        var score = takesPart ? sums[(i * vectors) + t] : Lowest;
                        maxima[t] = KernelMath.Larger(maxima[t], score);
                        scores[((j + i) * lanes) + (t * Group.DimX) + Group.IdxX] = score;
                    }
                }
            }

            for (var t = 0; t < vectors; t++)
            {
                var lane = (t * Group.DimX) + Group.IdxX;
                var correction = KernelMath.Exp(tops[lane] - maxima[t]);
                before[lane] = correction;
                tops[lane] = maxima[t];
                totals[lane] = totals[lane] * correction;
            }

            for (var vector = 0; vector < lanes; vector += Group.DimX)
            {
                var top = tops[vector + Group.IdxX];
                var total = totals[vector + Group.IdxX];
                // Without the lane in it, so that a vector is read and not its elements.
                var at = vector;
                for (var j = 0; j < count; j++)
                {
                    var score = scores[at + Group.IdxX];
                    // At most 1; what is 0 at 1e-38 is 1e-38 of the sum.
                    var e = KernelMath.PowerOfTwo(KernelMath.Max(score - top, -87f), 1.44269504f);
                    if (masked)
                        e = score == Lowest ? 0f : e;
                    total += e;
                    if (drops)
                        e *= Kept(key, dropout, sizes, firstQuery + vector + Group.IdxX, firstKey + j);
                    scores[at + Group.IdxX] = e;
                    at += lanes;
                }

                totals[vector + Group.IdxX] = total;
            }

            AddRows(v, ((firstRow + firstKey) * D) + column, D, count, scores, results, before, 1, width, vectors,
                constants.TileColumns);
        }

        // Each thread has the results of its queries; written is by rows, lanes beside each other.
        Group.Barrier();
        var queryCount = KernelMath.Min(lanes, sizes.Queries - firstQuery);
        for (var i = 0; i < queryCount; i++)
        {
            var total = totals[i];
            var share = total > 0f ? 1f / total : 0f;
            Store(y, (((Grid.IdxZ * sizes.Queries) + firstQuery + i) * D) + column, results, i, pitch, width, share);
        }

        for (var vector = 0; vector < lanes; vector += Group.DimX)
        {
            var lane = vector + Group.IdxX;
            if (lane < queryCount)
            {
                var at = (((Grid.IdxZ * sizes.Queries) + firstQuery + lane) * 2 * sizes.Heads) + Grid.IdxY;
                terms[at] = tops[lane];
                terms[at + sizes.Heads] = totals[lane];
            }
        }
    }

    // With a[i, j] = e^(s[i, j] - top[i]) / total[i] and b[i, j] = m[i, j] * dy[i] . v[j]:
    // products[i] = dy[i] . y[i] = sum over j of a * b   d[i, j] = scale * a * (b - products[i])
    // dq[i] = sum over j of d[i, j] * k[j]
    // products: [N, queries, heads]. Lanes, grid and conditions are those of Forward.
    [Kernel]
    public static void Queries(
        ArrayView<float> dy, ArrayView<float> y, ArrayView<float> q, ArrayView<float> k, ArrayView<float> v,
        ArrayView<float> mask, ArrayView<float> seeds, ArrayView<float> terms, ArrayView<float> dq,
        ArrayView<float> products, AttentionSizes sizes, float scale, AttentionDropout dropout,
        SpecializedValue<AttentionConstants> specialised)
    {
        var constants = specialised.Value;
        var (block, vectors, tileRows) = (constants.Block, constants.Vectors, constants.TileRows);
        var masked = constants.Masked != 0;
        var drops = constants.Drops != 0;
        var key = 0u;
        if (drops)
            key = DropoutKernels.Key(seeds[0], seeds[1], dropout.Layer);
        var lanes = Group.DimX * vectors;
        var pitch = lanes + 1;
        var queries = SharedMemory.Allocate<float>(constants.SharedWidth * lanes);
        var gradients = SharedMemory.Allocate<float>(constants.SharedWidth * lanes);
        var results = SharedMemory.Allocate<float>(constants.SharedWidth * pitch);
        var scores = SharedMemory.Allocate<float>(block * lanes);
        var (D, width) = (sizes.D, sizes.Width);
        var column = Grid.IdxY * width;
        var firstQuery = Grid.IdxX * lanes;
        var firstRow = Grid.IdxZ * sizes.Keys;
        var queryCount = KernelMath.Min(lanes, sizes.Queries - firstQuery);

        var tops = new float[vectors];
        var parts = new float[vectors];
        var means = new float[vectors];
        for (var t = 0; t < vectors; t++)
        {
            var lane = (t * Group.DimX) + Group.IdxX;
            var row = (Grid.IdxZ * sizes.Queries) + KernelMath.Min(firstQuery + lane, sizes.Queries - 1);
            var at = (row * D) + column;
            var product = 0f;
            for (var c = 0; c < width; c++)
            {
                queries[(c * lanes) + lane] = scale * q[at + c];
                results[(c * pitch) + lane] = 0f;
                var gradient = dy[at + c];
                gradients[(c * lanes) + lane] = gradient;
                product = KernelMath.Fma(gradient, y[at + c], product);
            }

            var term = (row * 2 * sizes.Heads) + Grid.IdxY;
            var total = terms[term + sizes.Heads];
            tops[t] = terms[term];
            parts[t] = total > 0f ? scale / total : 0f;
            means[t] = product;
            if (lane < queryCount)
                products[(row * sizes.Heads) + Grid.IdxY] = product;
        }

        for (var firstKey = 0; firstKey < sizes.Keys; firstKey += block)
        {
            var count = KernelMath.Min(block, sizes.Keys - firstKey);
            for (var j = 0; j < count; j += tileRows)
            {
                var starts = new int[tileRows];
                var sums = new float[tileRows * vectors];
                var found = new float[tileRows * vectors];
                for (var i = 0; i < tileRows; i++)
                    starts[i] = ((firstRow + firstKey + KernelMath.Min(j + i, count - 1)) * D) + column;
                Products(k, starts, queries, sums, width, tileRows, vectors);
                Products(v, starts, gradients, found, width, tileRows, vectors);
                for (var i = 0; i < tileRows; i++)
                {
                    var takesPart = true;
                    if (masked)
                        takesPart = mask[firstRow + firstKey + KernelMath.Min(j + i, count - 1)] != 0f;
                    for (var t = 0; t < vectors; t++)
                    {
                        var share = parts[t] * KernelMath.Exp(sums[(i * vectors) + t] - tops[t]);
                        var gradient = found[(i * vectors) + t];
                        if (drops)
                        {
                            gradient *= Kept(key, dropout, sizes, firstQuery + (t * Group.DimX) + Group.IdxX,
                                firstKey + KernelMath.Min(j + i, count - 1));
                        }

                        scores[((j + i) * lanes) + (t * Group.DimX) + Group.IdxX] =
                            takesPart ? share * (gradient - means[t]) : 0f;
                    }
                }
            }

            AddRows(k, ((firstRow + firstKey) * D) + column, D, count, scores, results, scores, 0, width, vectors,
                constants.TileColumns);
        }

        Group.Barrier();
        for (var i = 0; i < queryCount; i++)
            Store(dq, (((Grid.IdxZ * sizes.Queries) + firstQuery + i) * D) + column, results, i, pitch, width, 1f);
    }

    // With a, d and m as above: dk[j] = sum over i of d[i, j] * q[i]   dv[j] = sum over i of m[i, j] * a[i, j] * dy[i]
    // A group makes vectors * Group.DimX keys of one head. Lanes are keys, and queries the same for all of them.
    // Grid: X blocks of keys, Y heads, Z images.
    [Kernel]
    public static void Keys(
        ArrayView<float> dy, ArrayView<float> q, ArrayView<float> k, ArrayView<float> v, ArrayView<float> mask,
        ArrayView<float> seeds, ArrayView<float> terms, ArrayView<float> products, ArrayView<float> dk,
        ArrayView<float> dv, AttentionSizes sizes, float scale, AttentionDropout dropout,
        SpecializedValue<AttentionConstants> specialised)
    {
        var constants = specialised.Value;
        var (block, vectors, tileRows) = (constants.Block, constants.Vectors, constants.TileRows);
        var drops = constants.Drops != 0;
        var key = 0u;
        if (drops)
            key = DropoutKernels.Key(seeds[0], seeds[1], dropout.Layer);
        var lanes = Group.DimX * vectors;
        var pitch = lanes + 1;
        var keys = SharedMemory.Allocate<float>(constants.SharedWidth * lanes);
        var values = SharedMemory.Allocate<float>(constants.SharedWidth * lanes);
        var keySums = SharedMemory.Allocate<float>(constants.SharedWidth * pitch);
        var valueSums = SharedMemory.Allocate<float>(constants.SharedWidth * pitch);
        var shares = SharedMemory.Allocate<float>(block * lanes);
        var scores = SharedMemory.Allocate<float>(block * lanes);
        var (D, width) = (sizes.D, sizes.Width);
        var column = Grid.IdxY * width;
        var firstKey = Grid.IdxX * lanes;
        var firstRow = Grid.IdxZ * sizes.Queries;
        var parts = new float[vectors];
        for (var t = 0; t < vectors; t++)
        {
            var lane = (t * Group.DimX) + Group.IdxX;
            var row = (Grid.IdxZ * sizes.Keys) + KernelMath.Min(firstKey + lane, sizes.Keys - 1);
            var at = (row * D) + column;
            for (var c = 0; c < width; c++)
            {
                keys[(c * lanes) + lane] = scale * k[at + c];
                values[(c * lanes) + lane] = v[at + c];
                keySums[(c * pitch) + lane] = 0f;
                valueSums[(c * pitch) + lane] = 0f;
            }

            parts[t] = 1f;
            if (constants.Masked != 0)
                parts[t] = mask[row] != 0f ? 1f : 0f;
        }

        for (var firstQuery = 0; firstQuery < sizes.Queries; firstQuery += block)
        {
            var count = KernelMath.Min(block, sizes.Queries - firstQuery);
            for (var j = 0; j < count; j += tileRows)
            {
                var starts = new int[tileRows];
                var sums = new float[tileRows * vectors];
                var found = new float[tileRows * vectors];
                for (var i = 0; i < tileRows; i++)
                    starts[i] = ((firstRow + firstQuery + KernelMath.Min(j + i, count - 1)) * D) + column;
                Products(q, starts, keys, sums, width, tileRows, vectors);
                Products(dy, starts, values, found, width, tileRows, vectors);
                for (var i = 0; i < tileRows; i++)
                {
                    var row = firstRow + firstQuery + KernelMath.Min(j + i, count - 1);
                    var term = (row * 2 * sizes.Heads) + Grid.IdxY;
                    var top = terms[term];
                    var total = terms[term + sizes.Heads];
                    var part = total > 0f ? 1f / total : 0f;
                    var mean = products[(row * sizes.Heads) + Grid.IdxY];
                    for (var t = 0; t < vectors; t++)
                    {
                        var at = ((j + i) * lanes) + (t * Group.DimX) + Group.IdxX;
                        var share = part * KernelMath.Exp(sums[(i * vectors) + t] - top);
                        share = parts[t] > 0f ? share : 0f;
                        var kept = 1f;
                        if (drops)
                        {
                            kept = Kept(key, dropout, sizes, firstQuery + KernelMath.Min(j + i, count - 1),
                                firstKey + (t * Group.DimX) + Group.IdxX);
                        }

                        shares[at] = kept * share;
                        scores[at] = scale * share * ((kept * found[(i * vectors) + t]) - mean);
                    }
                }
            }

            var start = ((firstRow + firstQuery) * D) + column;
            AddRows(q, start, D, count, scores, keySums, scores, 0, width, vectors, constants.TileColumns);
            AddRows(dy, start, D, count, shares, valueSums, shares, 0, width, vectors, constants.TileColumns);
        }

        Group.Barrier();
        var keyCount = KernelMath.Min(lanes, sizes.Keys - firstKey);
        for (var i = 0; i < keyCount; i++)
        {
            var at = (((Grid.IdxZ * sizes.Keys) + firstKey + i) * D) + column;
            Store(dk, at, keySums, i, pitch, width, 1f);
            Store(dv, at, valueSums, i, pitch, width, 1f);
        }
    }

    // m[i, j], by the place of i and j among the shares of all images and heads.
    private static float Kept(uint key, AttentionDropout dropout, AttentionSizes sizes, int query, int at)
    {
        var row = (((Grid.IdxZ * sizes.Heads) + Grid.IdxY) * sizes.Queries) + query;
        return DropoutKernels.Random(key, (row * sizes.Keys) + at) < dropout.Threshold ? 0f : dropout.Scale;
    }

    // The products of a tile of rows with what shared memory holds for each lane, column by column.
    private static void Products(
        ArrayView<float> x, int[] starts, ArrayView<float> taps, float[] sums, int width, int tileRows, int vectors)
    {
        for (var i = 0; i < tileRows * vectors; i++)
            sums[i] = 0f;
        var values = new float[vectors];
        var column = 0;
        for (var c = 0; c < width; c++)
        {
            for (var t = 0; t < vectors; t++)
                values[t] = taps[column + (t * Group.DimX) + Group.IdxX];
            for (var i = 0; i < tileRows; i++)
            {
                var value = x[starts[i] + c];
                for (var t = 0; t < vectors; t++)
                    sums[(i * vectors) + t] = KernelMath.Fma(value, values[t], sums[(i * vectors) + t]);
            }

            column += Group.DimX * vectors;
        }
    }

    // results[c, lane] = (before[lane] if `scales`, else 1) * results[c, lane] + sum over rows j of scores[j, lane] * x[j, c]
    private static void AddRows(
        ArrayView<float> x, int start, int D, int count, ArrayView<float> scores, ArrayView<float> results,
        ArrayView<float> before, int scales, int width, int vectors, int tileColumns)
    {
        var lanes = Group.DimX * vectors;
        for (var first = 0; first < width; first += tileColumns)
        {
            var found = new float[tileColumns * vectors];
            var shares = new float[vectors];
            for (var i = 0; i < tileColumns * vectors; i++)
                found[i] = 0f;
            var at = 0;
            var row = start + first;
            for (var j = 0; j < count; j++)
            {
                for (var t = 0; t < vectors; t++)
                    shares[t] = scores[at + (t * Group.DimX) + Group.IdxX];
                for (var c = 0; c < tileColumns; c++)
                {
                    var value = x[row + c];
                    for (var t = 0; t < vectors; t++)
                        found[(c * vectors) + t] = KernelMath.Fma(value, shares[t], found[(c * vectors) + t]);
                }

                at += lanes;
                row += D;
            }

            for (var c = 0; c < tileColumns; c++)
            {
                for (var t = 0; t < vectors; t++)
                {
                    var lane = (t * Group.DimX) + Group.IdxX;
                    var result = ((first + c) * (lanes + 1)) + lane;
                    var earlier = results[result];
                    if (scales != 0)
                        earlier = before[lane] * earlier;
                    results[result] = earlier + found[(c * vectors) + t];
                }
            }
        }
    }

    // Row i of what threads have made, lanes down columns: written with lanes beside each other.
    private static void Store(
        ArrayView<float> y, int at, ArrayView<float> results, int i, int pitch, int width, float factor)
    {
        for (var panel = 0; panel < width; panel += Group.DimX)
        {
            var c = KernelMath.Min(panel, width - Group.DimX) + Group.IdxX;
            y[at + c] = factor * results[(c * pitch) + i];
        }
    }
}
