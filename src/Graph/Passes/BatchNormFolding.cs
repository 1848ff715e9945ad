using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Passes;

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
        var epsilon = (double)norm.Epsilon;
        var folded = GraphBuilder.Derived("fold", filter.Shape, [filter, weight, variance], c =>
        {
            var result = new float[c[0].Length];
            var width = result.Length / c[1].Length;
            for (var row = 0; row < c[1].Length; row++)
            {
                var slope = Slope(c[1][row], c[2][row], epsilon);
                for (var i = row * width; i < (row + 1) * width; i++)
                    result[i] = (float)(c[0][i] * slope);
            }

            return result;
        });
        var ownBias = inputs.Skip(2);
        var shift = GraphBuilder.Derived("shift", bias.Shape, [weight, bias, mean, variance, .. ownBias], c =>
        {
            var result = new float[c[0].Length];
            for (var i = 0; i < result.Length; i++)
            {
                var own = c.Length > 4 ? c[4][i] : 0.0;
                result[i] = (float)(c[1][i] + ((own - c[2][i]) * Slope(c[0][i], c[3][i], epsilon)));
            }

            return result;
        });
        return (folded, shift);
    }

    private static double Slope(float weight, float variance, double epsilon) => weight / Math.Sqrt(variance + epsilon);
}
