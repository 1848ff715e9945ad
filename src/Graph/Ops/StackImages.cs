using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Puts tensors of one shape behind each other along the batch: the outputs of several layers, so that one launch does
/// for all of them what follows. Expands to pairs of <see cref="JoinImages"/>.
/// </summary>
/// <remarks>Inputs: one or more [N, ...]. Output [count * N, ...], the first input first.</remarks>
internal sealed record StackImages : Op, IDifferentiable
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs.FirstOrDefault(input => input != inputs[0]) is { } other
            ? throw new ShapeException(this, "x", inputs[0], other)
            : [new Shape([inputs.Count * inputs[0][0], .. inputs[0].Skip(1)])];

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var images = context.Input(0).Shape[0];
        for (var i = 0; i < context.Node.Inputs.Count; i++)
        {
            if (context.NeedsGradient(i))
            {
                context.AddGradient(i, context.Builder.Add(
                    context.Named($"x{i}"), new ImageSlice(i * images, images), dy));
            }
        }
    }
}
