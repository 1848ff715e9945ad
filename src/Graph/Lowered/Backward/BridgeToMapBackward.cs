using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of the bridge Former to Mobile (Networks 1.6). Per head, with a[m, p] = soft-max over tokens of
/// Scale * k[m] . x[p], b = v[m] . dy[p] and d = a * (b - sum over m of a * b):
/// dx[p] = dy[p] (if <see cref="Skips"/>) + Scale * sum over m of d * k[m], dk[m] = Scale * sum over p of d * x[p], dv[m] = sum over p of
/// a * dy[p].
/// </summary>
/// <remarks>
/// Inputs: dy [N, H, W, C]; x [N, H, W, C]; kv [N, M, 2C], scaled keys and values; columns of
/// <see cref="BridgeToMapPrepare"/>. Output 0: dx as x. Outputs 1 and 2: dk and dv, each [N, Chunks, M, C] by chunks of
/// pixels, or [N, M, C] where there is one chunk.
/// </remarks>
internal sealed record BridgeToMapBackward(int Heads, float Scale, bool Skips = true) : KernelOp
{
    public override bool MakesMaps => true;

    /// <summary>Adds the nodes and returns dx, dk and dv.</summary>
    /// <param name="builder">Gets the nodes.</param>
    /// <param name="name">Of the nodes.</param>
    /// <param name="heads">Of the bridge.</param>
    /// <param name="scale">Of its scores.</param>
    /// <param name="dy">[N, H, W, C].</param>
    /// <param name="x">The map [N, H, W, C].</param>
    /// <param name="k">Unscaled keys [N, M, C].</param>
    /// <param name="v">Values [N, M, C].</param>
    /// <param name="skips">Whether the bridge adds x.</param>
    public static (Tensor Dx, Tensor Dk, Tensor Dv) Add(
        GraphBuilder builder, string name, int heads, float scale, Tensor dy, Tensor x, Tensor k, Tensor v,
        bool skips = true)
    {
        var kv = builder.Add($"{name}.stack", new ScaledStack(scale), k, v);
        var columns = builder.Add($"{name}.prepare", new BridgeToMapPrepare(), kv);
        var outputs = builder.AddNode(name, new BridgeToMapBackward(heads, scale, skips), dy, x, kv, columns);
        return (outputs[0], BridgeChunks.Sum(builder, $"{name}.k", outputs[1]),
            BridgeChunks.Sum(builder, $"{name}.v", outputs[2]));
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, x, kv, columns) = (inputs[0], inputs[1], inputs[2], inputs[3]);
        var output = new FormerToMobile(Heads).InferShapes([x, kv])[0];
        if (dy != output)
            throw new ShapeException(this, "dy", output, dy);
        var expected = new BridgeToMapPrepare().InferShapes([kv])[0];
        if (columns != expected)
            throw new ShapeException(this, "columns", expected, columns);
        var partial = Chunks(x, kv[1]).Partial(x, kv[1]);
        return [x, partial, partial];
    }

    /// <summary>The scores again, and the gradients of both products.</summary>
    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        5L * inputs[1].Elements * inputs[2][1];

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(1);
        var (M, width) = (context.InputShape(2)[1], x[3] / Heads);
        var chunks = Chunks(x, M);
        var lanes = Tiling.Lanes(context.Capabilities, width, limit: 8);
        var two = context.Capabilities.IsProcessor && width % (2 * lanes) == 0;
        var kernel = new KernelSpecialisation(
            Library.BridgeToMapBackwardKernels.Backward, new GroupShape(lanes),
            new Library.BridgeToMapBackwardConstants
            {
                Tokens = M,
                Heads = Heads,
                Block = chunks.Block,
                TileChannels = two ? 2 : 1,
                SumChannels = two && M <= 3 ? 2 : 1,
                Skips = Skips ? 1 : 0,
            });
        context.Launch(kernel, new LaunchShape(chunks.Count, 1, x[0]),
            new Library.BridgeToMapInputs(context.Input(0), context.Input(1), context.Input(2), context.Input(3)),
            new Library.BridgeToMapGradients(context.Output(0), context.Output(1), context.Output(2)),
            new Library.BridgeSizes(x[1] * x[2], chunks.Pixels, x[3], Scale));
    }

    private BridgeChunks Chunks(Shape x, int M) =>
        BridgeChunks.Of(x, Heads, (2 * BridgeChunks.Padded(M)) + (2 * M));
}

/// <summary>Keys and values with tokens innermost, for <see cref="BridgeToMapBackward"/>.</summary>
/// <remarks>
/// Input: kv [N, M, 2C]. Output [N, C, 2P], of each channel the keys of all tokens, then the values, each filled up
/// with 0 to P, the next multiple of 8.
/// </remarks>
internal sealed record BridgeToMapPrepare : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var kv = inputs[0];
        return kv.Rank == 3 && kv[2] % 2 == 0
            ? [new Shape(kv[0], kv[2] / 2, 2 * BridgeChunks.Padded(kv[1]))]
            : throw new ShapeException(this, "kv", "[N,M,2C]", kv);
    }

    public override void Forward(ForwardContext context)
    {
        var kv = context.InputShape(0);
        var C = kv[2] / 2;
        var lanes = Tiling.Lanes(context.Capabilities, C);
        context.Launch(
            new KernelSpecialisation(Library.BridgeToMapBackwardKernels.Prepare, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(C, lanes), 1, kv[0]),
            context.Input(0), context.Output(), kv[1], C, BridgeChunks.Padded(kv[1]));
    }
}
