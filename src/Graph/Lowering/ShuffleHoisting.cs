using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Moves a channel shuffle from behind a batch norm to before it, beside the convolution that can store shuffled.
/// </summary>
/// <remarks>
/// <code>
/// before: n = BatchNorm(y, weight, ...);  s = ChannelShuffle(g)(n)
/// after:  t = ChannelShuffle(g)(y);  s = BatchNorm(t, weight shuffled, ...)
/// </code>
/// </remarks>
internal static class ShuffleHoisting
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is ChannelShuffle shuffle && rewriter.SoleConsumer(node.Inputs[0]) is not null
                && rewriter[node.Inputs[0]].Producer is { Op: BatchNorm } norm)
            {
                var channels = node.Output.Shape.Last;
                var order = Permuted.Shuffled(shuffle.Groups, channels);
                var shuffled = rewriter.Builder.Add(node.Name, shuffle, norm.Inputs[0]);
                rewriter.Replace(node.Output, rewriter.Builder.Add(norm.Name, norm.Op,
                    [shuffled, .. norm.Inputs.Skip(1).Select(t => GraphBuilder.Derived(order, t))]));
            }
            else
            {
                rewriter.Copy(node);
            }
        }

        return rewriter.Build();
    }
}
