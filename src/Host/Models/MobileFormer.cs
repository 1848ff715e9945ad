using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>Mobile-Former for classification (Networks 1.1).</summary>
internal sealed class MobileFormer : ImageModel
{
    private readonly ParameterScope _scope = new();
    private readonly MobileFormerTrunk _trunk;
    private readonly MobileToFormerBridge _lastBridge;
    private readonly ConvolutionNorm _head;
    private readonly ActivationLayer _headActivation;
    private readonly LinearLayer _hidden;
    private readonly BatchNormLayer _hiddenNorm;
    private readonly LinearLayer? _classifier;

    /// <summary>Declares the layers of a variant.</summary>
    /// <exception cref="ArgumentException">The options cannot be had, together or with this variant; says why.</exception>
    public MobileFormer(MobileFormerVariant variant, MobileFormerOptions? options = null)
    {
        Options = options ?? new MobileFormerOptions();
        Options.Check(variant);
        Variant = Options.Width == 1 ? variant : variant.WithWidth(Options.Width);
        var (d, last) = (variant.TokenChannels, Variant.LastChannels);
        var pooled = last * Options.HeadExpansion;
        // In state-dict order (Networks 1.11).
        _trunk = new MobileFormerTrunk(_scope, Variant, Options);
        _lastBridge = new MobileToFormerBridge(_scope.At("local_global"), last, _trunk.Pixels,
            new MixingPlace(Options, variant.Tokens, d, ProjectsMap: false, DropShare: 1));
        _head = new ConvolutionNorm(_scope.At("classifier.conv"), 1, (last, pooled, 1),
            filterGroups: variant.FilterGroups);
        _headActivation = new ActivationLayer(_scope.At("classifier.hyper"),
            Options.DynamicHead ? BlockActivation.DyRelu : BlockActivation.Relu6, d, pooled, Options.HyperReduction);
        var features = pooled + (d * (Options.ClassTokens < 0 ? 0 : Math.Max(1, Options.ClassTokens)));
        _hidden = new LinearLayer(_scope.At("classifier.fc.0"), features, variant.HeadChannels);
        _hiddenNorm = new BatchNormLayer(_scope.At("classifier.fc.1"), variant.HeadChannels);
        if (Options.Classes > 0)
            _classifier = new LinearLayer(_scope.At(Family.ClassLayers[0]), variant.HeadChannels, Options.Classes);
    }

    /// <summary>The rows of its blocks, width applied.</summary>
    public MobileFormerVariant Variant { get; }

    public MobileFormerOptions Options { get; }

    public override string Name => Variant.Name;

    public override ModelFamily Family => ModelFamily.MobileFormer;

    public override int Classes => Options.Classes;

    public override int OutputChannels => Classes > 0 ? Classes : Variant.HeadChannels;

    public override int ImageSize => Options.ImageSize;

    public override bool HasFixedSize => Options.HasFixedSize;

    public override IReadOnlyList<FeatureStage> Features => _trunk.Features;

    public override IReadOnlyList<string> OptionTexts => MobileFormerOptionTexts.Of(Options);

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    /// <inheritdoc/>
    /// <remarks>
    /// Stages: <c>stem.x</c>, <c>features.0.x</c>, <c>features.0.tokens</c>, ..., <c>local_global.tokens</c>; maps are
    /// [batch, height, width, channels], tokens [batch, M, d].
    /// </remarks>
    /// <exception cref="ArgumentException">The network takes pictures of one size, and this is another.</exception>
    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null) =>
        Build(batch, height, width, withStages, training, bridges: null);

    /// <inheritdoc/>
    public override AttentionGraph BuildAttention(int batch, int height, int width)
    {
        if (!Options.Mixing.HasFlag(TokenMixing.Attention))
            return base.BuildAttention(batch, height, width);
        var bridges = new List<(BridgeStage Stage, Tensor[] Heads)>();
        var graph = Build(batch, height, width, withStages: false, training: null, bridges);
        return new AttentionGraph(graph, [.. bridges.Select(bridge => bridge.Stage)]);
    }

    private ComputeGraph Build(
        int batch, int height, int width, bool withStages, TrainingRates? training,
        List<(BridgeStage Stage, Tensor[] Heads)>? bridges)
    {
        if (HasFixedSize && (height != ImageSize || width != ImageSize))
        {
            throw new ArgumentException($"{Name} with gbr_type={MobileFormerOptionTexts.MixingText(Options)} mixes all "
                + $"pixels of a map and takes pictures of {ImageSize} x {ImageSize} alone, not of {width} x {height}; it "
                + "is made for another size by the option img_size.");
        }

        var builder = new GraphBuilder();
        var dropping = new BranchDropping(builder, training);
        var stages = new List<GraphOutput>();
        var images = builder.Input("input", new Shape(batch, 3, height, width));
        var (x, tokens) = _trunk.Build(builder, dropping, images, training is not null, stages, Note);
        Note(_lastBridge, "head", x, tokens);
        tokens = _lastBridge.Build(builder, dropping, x, tokens).Tokens;
        stages.Add(new("local_global.tokens", tokens));
        var logits = new GraphOutput(OutputName, BuildHead(builder, dropping, x, tokens));
        if (bridges is not null)
        {
            stages = [.. bridges.SelectMany(bridge => bridge.Heads)
                .Select(weights => new GraphOutput(weights.Name, weights))];
        }

        return builder.Build(withStages || bridges is not null ? [logits, .. stages] : [logits]);

        void Note(MobileToFormerBridge bridge, string name, Tensor x, Tensor tokens)
        {
            if (bridges is null)
                return;
            Tensor[] heads = [.. bridge.BuildAttention(builder, x, tokens)];
            bridges.Add((new BridgeStage(name, heads.Length, tokens.Shape[1], x.Shape[1], x.Shape[2]), heads));
        }
    }

    private Tensor BuildHead(GraphBuilder builder, BranchDropping dropping, Tensor x, Tensor tokens)
    {
        if (Variant.FilterGroups > 1)
            x = builder.Add("classifier.conv.0", new ChannelShuffle(Variant.FilterGroups), x);
        x = _headActivation.Build(builder, _head.Build(builder, x), tokens, attention: null);
        var pooled = builder.Apply("classifier.act", new HardSwish(),
            builder.Add("classifier.pool", new GlobalAveragePool(), x));
        var features = Concatenated(builder, dropping, pooled, tokens);
        var hidden = _hiddenNorm.Build(builder, _hidden.Build(builder, features));
        hidden = builder.Apply("classifier.fc.2", new HardSwish(), hidden);
        hidden = dropping.Dropout("classifier.classifier.0", hidden);
        return _classifier?.Build(builder, hidden) ?? hidden;
    }

    // Networks 1.12, cls_token_num: local features, then those of tokens. Of several tokens, only the first may be
    // dropped.
    private Tensor Concatenated(GraphBuilder builder, BranchDropping dropping, Tensor pooled, Tensor tokens)
    {
        const string name = "classifier.concat";
        var count = Options.ClassTokens;
        if (count < 0)
            return pooled;
        var first = count > 0
            ? tokens
            : builder.Add("classifier.tokens", new GlobalAveragePool(),
                builder.Apply("classifier.tokens.act", new Relu6(), tokens));
        (pooled, var kept) = dropping.DropEither("classifier.drop_branch",
            (pooled, Options.LocalDrop), (first, Options.TokenDrop));
        if (kept == first)
            return builder.Add(name, new Concat { Tokens = Math.Max(1, count) }, pooled, first);
        var features = builder.Add(name, new Concat(), pooled, kept);
        return count > 1
            ? builder.Add(name + ".others", new Concat { FirstToken = 1, Tokens = count - 1 }, features, tokens)
            : features;
    }
}
