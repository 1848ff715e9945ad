using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Pixels of an image, chunks of it, tokens, channels of the map and of a row of qAlpha.</summary>
[Arguments]
public readonly struct MobileToFormerSizes(int pixels, int chunks, int M, int C, int stride)
{
    public readonly int Pixels = pixels;
    public readonly int Chunks = chunks;
    public readonly int M = M;
    public readonly int C = C;
    public readonly int Stride = stride;
}

/// <summary>Compile-time constants of <see cref="MobileToFormerKernels.Attend"/>.</summary>
public record struct MobileToFormerAttendConstants
{
    /// <summary>Tokens that a group takes.</summary>
    public int Tokens;

    /// <summary>Heads of the attention that a group takes.</summary>
    public int Heads;

    /// <summary>All heads of the attention.</summary>
    public int AllHeads;

    /// <summary>Pixels of the largest chunk.</summary>
    public int ChunkPixels;

    /// <summary>Pixels whose scores a thread makes at a time.</summary>
    public int TilePixels;

    /// <summary>Vectors of channels that a thread makes at a time.</summary>
    public int TileChannels;

    /// <summary>Channels that are read at a time.</summary>
    public int Steps;

    /// <summary>Rows of threads that share a panel of channels, each with its slice of the pixels.</summary>
    public int Slices;

    /// <summary>Channels that the shared memory has room for.</summary>
    public int SharedChannels;

    /// <summary>1 where a group brings its part of the map into shared memory first.</summary>
    public int Staged;

    /// <summary>1 where the scores, the mean over the heads, are written too.</summary>
    public int ReturnsLogits;
}

/// <summary>Compile-time constants of <see cref="MobileToFormerKernels.Merge"/>.</summary>
public record struct MobileToFormerMergeConstants
{
    /// <summary>All heads.</summary>
    public int Heads;

    /// <summary>Vectors of channels that a thread makes.</summary>
    public int Tile;

    /// <summary>Chunks that the shared memory has room for.</summary>
    public int SharedChunks;

    /// <summary>1 where qAlpha holds the gates alpha behind the queries.</summary>
    public int Gated;
}

/// <summary>
/// The bridge Mobile to Former (Networks 1.4): tokens attend to all pixels of a map; keys and values are the map
/// itself, or two maps. <see cref="Attend"/> does it for chunks of pixels, <see cref="Merge"/> joins the chunks.
/// </summary>
public static class MobileToFormerKernels
{
    // x, values: [N, pixels, C]   qAlpha: [N, M, stride], q in the first C columns, scaled
    // partial: [N, chunks, M * C sums, all heads * M tops, all heads * M totals]   logits: [N, pixels, M]
    // s[h, m, p] = q[m] . x[p] over the channels of head h;   top[h, m] = max over the chunk's pixels of s
    // e[h, m, p] = e^(s - top);   sums = sum over p of e * values[p], totals = sum over p of e
    // logits = mean over h of s
    //
    // First lanes are tokens and x is the same for all of them, and each row of threads has its own pixels. Then lanes
    // are channels and e is the same for all of them: each row of threads has its own panels of channels, or a slice of
    // the pixels of a panel that several rows share. A processor has one row of threads; a card many, and one head in a
    // group, whose part of the map it brings into shared memory first (`staged`).
    // Grid: X groups, which divide the chunks among them, Y panels of `tokens` tokens (the last overlapping) times runs
    // of `heads` heads, Z images. The chunks divide the pixels evenly: none has more than chunkPixels.
    // Group.DimX >= tokens; the channels of the group's heads are at least Group.DimX * tileChannels, at most
    // sharedChannels, and a panel of them meets two heads at most. In one row of threads no chunk has fewer than
    // tilePixels pixels. Group.DimY is a multiple of slices, the channels of a head one of steps. With returnsLogits a
    // group has all heads.
    [Kernel]
    public static void Attend(
        ArrayView<float> x, ArrayView<float> values, ArrayView<float> qAlpha, ArrayView<float> partial,
        ArrayView<float> logits, MobileToFormerSizes sizes, SpecializedValue<MobileToFormerAttendConstants> specialised)
    {
        var (pixels, chunks, M, C, stride) = (sizes.Pixels, sizes.Chunks, sizes.M, sizes.C, sizes.Stride);
        var constants = specialised.Value;
        var (tokens, heads, allHeads, chunkPixels, tilePixels, tileChannels, steps, slices, sharedChannels) =
            (constants.Tokens, constants.Heads, constants.AllHeads, constants.ChunkPixels, constants.TilePixels,
            constants.TileChannels, constants.Steps, constants.Slices, constants.SharedChannels);
        var (staged, returnsLogits) = (constants.Staged != 0, constants.ReturnsLogits != 0);
        var pitch = staged ? sharedChannels + 4 : C / steps * steps;
        var queries = SharedMemory.Allocate<float>(sharedChannels * Group.DimX);
        var scores = SharedMemory.Allocate<float>(heads * chunkPixels * Group.DimX);
        var tops = SharedMemory.Allocate<float>(heads * Group.DimY * Group.DimX);
        var totals = SharedMemory.Allocate<float>(heads * Group.DimY * Group.DimX);
        var stage = SharedMemory.Allocate<float>(staged ? chunkPixels * (sharedChannels + 4) : 1);
        var parts = SharedMemory.Allocate<float>(slices > 1 ? Group.DimY * tokens * tileChannels * Group.DimX : 1);
        var runs = allHeads / heads;
        var tokenPanel = Grid.IdxY / runs;
        var firstHead = (Grid.IdxY - (tokenPanel * runs)) * heads;
        var firstToken = KernelMath.Min(tokenPanel * tokens, M - tokens);
        var token = firstToken + KernelMath.Min(Group.IdxX, tokens - 1);
        var width = C / allHeads / steps * steps;
        var channels = width * heads;
        var origin = firstHead * width;
        // A group of several rows takes as many turns as if its chunk were full: mostly one, and no loop is left.
        var isOne = Group.DimY == 1;

        for (var c = Group.IdxY; c < channels; c += Group.DimY)
            queries[(c * Group.DimX) + Group.IdxX] = qAlpha[(((Grid.IdxZ * M) + token) * stride) + origin + c];

        var chunkPart = chunks / Grid.DimX;
        var chunkRest = chunks - (chunkPart * Grid.DimX);
        var firstChunk = (Grid.IdxX * chunkPart) + KernelMath.Min(Grid.IdxX, chunkRest);
        var endChunk = firstChunk + chunkPart + (Grid.IdxX < chunkRest ? 1 : 0);
        var pixelPart = pixels / chunks;
        var pixelRest = pixels - (pixelPart * chunks);
        for (var chunk = firstChunk; chunk < endChunk; chunk++)
        {
            var count = pixelPart + (chunk < pixelRest ? 1 : 0);
            var firstRow = (Grid.IdxZ * pixels) + (chunk * pixelPart) + KernelMath.Min(chunk, pixelRest);
            var found = ((Grid.IdxZ * chunks) + chunk) * M * (C + (2 * allHeads));
            if (staged)
                Stage(x, stage, firstRow, count, C, origin, channels, pitch, steps);
            Group.Barrier();

            for (var h = 0; h < heads; h++)
            {
                var top = -3.4e38f;
                for (var p = 0; p < (isOne ? count : chunkPixels); p += tilePixels * Group.DimY)
                {
                    var places = new int[tilePixels];
                    var sums = new float[tilePixels];
                    FindPlaces(places, p, count);
                    var start = staged ? h * width : (firstRow * pitch) + (origin / steps * steps) + (h * width);
                    Score(x, stage, queries, places, sums, start, h * width * Group.DimX, Group.DimX, width, pitch,
                        steps, staged);
                    for (var i = 0; i < tilePixels; i++)
                    {
                        top = KernelMath.Larger(top, sums[i]);
                        scores[(((h * chunkPixels) + places[i]) * Group.DimX) + Group.IdxX] = sums[i];
                    }
                }

                tops[(((h * Group.DimY) + Group.IdxY) * Group.DimX) + Group.IdxX] = top;
            }

            Group.Barrier();

            // Where panels of tokens overlap, one alone writes.
            if (returnsLogits && Group.IdxX < tokens && token >= tokenPanel * tokens)
            {
                for (var p = Group.IdxY; p < count; p += Group.DimY)
                {
                    var sum = 0f;
                    for (var h = 0; h < heads; h++)
                        sum += scores[(((h * chunkPixels) + p) * Group.DimX) + Group.IdxX];
                    logits[((firstRow + p) * M) + token] = sum * (1f / heads);
                }
            }

            for (var h = 0; h < heads; h++)
            {
                var top = tops[(h * Group.DimY * Group.DimX) + Group.IdxX];
                for (var y = 1; y < Group.DimY; y++)
                    top = KernelMath.Larger(top, tops[(((h * Group.DimY) + y) * Group.DimX) + Group.IdxX]);

                // Two at a time, so that the sum does not wait for each of them.
                var total = 0f;
                for (var p = Group.IdxY; p < count; p += 2 * Group.DimY)
                {
                    var at = (((h * chunkPixels) + p) * Group.DimX) + Group.IdxX;
                    var e = KernelMath.Exp(scores[at] - top);
                    scores[at] = e;
                    if (p + Group.DimY < count)
                    {
                        at += Group.DimY * Group.DimX;
                        var next = KernelMath.Exp(scores[at] - top);
                        scores[at] = next;
                        e += next;
                    }

                    total += e;
                }

                totals[(((h * Group.DimY) + Group.IdxY) * Group.DimX) + Group.IdxX] = total;
            }

            Group.Barrier();

            if (Group.IdxY == 0 && Group.IdxX < tokens)
            {
                for (var h = 0; h < heads; h++)
                {
                    var top = -3.4e38f;
                    var total = 0f;
                    for (var y = 0; y < Group.DimY; y++)
                    {
                        var at = (((h * Group.DimY) + y) * Group.DimX) + Group.IdxX;
                        top = KernelMath.Larger(top, tops[at]);
                        total += totals[at];
                    }

                    var term = found + (M * C) + ((firstHead + h) * M) + firstToken + Group.IdxX;
                    partial[term] = top;
                    partial[term + (allHeads * M)] = total;
                }
            }

            var P = Group.DimX * tileChannels;
            var panelRow = Group.IdxY / slices;
            var slice = Group.IdxY - (panelRow * slices);
            for (var panel = 0; panel < (isOne ? channels : sharedChannels); panel += P * (Group.DimY / slices))
            {
                var first = KernelMath.Min(panel + (panelRow * P), channels - P);
                var firstNear = heads == 1 ? 0 : first / width;
                var lastNear = heads == 1 ? 0 : (first + P - 1) / width;
                var sums = new float[tokens * tileChannels];
                var terms = new float[tileChannels];
                for (var i = 0; i < tokens * tileChannels; i++)
                    sums[i] = 0f;
                var near = ((firstNear * chunkPixels) + slice) * Group.DimX;
                var at = ((firstRow + slice) * C) + origin + first;
                if (heads == 1 || firstNear == lastNear)
                {
                    for (var p = slice; p < count; p += slices)
                    {
                        for (var t = 0; t < tileChannels; t++)
                            terms[t] = values[at + (t * Group.DimX) + Group.IdxX];
                        for (var m = 0; m < tokens; m++)
                        {
                            var e = scores[near + m];
                            for (var t = 0; t < tileChannels; t++)
                            {
                                sums[(m * tileChannels) + t] =
                                    KernelMath.Fma(e, terms[t], sums[(m * tileChannels) + t]);
                            }
                        }

                        near += slices * Group.DimX;
                        at += slices * C;
                    }
                }
                else
                {
                    // Two heads meet in this panel: each lane takes the weight of its own.
                    var border = lastNear * width;
                    var far = ((lastNear * chunkPixels) + slice) * Group.DimX;
                    for (var p = slice; p < count; p += slices)
                    {
                        for (var t = 0; t < tileChannels; t++)
                            terms[t] = values[at + (t * Group.DimX) + Group.IdxX];
                        for (var m = 0; m < tokens; m++)
                        {
                            var e = scores[near + m];
                            var other = scores[far + m];
                            for (var t = 0; t < tileChannels; t++)
                            {
                                sums[(m * tileChannels) + t] = KernelMath.Fma(
                                    first + (t * Group.DimX) + Group.IdxX < border ? e : other, terms[t],
                                    sums[(m * tileChannels) + t]);
                            }
                        }

                        near += slices * Group.DimX;
                        far += slices * Group.DimX;
                        at += slices * C;
                    }
                }

                if (slices == 1)
                {
                    for (var i = 0; i < tokens * tileChannels; i++)
                    {
                        partial[found + ((firstToken + (i / tileChannels)) * C) + origin + first
                            + (i % tileChannels * Group.DimX) + Group.IdxX] = sums[i];
                    }
                }
                else
                {
                    for (var i = 0; i < tokens * tileChannels; i++)
                        parts[(((i * Group.DimY) + Group.IdxY) * Group.DimX) + Group.IdxX] = sums[i];
                    Group.Barrier();
                    for (var i = slice; i < tokens * tileChannels; i += slices)
                    {
                        var sum = 0f;
                        for (var part = panelRow * slices; part < (panelRow + 1) * slices; part++)
                            sum += parts[(((i * Group.DimY) + part) * Group.DimX) + Group.IdxX];
                        partial[found + ((firstToken + (i / tileChannels)) * C) + origin + first
                            + (i % tileChannels * Group.DimX) + Group.IdxX] = sum;
                    }

                    Group.Barrier();
                }
            }

            // All have read the scores before the next chunk's overwrite them.
            Group.Barrier();
        }
    }

    /// <summary>
    /// Brings columns of rows of x into shared memory, <paramref name="steps"/> columns in one load where a device can.
    /// </summary>
    internal static void Stage(
        ArrayView<float> x, ArrayView<float> stage, int firstRow, int count, int C, int origin, int channels, int pitch,
        int steps)
    {
        var kept = new float[steps];
        for (var p = Group.IdxY; p < count; p += Group.DimY)
        {
            var row = ((firstRow + p) * (C / steps * steps)) + (origin / steps * steps);
            for (var panel = 0; panel < channels; panel += steps * Group.DimX)
            {
                var c = panel + (steps * Group.IdxX);
                if (c < channels)
                {
                    for (var s = 0; s < steps; s++)
                        kept[s] = x[row + c + s];
                    for (var s = 0; s < steps; s++)
                        stage[(p * pitch) + c + s] = kept[s];
                }
            }
        }
    }

    /// <summary>
    /// The pixels of a thread's tile of a block of <paramref name="count"/>, whose first threads' first is
    /// <paramref name="p"/>: the last tile of one row of threads overlaps; of several, the last pixel is made again.
    /// </summary>
    internal static void FindPlaces(int[] places, int p, int count)
    {
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Group.DimY == 1
                ? KernelMath.Min(p, count - places.Length) + i
                : KernelMath.Min(p + (i * Group.DimY) + Group.IdxY, count - 1);
        }
    }

    /// <summary>
    /// sums = the products of pixels, rows of x or of the stage from <paramref name="start"/>, with the thread's token,
    /// a column of <paramref name="tokens"/> from <paramref name="column"/>, whose elements are <paramref name="row"/>
    /// apart.
    /// </summary>
    internal static void Score(
        ArrayView<float> x, ArrayView<float> stage, ArrayView<float> tokens, int[] places, float[] sums, int start, int column,
        int row, int width, int pitch, int steps, bool staged)
    {
        var taps = new float[steps];
        for (var i = 0; i < sums.Length; i++)
            sums[i] = 0f;
        for (var c = 0; c < width; c += steps)
        {
            for (var s = 0; s < steps; s++)
            {
                taps[s] = tokens[column + (s * row) + Group.IdxX];
                for (var i = 0; i < sums.Length; i++)
                {
                    var at = start + (places[i] * pitch) + c + s;
                    sums[i] = KernelMath.Fma(staged ? stage[at] : x[at], taps[s], sums[i]);
                }
            }

            column += steps * row;
        }
    }

    // partial: as Attend makes it   qAlpha: [N, M, 2C], alpha in the last C columns   y: [N, M, C]
    // y[m, c] = (sum over chunks of e^(top - max top) * part) / (sum over chunks of e^(top - max top) * total)
    //           * 2 * hardSigmoid(alpha[m, c]), or without the last factor if not gated
    // First lanes are chunks, and each row of threads makes the same weights; then lanes are channels, a weight is the
    // same for all of a head, and each row of threads has its own chunks.
    // Grid: X runs of `run` channels, of panels of tile * Group.DimX, the last overlapping (C is at least that), Y
    // tokens, Z images. sharedChunks is a multiple of Group.DimX.
    [Kernel]
    public static void Merge(
        ArrayView<float> partial, ArrayView<float> qAlpha, ArrayView<float> y, int chunks, int M, int C, int run,
        SpecializedValue<MobileToFormerMergeConstants> specialised)
    {
        var constants = specialised.Value;
        var (heads, tile, sharedChunks) = (constants.Heads, constants.Tile, constants.SharedChunks);
        var gated = constants.Gated != 0;
        var weights = SharedMemory.Allocate<float>(heads * sharedChunks);
        var terms = SharedMemory.Allocate<float>(heads * Group.DimX);
        var parts = SharedMemory.Allocate<float>(Group.DimY > 1 ? Group.DimY * tile * Group.DimX : 1);
        var step = M * (C + (2 * heads));
        var origin = Grid.IdxZ * chunks * step;
        var termOrigin = origin + (M * C) + Grid.IdxY;
        var tops = new float[heads];
        var totals = new float[heads];
        for (var h = 0; h < heads; h++)
        {
            var top = -3.4e38f;
            for (var chunk = 0; chunk < chunks; chunk += Group.DimX)
            {
                top = KernelMath.Larger(
                    top, partial[termOrigin + (KernelMath.Min(chunk + Group.IdxX, chunks - 1) * step) + (h * M)]);
            }

            terms[(h * Group.DimX) + Group.IdxX] = top;
        }

        Group.Barrier();
        for (var h = 0; h < heads; h++)
        {
            tops[h] = -3.4e38f;
            for (var lane = 0; lane < Group.DimX; lane++)
                tops[h] = KernelMath.Larger(tops[h], terms[(h * Group.DimX) + lane]);
        }

        // All have read the maxima before the totals overwrite them.
        Group.Barrier();
        for (var h = 0; h < heads; h++)
        {
            var total = 0f;
            for (var chunk = 0; chunk < chunks; chunk += Group.DimX)
            {
                var at = termOrigin + (KernelMath.Min(chunk + Group.IdxX, chunks - 1) * step) + (h * M);
                var weight = chunk + Group.IdxX < chunks ? KernelMath.Exp(partial[at] - tops[h]) : 0f;
                weights[(h * sharedChunks) + chunk + Group.IdxX] = weight;
                total = KernelMath.Fma(weight, partial[at + (heads * M)], total);
            }

            terms[(h * Group.DimX) + Group.IdxX] = total;
        }

        Group.Barrier();
        for (var h = 0; h < heads; h++)
        {
            totals[h] = 0f;
            for (var lane = 0; lane < Group.DimX; lane++)
                totals[h] += terms[(h * Group.DimX) + lane];
        }

        var end = KernelMath.Min((Grid.IdxX + 1) * run, C);
        for (var panel = Grid.IdxX * run; panel < end; panel += Group.DimX * tile)
        {
            var first = KernelMath.Min(panel, C - (Group.DimX * tile));
            var sums = new float[tile];
            for (var t = 0; t < tile; t++)
                sums[t] = 0f;
            for (var chunk = Group.IdxY; chunk < chunks; chunk += Group.DimY)
            {
                var at = origin + (chunk * step) + (Grid.IdxY * C) + first;
                for (var t = 0; t < tile; t++)
                {
                    var weight = weights[chunk];
                    for (var h = 1; h < heads; h++)
                    {
                        weight = first + (t * Group.DimX) + Group.IdxX >= C / heads * h
                            ? weights[(h * sharedChunks) + chunk] : weight;
                    }

                    sums[t] = KernelMath.Fma(weight, partial[at + (t * Group.DimX) + Group.IdxX], sums[t]);
                }
            }

            if (Group.DimY > 1)
            {
                for (var t = 0; t < tile; t++)
                    parts[(((Group.IdxY * tile) + t) * Group.DimX) + Group.IdxX] = sums[t];
                Group.Barrier();
                for (var t = 0; t < tile; t++)
                {
                    sums[t] = 0f;
                    for (var part = 0; part < Group.DimY; part++)
                        sums[t] += parts[(((part * tile) + t) * Group.DimX) + Group.IdxX];
                }
            }

            if (Group.IdxY == 0)
            {
                var row = (Grid.IdxZ * M) + Grid.IdxY;
                for (var t = 0; t < tile; t++)
                {
                    var channel = first + (t * Group.DimX) + Group.IdxX;
                    var total = totals[0];
                    for (var h = 1; h < heads; h++)
                        total = channel >= C / heads * h ? totals[h] : total;
                    var value = sums[t] / total;
                    if (gated)
                        value *= 2f * HardSigmoid.Apply(qAlpha[(row * 2 * C) + C + channel]);
                    y[(row * C) + channel] = value;
                }
            }

            // All have read the parts before the next panel's overwrite them.
            Group.Barrier();
        }
    }
}
