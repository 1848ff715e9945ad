using GpuFormer.Graph.Lowering;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Training;

/// <summary>What happens to a model's graph before it is planned for training: passes before and after the gradients
/// are added, in order.</summary>
internal static class TrainingPipeline
{
    /// <summary>Before gradients are added.</summary>
    public static IReadOnlyList<GraphPass> Preparation { get; } =
    [
        new("DeadNodeRemoval", "First, so that no pass looks at what nothing needs.",
            (graph, _) => DeadNodeRemoval.Run(graph)),
        new("AttentionLowering", "Attentions keep what their gradients need; no weight takes their scales.",
            (graph, _) => AttentionLowering.Run(graph)),
        new("ConcatSplitting", "A concatenation of maps has no kernel.",
            (graph, _) => ConcatSplitting.Run(graph, mapsOnly: true)),
        new("ShuffleHoisting", "Before shuffles are folded: beside its convolution one costs nothing.",
            (graph, _) => ShuffleHoisting.Run(graph)),
        new("DepthwiseLowering", "Makes the shuffles of channel multipliers, which the next pass folds.",
            (graph, _) => DepthwiseLowering.Run(graph)),
        new("ShuffleFolding", "After all shuffles exist; there is no gradient of a shuffle.",
            (graph, _) => ShuffleFolding.Run(graph)),
        new("NormActivationFusion", "After shuffles between norms and activations are gone.",
            (graph, _) => NormActivationFusion.Run(graph)),
    ];

    /// <summary>After gradients are added.</summary>
    public static IReadOnlyList<GraphPass> Lowering { get; } =
    [
        new("Expansion", "Gradients read models' ops; kernels carry epilogues, models' ops do not.",
            (graph, _) => Expansion.Run(graph)),
        new("EpilogueFusion", "What the gradients need is read by them, so it stays.",
            (graph, _) => EpilogueFusion.Run(graph)),
        new("DeadNodeRemoval", "Gradients that nothing asked for.",
            (graph, _) => DeadNodeRemoval.Run(graph)),
        new("ConstantPacking", "Last: no pass reads a packed constant.",
            ConstantPacking.Run),
    ];

    internal static ComputeGraph Run(
        IReadOnlyList<GraphPass> passes, ComputeGraph graph, DeviceCapabilities device) =>
        passes.Aggregate(graph, (current, pass) => pass.Run(current, device));
}
