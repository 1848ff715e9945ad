using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of a <see cref="GeneralConvolution"/> by its filter, in chunks of rows.</summary>
/// <remarks>
/// Inputs: x [N, H, W, K] as the convolution reads it; dy [N, h, w, C]. Output [Chunks, C, K / FilterGroups, R, S], or
/// [C, K / FilterGroups, R, S] where there is one chunk: the layout in which filters are stored.
/// </remarks>
internal sealed record ConvolutionFilterGradient(GeneralConvolution Forwards) : KernelOp
{
    private const int LeastPixels = 512;
    private const int MostElements = 1 << 20;

    /// <summary>Adds the nodes and returns the gradient [C, K / FilterGroups, R, S].</summary>
    /// <param name="builder">Gets the nodes.</param>
    /// <param name="name">Of the gradient.</param>
    /// <param name="op">The convolution, without padding columns.</param>
    /// <param name="x">Its input.</param>
    /// <param name="planar">Whether x is an image in planes.</param>
    /// <param name="dy">The gradient of its output.</param>
    public static Tensor Add(
        GraphBuilder builder, string name, GeneralConvolution op, Tensor x, bool planar, Tensor dy)
    {
        var padded = op.Padded(builder, name, x, planar, out var lowered);
        var partial = builder.Add(name, new ConvolutionFilterGradient(lowered), padded, dy);
        return partial.Shape.Rank == 4 ? partial : SumRows.Add(builder, $"{name}.sum", partial, 0);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, dy, op) = (inputs[0], inputs[1], Forwards);
        if (x.Rank != 4 || dy.Rank != 4 || dy != new Shape(x[0], op.Rows.Outputs, op.Columns.Outputs, dy.Last))
            throw new ShapeException(this, "x", x, "dy", dy);
        if (x[3] % op.FilterGroups != 0 || dy[3] % op.FilterGroups != 0)
            throw new ShapeException(this, "x", $"a multiple of {op.FilterGroups} channels wide", x);
        int[] filter = [dy[3], x[3] / op.FilterGroups, op.Rows.Taps, op.Columns.Taps];
        var chunks = Tiling.Panels(dy[0] * dy[1], ChunkOf(x, dy));
        return [chunks == 1 ? new Shape(filter) : new Shape([chunks, .. filter])];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)inputs[1].Elements * (inputs[0].Last / Forwards.FilterGroups)
            * Forwards.Rows.Taps * Forwards.Columns.Taps;

    public override void Forward(ForwardContext context)
    {
        var (x, dy, device) = (context.InputShape(0), context.InputShape(1), context.Capabilities);
        var (rows, chunk, groups) = (dy[0] * dy[1], ChunkOf(x, dy), Forwards.FilterGroups);
        var sizes = Forwards.Sizes(x, dy);
        var lanes = Tiling.Lanes(device, sizes.Run);
        var tile = PointwiseFilterGradient.TileFor(device, sizes.GroupOutputs, sizes.Run, lanes);
        context.Launch(
            new KernelSpecialisation(Library.ConvolutionKernels.Filter, new GroupShape(lanes),
                new Library.ConvolutionFilterConstants { TileOutputs = tile.Rows, TileInputs = tile.Channels }),
            new LaunchShape(Tiling.Panels(sizes.GroupOutputs, tile.Rows),
                sizes.Rows.Taps * sizes.Columns.Taps * Tiling.Panels(sizes.Run, lanes * tile.Channels),
                Tiling.Panels(rows, chunk) * groups),
            context.Input(0), context.Input(1), context.Output(), sizes, rows, chunk);
    }

    // Chunks of the shape alone; few enough that their sums cost little.
    private int ChunkOf(Shape x, Shape dy)
    {
        var rows = dy[0] * dy[1];
        var elements = dy[3] * (x[3] / Forwards.FilterGroups) * Forwards.Rows.Taps * Forwards.Columns.Taps;
        // A grid has 65,535 groups along Z on every device, and all filter groups lie there too.
        var most = Math.Min(Tiling.Panels(rows * dy[2], LeastPixels), ushort.MaxValue / Forwards.FilterGroups);
        var chunks = Math.Clamp(MostElements / elements, 1, Math.Max(1, most));
        return Tiling.Panels(rows, Math.Min(chunks, rows));
    }
}
