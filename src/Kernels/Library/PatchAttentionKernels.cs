using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// The sizes of attention across patches of 2x2 pixels: the map, its channels D, the columns of a head, and how many
/// keys (or queries) a group takes at a time.
/// </summary>
public readonly struct PatchSizes(int H, int W, int D, int heads, int block)
{
    public readonly int H = H;
    public readonly int W = W;
    public readonly int D = D;
    public readonly int Heads = heads;
    public readonly int Width = D / heads;
    public readonly int Patches = H / 2 * (W / 2);
    public readonly int Block = block;

    /// <summary>The pixel at a place, 0 to 3, of the first patch of an image.</summary>
    public int Origin(int image, int place) => (image * H * W) + (place / 2 * W) + (place % 2);

    /// <summary>The pixel at the place of <paramref name="origin"/> in another patch of its image.</summary>
    public int Pixel(int origin, int patch)
    {
        var across = W / 2;
        var line = patch / across;
        return origin + (line * 2 * W) + ((patch - (line * across)) * 2);
    }
}

/// <summary>
/// Multi-head attention across the 2x2 patches of a map, for each of the four places of a pixel in its patch by itself
/// (SPEC 5.3). The pixels are read and written where they lie.
/// </summary>
public static class PatchAttentionKernels
{
    // qkv: [N, H, W, 3D], queries, keys, values, of each the heads behind each other   y: [N, H, W, D]
    // terms, if kept: [N, H, W, 2 * heads], of each soft-max the maximum, then the sum
    // Of the pixels i, j, ... at one place in their patches, per head:
    // s[i, j] = scale * q[i] . k[j]   y[i] = sum over j of (soft-max over j of s[i, j]) * v[j]
    //
    // A group makes queryVectors * Group.SizeX queries of one head. Lanes are queries, and keys the same for all of
    // them, up to the soft-max; then lanes are columns of the head, and its shares are the same for all. Keys come in
    // blocks, whose scores are in shared memory; where there are `several`, y holds what was summed before, relative to
    // the maximum until then.
    // Grid: X blocks of queries, Y place in the patch and head, Z images.
    // The columns of a head are at least Group.SizeX * tileChannels and at most sharedWidth; keys is a multiple of
    // tileKeys and at least sizes.Block; queryVectors * Group.SizeX is a multiple of tileQueries.
    [Kernel]
    public static void Forward(
        View<float> qkv, View<float> y, View<float> terms, PatchSizes sizes, float scale,
        [Constant] int sharedWidth, [Constant] int keys, [Constant] int queryVectors, [Constant] int tileKeys,
        [Constant] int tileQueries, [Constant] int tileChannels, [Constant] bool several, [Constant] bool keepsTerms)
    {
        var lanes = Group.SizeX * queryVectors;
        var queries = Shared.Array<float>(sharedWidth * lanes);
        var scores = Shared.Array<float>(keys * lanes);
        var tops = Shared.Array<float>(lanes);
        var totals = Shared.Array<float>(lanes);
        var before = Shared.Array<float>(lanes);
        var after = Shared.Array<float>(lanes);
        var places = Shared.Array<int>(lanes);
        var rows = Shared.Array<int>(keys);
        var D = sizes.D;
        var width = sizes.Width;
        var place = Grid.IndexY / sizes.Heads;
        var head = Grid.IndexY - (place * sizes.Heads);
        var across = sizes.W / 2;
        var origin = sizes.Origin(Grid.IndexZ, place);
        var firstQuery = Grid.IndexX * lanes;
        var queryCount = KernelMath.Min(lanes, sizes.Patches - firstQuery);

        // What is done for each query stands in loops over vectors of them, not in a copy for each: with fewer values in
        // the kernel the sums stay in registers.
        for (var vector = 0; vector < lanes; vector += Group.SizeX)
        {
            var lane = vector + Group.IndexX;
            tops[lane] = -3.4e38f;
            totals[lane] = 0f;
            // Where queries run out, the last one is made again.
            var pixel = sizes.Pixel(origin, KernelMath.Min(firstQuery + lane, sizes.Patches - 1));
            places[lane] = pixel;
            var at = (pixel * 3 * D) + (head * width);
            for (var c = 0; c < width; c++)
                queries[(c * lanes) + lane] = scale * qkv[at + c];
        }

        // How far the key after Group.SizeX others lies: without a division for each.
        var lineStep = Group.SizeX / across;
        var columnStep = Group.SizeX - (lineStep * across);
        var keyLine = Group.IndexX / across;
        var keyColumn = Group.IndexX - (keyLine * across);
        for (var firstKey = 0; firstKey < sizes.Patches; firstKey += sizes.Block)
        {
            var count = KernelMath.Min(sizes.Block, sizes.Patches - firstKey);
            if (several)
            {
                keyLine = (firstKey + Group.IndexX) / across;
                keyColumn = firstKey + Group.IndexX - (keyLine * across);
            }

            for (var j = 0; j < count; j += Group.SizeX)
            {
                if (j + Group.IndexX < count)
                {
                    rows[j + Group.IndexX] =
                        ((origin + (keyLine * 2 * sizes.W) + (keyColumn * 2)) * 3 * D) + D + (head * width);
                }

                keyLine += lineStep;
                keyColumn += columnStep;
                if (keyColumn >= across)
                {
                    keyColumn -= across;
                    keyLine++;
                }
            }

            Group.Barrier();

            var highest = new float[queryVectors];
            for (var t = 0; t < queryVectors; t++)
                highest[t] = tops[(t * Group.SizeX) + Group.IndexX];
            for (var j = 0; j < count; j += tileKeys)
            {
                var starts = new int[tileKeys];
                var sums = new float[tileKeys * queryVectors];
                var taps = new float[queryVectors];
                for (var i = 0; i < tileKeys; i++)
                    starts[i] = rows[KernelMath.Min(j + i, count - 1)];
                for (var i = 0; i < tileKeys * queryVectors; i++)
                    sums[i] = 0f;
                var column = 0;
                for (var c = 0; c < width; c++)
                {
                    for (var t = 0; t < queryVectors; t++)
                        taps[t] = queries[column + (t * Group.SizeX) + Group.IndexX];
                    for (var i = 0; i < tileKeys; i++)
                    {
                        var key = qkv[starts[i] + c];
                        for (var t = 0; t < queryVectors; t++)
                        {
                            sums[(i * queryVectors) + t] =
                                KernelMath.Fma(key, taps[t], sums[(i * queryVectors) + t]);
                        }
                    }

                    column += lanes;
                }

                for (var i = 0; i < tileKeys; i++)
                {
                    for (var t = 0; t < queryVectors; t++)
                    {
                        highest[t] = KernelMath.Max(highest[t], sums[(i * queryVectors) + t]);
                        scores[((j + i) * lanes) + (t * Group.SizeX) + Group.IndexX] = sums[(i * queryVectors) + t];
                    }
                }
            }

            for (var t = 0; t < queryVectors; t++)
                after[(t * Group.SizeX) + Group.IndexX] = highest[t];
            for (var vector = 0; vector < lanes; vector += Group.SizeX)
            {
                var lane = vector + Group.IndexX;
                var top = after[lane];
                var total = 0f;
                if (several)
                {
                    var correction = KernelMath.Exp(tops[lane] - top);
                    before[lane] = correction;
                    total = totals[lane] * correction;
                }

                // Without the lane in it, so that a vector is read and not its elements.
                var at = vector;
                for (var j = 0; j < count; j++)
                {
                    // At most 1; what is 0 at 1e-38 is 1e-38 of the sum.
                    var e = KernelMath.PowerOfTwo(
                        KernelMath.Max(-87f, scores[at + Group.IndexX] - top), 1.44269504f);
                    scores[at + Group.IndexX] = e;
                    total += e;
                    at += lanes;
                }

                tops[lane] = top;
                totals[lane] = total;
                after[lane] = several && firstKey + sizes.Block < sizes.Patches ? 1f : 1f / total;
            }

            Group.Barrier();

            var P = Group.SizeX * tileChannels;
            for (var panel = 0; panel < width; panel += P)
            {
                var first = KernelMath.Min(panel, width - P);
                for (var q = 0; q < queryCount; q += tileQueries)
                {
                    var found = new float[tileQueries * tileChannels];
                    var values = new float[tileChannels];
                    for (var i = 0; i < tileQueries; i++)
                    {
                        for (var t = 0; t < tileChannels; t++)
                        {
                            found[(i * tileChannels) + t] = 0f;
                            if (several && firstKey > 0
                                && first + (t * Group.SizeX) + Group.IndexX >= panel)
                            {
                                found[(i * tileChannels) + t] = before[q + i]
                                    * y[(places[q + i] * D) + (head * width) + first + (t * Group.SizeX) + Group.IndexX];
                            }
                        }
                    }

                    AddRows(qkv, rows, D + first, count, scores, q, lanes, found, values, tileQueries, tileChannels);
                    for (var i = 0; i < tileQueries; i++)
                    {
                        if (q + i < queryCount)
                        {
                            var at = (places[q + i] * D) + (head * width) + first;
                            for (var t = 0; t < tileChannels; t++)
                            {
                                // The last panels overlap: what one has summed, the next must not sum again.
                                if (!several || first + (t * Group.SizeX) + Group.IndexX >= panel)
                                {
                                    y[at + (t * Group.SizeX) + Group.IndexX] =
                                        after[q + i] * found[(i * tileChannels) + t];
                                }
                            }
                        }
                    }
                }
            }

            // All have read rows and scores before the next block's overwrite them.
            if (several)
                Group.Barrier();
        }

        if (keepsTerms)
        {
            for (var vector = 0; vector < lanes; vector += Group.SizeX)
            {
                var lane = vector + Group.IndexX;
                if (lane < queryCount)
                {
                    var at = (places[lane] * 2 * sizes.Heads) + head;
                    terms[at] = tops[lane];
                    terms[at + sizes.Heads] = totals[lane];
                }
            }
        }
    }
    /// <summary>
    /// Adds the columns of <paramref name="count"/> rows of a map to the sums of a tile of results, each times its
    /// score for the result.
    /// </summary>
    internal static void AddRows(
        View<float> x, Shared<int> rows, int column, int count, Shared<float> scores, int result, int lanes,
        float[] sums, float[] values, int tileResults, int tileChannels)
    {
        var score = result;
        for (var j = 0; j < count; j++)
        {
            var row = rows[j] + column;
            for (var t = 0; t < tileChannels; t++)
                values[t] = x[row + (t * Group.SizeX) + Group.IndexX];
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
