using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>
/// Batch norm with the statistics of the batch, and the activation behind it: y = activation((x - mean) / sqrt(variance
/// + Epsilon) * weight + bias), mean and (biased) variance over all rows of x.
/// </summary>
/// <remarks>
/// Inputs: x [N, ..., C]; weight, bias, running mean, running variance [C] (the latter two are not read: they name what
/// outputs 2 and 3 will update); slopes [N, 2C] if the activation is <see cref="DyRelu"/>. Outputs: y as x; affine
/// [4, C], of the gradient; mean and unbiased variance [C] of the batch.
/// </remarks>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Activation">An <see cref="Ops.Activation"/>, DyRelu or null.</param>
internal sealed record NormActivation(float Epsilon, EpilogueStep? Activation = null) : Op, IDifferentiable
{
    public override string Name => Activation is null ? nameof(NormActivation) : $"{nameof(NormActivation)} > {Activation}";

    /// <summary>Whether an activation can stand behind the norm.</summary>
    public static bool Takes(EpilogueStep step) => step is Ops.Activation or DyRelu;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var x = inputs[0];
        new BatchNorm(Epsilon).InferShapes([.. inputs.Take(5)]);
        if (x.Rows < 2)
            throw new ShapeException(this, "x", "of two rows or more", x);
        Activation?.Check(this, x, [.. inputs.Skip(5)]);
        return [x, new Shape(4, x.Last), new Shape(x.Last), new Shape(x.Last)];
    }

    public void Differentiate(GradientContext context)
    {
        context.SetStatistic(3, context.Output(2));
        context.SetStatistic(4, context.Output(3));
        if (context.OutputGradient() is not { } dy)
            return;
        var (x, affine) = (context.Input(0), context.Output(1));
        Tensor[] operands = [dy, x, affine, .. context.Node.Inputs.Skip(5)];
        var partial = context.Builder.Add(context.Named("sums"), new NormBackwardSums(Activation), operands);
        var merged = context.Builder.AddNode(context.Named("merge"), new NormBackwardMerge(x.Shape.Rows), partial, affine);
        context.AddGradient(1, merged[0]);
        context.AddGradient(2, merged[1]);
        if (Activation is DyRelu)
        {
            context.AddGradient(5,
                context.Builder.Add(context.Named("slopes"), new NormBackwardSlopes(x.Shape[0]), partial));
        }

        if (context.NeedsGradient(0))
        {
            context.AddGradient(0, context.Builder.Add(
                context.Named("x"), new NormBackwardInput(Activation), [.. operands, merged[2]]));
        }
    }
}
