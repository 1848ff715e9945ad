using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// The bridge Former to Mobile (SPEC 1.6): pixels attend to the tokens and add what they find, or give it alone.
/// </summary>
public static class FormerToMobileKernels
{
    // Pixels whose scores a thread computes at a time.
    private const int PixelTile = 8;

    // Pixels whose scores are in shared memory at a time.
    private const int BlockPixels = 32;

    // x, y: [N, pixels, C]   kv: [N, M, 2C], k (scaled) in the first C columns, v in the last
    // s[h, m, p] = k[m] . x[p] over the channels of head h;   a = soft-max over m of s
    // y[p, c] = x[p, c] + sum over m of a[head of c, m, p] * v[m, c], without x[p, c] if not skips
    //
    // For each block of pixels: lanes are tokens and x is the same for all of them; then lanes are pixels (each with
    // its heads) for the soft-max; then lanes are channels and a is the same for all of them.
    // Grid: X runs of `run` pixels, Z images. M = tokens.
    // C >= Group.SizeX; a panel of Group.SizeX channels meets two heads at most; BlockPixels * heads is a multiple of
    // Group.SizeX.
    [Kernel]
    public static void Forward(
        View<float> x, View<float> kv, View<float> y, int pixels, int run, int C,
        [Constant] int tokens, [Constant] int heads, [Constant] int sharedChannels, [Constant] bool skips)
    {
        var padded = (tokens + Group.SizeX - 1) / Group.SizeX * Group.SizeX;
        var pairs = BlockPixels * heads;
        var keys = Shared.Array<float>(sharedChannels * padded);
        var scores = Shared.Array<float>(pairs * padded);
        var weights = Shared.Array<float>(pairs * tokens);
        var image = Grid.IndexZ * tokens * 2 * C;
        var width = C / heads;

        for (var panel = 0; panel < padded; panel += Group.SizeX)
        {
            var row = image + (KernelMath.Min(panel + Group.IndexX, tokens - 1) * 2 * C);
            for (var c = 0; c < C; c++)
                keys[(c * padded) + panel + Group.IndexX] = kv[row + c];
        }

        var end = KernelMath.Min((Grid.IndexX + 1) * run, pixels);
        for (var block = Grid.IndexX * run; block < end; block += BlockPixels)
        {
            var count = KernelMath.Min(BlockPixels, end - block);
            var firstRow = (Grid.IndexZ * pixels) + block;
            for (var h = 0; h < heads; h++)
            {
                for (var p = 0; p < count; p += PixelTile)
                {
                    var starts = new int[PixelTile];
                    for (var i = 0; i < PixelTile; i++)
                        starts[i] = ((firstRow + KernelMath.Min(p + i, count - 1)) * C) + (h * width);
                    for (var panel = 0; panel < padded; panel += Group.SizeX)
                    {
                        var sums = new float[PixelTile];
                        for (var i = 0; i < PixelTile; i++)
                            sums[i] = 0f;
                        var column = (h * width * padded) + panel;
                        for (var c = 0; c < width; c++)
                        {
                            var key = keys[column + Group.IndexX];
                            for (var i = 0; i < PixelTile; i++)
                                sums[i] = KernelMath.Fma(x[starts[i] + c], key, sums[i]);
                            column += padded;
                        }

                        for (var i = 0; i < PixelTile; i++)
                            scores[((((p + i) * heads) + h) * padded) + panel + Group.IndexX] = sums[i];
                    }
                }
            }

            Group.Barrier();

            for (var first = 0; first < count * heads; first += Group.SizeX)
            {
                var pair = first + Group.IndexX;
                var shares = new float[tokens];
                var top = -3.4e38f;
                for (var m = 0; m < tokens; m++)
                {
                    shares[m] = scores[(pair * padded) + m];
                    top = KernelMath.Max(top, shares[m]);
                }

                var total = 0f;
                for (var m = 0; m < tokens; m++)
                {
                    shares[m] = KernelMath.Exp(shares[m] - top);
                    total += shares[m];
                }

                var scale = 1f / total;
                for (var m = 0; m < tokens; m++)
                    weights[(m * pairs) + pair] = shares[m] * scale;
            }

            Group.Barrier();

            for (var panel = 0; panel < C; panel += Group.SizeX)
            {
                var first = KernelMath.Min(panel, C - Group.SizeX);
                var channel = first + Group.IndexX;
                var firstHead = first / width;
                var lastHead = (first + Group.SizeX - 1) / width;
                var values = new float[tokens];
                for (var m = 0; m < tokens; m++)
                    values[m] = kv[image + (m * 2 * C) + C + channel];
                var at = (firstRow * C) + first;
                if (firstHead == lastHead)
                {
                    for (var p = 0; p < count; p++)
                    {
                        var sum = skips ? x[at + Group.IndexX] : 0f;
                        for (var m = 0; m < tokens; m++)
                            sum = KernelMath.Fma(weights[(m * pairs) + (p * heads) + firstHead], values[m], sum);
                        y[at + Group.IndexX] = sum;
                        at += C;
                    }
                }
                else
                {
                    // Two heads meet in this panel: each lane takes the weight of its own.
                    var isNear = channel < lastHead * width;
                    for (var p = 0; p < count; p++)
                    {
                        var sum = skips ? x[at + Group.IndexX] : 0f;
                        for (var m = 0; m < tokens; m++)
                        {
                            var near = weights[(m * pairs) + (p * heads) + firstHead];
                            var far = weights[(m * pairs) + (p * heads) + lastHead];
                            sum = KernelMath.Fma(isNear ? near : far, values[m], sum);
                        }

                        y[at + Group.IndexX] = sum;
                        at += C;
                    }
                }
            }

            // All have read the weights before the next block's scores and weights overwrite them.
            Group.Barrier();
        }
    }
}
