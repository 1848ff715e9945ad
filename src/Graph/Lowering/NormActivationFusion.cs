using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Makes norms use the statistics of the batch, and joins each with the activation behind it: what stands between them
/// is never stored.
/// </summary>
/// <remarks>
/// <code>
/// before: n = BatchNorm(y, weight, bias, mean, variance);  a = DyRelu(n, slopes)
/// after:  a = NormActivation > DyRelu(y, weight, bias, mean, variance, slopes)
/// </code>
/// </remarks>
internal static class NormActivationFusion
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is BatchNorm { Training: not NormTraining.Batch } still)
            {
                var op = new RunningNorm(still.Epsilon) { Learns = still.Training == NormTraining.Running };
                rewriter.Replace(node.Output, rewriter.Builder.Add(node.Name, op, rewriter.MappedInputs(node)));
            }
            else if (node.Op is BatchNorm norm)
            {
                Replace(rewriter, node, new NormActivation(norm.Epsilon), rewriter.MappedInputs(node));
            }
            else if (node.Op is Elementwise { Epilogue.Steps: [var step] } && NormActivation.Takes(step)
                && rewriter.SoleConsumer(node.Inputs[0]) is not null
                && rewriter[node.Inputs[0]].Producer is { Op: NormActivation { Activation: null } fused } producer)
            {
                Replace(rewriter, node, fused with { Activation = step },
                    [.. producer.Inputs, .. rewriter.MappedInputs(node).Skip(1)], producer.Name);
            }
            else
            {
                rewriter.Copy(node);
            }
        }

        return rewriter.Build();
    }

    private static void Replace(
        GraphRewriter rewriter, Node node, NormActivation op, IReadOnlyList<Tensor> inputs, string? name = null) =>
        rewriter.Replace(node.Output, rewriter.Builder.Add(name ?? node.Name, op, inputs));
}
