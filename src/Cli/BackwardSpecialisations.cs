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
        new(ChannelScaleBackwardKernels.Backward, new(32), ("tile", 1)),
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
        new(BridgeToTokensBackwardKernels.Merge, new(32), ("heads", 2), ("gated", 1)),
        new(BridgeToTokensBackwardKernels.Prepare, new(32), ("gated", 1)),
        new(BridgeToTokensBackwardKernels.Backward, new(8), ("tokens", 3), ("heads", 2), ("block", 96),
            ("pixelTile", 8), ("panelTile", 1), ("tileChannels", 1), ("hasScores", 0), ("adds", 0), ("hasValues", 0)),
        new(BridgeToMapBackwardKernels.Prepare, new(32)),
        new(BridgeToMapBackwardKernels.Backward, new(8), ("tokens", 3), ("heads", 2), ("block", 96),
            ("tileChannels", 1), ("sumChannels", 1), ("skips", 1)),
        new(SpatialDyReluBackwardKernels.Slopes, new(32), ("tokens", 4)),
        new(SpatialDyReluBackwardKernels.Attention, new(8)),
        new(SumKernels.Rows, new(32), ("tile", 1)),
        new(BatchNormKernels.Statistics, new(32), ("tile", 1), ("tileRows", 4)),
        new(BatchNormKernels.Merge, new(32)),
        new(BatchNormKernels.BackwardSums<NormThenDyRelu, Slopes>, new(32), ("tile", 1), ("slopes", 1)),
        new(BatchNormKernels.BackwardSums<NormThen<Relu6Derivative>, NoTerms>, new(32), ("tile", 1), ("slopes", 0)),
        new(BatchNormKernels.BackwardMerge, new(32)),
        new(BatchNormKernels.SlopeMerge, new(32)),
        new(BatchNormKernels.BackwardInput<NormThenDyRelu, Slopes>, new(32)),
        new(PointwiseBackwardKernels.Filter, new(32), ("tileOutputs", 4), ("tileInputs", 1), ("tiles", 1), ("blockRows", 0)),
        new(DepthwiseBackwardKernels.Input, new(32), ("R", 3), ("S", 3), ("stride", 1), ("tile", 4)),
        new(DepthwiseBackwardKernels.Filter, new(32), ("R", 3), ("S", 3), ("taps", 3), ("stride", 1), ("tile", 4)),
        new(DenseConvolutionKernels.Filter, new(32), ("tileOutputs", 4), ("tileInputs", 1)),
        new(PatchAttentionBackwardKernels.Queries, new(32), ("sharedWidth", 36), ("keys", 32), ("queryVectors", 1),
            ("tileKeys", 2), ("tileQueries", 4), ("tileChannels", 1), ("several", 1)),
        new(PatchAttentionBackwardKernels.Keys, new(32), ("sharedWidth", 36), ("queries", 32), ("keyVectors", 1),
            ("tileQueries", 2), ("tileKeys", 2), ("tileChannels", 1), ("several", 1)),
        new(ResizeKernels.BilinearBackward, new(32)),
        new(StemBackwardKernels.Filter, new(32), ("stride", 2), ("tile", 4)),
        new(ConcatKernels.FirstToken, new(32)),
        new(CrossEntropyKernels.Forward, new(32)),
        new(OptimizerKernels.AdamW, new(32)),
        new(OptimizerKernels.Sgd, new(32), ("nesterov", 1)),
        new(OptimizerKernels.RmsProp, new(32)),
        new(OptimizerKernels.Average, new(32)),
        new(OptimizerKernels.Accumulate, new(32), ("keep", 1)),
        new(OptimizerKernels.SquareSums, new(32)),
        new(VariableKernels.Gather, new(32)),
        new(VariableKernels.Scatter, new(32)),
    ];
}
