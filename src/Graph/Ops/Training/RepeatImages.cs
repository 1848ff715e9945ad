using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered.Backward;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>What all images share, once for each image: the learned tokens, while they are learned.</summary>
/// <remarks>Input: constant [...]. Output [Images, ...].</remarks>
internal sealed record RepeatImages(int Images) : Op, IDifferentiable
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) => [new Shape([Images, .. inputs[0]])];

    /// <summary>The same of what is not learned: a constant, no node.</summary>
    public static Tensor Constant(Tensor constant, int images) =>
        GraphBuilder.Derived(new RepeatedForImages(images), constant);

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is { } dy)
            context.AddGradient(0, SumImages.Add(context.Builder, context.Named("sum"), dy));
    }
}
