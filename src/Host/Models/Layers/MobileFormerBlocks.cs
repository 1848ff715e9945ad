using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>One block of Mobile-Former: map and tokens in, map and tokens out.</summary>
internal abstract class MobileFormerBlockLayer
{
    /// <summary>The bridge through which the tokens read the block's input; null without one.</summary>
    public virtual MobileToFormerBridge? ToFormer => null;

    public abstract (Tensor X, Tensor Tokens) Build(
        GraphBuilder builder, BranchDropping dropping, Tensor x, Tensor tokens);

    /// <summary>The kind of layer that a row of the table asks for.</summary>
    /// <param name="scope">Of the block.</param>
    /// <param name="block">The row.</param>
    /// <param name="variant">The table.</param>
    /// <param name="place">What its bridges have.</param>
    /// <param name="pixels">Of the map it reads, where they count.</param>
    public static MobileFormerBlockLayer Create(
        ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant, MixingPlace place, int pixels) =>
        block switch
        {
            { IsConvolutionOnly: true } => new LiteBlock(scope, block, variant, place.Options),
            { Downsampling: true } => new DownsamplingBlock(scope, block, variant, place, pixels),
            _ => new InvertedBottleneckBlock(scope, block, variant, place, pixels),
        };

    private protected static Tensor Shuffle(GraphBuilder builder, string name, Tensor x, int groups, bool enabled) =>
        enabled ? builder.Add(name, new ChannelShuffle(groups), x) : x;
}

/// <summary>The lite bottleneck (Networks 1.3): convolutions alone, tokens pass by, nothing is dropped.</summary>
internal sealed class LiteBlock : MobileFormerBlockLayer
{
    private readonly string _path;
    private readonly MobileFormerBlock _block;
    private readonly bool _shuffles;
    private readonly DepthwiseNorm _depthwise;
    private readonly ConvolutionNorm _projection;

    public LiteBlock(
        ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant, MobileFormerOptions options)
    {
        (_path, _block, _shuffles) = (scope.Path, block, variant.FilterGroups > 1);
        var sequence = scope.At("conv");
        var form = block.Downsampling ? options.Depthwise : DepthwiseForm.Square;
        _depthwise = new DepthwiseNorm(sequence, form, (block.InputChannels, block.FirstHidden, 3), block.Stride);
        // Between them stand an activation and a shuffle.
        _projection = new ConvolutionNorm(
            sequence, DepthwiseNorm.Entries(form) + 2, (block.FirstHidden, block.OutputChannels, 1),
            filterGroups: variant.FilterGroups);
    }

    public override (Tensor X, Tensor Tokens) Build(
        GraphBuilder builder, BranchDropping dropping, Tensor x, Tensor tokens)
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
    private readonly int _pixels;
    private readonly MixingPlace _place;
    private MobileToFormerBridge? _toFormer;
    private FormerBlock? _former;
    private FormerToMobileBridge? _toMobile;

    protected BridgedBlock(
        ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant, MixingPlace place, int pixels)
    {
        (Path, Block, Variant, _place, _pixels) = (scope.Path, block, variant, place, pixels);
        Shuffles = variant.FilterGroups > 1;
    }

    public sealed override MobileToFormerBridge? ToFormer => _toFormer;

    protected MobileFormerBlock Block { get; }

    protected MobileFormerVariant Variant { get; }

    protected MobileFormerOptions Options => _place.Options;

    protected bool Shuffles { get; }

    protected string Path { get; }

    protected ActivationLayer Activation(
        ParameterScope scope, BlockActivation kind, int channels, bool clips = true) =>
        new(scope, kind, Variant.TokenChannels, channels, Options.HyperReduction, clips);

    // Behind the last convolution of the block.
    protected ActivationLayer ProjectionGate(ParameterScope scope) => Activation(
        scope, Options.GatesProjection ? BlockActivation.SqueezeExcite : BlockActivation.None, Block.OutputChannels,
        clips: false);

    // Declared behind the convolutions: state-dict order.
    protected void DeclareBridges(ParameterScope scope)
    {
        _toFormer = new MobileToFormerBridge(scope.At("local_global"), Block.InputChannels, _pixels, _place);
        _former = new FormerBlock(scope.At("global_block"), _place);
        _toMobile = new FormerToMobileBridge(
            scope.At("global_local"), Block.OutputChannels, _pixels / (Block.Stride * Block.Stride), _place);
    }

    public sealed override (Tensor X, Tensor Tokens) Build(
        GraphBuilder builder, BranchDropping dropping, Tensor x, Tensor tokens)
    {
        (tokens, var scores) = _toFormer!.Build(builder, dropping, x, tokens, Options.SpatialDyRelu);
        tokens = _former!.Build(builder, dropping, tokens);
        var attention = scores is null ? null : Attention(builder, x, scores);
        var y = BuildConvolutions(builder, x, tokens, attention, out var residual);
        if (Options.BridgeBeforeSkip && !Block.Downsampling)
            y = Skip(builder, dropping, _toMobile!.Build(builder, dropping, y, tokens), residual);
        else
            y = _toMobile!.Build(builder, dropping, Skip(builder, dropping, y, residual), tokens);
        if (Block is { Downsampling: true, HasResidual: true })
            y = builder.Sum(Path + ".residual", y, x);
        return (y, tokens);
    }

    /// <summary>The convolutions of the Mobile sub-block, and what is to be added to their result, if anything.</summary>
    protected abstract Tensor BuildConvolutions(
        GraphBuilder builder, Tensor x, Tensor tokens, Tensor? attention, out Tensor? residual);

    private Tensor Skip(GraphBuilder builder, BranchDropping dropping, Tensor y, Tensor? residual) =>
        residual is null ? y : builder.Sum(Path + ".sum", dropping.DropPath(Path, y, _place.DropShare), residual);

    // Networks 1.13: scores at the size of the map to activate, then soft-max over the tokens.
    private Tensor Attention(GraphBuilder builder, Tensor x, Tensor scores)
    {
        var (height, width) = (((x.Shape[1] - 1) / Block.Stride) + 1, ((x.Shape[2] - 1) / Block.Stride) + 1);
        if (Block.Stride > 1)
            scores = builder.Add(Path + ".attention.pool", new AdaptiveAveragePool(height, width), scores);
        return builder.Add(Path + ".attention", new Softmax(), scores);
    }
}

/// <summary><c>DnaBlock</c> (Networks 1.8): 1x1, depthwise, 1x1.</summary>
internal sealed class InvertedBottleneckBlock : BridgedBlock
{
    private readonly ConvolutionNorm _widen;
    private readonly ActivationLayer _widenActivation;
    private readonly ConvolutionNorm _depthwise;
    private readonly ActivationLayer _depthwiseActivation;
    private readonly ConvolutionNorm _narrow;
    private readonly ActivationLayer _gate;

    public InvertedBottleneckBlock(
        ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant, MixingPlace place, int pixels)
        : base(scope, block, variant, place, pixels)
    {
        var (hidden, groups) = (block.FirstHidden, variant.FilterGroups);
        _widen = new(scope.At("conv1"), 0, (block.InputChannels, hidden, 1), filterGroups: groups);
        _widenActivation = Activation(scope.At("hyper1"), Options.FirstActivation, hidden);
        _depthwise = new(scope.At("conv2"), 0, (hidden, hidden, Options.FirstKernel), block.Stride, hidden);
        _depthwiseActivation = Activation(scope.At("hyper2"), Options.SecondActivation, hidden);
        _narrow = new(scope.At("conv3"), 0, (hidden, block.OutputChannels, 1), filterGroups: groups);
        _gate = ProjectionGate(scope.At("hyper3"));
        DeclareBridges(scope);
    }

    protected override Tensor BuildConvolutions(
        GraphBuilder builder, Tensor x, Tensor tokens, Tensor? attention, out Tensor? residual)
    {
        residual = Block.HasResidual ? x : null;
        var groups = Variant.FilterGroups;
        var y = Shuffle(builder, Path + ".conv1.2", _widen.Build(builder, x), groups, Shuffles);
        y = _widenActivation.Build(builder, y, tokens, attention);
        y = _depthwiseActivation.Build(builder, _depthwise.Build(builder, y), tokens, attention);
        y = Shuffle(builder, Path + ".conv3.2", _narrow.Build(builder, y), groups, Shuffles);
        return _gate.Build(builder, y, tokens, attention);
    }
}

/// <summary><c>DnaBlock3</c> (Networks 1.8): depthwise, 1x1, and with a residual around them depthwise, 1x1.</summary>
internal sealed class DownsamplingBlock : BridgedBlock
{
    private readonly DepthwiseNorm _first;
    private readonly ActivationLayer _firstActivation;
    private readonly ConvolutionNorm _firstProjection;
    private readonly DepthwiseNorm _second;
    private readonly ActivationLayer _secondActivation;
    private readonly ConvolutionNorm _secondProjection;
    private readonly ActivationLayer _gate;

    public DownsamplingBlock(
        ParameterScope scope, MobileFormerBlock block, MobileFormerVariant variant, MixingPlace place, int pixels)
        : base(scope, block, variant, place, pixels)
    {
        var (inputs, outputs, groups) = (block.InputChannels, block.OutputChannels, variant.FilterGroups);
        var form = Options.Depthwise;
        _first = new(scope.At("conv1"), form, (inputs, block.FirstHidden, Options.FirstKernel), block.Stride);
        _firstActivation = Activation(scope.At("hyper1"), Options.FirstActivation, block.FirstHidden);
        _firstProjection = new(scope.At("conv2"), 0, (block.FirstHidden, outputs, 1), filterGroups: groups);
        _second = new(scope.At("conv3"), form, (outputs, block.SecondHidden, Options.SecondKernel), stride: 1);
        _secondActivation = Activation(scope.At("hyper3"), Options.SecondActivation, block.SecondHidden);
        _secondProjection = new(scope.At("conv4"), 0, (block.SecondHidden, outputs, 1), filterGroups: groups);
        _gate = ProjectionGate(scope.At("hyper4"));
        DeclareBridges(scope);
    }

    protected override Tensor BuildConvolutions(
        GraphBuilder builder, Tensor x, Tensor tokens, Tensor? attention, out Tensor? residual)
    {
        // With the larger of two, the official class shuffles by the filter groups here and not at all below.
        var isLarger = Options.Depthwise == DepthwiseForm.Maximum;
        var y = Shuffle(builder, Path + ".conv1.2", _first.Build(builder, x),
            isLarger ? Variant.FilterGroups : Block.InputChannels, Shuffles);
        y = _firstActivation.Build(builder, y, tokens, attention);
        var inner = _firstProjection.Build(builder, y);
        residual = inner;
        y = Shuffle(builder, Path + ".conv3.2", _second.Build(builder, inner), Block.OutputChannels,
            Shuffles && !isLarger);
        y = _secondActivation.Build(builder, y, tokens, attention);
        return _gate.Build(builder, _secondProjection.Build(builder, y), tokens, attention);
    }
}
