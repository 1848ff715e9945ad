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
        new(DyReluBackwardKernels.Backward, new(32), new DyReluBackwardConstants { Tile = 1 }),
        new(ChannelScaleBackwardKernels.Backward, new(32), new ChannelScaleBackwardConstants { Tile = 1 }),
        new(LayerNormBackwardKernels.Rows, new(32)),
        new(LayerNormBackwardKernels.Columns, new(32), new LayerNormColumnsConstants { Tile = 1 }),
        new(PoolingBackwardKernels.GlobalAverage, new(32)),
        new(PoolingBackwardKernels.AdaptiveAverage, new(32)),
        new(ConcatBackwardKernels.Backward, new(32)),
        new(SoftmaxBackwardKernels.Backward, new(32)),
        new(DropoutKernels.Elements, new(32)),
        new(DropoutKernels.Images, new(32)),
        new(TokenAttentionBackwardKernels.Backward, new(8), new TokenAttentionConstants { Tokens = 6 }),
        new(StackKernels.Scaled, new(32)),
        new(BridgeToTokensBackwardKernels.Merge, new(32), new BridgeToTokensMergeConstants { Heads = 2, Gated = 1 }),
        new(BridgeToTokensBackwardKernels.Prepare, new(32), new BridgeToTokensPrepareConstants { Gated = 1 }),
        new(BridgeToTokensBackwardKernels.Backward, new(8),
            new BridgeToTokensBackwardConstants
            {
                Tokens = 3, Heads = 2, Block = 96, PixelTile = 8, PanelTile = 1, TileChannels = 1, HasScores = 0,
                Adds = 0, HasValues = 0,
            }),
        new(BridgeToMapBackwardKernels.Prepare, new(32)),
        new(BridgeToMapBackwardKernels.Backward, new(8),
            new BridgeToMapBackwardConstants
            {
                Tokens = 3, Heads = 2, Block = 96, TileChannels = 1, SumChannels = 1, Skips = 1,
            }),
        new(SpatialDyReluBackwardKernels.Slopes, new(32), new SpatialDyReluSlopesConstants { Tokens = 4 }),
        new(SpatialDyReluBackwardKernels.Attention, new(8)),
        new(SumKernels.Rows, new(32), new SumRowsConstants { Tile = 1 }),
        new(BatchNormKernels.Statistics, new(32), new BatchNormStatisticsConstants { Tile = 1, TileRows = 4 }),
        new(BatchNormKernels.Merge, new(32)),
        new(BatchNormKernels.BackwardSums<NormThenDyRelu, Slopes>, new(32),
            new BatchNormBackwardSumsConstants { Tile = 1, Slopes = 1 }),
        new(BatchNormKernels.BackwardSums<NormThen<Relu6Derivative>, NoTerms>, new(32),
            new BatchNormBackwardSumsConstants { Tile = 1, Slopes = 0 }),
        new(BatchNormKernels.BackwardMerge, new(32)),
        new(BatchNormKernels.SlopeMerge, new(32)),
        new(BatchNormKernels.BackwardInput<NormThenDyRelu, Slopes>, new(32)),
        new(PointwiseBackwardKernels.Filter, new(32),
            new PointwiseFilterConstants { TileOutputs = 4, TileInputs = 1, Tiles = 1, BlockRows = 0 }),
        new(DepthwiseBackwardKernels.Input, new(32),
            new DepthwiseConstants { R = 3, S = 3, Stride = 1, Across = 1, Tile = 4 }),
        new(DepthwiseBackwardKernels.Filter, new(32),
            new DepthwiseFilterConstants { R = 3, S = 3, Taps = 3, Stride = 1, Across = 1, Tile = 4 }),
        new(LargeDepthwiseKernels.Input, new(32), new LargeDepthwiseConstants { Stride = 2, Across = 2, Tile = 4 }),
        new(LargeDepthwiseKernels.Filter, new(32), new LargeDepthwiseConstants { Stride = 2, Across = 2, Tile = 4 }),
        new(MaximumBackwardKernels.Backward, new(32)),
        new(DenseConvolutionKernels.Filter, new(32),
            new DenseConvolutionFilterConstants { TileOutputs = 4, TileInputs = 1 }),
        new(PatchAttentionBackwardKernels.Queries, new(32),
            new PatchAttentionQueriesConstants
            {
                SharedWidth = 36, Keys = 32, QueryVectors = 1, TileKeys = 2, TileQueries = 4, TileChannels = 1,
                Several = 1,
            }),
        new(PatchAttentionBackwardKernels.Keys, new(32),
            new PatchAttentionKeysConstants
            {
                SharedWidth = 36, Queries = 32, KeyVectors = 1, TileQueries = 2, TileKeys = 2, TileChannels = 1,
                Several = 1,
            }),
        new(ResizeKernels.BilinearBackward, new(32)),
        new(StemBackwardKernels.Filter, new(32), new StemFilterConstants { Stride = 2, Tile = 4 }),
        new(ConcatKernels.FirstToken, new(32)),
        new(CrossEntropyKernels.Forward, new(32)),
        new(OptimizerKernels.AdamW, new(32)),
        new(OptimizerKernels.Sgd, new(32), new SgdConstants { Nesterov = 1 }),
        new(OptimizerKernels.RmsProp, new(32)),
        new(OptimizerKernels.Average, new(32)),
        new(OptimizerKernels.Accumulate, new(32), new AccumulateConstants { Keep = 1 }),
        new(OptimizerKernels.SquareSums, new(32)),
        new(VariableKernels.Gather, new(32)),
        new(VariableKernels.Scatter, new(32)),
    ];
}
