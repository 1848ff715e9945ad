using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of a dense 3x3 convolution by its filter, in chunks of rows.</summary>
/// <remarks>
/// Inputs: x [N, H, W, K]; dy [N, H, W, C]. Output [Chunks, C, K, 3, 3], or [C, K, 3, 3] where there is one chunk: the
/// layout in which filters are stored.
/// </remarks>
internal sealed record DenseFilterGradient : KernelOp
{
    private const int LeastPixels = 512;
    private const int MostElements = 1 << 20;

    /// <summary>Adds the nodes and returns the gradient [C, K, 3, 3].</summary>
    public static Tensor Add(GraphBuilder builder, string name, Tensor x, Tensor dy)
    {
        var partial = builder.Add(name, new DenseFilterGradient(), x, dy);
        return partial.Shape.Rank == 4 ? partial : SumRows.Add(builder, $"{name}.sum", partial, 0);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, dy) = (inputs[0], inputs[1]);
        if (x.Rank != 4 || dy.Rank != 4 || x.WithLast(dy.Last) != dy)
            throw new ShapeException(this, "x", x, "dy", dy);
        var chunks = Tiling.Panels(dy[0] * dy[1], ChunkOf(x, dy));
        return [chunks == 1 ? new Shape(dy[3], x[3], 3, 3) : new Shape(chunks, dy[3], x[3], 3, 3)];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        inputs[1].Elements * 9L * inputs[0].Last;

    public override void Forward(ForwardContext context)
    {
        var (x, dy, device) = (context.InputShape(0), context.InputShape(1), context.Capabilities);
        var (rows, chunk) = (dy[0] * dy[1], ChunkOf(x, dy));
        var lanes = Tiling.Lanes(device, x[3]);
        var tile = PointwiseFilterGradient.TileFor(device, dy[3], x[3], lanes);
        context.Launch(
            new KernelSpecialisation(Library.DenseConvolutionKernels.Filter, new GroupShape(lanes),
                new Library.DenseConvolutionFilterConstants { TileOutputs = tile.Rows, TileInputs = tile.Channels }),
            new LaunchShape(Tiling.Panels(dy[3], tile.Rows), 9 * Tiling.Panels(x[3], lanes * tile.Channels),
                Tiling.Panels(rows, chunk)),
            context.Input(0), context.Input(1), context.Output(),
            new Library.DenseConvolutionSizes(x[1], x[2], x[3], dy[3]), rows, chunk);
    }

    // Chunks of the shape alone; few enough that their sums cost little.
    private static int ChunkOf(Shape x, Shape dy)
    {
        var rows = dy[0] * dy[1];
        var chunks = Math.Clamp(MostElements / (9 * x[3] * dy[3]), 1, Tiling.Panels(rows * dy[2], LeastPixels));
        return Tiling.Panels(rows, Math.Min(chunks, rows));
    }
}
