using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

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

/// <summary>Compile-time constants of <see cref="PatchAttentionKernels.Forward"/>.</summary>
public record struct PatchAttentionConstants
{
    /// <summary>Columns of a head that the shared memory has room for.</summary>
    public int SharedWidth;

    /// <summary>Keys of a block.</summary>
    public int Keys;

    /// <summary>Vectors of queries that a group takes.</summary>
    public int QueryVectors;

    /// <summary>Keys of a tile of scores.</summary>
    public int TileKeys;

    /// <summary>Columns of a tile of results.</summary>
    public int TileColumns;

    /// <summary>Keys over which values are summed at a time.</summary>
    public int PartKeys;

    /// <summary>1 where there are several blocks of keys.</summary>
    public int Several;

    /// <summary>1 to write the terms of each soft-max.</summary>
    public int KeepsTerms;
}

/// <summary>
/// Multi-head attention across the 2x2 patches of a map, for each of the four places of a pixel in its patch by itself
/// (Networks 3.3). The pixels are read and written where they lie.
/// </summary>
public static class PatchAttentionKernels
{
    // qkv: [N, H, W, 3D], queries, keys, values, of each the heads behind each other   y: [N, H, W, D]
    // terms, if kept: [N, H, W, 2 * heads], of each soft-max the maximum, then the sum
    // Of the pixels i, j, ... at one place in their patches, per head:
    // s[i, j] = scale * q[i] . k[j]   y[i] = sum over j of (soft-max over j of s[i, j]) * v[j]
    //
    // A group makes queryVectors * Group.DimX queries of one head. Lanes are queries, and keys and values the same for
    // all of them; only what is written lies beside each other, columns of the head. Keys come in blocks, whose scores
    // are in shared memory; where there are `several`, results hold what was summed before, relative to the maximum
    // until then. Values are summed over partKeys keys of a block at a time.
    // Grid: X blocks of queries, Y place in the patch and head, Z images.
    // The columns of a head are at least Group.DimX, at most sharedWidth and a multiple of tileColumns; keys is a
    // multiple of tileKeys and at least sizes.Block.
    [Kernel]
    public static void Forward(
        ArrayView<float> qkv, ArrayView<float> y, ArrayView<float> terms, PatchSizes sizes, float scale,
        SpecializedValue<PatchAttentionConstants> specialised)
    {
        var constants = specialised.Value;
        var (sharedWidth, keys, queryVectors, tileKeys, tileColumns, partKeys) =
            (constants.SharedWidth, constants.Keys, constants.QueryVectors, constants.TileKeys, constants.TileColumns,
            constants.PartKeys);
        var (several, keepsTerms) = (constants.Several != 0, constants.KeepsTerms != 0);
        var lanes = Group.DimX * queryVectors;
        // Of what is written by rows and read down columns: no two lanes in one bank.
        var pitch = lanes + 1;
        var queries = SharedMemory.Allocate<float>(sharedWidth * lanes);
        var results = SharedMemory.Allocate<float>(sharedWidth * pitch);
        var scores = SharedMemory.Allocate<float>(keys * lanes);
        var tops = SharedMemory.Allocate<float>(lanes);
        var totals = SharedMemory.Allocate<float>(lanes);
        var before = SharedMemory.Allocate<float>(lanes);
        var highest = SharedMemory.Allocate<float>(lanes);
        var places = SharedMemory.Allocate<int>(lanes);
        var rows = SharedMemory.Allocate<int>(keys);
        var D = sizes.D;
        var width = sizes.Width;
        var place = Grid.IdxY / sizes.Heads;
        var head = Grid.IdxY - (place * sizes.Heads);
        var across = sizes.W / 2;
        var origin = sizes.Origin(Grid.IdxZ, place);
        var firstQuery = Grid.IdxX * lanes;
        var queryCount = KernelMath.Min(lanes, sizes.Patches - firstQuery);

        // What is done for each query stands in loops over vectors of them, not in a copy for each: with fewer values in
        // the kernel the sums stay in registers.
        for (var vector = 0; vector < lanes; vector += Group.DimX)
        {
            var lane = vector + Group.IdxX;
            tops[lane] = -3.4e38f;
            totals[lane] = 0f;
            // Where queries run out, the last one is made again.
            var pixel = sizes.Pixel(origin, KernelMath.Min(firstQuery + lane, sizes.Patches - 1));
            places[lane] = pixel;
            var at = (pixel * 3 * D) + (head * width);
            for (var c = 0; c < width; c++)
                queries[(c * lanes) + lane] = scale * qkv[at + c];
        }

        // How far the key after Group.DimX others lies: without a division for each.
        var lineStep = Group.DimX / across;
        var columnStep = Group.DimX - (lineStep * across);
        var keyLine = Group.IdxX / across;
        var keyColumn = Group.IdxX - (keyLine * across);
        for (var firstKey = 0; firstKey < sizes.Patches; firstKey += sizes.Block)
        {
            var count = KernelMath.Min(sizes.Block, sizes.Patches - firstKey);
            if (several)
            {
                keyLine = (firstKey + Group.IdxX) / across;
                keyColumn = firstKey + Group.IdxX - (keyLine * across);
            }

            for (var j = 0; j < count; j += Group.DimX)
            {
                if (j + Group.IdxX < count)
                {
                    rows[j + Group.IdxX] =
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

            var maxima = new float[queryVectors];
            for (var t = 0; t < queryVectors; t++)
                maxima[t] = tops[(t * Group.DimX) + Group.IdxX];
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
                        taps[t] = queries[column + (t * Group.DimX) + Group.IdxX];
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
                        maxima[t] = KernelMath.Larger(maxima[t], sums[(i * queryVectors) + t]);
                        scores[((j + i) * lanes) + (t * Group.DimX) + Group.IdxX] = sums[(i * queryVectors) + t];
                    }
                }
            }

            for (var t = 0; t < queryVectors; t++)
                highest[(t * Group.DimX) + Group.IdxX] = maxima[t];
            for (var vector = 0; vector < lanes; vector += Group.DimX)
            {
                var lane = vector + Group.IdxX;
                var top = highest[lane];
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
                        KernelMath.Max(scores[at + Group.IdxX] - top, -87f), 1.44269504f);
                    scores[at + Group.IdxX] = e;
                    total += e;
                    at += lanes;
                }

                tops[lane] = top;
                totals[lane] = total;
            }

            for (var from = 0; from < count; from += partKeys)
            {
                var to = KernelMath.Min(from + partKeys, count);
                for (var first = 0; first < width; first += tileColumns)
                {
                    var found = new float[tileColumns * queryVectors];
                    var shares = new float[queryVectors];
                    for (var i = 0; i < tileColumns * queryVectors; i++)
                        found[i] = 0f;
                    var at = from * lanes;
                    for (var j = from; j < to; j++)
                    {
                        var start = rows[j] + D + first;
                        for (var t = 0; t < queryVectors; t++)
                            shares[t] = scores[at + (t * Group.DimX) + Group.IdxX];
                        for (var c = 0; c < tileColumns; c++)
                        {
                            var value = qkv[start + c];
                            for (var t = 0; t < queryVectors; t++)
                            {
                                found[(c * queryVectors) + t] =
                                    KernelMath.Fma(value, shares[t], found[(c * queryVectors) + t]);
                            }
                        }

                        at += lanes;
                    }

                    for (var c = 0; c < tileColumns; c++)
                    {
                        for (var t = 0; t < queryVectors; t++)
                        {
                            var lane = (t * Group.DimX) + Group.IdxX;
                            var result = ((first + c) * pitch) + lane;
                            if (from > 0)
                                found[(c * queryVectors) + t] += results[result];
                            else if (several && firstKey > 0)
                                found[(c * queryVectors) + t] += before[lane] * results[result];
                            results[result] = found[(c * queryVectors) + t];
                        }
                    }
                }
            }

            // All have read rows before the next block's overwrite them; scores are each thread's own.
            if (several)
                Group.Barrier();
        }

        // Each thread has the results of its queries; written is by rows, lanes beside each other.
        Group.Barrier();
        for (var q = 0; q < queryCount; q++)
        {
            var share = 1f / totals[q];
            var row = (places[q] * D) + (head * width);
            for (var panel = 0; panel < width; panel += Group.DimX)
            {
                var c = KernelMath.Min(panel, width - Group.DimX) + Group.IdxX;
                y[row + c] = share * results[(c * pitch) + q];
            }
        }

        if (keepsTerms)
        {
            for (var vector = 0; vector < lanes; vector += Group.DimX)
            {
                var lane = vector + Group.IdxX;
                if (lane < queryCount)
                {
                    var at = (places[lane] * 2 * sizes.Heads) + head;
                    terms[at] = tops[lane];
                    terms[at + sizes.Heads] = totals[lane];
                }
            }
        }
    }
}
