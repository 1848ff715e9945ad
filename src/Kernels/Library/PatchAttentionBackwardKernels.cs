using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="PatchAttentionBackwardKernels.Queries"/>.</summary>
public record struct PatchAttentionQueriesConstants
{
    /// <summary>Columns of a head that the shared memory has room for.</summary>
    public int SharedWidth;

    /// <summary>Keys of a block.</summary>
    public int Keys;

    /// <summary>Vectors of queries that a group takes.</summary>
    public int QueryVectors;

    /// <summary>Keys of a tile of scores.</summary>
    public int TileKeys;

    /// <summary>Queries of a tile of scores.</summary>
    public int TileQueries;

    /// <summary>Vectors of columns of a head that a thread makes at a time.</summary>
    public int TileChannels;

    /// <summary>1 where there are several blocks of keys.</summary>
    public int Several;
}

/// <summary>Compile-time constants of <see cref="PatchAttentionBackwardKernels.Keys"/>.</summary>
public record struct PatchAttentionKeysConstants
{
    /// <summary>Columns of a head that the shared memory has room for.</summary>
    public int SharedWidth;

    /// <summary>Queries of a block.</summary>
    public int Queries;

    /// <summary>Vectors of keys that a group takes.</summary>
    public int KeyVectors;

    /// <summary>Queries of a tile of scores.</summary>
    public int TileQueries;

    /// <summary>Keys of a tile of scores.</summary>
    public int TileKeys;

    /// <summary>Vectors of columns of a head that a thread makes at a time.</summary>
    public int TileChannels;

    /// <summary>1 where there are several blocks of queries.</summary>
    public int Several;
}

/// <summary>The gradient of attention across patches (Networks 3.3); its shares are made again.</summary>
public static class PatchAttentionBackwardKernels
{
    // With a[i, j] = e^(s[i, j] - top[i]) / total[i] and b[i, j] = dy[i] . v[j]:
    // products[i] = dy[i] . y[i] = sum over j of a * b   d[i, j] = scale * a * (b - products[i])
    // dq[i] = sum over j of d[i, j] * k[j]
    //
    // qkv: [N, H, W, 3D]   y, dy, dq: [N, H, W, D]   terms: [N, H, W, 2 * heads]   products: [N, H, W, heads]
    // Lanes are first queries, then columns of the head. Grid and conditions are those of PatchAttentionKernels.Forward,
    // and the columns of a head are at least Group.DimX * tileChannels, queryVectors * Group.DimX is a multiple of
    // tileQueries.
    [Kernel]
    public static void Queries(
        ArrayView<float> dy, ArrayView<float> y, ArrayView<float> qkv, ArrayView<float> terms, ArrayView<float> dq,
        ArrayView<float> products, PatchSizes sizes, float scale,
        SpecializedValue<PatchAttentionQueriesConstants> specialised)
    {
        var constants = specialised.Value;
        var (sharedWidth, keys, queryVectors, tileKeys, tileQueries, tileChannels) =
            (constants.SharedWidth, constants.Keys, constants.QueryVectors, constants.TileKeys, constants.TileQueries,
            constants.TileChannels);
        var several = constants.Several != 0;
        var lanes = Group.DimX * queryVectors;
        var queries = SharedMemory.Allocate<float>(sharedWidth * lanes);
        var gradients = SharedMemory.Allocate<float>(sharedWidth * lanes);
        var scores = SharedMemory.Allocate<float>(keys * lanes);
        var places = SharedMemory.Allocate<int>(lanes);
        var rows = SharedMemory.Allocate<int>(keys);
        var D = sizes.D;
        var width = sizes.Width;
        var place = Grid.IdxY / sizes.Heads;
        var head = Grid.IdxY - (place * sizes.Heads);
        var origin = sizes.Origin(Grid.IdxZ, place);
        var firstQuery = Grid.IdxX * lanes;
        var queryCount = KernelMath.Min(lanes, sizes.Patches - firstQuery);

        var tops = new float[queryVectors];
        var parts = new float[queryVectors];
        var means = new float[queryVectors];
        for (var t = 0; t < queryVectors; t++)
        {
            var lane = (t * Group.DimX) + Group.IdxX;
            var pixel = sizes.Pixel(origin, KernelMath.Min(firstQuery + lane, sizes.Patches - 1));
            places[lane] = pixel;
            var at = (pixel * 3 * D) + (head * width);
            var result = (pixel * D) + (head * width);
            var product = 0f;
            for (var c = 0; c < width; c++)
            {
                queries[(c * lanes) + lane] = scale * qkv[at + c];
                var gradient = dy[result + c];
                gradients[(c * lanes) + lane] = gradient;
                product = KernelMath.Fma(gradient, y[result + c], product);
            }

            var term = (pixel * 2 * sizes.Heads) + head;
            tops[t] = terms[term];
            parts[t] = scale / terms[term + sizes.Heads];
            means[t] = product;
            if (lane < queryCount)
                products[(pixel * sizes.Heads) + head] = product;
        }

        for (var firstKey = 0; firstKey < sizes.Patches; firstKey += sizes.Block)
        {
            var count = KernelMath.Min(sizes.Block, sizes.Patches - firstKey);
            for (var j = 0; j < count; j += Group.DimX)
            {
                if (j + Group.IdxX < count)
                {
                    rows[j + Group.IdxX] =
                        (sizes.Pixel(origin, firstKey + j + Group.IdxX) * 3 * D) + D + (head * width);
                }
            }

            Group.Barrier();

            for (var j = 0; j < count; j += tileKeys)
            {
                var starts = new int[tileKeys];
                var results = new int[tileKeys];
                var sums = new float[tileKeys * queryVectors];
                var found = new float[tileKeys * queryVectors];
                for (var i = 0; i < tileKeys; i++)
                {
                    starts[i] = rows[KernelMath.Min(j + i, count - 1)];
                    results[i] = starts[i] + D;
                }

                Products(qkv, starts, queries, sums, qkv, results, gradients, found, width, tileKeys, queryVectors);

                for (var i = 0; i < tileKeys; i++)
                {
                    for (var t = 0; t < queryVectors; t++)
                    {
                        var share = parts[t] * KernelMath.Exp(sums[(i * queryVectors) + t] - tops[t]);
                        scores[((j + i) * lanes) + (t * Group.DimX) + Group.IdxX] =
                            share * (found[(i * queryVectors) + t] - means[t]);
                    }
                }
            }

            Group.Barrier();

            var P = Group.DimX * tileChannels;
            for (var panel = 0; panel < width; panel += P)
            {
                var first = KernelMath.Min(panel, width - P);
                for (var q = 0; q < queryCount; q += tileQueries)
                {
                    var sums = new float[tileQueries * tileChannels];
                    var values = new float[tileChannels];
                    for (var i = 0; i < tileQueries; i++)
                    {
                        for (var t = 0; t < tileChannels; t++)
                        {
                            sums[(i * tileChannels) + t] = 0f;
                            if (several && firstKey > 0
                                && first + (t * Group.DimX) + Group.IdxX >= panel)
                            {
                                sums[(i * tileChannels) + t] = dq[
                                    (places[q + i] * D) + (head * width) + first + (t * Group.DimX) + Group.IdxX];
                            }
                        }
                    }

                    AddRows(
                        qkv, rows, first, count, scores, q, lanes, sums, values, tileQueries, tileChannels);
                    for (var i = 0; i < tileQueries; i++)
                    {
                        if (q + i < queryCount)
                        {
                            var at = (places[q + i] * D) + (head * width) + first;
                            for (var t = 0; t < tileChannels; t++)
                            {
                                // The last panels overlap: what one has summed, the next must not sum again.
                                if (!several || first + (t * Group.DimX) + Group.IdxX >= panel)
                                    dq[at + (t * Group.DimX) + Group.IdxX] = sums[(i * tileChannels) + t];
                            }
                        }
                    }
                }
            }

            if (several)
                Group.Barrier();
        }
    }

    // With a and d as above: dk[j] = sum over i of d[i, j] * q[i]   dv[j] = sum over i of a[i, j] * dy[i]
    // dqkv: [N, H, W, 3D], dq as it is given, dk and dv
    //
    // A group makes keyVectors * Group.DimX keys of one head. Lanes are keys, and queries the same for all of them,
    // then columns of the head. Grid: X blocks of keys, Y place in the patch and head, Z images.
    [Kernel]
    public static void Keys(
        ArrayView<float> dy, ArrayView<float> qkv, ArrayView<float> terms, ArrayView<float> dq,
        ArrayView<float> products, ArrayView<float> dqkv, PatchSizes sizes, float scale,
        SpecializedValue<PatchAttentionKeysConstants> specialised)
    {
        var constants = specialised.Value;
        var (sharedWidth, queries, keyVectors, tileQueries, tileKeys, tileChannels) =
            (constants.SharedWidth, constants.Queries, constants.KeyVectors, constants.TileQueries, constants.TileKeys,
            constants.TileChannels);
        var several = constants.Several != 0;
        var lanes = Group.DimX * keyVectors;
        var keys = SharedMemory.Allocate<float>(sharedWidth * lanes);
        var values = SharedMemory.Allocate<float>(sharedWidth * lanes);
        var shares = SharedMemory.Allocate<float>(queries * lanes);
        var scores = SharedMemory.Allocate<float>(queries * lanes);
        var places = SharedMemory.Allocate<int>(lanes);
        var pixels = SharedMemory.Allocate<int>(queries);
        var D = sizes.D;
        var width = sizes.Width;
        var place = Grid.IdxY / sizes.Heads;
        var head = Grid.IdxY - (place * sizes.Heads);
        var origin = sizes.Origin(Grid.IdxZ, place);
        var firstKey = Grid.IdxX * lanes;
        var keyCount = KernelMath.Min(lanes, sizes.Patches - firstKey);

        for (var t = 0; t < keyVectors; t++)
        {
            var lane = (t * Group.DimX) + Group.IdxX;
            var pixel = sizes.Pixel(origin, KernelMath.Min(firstKey + lane, sizes.Patches - 1));
            places[lane] = pixel;
            var at = (pixel * 3 * D) + D + (head * width);
            for (var c = 0; c < width; c++)
            {
                keys[(c * lanes) + lane] = scale * qkv[at + c];
                values[(c * lanes) + lane] = qkv[at + D + c];
            }
        }

        for (var firstQuery = 0; firstQuery < sizes.Patches; firstQuery += sizes.Block)
        {
            var count = KernelMath.Min(sizes.Block, sizes.Patches - firstQuery);
            for (var j = 0; j < count; j += Group.DimX)
            {
                if (j + Group.IdxX < count)
                    pixels[j + Group.IdxX] = sizes.Pixel(origin, firstQuery + j + Group.IdxX);
            }

            Group.Barrier();

            for (var j = 0; j < count; j += tileQueries)
            {
                var starts = new int[tileQueries];
                var results = new int[tileQueries];
                var sums = new float[tileQueries * keyVectors];
                var found = new float[tileQueries * keyVectors];
                for (var i = 0; i < tileQueries; i++)
                {
                    var pixel = pixels[KernelMath.Min(j + i, count - 1)];
                    starts[i] = (pixel * 3 * D) + (head * width);
                    results[i] = (pixel * D) + (head * width);
                }

                Products(qkv, starts, keys, sums, dy, results, values, found, width, tileQueries, keyVectors);
                for (var i = 0; i < tileQueries; i++)
                {
                    var pixel = pixels[KernelMath.Min(j + i, count - 1)];
                    var term = (pixel * 2 * sizes.Heads) + head;
                    var top = terms[term];
                    var part = 1f / terms[term + sizes.Heads];
                    var mean = products[(pixel * sizes.Heads) + head];
                    for (var t = 0; t < keyVectors; t++)
                    {
                        var at = ((j + i) * lanes) + (t * Group.DimX) + Group.IdxX;
                        var share = part * KernelMath.Exp(sums[(i * keyVectors) + t] - top);
                        shares[at] = share;
                        scores[at] = scale * share * (found[(i * keyVectors) + t] - mean);
                    }
                }
            }

            Group.Barrier();

            var P = Group.DimX * tileChannels;
            for (var panel = 0; panel < width; panel += P)
            {
                var first = KernelMath.Min(panel, width - P) + (head * width);
                for (var k = 0; k < keyCount; k += tileKeys)
                {
                    var keySums = new float[tileKeys * tileChannels];
                    var valueSums = new float[tileKeys * tileChannels];
                    for (var i = 0; i < tileKeys; i++)
                    {
                        for (var t = 0; t < tileChannels; t++)
                        {
                            keySums[(i * tileChannels) + t] = 0f;
                            valueSums[(i * tileChannels) + t] = 0f;
                            if (several && firstQuery > 0
                                && first + (t * Group.DimX) + Group.IdxX >= panel + (head * width))
                            {
                                var at = (places[k + i] * 3 * D) + first + (t * Group.DimX) + Group.IdxX;
                                keySums[(i * tileChannels) + t] = dqkv[at + D];
                                valueSums[(i * tileChannels) + t] = dqkv[at + (2 * D)];
                            }
                        }
                    }

                    var row = k;
                    for (var j = 0; j < count; j++)
                    {
                        var pixel = pixels[j];
                        for (var t = 0; t < tileChannels; t++)
                        {
                            var query = qkv[(pixel * 3 * D) + first + (t * Group.DimX) + Group.IdxX];
                            var gradient = dy[(pixel * D) + first + (t * Group.DimX) + Group.IdxX];
                            for (var i = 0; i < tileKeys; i++)
                            {
                                keySums[(i * tileChannels) + t] =
                                    KernelMath.Fma(scores[row + i], query, keySums[(i * tileChannels) + t]);
                                valueSums[(i * tileChannels) + t] =
                                    KernelMath.Fma(shares[row + i], gradient, valueSums[(i * tileChannels) + t]);
                            }
                        }

                        row += lanes;
                    }

                    for (var i = 0; i < tileKeys; i++)
                    {
                        if (k + i < keyCount)
                        {
                            for (var t = 0; t < tileChannels; t++)
                            {
                                var channel = first + (t * Group.DimX) + Group.IdxX;
                                // The last panels overlap: what one has summed, the next must not sum again.
                                if (!several || channel >= panel + (head * width))
                                {
                                    var at = (places[k + i] * 3 * D) + channel;
                                    dqkv[at] = dq[(places[k + i] * D) + channel];
                                    dqkv[at + D] = keySums[(i * tileChannels) + t];
                                    dqkv[at + (2 * D)] = valueSums[(i * tileChannels) + t];
                                }
                            }
                        }
                    }
                }
            }

            if (several)
                Group.Barrier();
        }
    }
    // Of a tile of rows of two maps, the products with what two shared arrays hold for each lane, column by column.
    private static void Products(
        ArrayView<float> x, int[] xRows, ArrayView<float> xTaps, float[] xSums,
        ArrayView<float> z, int[] zRows, ArrayView<float> zTaps, float[] zSums, int width, int tileRows, int vectors)
    {
        for (var i = 0; i < tileRows * vectors; i++)
        {
            xSums[i] = 0f;
            zSums[i] = 0f;
        }

        var column = 0;
        for (var c = 0; c < width; c++)
        {
            for (var t = 0; t < vectors; t++)
            {
                var xTap = xTaps[column + (t * Group.DimX) + Group.IdxX];
                var zTap = zTaps[column + (t * Group.DimX) + Group.IdxX];
                for (var i = 0; i < tileRows; i++)
                {
                    xSums[(i * vectors) + t] = KernelMath.Fma(x[xRows[i] + c], xTap, xSums[(i * vectors) + t]);
                    zSums[(i * vectors) + t] = KernelMath.Fma(z[zRows[i] + c], zTap, zSums[(i * vectors) + t]);
                }
            }

            column += Group.DimX * vectors;
        }
    }

    // Adds the columns of `count` rows of a map to the sums of a tile of results, each times its score for the result.
    private static void AddRows(
        ArrayView<float> x, ArrayView<int> rows, int column, int count, ArrayView<float> scores, int result, int lanes,
        float[] sums, float[] values, int tileResults, int tileChannels)
    {
        var score = result;
        for (var j = 0; j < count; j++)
        {
            var row = rows[j] + column;
            for (var t = 0; t < tileChannels; t++)
                values[t] = x[row + (t * Group.DimX) + Group.IdxX];
            for (var i = 0; i < tileResults; i++)
            {
                var factor = scores[score + i];
                for (var t = 0; t < tileChannels; t++)
                    sums[(i * tileChannels) + t] = KernelMath.Fma(factor, values[t], sums[(i * tileChannels) + t]);
            }

            score += lanes;
        }
    }
}
