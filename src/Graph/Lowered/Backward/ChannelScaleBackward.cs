using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of <see cref="ChannelScale"/>, y = x * scale * Factor: dx = dy * scale * Factor, and of each scale the
/// sum of dy * x * Factor over the pixels.
/// </summary>
/// <remarks>
/// Inputs: dy [N, ..., C]; x [N, ..., C]; scale [N, ..., C] of N * C elements. Output 0: dx as x. Output 1:
/// [N, Chunks, ..., C], the scales' gradients of each chunk of pixels, or as scale where there is one chunk.
/// </remarks>
internal sealed record ChannelScaleBackward(float Factor) : KernelOp
{
    public override bool MakesMaps => true;

    private const int MostPixels = 256;

    /// <summary>Adds the nodes and returns dx and dscale.</summary>
    public static (Tensor Dx, Tensor Dscale) Add(
        GraphBuilder builder, string name, float factor, Tensor dy, Tensor x, Tensor scale)
    {
        var outputs = builder.AddNode(name, new ChannelScaleBackward(factor), dy, x, scale);
        var partial = outputs[1];
        return (outputs[0],
            partial.Shape == scale.Shape ? partial : SumRows.Add(builder, $"{name}.scale", partial, 1));
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, x, scale) = (inputs[0], inputs[1], inputs[2]);
        if (dy != x)
            throw new ShapeException(this, "dy", x, dy);
        new ChannelScale(Factor).Check(this, x, [scale]);
        var pixels = x.Rows / x[0];
        var chunks = Tiling.Panels(pixels, BackwardTiling.Chunk(pixels, MostPixels));
        return [x, chunks == 1 ? scale : new Shape([x[0], chunks, .. scale.Skip(1)])];
    }

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(1);
        var (pixels, C) = (x.Rows / x[0], x.Last);
        var chunk = BackwardTiling.Chunk(pixels, MostPixels);
        var lanes = Tiling.Lanes(context.Capabilities, C);
        var tile = BackwardTiling.Channels(context.Capabilities, C, lanes, most: 4);
        context.Launch(
            new KernelSpecialisation(
                Library.ChannelScaleBackwardKernels.Backward, new GroupShape(lanes),
                new Library.ColumnConstants { Tile = tile }),
            new LaunchShape(Tiling.Panels(C, lanes * tile), Tiling.Panels(pixels, chunk), x[0]),
            context.Input(0), context.Input(1), context.Input(2), context.Output(0), context.Output(1), Factor,
            pixels, chunk, C);
    }
}
