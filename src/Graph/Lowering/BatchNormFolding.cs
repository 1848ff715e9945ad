using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>Folds batch norm with running statistics into the convolution or linear before it.</summary>
/// <remarks>
/// <code>
/// before: y = Convolution(x, filter);  z = BatchNorm(y, weight, bias, mean, variance)
/// after:  z = Convolution(x, filter * s per output channel, bias - mean * s),  s = weight / sqrt(variance + epsilon)
/// </code>
/// The new constants are evaluated in double precision.
/// </remarks>
internal static class BatchNormFolding
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is BatchNorm norm && rewriter[node.Inputs[0]].Producer is { Op: Convolution or Linear } producer
                && rewriter.SoleConsumer(node.Inputs[0]) is not null)
            {
                var (filter, bias) = Fold(norm, producer.Inputs, node.Inputs);
                rewriter.Replace(node.Output,
                    rewriter.Builder.Add(producer.Name, producer.Op, producer.Inputs[0], filter, bias));
            }
            else
            {
                rewriter.Copy(node);
            }
        }

        return rewriter.Build();
    }

    private static (Tensor Filter, Tensor Bias) Fold(
        BatchNorm norm, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> statistics)
    {
        var filter = inputs[1];
        var (weight, bias, mean, variance) = (statistics[1], statistics[2], statistics[3], statistics[4]);
        return (GraphBuilder.Derived(new NormFoldedFilter(norm.Epsilon), filter, weight, variance),
            GraphBuilder.Derived(new NormFoldedBias(norm.Epsilon), [weight, bias, mean, variance, .. inputs.Skip(2)]));
    }
}
