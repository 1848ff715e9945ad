using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>One block of Mobile-Former: map and tokens in, map and tokens out.</summary>
internal abstract class MobileFormerBlockLayer
{
    public abstract (Tensor X, Tensor Tokens) Build(GraphBuilder builder, Tensor x, Tensor tokens);

    /// <summary>The kind of layer that a row of the table asks for.</summary>
    public static MobileFormerBlockLayer Create(
        ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant, bool spatial) =>
        block switch
        {
            { IsConvolutionOnly: true } => new LiteBlock(scope, block, variant),
            { Downsampling: true } => new DownsamplingBlock(scope, block, variant, spatial),
            _ => new InvertedBottleneckBlock(scope, block, variant, spatial),
        };

    private protected static Tensor Shuffle(GraphBuilder builder, string name, Tensor x, int groups, bool enabled) =>
        enabled ? builder.Add(name, new ChannelShuffle(groups), x) : x;
}

/// <summary>The lite bottleneck (SPEC 1.3): convolutions alone, tokens pass by.</summary>
internal sealed class LiteBlock : MobileFormerBlockLayer
{
    private readonly string _path;
    private readonly MobileFormerBlock _block;
    private readonly bool _shuffles;
    private readonly ConvolutionNorm _depthwise;
    private readonly ConvolutionNorm _projection;

    public LiteBlock(ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant)
    {
        (_path, _block, _shuffles) = (scope.Path, block, variant.FilterGroups > 1);
        var sequence = scope.At("conv");
        _depthwise = new ConvolutionNorm(sequence, 0, (block.InputChannels, block.FirstHidden, 3), block.Stride,
            block.InputChannels);
        _projection = new ConvolutionNorm(sequence, 4, (block.FirstHidden, block.OutputChannels, 1),
            filterGroups: variant.FilterGroups);
    }

    public override (Tensor X, Tensor Tokens) Build(GraphBuilder builder, Tensor x, Tensor tokens)
    {
        var y = builder.Apply(_path + ".conv.2", new Relu6(), _depthwise.Build(builder, x));
        y = Shuffle(builder, _path + ".conv.3", y, _block.InputChannels, _shuffles);
        y = _projection.Build(builder, y);
        return (_block.HasResidual ? builder.Sum(_path + ".sum", y, x) : y, tokens);
    }
}

/// <summary>What both blocks with tokens share: the bridges and the Former sub-block.</summary>
internal abstract class BridgedBlock : MobileFormerBlockLayer
{
    private readonly bool _spatial;
    private readonly string _path;
    private MobileToFormerBridge? _toFormer;
    private FormerBlock? _former;
    private FormerToMobileBridge? _toMobile;

    protected BridgedBlock(
        ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant, bool spatial)
    {
        (_path, Block, Variant, _spatial) = (scope.Path, block, variant, spatial);
        Shuffles = variant.FilterGroups > 1;
    }

    protected MobileFormerBlock Block { get; }

    protected MobileFormerVariant Variant { get; }

    protected bool Shuffles { get; }

    protected string Path => _path;

    // Declared behind the convolutions: state-dict order.
    protected void DeclareBridges(ParameterScope scope)
    {
        _toFormer = new MobileToFormerBridge(scope.At("local_global"), Block.InputChannels, Variant.TokenChannels);
        _former = new FormerBlock(scope.At("global_block"), Variant.TokenChannels);
        _toMobile = new FormerToMobileBridge(scope.At("global_local"), Block.OutputChannels, Variant.TokenChannels);
    }

    public sealed override (Tensor X, Tensor Tokens) Build(GraphBuilder builder, Tensor x, Tensor tokens)
    {
        (tokens, var scores) = _toFormer!.Build(builder, x, tokens, _spatial);
        tokens = _former!.Build(builder, tokens);
        var attention = scores is null ? null : Attention(builder, x, scores);
        return (_toMobile!.Build(builder, BuildMobile(builder, x, tokens, attention), tokens), tokens);
    }

    /// <summary>The Mobile sub-block, residual included.</summary>
    protected abstract Tensor BuildMobile(GraphBuilder builder, Tensor x, Tensor tokens, Tensor? attention);

    // SPEC 4.4: scores at the size of the map to activate, then soft-max over the tokens.
    private Tensor Attention(GraphBuilder builder, Tensor x, Tensor scores)
    {
        var (height, width) = (((x.Shape[1] - 1) / Block.Stride) + 1, ((x.Shape[2] - 1) / Block.Stride) + 1);
        if (Block.Stride > 1)
            scores = builder.Add(_path + ".attention.pool", new AdaptiveAveragePool(height, width), scores);
        return builder.Add(_path + ".attention", new Softmax(), scores);
    }
}

/// <summary><c>DnaBlock</c> (SPEC 1.8): 1x1, depthwise, 1x1.</summary>
internal sealed class InvertedBottleneckBlock : BridgedBlock
{
    private readonly ConvolutionNorm _widen;
    private readonly DynamicRelu _widenActivation;
    private readonly ConvolutionNorm _depthwise;
    private readonly DynamicRelu _depthwiseActivation;
    private readonly ConvolutionNorm _narrow;

    public InvertedBottleneckBlock(
        ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant, bool spatial)
        : base(scope, block, variant, spatial)
    {
        var (hidden, groups) = (block.FirstHidden, variant.FilterGroups);
        _widen = new(scope.At("conv1"), 0, (block.InputChannels, hidden, 1), filterGroups: groups);
        _widenActivation = new(scope.At("hyper1"), variant.TokenChannels, hidden);
        _depthwise = new(scope.At("conv2"), 0, (hidden, hidden, 3), block.Stride, hidden);
        _depthwiseActivation = new(scope.At("hyper2"), variant.TokenChannels, hidden);
        _narrow = new(scope.At("conv3"), 0, (hidden, block.OutputChannels, 1), filterGroups: groups);
        DeclareBridges(scope);
    }

    protected override Tensor BuildMobile(GraphBuilder builder, Tensor x, Tensor tokens, Tensor? attention)
    {
        var groups = Variant.FilterGroups;
        var y = Shuffle(builder, Path + ".conv1.2", _widen.Build(builder, x), groups, Shuffles);
        y = _widenActivation.Build(builder, y, tokens, attention);
        y = _depthwiseActivation.Build(builder, _depthwise.Build(builder, y), tokens, attention);
        y = Shuffle(builder, Path + ".conv3.2", _narrow.Build(builder, y), groups, Shuffles);
        return Block.HasResidual ? builder.Sum(Path + ".sum", y, x) : y;
    }
}

/// <summary><c>DnaBlock3</c> (SPEC 1.8): depthwise, 1x1, and with a residual around them depthwise, 1x1.</summary>
internal sealed class DownsamplingBlock : BridgedBlock
{
    private readonly ConvolutionNorm _first;
    private readonly DynamicRelu _firstActivation;
    private readonly ConvolutionNorm _firstProjection;
    private readonly ConvolutionNorm _second;
    private readonly DynamicRelu _secondActivation;
    private readonly ConvolutionNorm _secondProjection;

    public DownsamplingBlock(
        ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant, bool spatial)
        : base(scope, block, variant, spatial)
    {
        var (inputs, outputs, groups) = (block.InputChannels, block.OutputChannels, variant.FilterGroups);
        _first = new(scope.At("conv1"), 0, (inputs, block.FirstHidden, 3), block.Stride, inputs);
        _firstActivation = new(scope.At("hyper1"), variant.TokenChannels, block.FirstHidden);
        _firstProjection = new(scope.At("conv2"), 0, (block.FirstHidden, outputs, 1), filterGroups: groups);
        _second = new(scope.At("conv3"), 0, (outputs, block.SecondHidden, 3), filterGroups: outputs);
        _secondActivation = new(scope.At("hyper3"), variant.TokenChannels, block.SecondHidden);
        _secondProjection = new(scope.At("conv4"), 0, (block.SecondHidden, outputs, 1), filterGroups: groups);
        DeclareBridges(scope);
    }

    protected override Tensor BuildMobile(GraphBuilder builder, Tensor x, Tensor tokens, Tensor? attention)
    {
        var y = Shuffle(builder, Path + ".conv1.2", _first.Build(builder, x), Block.InputChannels, Shuffles);
        y = _firstActivation.Build(builder, y, tokens, attention);
        var inner = _firstProjection.Build(builder, y);
        y = Shuffle(builder, Path + ".conv3.2", _second.Build(builder, inner), Block.OutputChannels, Shuffles);
        y = _secondActivation.Build(builder, y, tokens, attention);
        y = builder.Sum(Path + ".sum", _secondProjection.Build(builder, y), inner);
        return Block.HasResidual ? builder.Sum(Path + ".residual", y, x) : y;
    }
}
