using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Moves activations, dynamic ReLU and residual sums into the kernel that makes their input, if nothing else reads it.
/// </summary>
/// <remarks>
/// <code>
/// before: y = Pointwise(x, filter, bias);  a = DyRelu(y, slopes);  b = AddResidual(a, r)
/// after:  b = Pointwise > DyRelu > AddResidual(x, filter, bias, slopes, r)
/// </code>
/// </remarks>
internal static class EpilogueFusion
{
    // Sums of many gradients would make kernels of any length; drivers name files by kernels (PoCL, 255 characters).
    private const int MostSteps = 3;

    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is Elementwise elementwise && rewriter.SoleConsumer(node.Inputs[0]) is not null
                && rewriter[node.Inputs[0]].Producer is { Op: EpilogueOp op } producer
                && op.Epilogue.Steps.Count + elementwise.Epilogue.Steps.Count <= MostSteps)
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
}
