using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Pixels of an image and of a run, tokens, and channels of the map.</summary>
[Arguments]
public readonly struct FormerToMobileSizes(int pixels, int run, int M, int C)
{
    public readonly int Pixels = pixels;
    public readonly int Run = run;
    public readonly int M = M;
    public readonly int C = C;
}

/// <summary>Compile-time constants of <see cref="FormerToMobileKernels.Forward"/>.</summary>
public record struct FormerToMobileConstants
{
    /// <summary>All tokens.</summary>
    public int Tokens;

    /// <summary>Heads of the attention that a group takes.</summary>
    public int Heads;

    /// <summary>All heads of the attention.</summary>
    public int AllHeads;

    /// <summary>Pixels of a block.</summary>
    public int BlockPixels;

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

    /// <summary>1 where a run has several blocks.</summary>
    public int Several;

    /// <summary>1 where the map itself is added to the result.</summary>
    public int Skips;
}

/// <summary>
/// The bridge Former to Mobile (Networks 1.6): pixels attend to the tokens and add what they find, or give it alone.
/// </summary>
public static class FormerToMobileKernels
{
    // x, y: [N, pixels, C]   kv: [N, M, 2C], k (scaled) in the first C columns, v in the last
    // s[h, m, p] = k[m] . x[p] over the channels of head h;   a = soft-max over m of s
    // y[p, c] = x[p, c] + sum over m of a[head of c, m, p] * v[m, c], without x[p, c] if not skips
    //
    // For each block of pixels: lanes are tokens and x is the same for all of them, and each row of threads has its own
    // pixels; then threads are pixels (each with its heads) for the soft-max; then lanes are channels and a is the same
    // for all of them, and each row of threads has its own panels of channels, and a slice of the pixels where several
    // rows share a panel. A processor has one row of threads; a card many, and one head in a group, whose part of the
    // map it brings into shared memory first (`staged`).
    // Grid: X runs of `run` pixels, which are `several` blocks of blockPixels or one, Y runs of `heads` heads, Z images.
    // M = tokens.
    // The channels of the group's heads are at least Group.DimX * tileChannels, at most sharedChannels, and a panel of
    // them meets two heads at most. In one row of threads an image has at least tilePixels pixels, and
    // blockPixels * heads is a multiple of Group.DimX. Group.DimY is a multiple of slices, the channels of a head one
    // of steps.
    [Kernel]
    public static void Forward(
        ArrayView<float> x, ArrayView<float> kv, ArrayView<float> y, FormerToMobileSizes sizes,
        SpecializedValue<FormerToMobileConstants> specialised)
    {
        var (pixels, run, M, C) = (sizes.Pixels, sizes.Run, sizes.M, sizes.C);
        var constants = specialised.Value;
        var (tokens, heads, allHeads, blockPixels, tilePixels, tileChannels, steps, slices, sharedChannels) =
            (constants.Tokens, constants.Heads, constants.AllHeads, constants.BlockPixels, constants.TilePixels,
            constants.TileChannels, constants.Steps, constants.Slices, constants.SharedChannels);
        var (staged, several, skips) = (constants.Staged != 0, constants.Several != 0, constants.Skips != 0);
        // A group of several rows takes as many turns as if its block were full: mostly one, and no loop is left.
        var isOne = Group.DimY == 1;
        var padded = (tokens + Group.DimX - 1) / Group.DimX * Group.DimX;
        // Threads that read the scores of neighbouring pixels find them in different banks.
        var row = isOne ? padded : padded + 1;
        var pairs = blockPixels * heads;
        var threads = Group.DimX * Group.DimY;
        var pitch = staged ? sharedChannels + 4 : C / steps * steps;
        var keys = SharedMemory.Allocate<float>(sharedChannels * padded);
        var scores = SharedMemory.Allocate<float>(pairs * row);
        var weights = SharedMemory.Allocate<float>(pairs * tokens);
        var stage = SharedMemory.Allocate<float>(staged ? blockPixels * (sharedChannels + 4) : 1);
        var image = Grid.IdxZ * tokens * 2 * C;
        var width = C / allHeads / steps * steps;
        var channels = width * heads;
        var origin = Grid.IdxY * channels;

        for (var panel = 0; panel < padded; panel += Group.DimX)
        {
            var key = image + (KernelMath.Min(panel + Group.IdxX, tokens - 1) * 2 * C) + origin;
            for (var c = Group.IdxY; c < channels; c += Group.DimY)
                keys[(c * padded) + panel + Group.IdxX] = kv[key + c];
        }

        var end = KernelMath.Min((Grid.IdxX + 1) * run, pixels);
        var blocks = several ? (end - (Grid.IdxX * run) + blockPixels - 1) / blockPixels : 1;
        for (var i = 0; i < blocks; i++)
        {
            var block = (Grid.IdxX * run) + (i * blockPixels);
            // In one row of threads a block that is too small for a tile overlaps the one before.
            var firstPixel = isOne ? KernelMath.Min(block, end - tilePixels) : block;
            var count = KernelMath.Min(blockPixels, end - firstPixel);
            var firstRow = (Grid.IdxZ * pixels) + firstPixel;
            if (staged)
                MobileToFormerKernels.Stage(x, stage, firstRow, count, C, origin, channels, pitch, steps);
            Group.Barrier();

            for (var h = 0; h < heads; h++)
            {
                for (var p = 0; p < (isOne ? count : blockPixels); p += tilePixels * Group.DimY)
                {
                    var places = new int[tilePixels];
                    MobileToFormerKernels.FindPlaces(places, p, count);
                    var start = staged ? h * width : (firstRow * pitch) + (origin / steps * steps) + (h * width);
                    for (var panel = 0; panel < padded; panel += Group.DimX)
                    {
                        var sums = new float[tilePixels];
                        MobileToFormerKernels.Score(x, stage, keys, places, sums, start, (h * width * padded) + panel,
                            padded, width, pitch, steps, staged);
                        for (var t = 0; t < tilePixels; t++)
                            scores[(((places[t] * heads) + h) * row) + panel + Group.IdxX] = sums[t];
                    }
                }
            }

            Group.Barrier();

            var found = count * heads;
            for (var next = 0; next < (isOne ? found : pairs); next += threads)
            {
                // In one row of threads those behind the last pair make it again, for nobody.
                var pair = next + (Group.IdxY * Group.DimX) + Group.IdxX;
                if (isOne || pair < found)
                    Share(scores, weights, KernelMath.Min(pair, found - 1), pair, pairs, row, M, tokens);
            }

            Group.Barrier();

            var P = Group.DimX * tileChannels;
            var panelRow = Group.IdxY / slices;
            var slice = Group.IdxY - (panelRow * slices);
            for (var panel = 0; panel < (isOne ? channels : sharedChannels); panel += P * (Group.DimY / slices))
            {
                var first = KernelMath.Min(panel + (panelRow * P), channels - P);
                var firstHead = heads == 1 ? 0 : first / width;
                var lastHead = heads == 1 ? 0 : (first + P - 1) / width;
                var values = new float[tokens * tileChannels];
                for (var m = 0; m < tokens; m++)
                {
                    for (var t = 0; t < tileChannels; t++)
                    {
                        values[(m * tileChannels) + t] =
                            kv[image + (((2 * m) + 1) * C) + origin + first + (t * Group.DimX) + Group.IdxX];
                    }
                }

                var sums = new float[tileChannels];
                var at = ((firstRow + slice) * C) + origin + first;
                if (heads == 1 || firstHead == lastHead)
                {
                    for (var p = slice; p < count; p += slices)
                    {
                        for (var t = 0; t < tileChannels; t++)
                            sums[t] = skips ? x[at + (t * Group.DimX) + Group.IdxX] : 0f;
                        for (var m = 0; m < tokens; m++)
                        {
                            var weight = weights[(m * pairs) + (p * heads) + firstHead];
                            for (var t = 0; t < tileChannels; t++)
                                sums[t] = KernelMath.Fma(weight, values[(m * tileChannels) + t], sums[t]);
                        }

                        for (var t = 0; t < tileChannels; t++)
                            y[at + (t * Group.DimX) + Group.IdxX] = sums[t];
                        at += slices * C;
                    }
                }
                else
                {
                    // Two heads meet in this panel: each lane takes the weight of its own.
                    var border = (lastHead * width) - first;
                    for (var p = slice; p < count; p += slices)
                    {
                        for (var t = 0; t < tileChannels; t++)
                            sums[t] = skips ? x[at + (t * Group.DimX) + Group.IdxX] : 0f;
                        for (var m = 0; m < tokens; m++)
                        {
                            var near = weights[(m * pairs) + (p * heads) + firstHead];
                            var far = weights[(m * pairs) + (p * heads) + lastHead];
                            for (var t = 0; t < tileChannels; t++)
                            {
                                sums[t] = KernelMath.Fma(
                                    (t * Group.DimX) + Group.IdxX < border ? near : far,
                                    values[(m * tileChannels) + t], sums[t]);
                            }
                        }

                        for (var t = 0; t < tileChannels; t++)
                            y[at + (t * Group.DimX) + Group.IdxX] = sums[t];
                        at += slices * C;
                    }
                }
            }

            // All have read the weights before the next block's scores and weights overwrite them.
            if (several)
                Group.Barrier();
        }
    }

    // The soft-max of one pixel and head. The exponentials stand in a loop that is not unrolled (M = tokens): a copy for
    // each token takes more registers than there are.
    private static void Share(
        ArrayView<float> scores, ArrayView<float> weights, int from, int pair, int pairs, int row, int M, int tokens)
    {
        var shares = new float[tokens];
        var top = -3.4e38f;
        for (var m = 0; m < tokens; m++)
        {
            shares[m] = scores[(from * row) + m];
            top = KernelMath.Larger(top, shares[m]);
        }

        for (var m = 0; m < tokens; m++)
            weights[(m * pairs) + pair] = shares[m] - top;
        var total = 0f;
        for (var m = 0; m < M; m++)
        {
            var e = KernelMath.Exp(weights[(m * pairs) + pair]);
            weights[(m * pairs) + pair] = e;
            total += e;
        }

        var scale = 1f / total;
        for (var m = 0; m < tokens; m++)
            weights[(m * pairs) + pair] *= scale;
    }
}
