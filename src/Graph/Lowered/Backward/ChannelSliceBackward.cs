using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of <see cref="Ops.Slice"/>: dy in the place of its channels, 0 in all others.</summary>
/// <remarks>Input: dy [..., Count]. Output [..., Channels].</remarks>
internal sealed record ChannelSliceBackward(int Offset, int Channels) : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        Offset >= 0 && Offset + inputs[0].Last <= Channels
            ? [inputs[0].WithLast(Channels)]
            : throw new ShapeException(this, "dy", $"at most {Channels - Offset} channels wide", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var dy = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, Channels);
        // The gradient of a concatenation of nothing and of these columns.
        context.Launch(
            new KernelSpecialisation(Library.ConcatBackwardKernels.Backward, new GroupShape(lanes)),
            RowGrids.Of(Tiling.Panels(Channels, lanes), dy),
            context.Input(0), context.Output(), context.Output(), 0, dy.Last, Offset, Channels);
    }
}
