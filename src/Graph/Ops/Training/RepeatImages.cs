using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Training;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>What all images share, once for each image: the learned tokens, while they are learned.</summary>
/// <remarks>Input: constant [...]. Output [Images, ...].</remarks>
public sealed record RepeatImages(int Images) : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) => [new Shape([Images, .. inputs[0]])];

    public override IReadOnlyList<Tensor>? Expand(GraphBuilder builder, Node node) =>
        [Constant(node.Inputs[0], Images)];

    /// <summary>The same of what is not learned: a constant, no node.</summary>
    public static Tensor Constant(Tensor constant, int images) =>
        GraphBuilder.Derived(new RepeatedForImages(images), constant);

    public override void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is { } dy)
            context.AddGradient(0, SumImages.Add(context.Builder, context.Named("sum"), dy));
    }
}
