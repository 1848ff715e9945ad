using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of <see cref="Ops.DyRelu"/>, y = max(s1 * x, s2 * x): dx = dy * s, where s is the slope of the larger
/// product (their mean where both are equal, as PyTorch has it), and of each slope the sum of dy * x over the pixels
/// where it was taken.
/// </summary>
/// <remarks>
/// Inputs: dy [N, ..., C]; x [N, ..., C]; slopes [N, 2C], first all s1, then all s2. Output 0: dx as x. Output 1:
/// [N, Chunks, 2C], the slopes' gradients of each chunk of pixels, or [N, 2C] where there is one chunk.
/// </remarks>
internal sealed record DyReluBackward : KernelOp
{
    public override bool MakesMaps => true;

    private const int MostPixels = 256;

    /// <summary>Adds the nodes and returns dx and dslopes [N, 2C].</summary>
    public static (Tensor Dx, Tensor Dslopes) Add(GraphBuilder builder, string name, Tensor dy, Tensor x, Tensor slopes)
    {
        var outputs = builder.AddNode(name, new DyReluBackward(), dy, x, slopes);
        var partial = outputs[1];
        return (outputs[0], partial.Shape.Rank == 2 ? partial : SumRows.Add(builder, $"{name}.slopes", partial, 1));
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, x, slopes) = (inputs[0], inputs[1], inputs[2]);
        if (dy != x)
            throw new ShapeException(this, "dy", x, dy);
        var expected = new Shape(x[0], 2 * x.Last);
        if (slopes != expected)
            throw new ShapeException(this, "slopes", expected, slopes);
        var pixels = x.Rows / x[0];
        var chunks = Tiling.Panels(pixels, BackwardTiling.Chunk(pixels, MostPixels));
        return [x, chunks == 1 ? slopes : new Shape(x[0], chunks, 2 * x.Last)];
    }

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(1);
        var (pixels, C) = (x.Rows / x[0], x.Last);
        var chunk = BackwardTiling.Chunk(pixels, MostPixels);
        var lanes = Tiling.Lanes(context.Capabilities, C);
        var tile = BackwardTiling.Channels(context.Capabilities, C, lanes, most: 3);
        context.Launch(
            new KernelSpecialisation(Library.DyReluBackwardKernels.Backward, new GroupShape(lanes),
                new Library.ColumnConstants { Tile = tile }),
            new LaunchShape(Tiling.Panels(C, lanes * tile), Tiling.Panels(pixels, chunk), x[0]),
            context.Input(0), context.Input(1), context.Input(2), context.Output(0), context.Output(1),
            pixels, chunk, C);
    }
}
