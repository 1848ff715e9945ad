using System.Numerics;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// The first half of the bridge Mobile to Former (Networks 1.4): attention of M tokens over all pixels of a map, in
/// chunks of pixels. Head h of token m scores pixel p with the product of q and x over the channels of head h (the
/// scale C/Heads to the -1/2 is already in q); keys and values are the map itself.
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, C]; qAlpha [N, M, C or more], q in the first C columns; if there is a third input, a map as x,
/// it has the values. Output 0: [N, Chunks, M, C + 2 * Heads]: of each chunk first the weighted sums of the values over
/// its pixels, relative to the chunk's maximum, of all tokens; then the maxima of all heads and tokens, then the sums of
/// their exponentials. Output 1, only with <see cref="ReturnsLogits"/>: [N, H, W, M], the mean of the heads' scores
/// before soft-max. Chunks depend on the shape only (<see cref="ChunksOf"/>).
/// </remarks>
internal sealed record MobileToFormerAttend(int Heads, bool ReturnsLogits = false) : KernelOp
{
    private const int LargestChunk = 128;

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
    /// Into how many chunks the pixels of a map [N, H, W, C] are divided, evenly. Of the shape alone, so that results do
    /// not depend on the device: as many as give a card with many multiprocessors something to do, of small maps
    /// chunks of 16 pixels.
    /// </summary>
    public static int ChunksOf(Shape x)
    {
        var pixels = x[1] * x[2];
        return Tiling.Panels(pixels, pixels >= 6144 ? LargestChunk : pixels >= 1536 ? 64 : pixels >= 512 ? 32 : 16);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];

    public override void Forward(ForwardContext context)
    {
        var (x, qAlpha, device) = (context.InputShape(0), context.InputShape(1), context.Capabilities);
        var (pixels, C, M, chunks) = (x[1] * x[2], x[3], qAlpha[1], ChunksOf(x));
        var isProcessor = TileTable.Of(device).BridgeThreads == 1;
        var most = Tiling.Panels(pixels, chunks);
        var tiling = BridgeTiling.Choose(device, C, Heads, M, pixels / chunks,
            isProcessor ? LargestChunk : (int)BitOperations.RoundUpToPowerOf2((uint)most), ReturnsLogits);
        var tokens = Math.Min(M, tiling.Lanes);
        // On a processor a group brings the queries into its memory for several chunks; each worker has some.
        var workers = device.Workers;
        var groups = isProcessor
            ? Math.Min(chunks, Tiling.Panels(Tiling.Panels(Math.Max(pixels / 256, workers), x[0]), workers) * workers)
            : chunks;
        var kernel = new KernelSpecialisation(
            Library.MobileToFormerKernels.Attend, tiling.Group,
            new Library.MobileToFormerAttendConstants
            {
                Tokens = tokens,
                Heads = tiling.Heads,
                AllHeads = Heads,
                ChunkPixels = tiling.Block,
                TilePixels = tiling.TilePixels,
                TileChannels = tiling.TileChannels,
                Steps = tiling.Steps,
                Slices = tiling.Slices,
                SharedChannels = tiling.SharedChannels(device),
                Staged = tiling.IsStaged(device) ? 1 : 0,
                ReturnsLogits = ReturnsLogits ? 1 : 0,
            });
        context.Launch(kernel, new LaunchShape(groups, Tiling.Panels(M, tokens) * (Heads / tiling.Heads), x[0]),
            context.Input(0), context.Input(context.InputCount > 2 ? 2 : 0), context.Input(1), context.Output(),
            context.Output(ReturnsLogits ? 1 : 0), new Library.MobileToFormerSizes(pixels, chunks, M, C, qAlpha[2]));
    }
}

/// <summary>
/// The second half: joins the chunks in their order and gates the result, o * 2 * hardSigmoid(alpha).
/// </summary>
/// <remarks>
/// Inputs: partial, as <see cref="MobileToFormerAttend"/> makes it; qAlpha [N, M, 2C], alpha (before its hard sigmoid)
/// in the last C columns, or [N, M, C], and there is no gate. Output [N, M, C].
/// </remarks>
internal sealed record MobileToFormerMerge(int Heads) : KernelOp
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
        var device = context.Capabilities;
        var (C, chunks, isProcessor) = (output[2], partial[1], TileTable.Of(device).BridgeThreads == 1);
        var lanes = Tiling.Lanes(device, C, isProcessor ? int.MaxValue : 32);
        var tile = !isProcessor ? 1 : C >= 4 * lanes ? 4 : C >= 2 * lanes ? 2 : 1;
        // A processor makes the weights of the chunks once for all channels.
        var run = isProcessor ? C : lanes;
        var rows = isProcessor ? 1
            : Math.Clamp(Math.Min(TileTable.Of(device).BridgeThreads, device.MaximumGroupThreads) / lanes, 1, chunks);
        // Memory that is not touched costs a processor nothing: one kernel for most layers.
        var sharedChunks = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(chunks, isProcessor ? 128 : lanes));
        var kernel = new KernelSpecialisation(
            Library.MobileToFormerKernels.Merge, new GroupShape(lanes, rows),
            new Library.MobileToFormerMergeConstants
            {
                Heads = Heads,
                Tile = tile,
                SharedChunks = sharedChunks,
                Gated = context.InputShape(1)[2] == C ? 0 : 1,
            });
        context.Launch(kernel, new LaunchShape(Tiling.Panels(C, run), output[1], output[0]),
            context.Input(0), context.Input(1), context.Output(), chunks, output[1], C, run);
    }
}
