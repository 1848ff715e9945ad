using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Tokens, channels, the innermost sides of columns and of lanes, and heads.</summary>
[Arguments]
public readonly struct BridgeTokenSizes(int M, int C, int L, int P, int heads)
{
    public readonly int M = M;
    public readonly int C = C;
    public readonly int L = L;
    public readonly int P = P;
    public readonly int Heads = heads;
}

/// <summary>What the gradient of the bridge Mobile to Former reads.</summary>
[Arguments]
public readonly struct BridgeToTokensInputs(
    ArrayView<float> x, ArrayView<float> values, ArrayView<float> rows, ArrayView<float> columns,
    ArrayView<float> lanes, ArrayView<float> dScores, ArrayView<float> addend)
{
    public readonly ArrayView<float> x = x;
    public readonly ArrayView<float> Values = values;
    public readonly ArrayView<float> Rows = rows;
    public readonly ArrayView<float> Columns = columns;
    public readonly ArrayView<float> Lanes = lanes;
    public readonly ArrayView<float> DScores = dScores;
    public readonly ArrayView<float> Addend = addend;
}

/// <summary>The gradients by the map, by the values, and by the queries of each chunk.</summary>
[Arguments]
public readonly struct BridgeToTokensGradients(ArrayView<float> dx, ArrayView<float> dValues, ArrayView<float> partial)
{
    public readonly ArrayView<float> Dx = dx;
    public readonly ArrayView<float> DValues = dValues;
    public readonly ArrayView<float> Partial = partial;
}

/// <summary>Compile-time constants of <see cref="BridgeToTokensBackwardKernels.Merge"/>.</summary>
public record struct BridgeToTokensMergeConstants
{
    /// <summary>All heads.</summary>
    public int Heads;

    /// <summary>1 where qAlpha holds the gates alpha behind the queries.</summary>
    public int Gated;
}

/// <summary>Compile-time constants of <see cref="BridgeToTokensBackwardKernels.Prepare"/>.</summary>
public record struct BridgeToTokensPrepareConstants
{
    /// <summary>1 where qAlpha holds the gates alpha behind the queries.</summary>
    public int Gated;
}

/// <summary>Compile-time constants of <see cref="BridgeToTokensBackwardKernels.Backward"/>.</summary>
public record struct BridgeToTokensBackwardConstants
{
    /// <summary>All tokens.</summary>
    public int Tokens;

    /// <summary>All heads.</summary>
    public int Heads;

    /// <summary>Pixels that the shared memory has room for.</summary>
    public int Block;

    /// <summary>Pixels of a tile of scores.</summary>
    public int PixelTile;

    /// <summary>Vectors of rows, queries and gradients, of a tile of scores.</summary>
    public int PanelTile;

    /// <summary>Vectors of channels that a thread makes at a time.</summary>
    public int TileChannels;

    /// <summary>1 where the scores have a gradient of their own.</summary>
    public int HasScores;

    /// <summary>1 where a gradient is added to that of the map.</summary>
    public int Adds;

    /// <summary>1 where values are another map than keys.</summary>
    public int HasValues;
}

/// <summary>
/// The bridge Mobile to Former (Networks 1.4) in training: a merge that keeps what the gradient needs, and the
/// gradient. Scores are made again from the map; of the forward run only the maximum and the sum of each soft-max are
/// kept.
/// </summary>
public static class BridgeToTokensBackwardKernels
{
    // Pixels whose gradients a thread computes at a time.
    private const int PixelTile = 4;

    // partial: [N, chunks, M * C sums, heads * M tops, heads * M totals], as MobileToFormerKernels.Attend makes it
    // qAlpha: [N, M, 2C], alpha in the last C columns   y, result: [N, M, C]   terms: [N, M, 2 * heads]
    // top = max over chunks of tops   total = sum over chunks of e^(tops - top) * totals   terms = (top, total)
    // result = sum over chunks of e^(tops - top) * part / total   y = result * 2 * hardSigmoid(alpha), or result if not
    // gated
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y tokens, Z images.
    [Kernel]
    public static void Merge(
        ArrayView<float> partial, ArrayView<float> qAlpha, ArrayView<float> y, ArrayView<float> result,
        ArrayView<float> terms, int chunks, int M, int C, SpecializedValue<BridgeToTokensMergeConstants> specialised)
    {
        var constants = specialised.Value;
        var heads = constants.Heads;
        var gated = constants.Gated != 0;
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var step = M * (C + (2 * heads));
        var origin = Grid.IdxZ * chunks * step;
        var tops = new float[heads];
        var totals = new float[heads];
        var weights = new float[heads];
        for (var h = 0; h < heads; h++)
        {
            tops[h] = -3.4e38f;
            totals[h] = 0f;
        }

        var term = origin + (M * C) + Grid.IdxY;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            for (var h = 0; h < heads; h++)
                tops[h] = KernelMath.Larger(tops[h], partial[term + (chunk * step) + (h * M)]);
        }

        var sum = 0f;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            for (var h = 0; h < heads; h++)
            {
                var at = term + (chunk * step) + (h * M);
                weights[h] = KernelMath.Exp(partial[at] - tops[h]);
                totals[h] = KernelMath.Fma(weights[h], partial[at + (heads * M)], totals[h]);
            }

            var weight = weights[0];
            for (var h = 1; h < heads; h++)
                weight = channel >= C / heads * h ? weights[h] : weight;
            sum = KernelMath.Fma(weight, partial[origin + (chunk * step) + (Grid.IdxY * C) + channel], sum);
        }

        var total = totals[0];
        for (var h = 1; h < heads; h++)
            total = channel >= C / heads * h ? totals[h] : total;
        var row = (Grid.IdxZ * M) + Grid.IdxY;
        var value = sum / total;
        result[(row * C) + channel] = value;
        if (gated)
            value = value * 2f * HardSigmoid.Apply(qAlpha[(row * 2 * C) + C + channel]);
        y[(row * C) + channel] = value;
        if (Group.IdxX == 0)
        {
            for (var h = 0; h < heads; h++)
            {
                terms[(((row * 2) + 0) * heads) + h] = tops[h];
                terms[(((row * 2) + 1) * heads) + h] = totals[h];
            }
        }
    }

    // dy, result, dAlpha: [N, M, C]   qAlpha: [N, M, 2C], q (scaled) in the first C columns   terms: [N, M, 2 * heads]
    // g = dy * 2 * hardSigmoid(alpha)   dAlpha = dy * result * 2 * hardSigmoid'(alpha); not gated, g = dy, dAlpha = 0
    // rows: [N, 2M, C] = q, then g   columns: [N, C, L] = the same with tokens innermost, then 0
    // lanes: [N, heads, 3, P] = top, 1 / total, sum over the head's channels of g * result; behind token M - 1 its own
    // Grid: Y tokens, Z images. L >= 2M, P >= M.
    [Kernel]
    public static void Prepare(
        ArrayView<float> dy, ArrayView<float> result, ArrayView<float> qAlpha, ArrayView<float> terms,
        ArrayView<float> dAlpha, ArrayView<float> rows, ArrayView<float> columns, ArrayView<float> lanes,
        BridgeTokenSizes sizes, SpecializedValue<BridgeToTokensPrepareConstants> specialised)
    {
        var (M, C, L, P, heads) = (sizes.M, sizes.C, sizes.L, sizes.P, sizes.Heads);
        var gated = specialised.Value.Gated != 0;
        var products = SharedMemory.Allocate<float>(Group.DimX);
        var token = Grid.IdxY;
        var row = (Grid.IdxZ * M) + token;
        var width = C / heads;
        var stride = gated ? 2 * C : C;
        for (var h = 0; h < heads; h++)
        {
            var sum = 0f;
            for (var c = 0; c < width; c += Group.DimX)
            {
                if (c + Group.IdxX < width)
                {
                    var channel = (h * width) + c + Group.IdxX;
                    var query = qAlpha[(row * stride) + channel];
                    var gradient = dy[(row * C) + channel];
                    var value = result[(row * C) + channel];
                    var byGate = 0f;
                    if (gated)
                    {
                        var alpha = qAlpha[(row * stride) + C + channel];
                        byGate = HardGate.Gradient(gradient * value, alpha);
                        gradient = gradient * 2f * HardSigmoid.Apply(alpha);
                    }

                    dAlpha[(row * C) + channel] = byGate;
                    rows[(((Grid.IdxZ * 2 * M) + token) * C) + channel] = query;
                    rows[(((Grid.IdxZ * 2 * M) + M + token) * C) + channel] = gradient;
                    var column = ((Grid.IdxZ * C) + channel) * L;
                    columns[column + token] = query;
                    columns[column + M + token] = gradient;
                    if (token == 0)
                    {
                        for (var m = 2 * M; m < L; m++)
                            columns[column + m] = 0f;
                    }

                    sum = KernelMath.Fma(gradient, value, sum);
                }
            }

            products[Group.IdxX] = sum;
            Group.Barrier();
            var product = 0f;
            for (var i = 0; i < Group.DimX; i++)
                product += products[i];
            // All have read the products before those of the next head overwrite them.
            Group.Barrier();
            if (Group.IdxX == 0)
            {
                var end = token == M - 1 ? P : token + 1;
                for (var m = token; m < end; m++)
                {
                    var at = (((Grid.IdxZ * heads) + h) * 3 * P) + m;
                    lanes[at] = terms[(row * 2 * heads) + h];
                    lanes[at + P] = 1f / terms[(row * 2 * heads) + heads + h];
                    lanes[at + (2 * P)] = product;
                }
            }
        }
    }

    // x, values, dx, dValues, addend: [N, pixels, C]   rows, columns, lanes: as Prepare makes them
    // dScores: [N, pixels, M]
    // partial: [N, chunks, M, C], the gradient of q by each chunk
    // s[h, m, p] = q[m] . x[p] over the channels of head h   b[h, m, p] = g[m] . values[p]
    // a = e^(s - top) / total   d = a * (b - product) + dScores / heads
    // dx[p] = addend[p] + sum over m of a * g[m] + d * q[m]   partial[m] = scale * sum over p of d * x[p]
    // where values are another map than x, the sum over m of a * g[m] goes to dValues[p] instead
    //
    // First lanes are rows (q and g) and x is the same for all of them, then tokens, then channels.
    // Grid: X chunks of at most `block` pixels, Z images. M = tokens; Group.DimX divides 8; block is a multiple of
    // PixelTile and of pixelTile; the channels of a head are at least Group.DimX * tileChannels.
    [Kernel]
    public static void Backward(
        BridgeToTokensInputs inputs, BridgeToTokensGradients gradients, BridgeSizes sizes,
        SpecializedValue<BridgeToTokensBackwardConstants> specialised)
    {
        var (x, values, rows, columns, lanes, dScores, addend) =
            (inputs.x, inputs.Values, inputs.Rows, inputs.Columns, inputs.Lanes, inputs.DScores, inputs.Addend);
        var (dx, dValues, partial) = (gradients.Dx, gradients.DValues, gradients.Partial);
        var (pixels, chunk, C, scale) = (sizes.Pixels, sizes.Chunk, sizes.C, sizes.Scale);
        var constants = specialised.Value;
        var (tokens, heads, block, pixelTile, panelTile, tileChannels) =
            (constants.Tokens, constants.Heads, constants.Block, constants.PixelTile, constants.PanelTile,
            constants.TileChannels);
        var (hasScores, adds, hasValues) = (constants.HasScores != 0, constants.Adds != 0, constants.HasValues != 0);
        var L = ((2 * tokens) + 7) / 8 * 8;
        var P = (tokens + 7) / 8 * 8;
        // P more: the last tokens' lanes read past the end, to no use.
        var products = SharedMemory.Allocate<float>((heads * block * L) + P);
        var shares = SharedMemory.Allocate<float>(heads * block * P);
        var slopes = SharedMemory.Allocate<float>(heads * block * P);
        var firstPixel = Grid.IdxX * chunk;
        var count = KernelMath.Min(chunk, pixels - firstPixel);
        var firstRow = (Grid.IdxZ * pixels) + firstPixel;
        var width = C / heads;

        for (var h = 0; h < heads; h++)
        {
            for (var p = 0; p < count; p += pixelTile)
            {
                var starts = new int[pixelTile];
                for (var i = 0; i < pixelTile; i++)
                    starts[i] = ((firstRow + KernelMath.Min(p + i, count - 1)) * C) + (h * width);
                for (var panel = 0; panel < L; panel += Group.DimX * panelTile)
                {
                    var sums = new float[pixelTile * panelTile];
                    var keys = new float[panelTile];
                    for (var i = 0; i < pixelTile * panelTile; i++)
                        sums[i] = 0f;
                    var column = (((Grid.IdxZ * C) + (h * width)) * L) + panel;
                    for (var c = 0; c < width; c++)
                    {
                        for (var t = 0; t < panelTile; t++)
                            keys[t] = columns[column + (t * Group.DimX) + Group.IdxX];
                        for (var i = 0; i < pixelTile; i++)
                        {
                            var value = x[starts[i] + c];
                            for (var t = 0; t < panelTile; t++)
                            {
                                var factor = value;
                                if (hasValues)
                                {
                                    var other = values[starts[i] + c];
                                    factor = panel + (t * Group.DimX) + Group.IdxX < tokens ? value : other;
                                }

                                sums[(i * panelTile) + t] = KernelMath.Fma(factor, keys[t], sums[(i * panelTile) + t]);
                            }
                        }

                        column += L;
                    }

                    for (var i = 0; i < pixelTile; i++)
                    {
                        var at = (((h * block) + p + i) * L) + panel;
                        for (var t = 0; t < panelTile; t++)
                            products[at + (t * Group.DimX) + Group.IdxX] = sums[(i * panelTile) + t];
                    }
                }
            }

            // What the last tokens' lanes read behind the last pixel, where no pixel of the next head lies.
            var filled = (count + pixelTile - 1) / pixelTile * pixelTile;
            if (filled < block || h == heads - 1)
            {
                for (var m = 0; m < P; m += Group.DimX)
                    products[(((h * block) + filled) * L) + m + Group.IdxX] = 0f;
            }
        }

        Group.Barrier();

        for (var h = 0; h < heads; h++)
        {
            for (var panel = 0; panel < P; panel += Group.DimX)
            {
                var m = panel + Group.IdxX;
                var lane = (((Grid.IdxZ * heads) + h) * 3 * P) + m;
                var top = lanes[lane];
                var part = lanes[lane + P];
                var mean = lanes[lane + (2 * P)];
                for (var p = 0; p < count; p++)
                {
                    var at = (((h * block) + p) * L) + m;
                    var share = KernelMath.Exp(products[at] - top) * part;
                    var slope = share * (products[at + tokens] - mean);
                    if (hasScores && m < tokens)
                        slope = KernelMath.Fma(dScores[((firstRow + p) * tokens) + m], 1f / heads, slope);
                    shares[(((h * block) + p) * P) + m] = share;
                    slopes[(((h * block) + p) * P) + m] = slope;
                }

                // The last tile of pixels reads them, and drops what it makes of them.
                for (var p = count; p < (count + PixelTile - 1) / PixelTile * PixelTile; p++)
                {
                    shares[(((h * block) + p) * P) + m] = 0f;
                    slopes[(((h * block) + p) * P) + m] = 0f;
                }
            }
        }

        Group.Barrier();

        var tile = Group.DimX * tileChannels;
        var tokenRow = Grid.IdxZ * 2 * tokens * C;
        var partialRow = ((Grid.IdxZ * Grid.DimX) + Grid.IdxX) * tokens * C;
        for (var h = 0; h < heads; h++)
        {
            for (var panel = 0; panel < width; panel += tile)
            {
                var channel = (h * width) + KernelMath.Min(panel, width - tile) + Group.IdxX;
                for (var p = 0; p < count; p += PixelTile)
                {
                    var sums = new float[PixelTile * tileChannels];
                    var others = new float[PixelTile * tileChannels];
                    for (var i = 0; i < PixelTile; i++)
                    {
                        for (var t = 0; t < tileChannels; t++)
                        {
                            sums[(i * tileChannels) + t] = 0f;
                            others[(i * tileChannels) + t] = 0f;
                            if (adds)
                            {
                                var at = ((firstRow + KernelMath.Min(p + i, count - 1)) * C) + channel;
                                sums[(i * tileChannels) + t] = addend[at + (t * Group.DimX)];
                            }
                        }
                    }

                    for (var m = 0; m < tokens; m++)
                    {
                        for (var t = 0; t < tileChannels; t++)
                        {
                            var query = rows[tokenRow + (m * C) + channel + (t * Group.DimX)];
                            var gradient = rows[tokenRow + ((tokens + m) * C) + channel + (t * Group.DimX)];
                            for (var i = 0; i < PixelTile; i++)
                            {
                                var at = (((h * block) + p + i) * P) + m;
                                var sum = KernelMath.Fma(slopes[at], query, sums[(i * tileChannels) + t]);
                                var other = hasValues ? others[(i * tileChannels) + t] : sum;
                                other = KernelMath.Fma(shares[at], gradient, other);
                                others[(i * tileChannels) + t] = other;
                                sums[(i * tileChannels) + t] = hasValues ? sum : other;
                            }
                        }
                    }

                    for (var i = 0; i < PixelTile; i++)
                    {
                        if (p + i < count)
                        {
                            for (var t = 0; t < tileChannels; t++)
                            {
                                dx[((firstRow + p + i) * C) + channel + (t * Group.DimX)] =
                                    sums[(i * tileChannels) + t];
                                if (hasValues)
                                {
                                    dValues[((firstRow + p + i) * C) + channel + (t * Group.DimX)] =
                                        others[(i * tileChannels) + t];
                                }
                            }
                        }
                    }
                }

                var queries = new float[tokens * tileChannels];
                var terms = new float[tileChannels];
                for (var i = 0; i < tokens * tileChannels; i++)
                    queries[i] = 0f;
                for (var p = 0; p < count; p++)
                {
                    var at = ((firstRow + p) * C) + channel;
                    for (var t = 0; t < tileChannels; t++)
                        terms[t] = x[at + (t * Group.DimX)];
                    for (var m = 0; m < tokens; m++)
                    {
                        var slope = slopes[(((h * block) + p) * P) + m];
                        for (var t = 0; t < tileChannels; t++)
                        {
                            queries[(m * tileChannels) + t] =
                                KernelMath.Fma(slope, terms[t], queries[(m * tileChannels) + t]);
                        }
                    }
                }

                for (var m = 0; m < tokens; m++)
                {
                    for (var t = 0; t < tileChannels; t++)
                    {
                        partial[partialRow + (m * C) + channel + (t * Group.DimX)] =
                            scale * queries[(m * tileChannels) + t];
                    }
                }
            }
        }
    }
}
