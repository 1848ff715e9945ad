using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Stores maps in panels of a vector's channels where all that read and write them can: what a depthwise convolution
/// reads of its lanes' channels lies together, and not in a part of a cache line for each pixel.
/// </summary>
/// <remarks>
/// <code>
/// before: y [N, H, W, C] = Depthwise(Pointwise(x, ...), ...)
/// after:  the same with ToPanels of the 1x1 convolution and FromPanels of the depthwise convolution
/// </code>
/// </remarks>
internal static class PanelStorage
{
    public static ComputeGraph Run(ComputeGraph graph, DeviceCapabilities device)
    {
        // A card's threads read whole cache lines of either layout.
        if (!device.IsProcessor)
            return graph;
        var panel = device.LaneCount;
        var rewriter = new GraphRewriter(graph);
        var stored = graph.Nodes.Where(node => IsStored(node)).Select(node => node.Output).ToHashSet();
        foreach (var node in graph.Nodes)
        {
            if (node.Op is not EpilogueOp op)
            {
                rewriter.Copy(node);
                continue;
            }

            var (from, to) = (stored.Contains(node.Inputs[0]) ? panel : 0, stored.Contains(node.Output) ? panel : 0);
            rewriter.Copy(node, from + to == 0 ? op : op with { FromPanels = from, ToPanels = to },
                rewriter.MappedInputs(node));
        }

        return rewriter.Build();

        // Panels are for what depthwise convolutions read and write.
        bool IsStored(Node node) => node.Op is EpilogueOp op && node.Output.Shape.Rank == 4
            && !rewriter.IsOutput(node.Output) && op.StoresPanels(panel, ShapesOf(node), device)
            && rewriter.Consumers(node.Output).All(reader => reader.Op is EpilogueOp other
                && reader.Inputs[0] == node.Output && !reader.Inputs.Skip(1).Contains(node.Output)
                && other.ReadsPanels(panel, ShapesOf(reader), device)
                && (node.Op is not Pointwise || reader.Op is Depthwise));
    }

    private static Shape[] ShapesOf(Node node) => [.. node.Inputs.Select(input => input.Shape)];
}
