using GpuFormer.Graph.Lowered;

namespace GpuFormer.Graph;

/// <summary>An op in which a network's graph ends while it is trained: a part of what training makes small.</summary>
/// <remarks>
/// Its first inputs are predictions, further ones are targets. Output 0 are terms, of which <see cref="Value"/> makes the
/// loss; output <c>1 + i</c> is the gradient of the weighted loss by prediction <c>i</c>.
/// </remarks>
/// <param name="Weight">By which the loss counts in the sum of all losses; its gradients have it in them.</param>
internal abstract record LossOp(double Weight) : KernelOp, IDifferentiable
{
    /// <summary>How many of the inputs are predictions.</summary>
    protected virtual int Predictions => 1;

    /// <summary>The loss, without its weight, of output 0; in double precision, on the host.</summary>
    public abstract double Value(ReadOnlySpan<float> terms);

    public void Differentiate(GradientContext context)
    {
        for (var i = 0; i < Predictions; i++)
        {
            if (context.NeedsGradient(i))
                context.AddGradient(i, context.Scaled(i, context.Output(1 + i)));
        }
    }
}

/// <summary>A loss in a graph.</summary>
/// <param name="Name">As the log calls it: <c>loss</c>, or <c>bbox_regression</c> beside others.</param>
/// <param name="Op">Makes the loss of its terms.</param>
/// <param name="Terms">Output 0 of the op.</param>
internal sealed record LossTerm(string Name, LossOp Op, Tensor Terms);
