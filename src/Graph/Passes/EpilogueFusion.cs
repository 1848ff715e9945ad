using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Passes;

/// <summary>
/// Moves activations, dynamic ReLU and residual sums into the kernel that makes their input, if nothing else reads it.
/// </summary>
/// <remarks>
/// <code>
/// before: y = Pointwise(x, filter, bias);  a = DyRelu(y, slopes);  b = AddResidual(a, r)
/// after:  b = Pointwise > DyRelu > AddResidual(x, filter, bias, slopes, r)
/// </code>
/// A dynamic ReLU between a 1x1 and a depthwise convolution stays where it is if workers run launches beside each other:
/// its slopes come out of the tokens' branch, for which the 1x1 convolution then need not wait.
/// </remarks>
internal static class EpilogueFusion
{
    public static ComputeGraph Run(ComputeGraph graph, DeviceCapabilities device)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (device is { PrefersTallTiles: true, Workers: > 1 } && WaitsForTokens(rewriter, node))
            {
                rewriter.Copy(node);
            }
            else if (node.Op is Elementwise elementwise && rewriter.SoleConsumer(node.Inputs[0]) is not null
                && rewriter[node.Inputs[0]].Producer is { Op: EpilogueOp op } producer)
            {
                var epilogue = elementwise.Epilogue.Steps.Aggregate(op.Epilogue, (all, step) => all.Then(step));
                var fused = op with { Epilogue = epilogue };
                var inputs = producer.Inputs.Concat(rewriter.MappedInputs(node).Skip(1)).ToArray();
                rewriter.Replace(node.Output, rewriter.Builder.Add(producer.Name, fused, inputs));
            }
            else
            {
                rewriter.Copy(node);
            }
        }

        return rewriter.Build();
    }

    private static bool WaitsForTokens(GraphRewriter rewriter, Node node) =>
        node.Op is Elementwise { Epilogue.Steps: [DyRelu] }
        && rewriter.SoleConsumer(node.Output)?.Op is Depthwise
        && rewriter[node.Inputs[0]].Producer is { Op: Pointwise };
}
