using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of the first 3x3 convolution by its filter, in chunks of rows.</summary>
/// <remarks>
/// Inputs: x [N, K, H, W]; dy [N, outH, outW, C]. Output [Chunks, C, K, 3, 3], or [C, K, 3, 3] where there is one chunk.
/// </remarks>
internal sealed record StemFilterGradient(int Stride) : KernelOp
{
    private const int LeastPixels = 4096;

    /// <summary>Adds the nodes and returns the gradient [C, K, 3, 3].</summary>
    public static Tensor Add(GraphBuilder builder, string name, int stride, Tensor x, Tensor dy)
    {
        var partial = builder.Add(name, new StemFilterGradient(stride), x, dy);
        return partial.Shape.Rank == 4 ? partial : SumRows.Add(builder, $"{name}.sum", partial, 0);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, dy) = (inputs[0], inputs[1]);
        if (x.Rank != 4 || dy.Rank != 4 || x[0] != dy[0]
            || dy[1] != ((x[2] - 1) / Stride) + 1 || dy[2] != ((x[3] - 1) / Stride) + 1)
        {
            throw new ShapeException(this, "x", x, "dy", dy);
        }

        var chunks = Tiling.Panels(dy[0] * dy[1], ChunkOf(dy));
        return [chunks == 1 ? new Shape(dy[3], x[1], 3, 3) : new Shape(chunks, dy[3], x[1], 3, 3)];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        inputs[1].Elements * 9L * inputs[0][1];

    public override void Forward(ForwardContext context)
    {
        var (x, dy) = (context.InputShape(0), context.InputShape(1));
        var (rows, chunk) = (dy[0] * dy[1], ChunkOf(dy));
        var lanes = Tiling.Lanes(context.Capabilities, dy[3]);
        // Every column once: a strip may not overlap.
        var tile = new[] { 4, 7, 2, 1 }.First(t => dy[2] % t == 0);
        context.Launch(
            new KernelSpecialisation(Library.StemBackwardKernels.Filter, new GroupShape(lanes),
                new Library.StemFilterConstants { Stride = Stride, Tile = tile }),
            new LaunchShape(Tiling.Panels(dy[3], lanes), Tiling.Panels(rows, chunk), x[1]),
            context.Input(0), context.Input(1), context.Output(),
            new Library.StemSizes(x[1], x[2], x[3], dy[3], dy[1], dy[2]), rows, chunk);
    }

    private static int ChunkOf(Shape dy)
    {
        var rows = dy[0] * dy[1];
        return BackwardTiling.Chunk(rows, Math.Max(1, Math.Max(LeastPixels / dy[2], rows / 128)));
    }
}
