using GpuFormer.Graph.Ops.Backward;
using GpuFormer.Graph.Training;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>What all images share, once for each image: the learned tokens, while they are learned.</summary>
/// <remarks>Input: constant [...]. Output [Images, ...].</remarks>
public sealed record RepeatImages(int Images) : Op
{
    /// <summary>The label of what <see cref="Constant"/> makes: the one constant that depends on the batch.</summary>
    public const string Label = "repeat";

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) => [new Shape([Images, .. inputs[0]])];

    public override IReadOnlyList<Tensor>? Expand(GraphBuilder builder, Node node) =>
        [Constant(node.Inputs[0], Images)];

    /// <summary>The same of what is not learned: a constant, no node.</summary>
    public static Tensor Constant(Tensor constant, int images) =>
        GraphBuilder.Derived(Label, new Shape([images, .. constant.Shape]), [constant],
            c => Enumerable.Repeat(c[0], images).SelectMany(x => x).ToArray());

    public override void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is { } dy)
            context.AddGradient(0, SumImages.Add(context.Builder, context.Named("sum"), dy));
    }
}
