using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// The bridge Former to Mobile (Networks 1.6): every pixel attends to the M tokens and adds what it finds:
/// y = x + soft-max over tokens of (x . k, per head) times v. The scale C/Heads to the -1/2 is already in k. Without
/// <see cref="Skips"/>, x is not added.
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, C]; kv [N, M, 2C], k in the first C columns, v in the last. Output [N, H, W, C].
/// </remarks>
internal sealed record FormerToMobile(int Heads, bool Skips = true) : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, kv) = (inputs[0], inputs[1]);
        if (x.Rank != 4 || x[3] % Heads != 0)
            throw new ShapeException(this, "x", $"[N,H,W,C], C a multiple of {Heads} heads", x);
        if (kv.Rank != 3 || kv[0] != x[0] || kv[2] != 2 * x[3])
            throw new ShapeException(this, "x", x, "kv", kv);
        return [x];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];

    public override void Forward(ForwardContext context)
    {
        var (x, kv, device) = (context.InputShape(0), context.InputShape(1), context.Capabilities);
        var (pixels, C, workers, isProcessor) = (x[1] * x[2], x[3], device.Workers, TileTable.Of(device).BridgeThreads == 1);
        // A small map is to fill a card too.
        var block = isProcessor || (long)x[0] * pixels >= 64L * workers ? 32 : 16;
        var tiling = BridgeTiling.Choose(device, C, Heads, kv[1], Math.Min(pixels, 8), block, together: false);
        // A panel that meets two heads chooses between their weights for each pixel: dearer here than one more panel.
        if (isProcessor && C / Heads % (tiling.Lanes * tiling.TileChannels) != 0)
            tiling = tiling with { TileChannels = 1 };
        // Long runs, since each group brings the keys into its memory first; several for each worker. On a card groups
        // are short.
        var run = block;
        if (isProcessor)
        {
            var rows = (int)Math.Min(int.MaxValue, (long)x[0] * pixels);
            run = Math.Min(pixels, Math.Max(TileTable.Of(device).BridgePixels, Tiling.Panels(rows, workers * 4)));
            // No run is shorter than a tile: the kernel's blocks overlap inside of one.
            run = Math.Max(tiling.TilePixels,
                Tiling.Panels(pixels, Tiling.Panels(Tiling.Panels(pixels, run), workers) * workers));
        }

        var kernel = new KernelSpecialisation(
            Library.FormerToMobileKernels.Forward, tiling.Group,
            new Library.FormerToMobileConstants
            {
                Tokens = kv[1],
                Heads = tiling.Heads,
                AllHeads = Heads,
                BlockPixels = tiling.Block,
                TilePixels = tiling.TilePixels,
                TileChannels = tiling.TileChannels,
                Steps = tiling.Steps,
                Slices = tiling.Slices,
                SharedChannels = tiling.SharedChannels(device),
                Staged = tiling.IsStaged(device) ? 1 : 0,
                Several = isProcessor ? 1 : 0,
                Skips = Skips ? 1 : 0,
            });
        context.Launch(kernel, new LaunchShape(Tiling.Panels(pixels, run), Heads / tiling.Heads, x[0]),
            context.Input(0), context.Input(1), context.Output(),
            new Library.FormerToMobileSizes(pixels, run, kv[1], C));
    }
}
