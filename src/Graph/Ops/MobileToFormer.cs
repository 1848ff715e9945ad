using GpuFormer.Kernels.Launch;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// The first half of the bridge Mobile to Former (SPEC 1.4): attention of M tokens over all pixels of a map, in chunks
/// of pixels. Head h of token m scores pixel p with the product of q and x over the channels of head h (the scale
/// C/Heads to the -1/2 is already in q); keys and values are the map itself.
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, C]; qAlpha [N, M, C or more], q in the first C columns; if there is a third input, a map as x,
/// it has the values. Output 0: [N, Chunks, M, C + 2 * Heads]: of each chunk the weighted sum of the values over its
/// pixels, relative to the chunk's maximum, then the maximum of each head,
/// then the sum of each head's exponentials. Output 1, only with <see cref="ReturnsLogits"/>: [N, H, W, M], the mean
/// of the heads' scores before soft-max. Chunks depend on the shape only (<see cref="ChunksOf"/>).
/// </remarks>
public sealed record MobileToFormerAttend(int Heads, bool ReturnsLogits = false) : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, q) = (inputs[0], inputs[1]);
        if (x.Rank != 4 || x[3] % Heads != 0)
            throw new ShapeException(this, "x", $"[N,H,W,C], C a multiple of {Heads} heads", x);
        if (q.Rank != 3 || q[0] != x[0] || q[2] < x[3])
            throw new ShapeException(this, "x", x, "qAlpha", q);
        if (inputs.Count > 2 && inputs[2] != x)
            throw new ShapeException(this, "values", x, inputs[2]);
        var partial = new Shape(x[0], ChunksOf(x), q[1], x[3] + (2 * Heads));
        return ReturnsLogits ? [partial, new Shape(x[0], x[1], x[2], q[1])] : [partial];
    }

    /// <summary>
    /// Into how many chunks the pixels of a map [N, H, W, C] are divided. Of the shape alone, so that results do not
    /// depend on the device: a kernel's most on large maps, about 64 pixels on small ones, so that there are several.
    /// </summary>
    public static int ChunksOf(Shape x) => Tiling.Panels(x[1] * x[2], ChunkPixels(x));

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];

    public override void Forward(ForwardContext context)
    {
        var (x, qAlpha) = (context.InputShape(0), context.InputShape(1));
        var (C, M) = (x[3], qAlpha[1]);
        // A panel of channels may meet two heads: with more than two, it must fit into one.
        var width = C / Heads;
        var lanes = Tiling.Lanes(context.Capabilities, Heads <= 2 ? C : width, limit: 8);
        var tokens = Math.Min(M, lanes);
        var tileChannels = width % (2 * lanes) == 0 ? 2 : 1;
        var kernel = new KernelSpecialisation(
            Library.MobileToFormerKernels.Attend, new GroupShape(lanes), ("tokens", tokens), ("heads", Heads),
            ("tileChannels", tileChannels), ("sharedChannels", Tiling.SharedChannels(context.Capabilities, C)),
            ("returnsLogits", ReturnsLogits ? 1 : 0));
        context.Launch(kernel, new LaunchShape(ChunksOf(x), Tiling.Panels(M, tokens), x[0]),
            context.Input(0), context.Input(context.InputCount > 2 ? 2 : 0), context.Input(1), context.Output(),
            context.Output(ReturnsLogits ? 1 : 0), x[1] * x[2], ChunkPixels(x), M, C, qAlpha[2]);
    }

    private static int ChunkPixels(Shape x)
    {
        var pixels = x[1] * x[2];
        var most = pixels > 2048 ? Library.MobileToFormerKernels.ChunkPixels : 64;
        return Tiling.Panels(pixels, Tiling.Panels(pixels, most));
    }
}

/// <summary>
/// The second half: joins the chunks in their order and gates the result, o * 2 * hardSigmoid(alpha).
/// </summary>
/// <remarks>
/// Inputs: partial, as <see cref="MobileToFormerAttend"/> makes it; qAlpha [N, M, 2C], alpha (before its hard sigmoid)
/// in the last C columns, or [N, M, C], and there is no gate. Output [N, M, C].
/// </remarks>
public sealed record MobileToFormerMerge(int Heads) : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (partial, alpha) = (inputs[0], inputs[1]);
        var channels = partial.Last - (2 * Heads);
        if (partial.Rank != 4 || partial[0] != alpha[0] || partial[2] != alpha[1]
            || (alpha.Last != channels && alpha.Last != 2 * channels))
        {
            throw new ShapeException(this, "partial", partial, "qAlpha", alpha);
        }

        return [alpha.WithLast(channels)];
    }

    public override void Forward(ForwardContext context)
    {
        var (partial, output) = (context.InputShape(0), context.OutputShape());
        var lanes = Tiling.Lanes(context.Capabilities, output[2]);
        var tile = context.Capabilities.PrefersTallTiles && output[2] >= 4 * lanes ? 4 : 1;
        var kernel = new KernelSpecialisation(
            Library.MobileToFormerKernels.Merge, new GroupShape(lanes), ("heads", Heads), ("tile", tile),
            ("gated", context.InputShape(1)[2] == output[2] ? 0 : 1));
        context.Launch(kernel, new LaunchShape(Tiling.Panels(output[2], lanes * tile), output[1], output[0]),
            context.Input(0), context.Input(1), context.Output(), partial[1], output[1], output[2]);
    }
}
