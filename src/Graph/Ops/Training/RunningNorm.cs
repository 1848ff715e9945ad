using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>
/// Batch norm with its running statistics in training, which stay as they are.
/// </summary>
/// <remarks>
/// Inputs: x [..., C]; weight, bias, mean, variance [C]. Outputs: y as x; affine [4, C], which scales the gradient; affine
/// [4, C] of y.
/// </remarks>
internal sealed record RunningNorm(float Epsilon) : Op, IDifferentiable
{
    /// <summary>Whether weight and bias have gradients, beside x.</summary>
    public bool Learns { get; init; }

    internal static readonly Elementwise Scaled = new() { Epilogue = Epilogue.Identity.Then(new ScaleShift()) };

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        [.. new BatchNorm(Epsilon).InferShapes(inputs), new Shape(4, inputs[0].Last), new Shape(4, inputs[0].Last)];

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        if (Learns && (context.NeedsGradient(1) || context.NeedsGradient(2)))
        {
            var (x, affine) = (context.Input(0), context.Output(2));
            var partial = context.Builder.Add(context.Named("sums"), new NormBackwardSums(null), dy, x, affine);
            var merged = context.Builder.AddNode(
                context.Named("merge"), new NormBackwardMerge(x.Shape.Rows), partial, affine);
            context.AddGradient(1, merged[0]);
            context.AddGradient(2, merged[1]);
        }

        if (context.NeedsGradient(0))
            context.AddGradient(0, context.Builder.Add(context.Named("x"), Scaled, dy, context.Output(1)));
    }
}
