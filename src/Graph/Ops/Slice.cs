using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Channels Offset to Offset + Count - 1. Where models state it, it becomes a <see cref="ChannelSlice"/>; a pass makes
/// others for layers whose results stand beside each other, and the node behind such a one reads the whole instead.
/// </summary>
/// <remarks>Input: x [..., C]. Output [..., Count].</remarks>
internal sealed record Slice(int Offset, int Count) : Op, IDifferentiable
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        Offset >= 0 && Count > 0 && Offset + Count <= inputs[0].Last
            ? [inputs[0].WithLast(Count)]
            : throw new ShapeException(this, "x", $"at least {Offset + Count} channels wide", inputs[0]);

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is { } dy)
        {
            context.AddGradient(0, context.Builder.Add(
                context.Named("x"), new ChannelSliceBackward(Offset, context.Input(0).Shape.Last), dy));
        }
    }
}
