using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>What the gradient of the bridge Former to Mobile reads.</summary>
[Arguments]
public readonly struct BridgeToMapInputs(
    ArrayView<float> dy, ArrayView<float> x, ArrayView<float> kv, ArrayView<float> columns)
{
    public readonly ArrayView<float> Dy = dy;
    public readonly ArrayView<float> x = x;
    public readonly ArrayView<float> Kv = kv;
    public readonly ArrayView<float> Columns = columns;
}

/// <summary>The gradients by the map, and by keys and values of each chunk.</summary>
[Arguments]
public readonly struct BridgeToMapGradients(ArrayView<float> dx, ArrayView<float> dKeys, ArrayView<float> dValues)
{
    public readonly ArrayView<float> Dx = dx;
    public readonly ArrayView<float> DKeys = dKeys;
    public readonly ArrayView<float> DValues = dValues;
}

/// <summary>Pixels of an image and of a chunk, channels of the map, and the factor of the scores.</summary>
[Arguments]
public readonly struct BridgeSizes(int pixels, int chunk, int C, float scale)
{
    public readonly int Pixels = pixels;
    public readonly int Chunk = chunk;
    public readonly int C = C;
    public readonly float Scale = scale;
}

/// <summary>Compile-time constants of <see cref="BridgeToMapBackwardKernels.Backward"/>.</summary>
public record struct BridgeToMapBackwardConstants
{
    /// <summary>All tokens.</summary>
    public int Tokens;

    /// <summary>All heads.</summary>
    public int Heads;

    /// <summary>Pixels that the shared memory has room for.</summary>
    public int Block;

    /// <summary>Vectors of channels of dx that a thread makes at a time.</summary>
    public int TileChannels;

    /// <summary>Vectors of channels of a sum over pixels.</summary>
    public int SumChannels;

    /// <summary>1 where the map itself is added to the result.</summary>
    public int Skips;
}

/// <summary>The gradient of the bridge Former to Mobile (Networks 1.6); its soft-max is made again.</summary>
public static class BridgeToMapBackwardKernels
{
    // Pixels whose scores a thread computes at a time.
    private const int ScoreTile = 6;

    // Pixels whose gradients a thread computes at a time.
    private const int PixelTile = 4;

    // kv: [N, M, 2C], k (scaled) in the first C columns, v in the last
    // columns: [N, C, 2P], of each channel k of all tokens and v of all tokens, each followed by 0 up to P
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Z images.
    [Kernel]
    public static void Prepare(ArrayView<float> kv, ArrayView<float> columns, int M, int C, int P)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var column = ((Grid.IdxZ * C) + channel) * 2 * P;
        for (var m = 0; m < M; m++)
        {
            var row = (((Grid.IdxZ * M) + m) * 2 * C) + channel;
            columns[column + m] = kv[row];
            columns[column + P + m] = kv[row + C];
        }

        for (var m = M; m < P; m++)
        {
            columns[column + m] = 0f;
            columns[column + P + m] = 0f;
        }
    }

    // dy, x, dx: [N, pixels, C]   kv: as above   columns: as Prepare makes them
    // dKeys, dValues: [N, chunks, M, C], the gradients of k and v by each chunk
    // a[h, m, p] = soft-max over m of k[m] . x[p] over the channels of head h   b[h, m, p] = v[m] . dy[p]
    // d = a * (b - sum over m of a * b)
    // dx[p] = dy[p] + sum over m of d * k[m], without dy[p] if the bridge does not skip
    // dKeys[m] = scale * sum over p of d * x[p]   dValues[m] = sum over p of a * dy[p]
    //
    // First lanes are tokens and maps are the same for all of them, then pixels, then channels.
    // Grid: X chunks of at most `block` pixels, Z images. M = tokens; Group.DimX divides 8; block is a multiple of 8,
    // of ScoreTile and of PixelTile; the channels of a head are at least Group.DimX * tileChannels and sumChannels.
    [Kernel]
    public static void Backward(
        BridgeToMapInputs inputs, BridgeToMapGradients gradients, BridgeSizes sizes,
        SpecializedValue<BridgeToMapBackwardConstants> specialised)
    {
        var (dy, x, kv, columns) = (inputs.Dy, inputs.x, inputs.Kv, inputs.Columns);
        var (dx, dKeys, dValues) = (gradients.Dx, gradients.DKeys, gradients.DValues);
        var (pixels, chunk, C, scale) = (sizes.Pixels, sizes.Chunk, sizes.C, sizes.Scale);
        var constants = specialised.Value;
        var (tokens, heads, block, tileChannels, sumChannels) =
            (constants.Tokens, constants.Heads, constants.Block, constants.TileChannels, constants.SumChannels);
        var skips = constants.Skips != 0;
        var P = (tokens + 7) / 8 * 8;
        var scores = SharedMemory.Allocate<float>(heads * block * P);
        var products = SharedMemory.Allocate<float>(heads * block * P);
        var shares = SharedMemory.Allocate<float>(heads * tokens * block);
        var slopes = SharedMemory.Allocate<float>(heads * tokens * block);
        var firstPixel = Grid.IdxX * chunk;
        var count = KernelMath.Min(chunk, pixels - firstPixel);
        var firstRow = (Grid.IdxZ * pixels) + firstPixel;
        var width = C / heads;

        // The soft-max takes Group.DimX pixels at a time: those past the end are copies of the last.
        var padded = (count + Group.DimX - 1) / Group.DimX * Group.DimX;
        for (var h = 0; h < heads; h++)
        {
            for (var p = 0; p < padded; p += ScoreTile)
            {
                var starts = new int[ScoreTile];
                for (var i = 0; i < ScoreTile; i++)
                    starts[i] = ((firstRow + KernelMath.Min(p + i, count - 1)) * C) + (h * width);
                for (var panel = 0; panel < P; panel += Group.DimX)
                {
                    var sums = new float[ScoreTile];
                    var others = new float[ScoreTile];
                    for (var i = 0; i < ScoreTile; i++)
                    {
                        sums[i] = 0f;
                        others[i] = 0f;
                    }

                    var column = (((Grid.IdxZ * C) + (h * width)) * 2 * P) + panel;
                    for (var c = 0; c < width; c++)
                    {
                        var key = columns[column + Group.IdxX];
                        var value = columns[column + P + Group.IdxX];
                        for (var i = 0; i < ScoreTile; i++)
                        {
                            sums[i] = KernelMath.Fma(x[starts[i] + c], key, sums[i]);
                            others[i] = KernelMath.Fma(dy[starts[i] + c], value, others[i]);
                        }

                        column += 2 * P;
                    }

                    for (var i = 0; i < ScoreTile; i++)
                    {
                        var at = (((h * block) + p + i) * P) + panel + Group.IdxX;
                        scores[at] = sums[i];
                        products[at] = others[i];
                    }
                }
            }
        }

        Group.Barrier();

        for (var h = 0; h < heads; h++)
        {
            for (var first = 0; first < count; first += Group.DimX)
            {
                var p = first + Group.IdxX;
                var at = ((h * block) + p) * P;
                var parts = new float[tokens];
                var top = -3.4e38f;
                for (var m = 0; m < tokens; m++)
                {
                    parts[m] = scores[at + m];
                    top = KernelMath.Larger(top, parts[m]);
                }

                var total = 0f;
                var mean = 0f;
                for (var m = 0; m < tokens; m++)
                {
                    parts[m] = KernelMath.Exp(parts[m] - top);
                    total += parts[m];
                    mean = KernelMath.Fma(parts[m], products[at + m], mean);
                }

                var part = 1f / total;
                mean *= part;
                for (var m = 0; m < tokens; m++)
                {
                    var share = parts[m] * part;
                    shares[(((h * tokens) + m) * block) + p] = share;
                    slopes[(((h * tokens) + m) * block) + p] = share * (products[at + m] - mean);
                }
            }
        }

        Group.Barrier();

        for (var h = 0; h < heads; h++)
        {
            for (var panel = 0; panel < width; panel += Group.DimX * tileChannels)
            {
                var channel = (h * width) + KernelMath.Min(panel, width - (Group.DimX * tileChannels)) + Group.IdxX;
                for (var p = 0; p < count; p += PixelTile)
                {
                    var sums = new float[PixelTile * tileChannels];
                    for (var i = 0; i < PixelTile; i++)
                    {
                        var at = ((firstRow + KernelMath.Min(p + i, count - 1)) * C) + channel;
                        for (var t = 0; t < tileChannels; t++)
                            sums[(i * tileChannels) + t] = skips ? dy[at + (t * Group.DimX)] : 0f;
                    }

                    for (var m = 0; m < tokens; m++)
                    {
                        for (var t = 0; t < tileChannels; t++)
                        {
                            var key = kv[(((Grid.IdxZ * tokens) + m) * 2 * C) + channel + (t * Group.DimX)];
                            for (var i = 0; i < PixelTile; i++)
                            {
                                var slope = slopes[(((h * tokens) + m) * block) + p + i];
                                sums[(i * tileChannels) + t] =
                                    KernelMath.Fma(slope, key, sums[(i * tileChannels) + t]);
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
                            }
                        }
                    }
                }
            }

            for (var panel = 0; panel < width; panel += Group.DimX * sumChannels)
            {
                var channel = (h * width) + KernelMath.Min(panel, width - (Group.DimX * sumChannels)) + Group.IdxX;
                var keys = new float[tokens * sumChannels];
                var values = new float[tokens * sumChannels];
                for (var i = 0; i < tokens * sumChannels; i++)
                {
                    keys[i] = 0f;
                    values[i] = 0f;
                }

                for (var p = 0; p < count; p++)
                {
                    var at = ((firstRow + p) * C) + channel;
                    for (var t = 0; t < sumChannels; t++)
                    {
                        var value = x[at + (t * Group.DimX)];
                        var gradient = dy[at + (t * Group.DimX)];
                        for (var m = 0; m < tokens; m++)
                        {
                            var weight = (((h * tokens) + m) * block) + p;
                            keys[(m * sumChannels) + t] =
                                KernelMath.Fma(slopes[weight], value, keys[(m * sumChannels) + t]);
                            values[(m * sumChannels) + t] =
                                KernelMath.Fma(shares[weight], gradient, values[(m * sumChannels) + t]);
                        }
                    }
                }

                var row = (((Grid.IdxZ * Grid.DimX) + Grid.IdxX) * tokens * C) + channel;
                for (var m = 0; m < tokens; m++)
                {
                    for (var t = 0; t < sumChannels; t++)
                    {
                        dKeys[row + (m * C) + (t * Group.DimX)] = scale * keys[(m * sumChannels) + t];
                        dValues[row + (m * C) + (t * Group.DimX)] = values[(m * sumChannels) + t];
                    }
                }
            }
        }
    }
}
