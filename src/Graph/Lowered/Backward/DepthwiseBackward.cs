using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of a <see cref="Depthwise"/> by its input.</summary>
/// <remarks>Inputs: dy [N, outH, outW, Q]; filter [R, S, Q]. Output [N, Height, Width, Channels].</remarks>
internal sealed record DepthwiseInputGradient(int Stride, int Height, int Width, int Channels) : KernelOp
{
    public override bool MakesMaps => true;

    /// <inheritdoc cref="Depthwise.ColumnStride"/>
    public int ColumnStride { get; init; } = Stride;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, filter) = (inputs[0], inputs[1]);
        if (Stride is not (1 or 2) || ColumnStride is not (1 or 2))
            throw new ArgumentException($"{Name}: strides of {Stride} and {ColumnStride}; there are 1 and 2.");
        if (dy.Rank != 4 || filter.Rank != 3 || filter[2] != dy.Last || dy.Last % Channels != 0
            || dy[1] != ((Height - 1) / Stride) + 1 || dy[2] != ((Width - 1) / ColumnStride) + 1)
        {
            throw new ShapeException(this, "dy", dy, $"filter of a map {Height} x {Width} x {Channels}", filter);
        }

        return [new Shape(dy[0], Height, Width, Channels)];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)inputs[0].Elements * inputs[1][0] * inputs[1][1];

    public override void Forward(ForwardContext context)
    {
        var (dy, filter) = (context.InputShape(0), context.InputShape(1));
        var lanes = Tiling.Lanes(context.Capabilities, Channels);
        var sizes = new Library.DepthwiseSizes(Height, Width, Channels, dy[1], dy[2]);
        if (Depthwise.Loops(filter[0], filter[1]))
        {
            var columns = Math.Min(Depthwise.LoopTile, Width);
            var strips = Tiling.Panels(Width, columns);
            context.Launch(
                new KernelSpecialisation(Library.LargeDepthwiseKernels.Input, new GroupShape(lanes),
                    new Library.LargeDepthwiseConstants { Stride = Stride, Across = ColumnStride, Tile = columns }),
                new LaunchShape(Tiling.Panels(Channels, lanes), Height * strips, dy[0]),
                context.Input(0), context.Input(1), context.Output(), sizes, dy[3], strips, filter[0], filter[1]);
            return;
        }

        int[] tiles = ColumnStride == 1 ? [8, 7, 4, 2, 1] : Width % 2 == 0 ? [8, 4, 2, 1] : [1];
        var tile = tiles.Where(t => t <= Width).MinBy(t => Tiling.Panels(Width, t) * (t + 1.5));
        context.Launch(
            new KernelSpecialisation(Library.DepthwiseBackwardKernels.Input, new GroupShape(lanes),
                new Library.DepthwiseConstants
                {
                    R = filter[0],
                    S = filter[1],
                    Stride = Stride,
                    Across = ColumnStride,
                    Tile = tile,
                }),
            new LaunchShape(Tiling.Panels(Channels, lanes), Height, dy[0]),
            context.Input(0), context.Input(1), context.Output(), sizes, dy[3]);
    }
}

/// <summary>The gradient of a <see cref="Depthwise"/> by its filter of R rows of S taps, in chunks of rows.</summary>
/// <remarks>
/// Inputs: x [N, H, W, C]; dy [N, outH, outW, Q]. Output [Chunks, R, S, Q], or [R, S, Q] where there is one chunk.
/// </remarks>
internal sealed record DepthwiseFilterGradient(int Stride, int R = 3, int S = 3) : KernelOp
{
    // Sums that stay in registers beside a strip of gradients.
    private const int MostSums = 9;
    private const int LeastPixels = 2048;
    private const int MostElements = 1 << 18;

    /// <inheritdoc cref="Depthwise.ColumnStride"/>
    public int ColumnStride { get; init; } = Stride;

    /// <summary>Adds the nodes and returns the gradient [R, S, Q].</summary>
    public static Tensor Add(GraphBuilder builder, string name, DepthwiseFilterGradient op, Tensor x, Tensor dy)
    {
        var partial = builder.Add(name, op, x, dy);
        return partial.Shape.Rank == 3 ? partial : SumRows.Add(builder, $"{name}.sum", partial, 0);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, dy) = (inputs[0], inputs[1]);
        if (x.Rank != 4 || dy.Rank != 4 || x[0] != dy[0] || dy[3] % x[3] != 0
            || dy[1] != ((x[1] - 1) / Stride) + 1 || dy[2] != ((x[2] - 1) / ColumnStride) + 1)
        {
            throw new ShapeException(this, "x", x, "dy", dy);
        }

        var chunks = Tiling.Panels(dy[0] * dy[1], ChunkOf(dy));
        return [chunks == 1 ? new Shape(R, S, dy[3]) : new Shape(chunks, R, S, dy[3])];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)inputs[1].Elements * R * S;

    public override void Forward(ForwardContext context)
    {
        var (x, dy) = (context.InputShape(0), context.InputShape(1));
        var (rows, chunk) = (dy[0] * dy[1], ChunkOf(dy));
        var lanes = Tiling.Lanes(context.Capabilities, x[3]);
        var panels = Tiling.Panels(x[3], lanes);
        var sizes = new Library.DepthwiseSizes(x[1], x[2], x[3], dy[1], dy[2]);
        if (Depthwise.Loops(R, S))
        {
            var columns = Math.Min(Depthwise.LoopTile, S);
            var parts = Tiling.Panels(S, columns);
            context.Launch(
                new KernelSpecialisation(Library.LargeDepthwiseKernels.Filter, new GroupShape(lanes),
                    new Library.LargeDepthwiseConstants { Stride = Stride, Across = ColumnStride, Tile = columns }),
                new LaunchShape(panels * (dy[3] / x[3]), Tiling.Panels(rows, chunk), R * parts),
                context.Input(0), context.Input(1), context.Output(), sizes, dy[3], panels, parts, rows, chunk, R, S);
            return;
        }

        var taps = R * S <= MostSums ? R : 1;
        // Every column once: a strip may not overlap.
        var tile = new[] { 4, 7, 2, 1 }.First(t => dy[2] % t == 0);
        context.Launch(
            new KernelSpecialisation(Library.DepthwiseBackwardKernels.Filter, new GroupShape(lanes),
                new Library.DepthwiseFilterConstants
                {
                    R = R,
                    S = S,
                    Taps = taps,
                    Stride = Stride,
                    Across = ColumnStride,
                    Tile = tile,
                }),
            new LaunchShape(panels * (dy[3] / x[3]), Tiling.Panels(rows, chunk), R / taps),
            context.Input(0), context.Input(1), context.Output(), sizes, dy[3], panels, rows, chunk);
    }

    private int ChunkOf(Shape dy)
    {
        var rows = dy[0] * dy[1];
        var chunks = Math.Clamp(MostElements / (R * S * dy[3]), 1, Tiling.Panels(rows * dy[2], LeastPixels));
        return Tiling.Panels(rows, Math.Min(chunks, rows));
    }
}
