using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;

namespace GpuFormer.Cli;

/// <summary>One specialisation of every backward kernel, for <see cref="EmittedTexts"/>.</summary>
internal static class BackwardSpecialisations
{
    public static IReadOnlyList<KernelSpecialisation> All { get; } =
    [
        new(ActivationBackwardKernels.Backward<HardSwishGradient>, new(32)),
        new(ActivationBackwardKernels.Backward<GeluGradient>, new(32)),
        new(DyReluBackwardKernels.Backward, new(32), ("tile", 1)),
        new(LayerNormBackwardKernels.Rows, new(32)),
        new(LayerNormBackwardKernels.Columns, new(32), ("tile", 1)),
        new(PoolingBackwardKernels.GlobalAverage, new(32)),
        new(PoolingBackwardKernels.AdaptiveAverage, new(32)),
        new(ConcatBackwardKernels.Backward, new(32)),
        new(SoftmaxBackwardKernels.Backward, new(32)),
        new(DropoutKernels.Elements, new(32)),
        new(DropoutKernels.Images, new(32)),
        new(TokenAttentionBackwardKernels.Backward, new(8), ("tokens", 6)),
        new(StackKernels.Scaled, new(32)),
        new(BridgeToTokensBackwardKernels.Merge, new(32), ("heads", 2)),
        new(BridgeToTokensBackwardKernels.Prepare, new(32)),
        new(BridgeToTokensBackwardKernels.Backward, new(8), ("tokens", 3), ("heads", 2), ("block", 96),
            ("pixelTile", 8), ("panelTile", 1), ("tileChannels", 1), ("hasScores", 0), ("adds", 0)),
        new(BridgeToMapBackwardKernels.Prepare, new(32)),
        new(BridgeToMapBackwardKernels.Backward, new(8), ("tokens", 3), ("heads", 2), ("block", 96),
            ("tileChannels", 1), ("sumChannels", 1)),
        new(SpatialDyReluBackwardKernels.Slopes, new(32), ("tokens", 4)),
        new(SpatialDyReluBackwardKernels.Attention, new(8)),
        new(SumKernels.Rows, new(32), ("tile", 1)),
    ];
}
