using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// The bridge Mobile to Former (SPEC 1.4): tokens attend to all pixels of a map; keys and values are the map itself,
/// or two maps. <see cref="Attend"/> does it for chunks of pixels, <see cref="Merge"/> joins the chunks.
/// </summary>
public static class MobileToFormerKernels
{
    /// <summary>The most pixels of a chunk: their scores stay in shared memory.</summary>
    public const int ChunkPixels = 256;

    // Pixels whose scores a thread computes at a time.
    private const int PixelTile = 8;

    // x, values: [N, pixels, C]   qAlpha: [N, M, stride], q in the first C columns, scaled
    // partial: [N, chunks, M, C + 2 * heads]   logits: [N, pixels, M]
    // s[h, m, p] = q[m] . x[p] over the channels of head h;   top[h, m] = max over the chunk's pixels of s
    // e[h, m, p] = e^(s - top);   partial = (sum over p of e * values[p], top, sum over p of e)
    // logits = mean over h of s
    //
    // First lanes are tokens and x is the same for all of them, then lanes are channels and e is.
    // Grid: X chunks, Y panels of `tokens` tokens (the last overlapping), Z images.
    // C >= Group.SizeX * tileChannels; Group.SizeX >= tokens; a panel of channels meets two heads at most.
    [Kernel]
    public static void Attend(
        View<float> x, View<float> values, View<float> qAlpha, View<float> partial, View<float> logits, int pixels,
        int chunk, int M, int C, int stride, [Constant] int tokens, [Constant] int heads, [Constant] int tileChannels,
        [Constant] int sharedChannels, [Constant] bool returnsLogits)
    {
        var queries = Shared.Array<float>(sharedChannels * Group.SizeX);
        var scores = Shared.Array<float>(heads * ChunkPixels * Group.SizeX);
        var firstToken = KernelMath.Min(Grid.IndexY * tokens, M - tokens);
        var token = firstToken + KernelMath.Min(Group.IndexX, tokens - 1);
        var firstPixel = Grid.IndexX * chunk;
        var count = KernelMath.Min(chunk, pixels - firstPixel);
        var firstRow = (Grid.IndexZ * pixels) + firstPixel;
        var width = C / heads;
        var partialRow = ((Grid.IndexZ * Grid.SizeX) + Grid.IndexX) * M;

        for (var c = 0; c < C; c++)
            queries[(c * Group.SizeX) + Group.IndexX] = qAlpha[(((Grid.IndexZ * M) + token) * stride) + c];

        for (var h = 0; h < heads; h++)
        {
            var top = -3.4e38f;
            for (var p = 0; p < count; p += PixelTile)
            {
                var starts = new int[PixelTile];
                var sums = new float[PixelTile];
                for (var i = 0; i < PixelTile; i++)
                {
                    starts[i] = ((firstRow + KernelMath.Min(p + i, count - 1)) * C) + (h * width);
                    sums[i] = 0f;
                }

                var column = h * width * Group.SizeX;
                for (var c = 0; c < width; c++)
                {
                    var query = queries[column + Group.IndexX];
                    for (var i = 0; i < PixelTile; i++)
                        sums[i] = KernelMath.Fma(x[starts[i] + c], query, sums[i]);
                    column += Group.SizeX;
                }

                for (var i = 0; i < PixelTile; i++)
                {
                    top = KernelMath.Max(top, sums[i]);
                    scores[(((h * ChunkPixels) + p + i) * Group.SizeX) + Group.IndexX] = sums[i];
                }
            }

            var total = 0f;
            for (var p = 0; p < count; p++)
            {
                var at = (((h * ChunkPixels) + p) * Group.SizeX) + Group.IndexX;
                var score = scores[at];
                var e = KernelMath.Exp(score - top);
                scores[at] = e;
                total += e;
                // Logits add up in memory: where panels overlap, one alone may write them.
                if (returnsLogits && Group.IndexX < tokens && token >= Grid.IndexY * tokens)
                {
                    var logit = ((firstRow + p) * M) + token;
                    logits[logit] = KernelMath.Fma(score, 1f / heads, h == 0 ? 0f : logits[logit]);
                }
            }

            if (Group.IndexX < tokens)
            {
                var at = ((partialRow + token) * (C + (2 * heads))) + C + h;
                partial[at] = top;
                partial[at + heads] = total;
            }
        }

        Group.Barrier();

        var P = Group.SizeX * tileChannels;
        for (var panel = 0; panel < C; panel += P)
        {
            var first = KernelMath.Min(panel, C - P);
            var firstHead = first / width;
            var lastHead = (first + P - 1) / width;
            var sums = new float[tokens * tileChannels];
            var terms = new float[tileChannels];
            for (var i = 0; i < tokens * tileChannels; i++)
                sums[i] = 0f;
            var near = firstHead * ChunkPixels * Group.SizeX;
            var at = (firstRow * C) + first;
            if (firstHead == lastHead)
            {
                for (var p = 0; p < count; p++)
                {
                    for (var t = 0; t < tileChannels; t++)
                        terms[t] = values[at + (t * Group.SizeX) + Group.IndexX];
                    for (var m = 0; m < tokens; m++)
                    {
                        var e = scores[near + m];
                        for (var t = 0; t < tileChannels; t++)
                            sums[(m * tileChannels) + t] = KernelMath.Fma(e, terms[t], sums[(m * tileChannels) + t]);
                    }

                    near += Group.SizeX;
                    at += C;
                }
            }
            else
            {
                // Two heads meet in this panel: each lane takes the weight of its own.
                var border = lastHead * width;
                var far = lastHead * ChunkPixels * Group.SizeX;
                for (var p = 0; p < count; p++)
                {
                    for (var t = 0; t < tileChannels; t++)
                        terms[t] = values[at + (t * Group.SizeX) + Group.IndexX];
                    for (var m = 0; m < tokens; m++)
                    {
                        var e = scores[near + m];
                        var other = scores[far + m];
                        for (var t = 0; t < tileChannels; t++)
                        {
                            sums[(m * tileChannels) + t] = KernelMath.Fma(
                                first + (t * Group.SizeX) + Group.IndexX < border ? e : other, terms[t],
                                sums[(m * tileChannels) + t]);
                        }
                    }

                    near += Group.SizeX;
                    far += Group.SizeX;
                    at += C;
                }
            }

            for (var m = 0; m < tokens; m++)
            {
                for (var t = 0; t < tileChannels; t++)
                {
                    partial[((partialRow + firstToken + m) * (C + (2 * heads))) + first + (t * Group.SizeX)
                        + Group.IndexX] = sums[(m * tileChannels) + t];
                }
            }
        }
    }

    // partial: as Attend makes it   qAlpha: [N, M, 2C], alpha in the last C columns   y: [N, M, C]
    // y[m, c] = (sum over chunks of e^(top - max top) * part) / (sum over chunks of e^(top - max top) * total)
    //           * 2 * hardSigmoid(alpha[m, c]), or without the last factor if not gated
    // Weights and totals are the same for all lanes, but for the head a lane belongs to.
    // Grid: X panels of tile * Group.SizeX channels, the last overlapping (C is at least that), Y tokens, Z images.
    [Kernel]
    public static void Merge(
        View<float> partial, View<float> qAlpha, View<float> y, int chunks, int M, int C,
        [Constant] int heads, [Constant] int tile, [Constant] bool gated)
    {
        var first = KernelMath.Min(Grid.IndexX * Group.SizeX * tile, C - (Group.SizeX * tile));
        var width = C + (2 * heads);
        var origin = ((Grid.IndexZ * chunks * M) + Grid.IndexY) * width;
        var tops = new float[heads];
        for (var h = 0; h < heads; h++)
            tops[h] = -3.4e38f;
        var at = origin;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            for (var h = 0; h < heads; h++)
                tops[h] = KernelMath.Max(tops[h], partial[at + C + h]);
            at += M * width;
        }

        var totals = new float[heads];
        var weights = new float[heads];
        var sums = new float[tile];
        for (var h = 0; h < heads; h++)
            totals[h] = 0f;
        for (var t = 0; t < tile; t++)
            sums[t] = 0f;
        at = origin;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            for (var h = 0; h < heads; h++)
            {
                weights[h] = KernelMath.Exp(partial[at + C + h] - tops[h]);
                totals[h] = KernelMath.Fma(weights[h], partial[at + C + heads + h], totals[h]);
            }

            for (var t = 0; t < tile; t++)
            {
                var channel = first + (t * Group.SizeX) + Group.IndexX;
                var weight = weights[0];
                for (var h = 1; h < heads; h++)
                    weight = channel >= C / heads * h ? weights[h] : weight;
                sums[t] = KernelMath.Fma(weight, partial[at + channel], sums[t]);
            }

            at += M * width;
        }

        var row = (Grid.IndexZ * M) + Grid.IndexY;
        for (var t = 0; t < tile; t++)
        {
            var channel = first + (t * Group.SizeX) + Group.IndexX;
            var total = totals[0];
            for (var h = 1; h < heads; h++)
                total = channel >= C / heads * h ? totals[h] : total;
            var value = sums[t] / total;
            if (gated)
                value *= 2f * HardSigmoid.Apply(qAlpha[(row * 2 * C) + C + channel]);
            y[(row * C) + channel] = value;
        }
    }
}
