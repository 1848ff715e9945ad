using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>Copies channels Offset to Offset + Count - 1.</summary>
/// <remarks>Input: x [..., C]. Output [..., Count].</remarks>
internal sealed record ChannelSlice(int Offset, int Count) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        new Slice(Offset, Count).InferShapes(inputs);

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, Count);
        // A concatenation of nothing and of these columns of x.
        context.Launch(
            new KernelSpecialisation(Library.ConcatKernels.Forward, new GroupShape(lanes)),
            RowGrids.Of(Tiling.Panels(Count, lanes), x),
            context.Input(0), context.Input(0), context.Output(), 0, Count, Offset, x.Last);
    }
}
