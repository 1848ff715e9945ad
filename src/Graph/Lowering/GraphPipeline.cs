using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Lowering;

/// <summary>One pass over a graph.</summary>
/// <param name="Name">What the pass does, in its textbook noun.</param>
/// <param name="Reason">Why it stands where it stands.</param>
/// <param name="Run">From the graph before to the graph after, for a device.</param>
internal sealed record GraphPass(string Name, string Reason, Func<ComputeGraph, DeviceCapabilities, ComputeGraph> Run);

/// <summary>What happens to a model's graph before it is planned: all passes, in order.</summary>
internal static class GraphPipeline
{
    public static IReadOnlyList<GraphPass> Passes { get; } =
    [
        new("DeadNodeRemoval", "First, so that no pass looks at what nothing needs, such as unused stage outputs.",
            (graph, _) => DeadNodeRemoval.Run(graph)),
        new("BatchNormFolding", "Before all that looks for a convolution beside its activation: norms stand between.",
            (graph, _) => BatchNormFolding.Run(graph)),
        new("AttentionScaleFolding", "Before stacking, which hides the linear that takes the scale among others.",
            (graph, _) => AttentionScaleFolding.Run(graph)),
        new("ConcatSplitting", "Before expansion, while a linear is a linear; the sum it leaves is fused later.",
            (graph, _) => ConcatSplitting.Run(graph)),
        new("DepthwiseLowering", "Makes the shuffles of channel multipliers, which the next pass folds.",
            (graph, _) => DepthwiseLowering.Run(graph)),
        new("ShuffleFolding", "After all shuffles exist, before expansion hides generators and filters' columns.",
            (graph, _) => ShuffleFolding.Run(graph)),
        new("Expansion", "After the passes that read models' ops; kernels carry epilogues, models' ops do not.",
            (graph, _) => Expansion.Run(graph)),
        new("EpilogueFusion", "Before stacking, which compares epilogues.",
            (graph, _) => EpilogueFusion.Run(graph)),
        new("LinearStacking", "Before bridges are lowered: their kernels read stacked queries, gates, keys and values.",
            (graph, _) => LinearStacking.Run(graph)),
        new("BridgeLowering", "Removes the slices that stacking left.",
            (graph, _) => BridgeLowering.Run(graph)),
        new("WinogradLowering", "When epilogues are in their convolutions; its products are 1x1 convolutions.",
            WinogradLowering.Run),
        new("MatrixUnits", "When all 1x1 convolutions and linears are there; before packing, which lays filters out.",
            MatrixUnits.Run),
        new("PanelStorage", "When all kernels are chosen that read and write maps; before packing, which asks ops.",
            PanelStorage.Run),
        new("ConstantPacking", "Last: no pass reads a packed constant.",
            ConstantPacking.Run),
    ];

    /// <summary>Runs all passes.</summary>
    /// <param name="graph">As a model builds it.</param>
    /// <param name="device">What the kernels will run on.</param>
    /// <param name="after">Called after every pass with its result, for readers and tests.</param>
    /// <exception cref="NotSupportedException">A node has no kernel and could not be expanded.</exception>
    public static ComputeGraph Lower(
        ComputeGraph graph, DeviceCapabilities device, Action<GraphPass, ComputeGraph>? after = null)
    {
        foreach (var pass in Passes)
        {
            graph = pass.Run(graph, device);
            after?.Invoke(pass, graph);
        }

        return graph;
    }

    /// <summary>The same with constants as they are stored, before a device has them laid out its way.</summary>
    /// <param name="graph">As a model builds it.</param>
    /// <param name="device">What the kernels will run on.</param>
    /// <param name="precision">How filters and maps are stored.</param>
    public static ComputeGraph Unpacked(ComputeGraph graph, DeviceCapabilities device, Precision precision)
    {
        var lowered = Passes.SkipLast(1).Aggregate(graph, (g, pass) => pass.Run(g, ForPrecision(device, precision)));
        return HalfStorage.Run(lowered, device, precision);
    }

    /// <summary>What a device can do in a precision: matrix units round what they multiply to halves.</summary>
    internal static DeviceCapabilities ForPrecision(DeviceCapabilities device, Precision precision) => device with
    {
        HasMatrixUnits = device.HasMatrixUnits && precision == Precision.Half,
    };
}
