using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>What can be chosen beside the variant.</summary>
/// <param name="Classes">How many classes there are; 0 leaves the last linear out.</param>
/// <param name="SpatialDyRelu">
/// Whether dynamic ReLU takes its slopes at each pixel from all tokens (<c>hyper_token_id = -1</c>, SPEC 4.4) instead
/// of from the first token. The state-dict is the same.
/// </param>
public sealed record MobileFormerOptions(int Classes = 1000, bool SpatialDyRelu = false);

/// <summary>Mobile-Former for classification (SPEC 1.1).</summary>
public sealed class MobileFormer : ImageModel
{
    private readonly ParameterScope _scope = new();
    private readonly Parameter _tokens;
    private readonly ConvolutionNorm _stem;
    private readonly MobileFormerBlockLayer[] _blocks;
    private readonly MobileToFormerBridge _lastBridge;
    private readonly ConvolutionNorm _head;
    private readonly LinearLayer _hidden;
    private readonly BatchNormLayer _hiddenNorm;
    private readonly LinearLayer? _classifier;

    /// <summary>Declares the layers of a variant.</summary>
    public MobileFormer(MobileFormerVariant variant, MobileFormerOptions? options = null)
    {
        Variant = variant;
        Options = options ?? new MobileFormerOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(Options.Classes, nameof(options));
        var (d, last) = (variant.TokenChannels, variant.LastChannels);
        // In state-dict order (SPEC 1.11).
        _tokens = _scope.At("tokens").Declare("weight", new Shape(variant.Tokens, d));
        _stem = new ConvolutionNorm(_scope.At("stem"), 0, (3, variant.StemChannels, 3), stride: 2, planar: true);
        _blocks = [.. variant.Blocks.Select((block, i) =>
            MobileFormerBlockLayer.Create(_scope.At($"features.{i}"), block, variant, Options.SpatialDyRelu))];
        _lastBridge = new MobileToFormerBridge(_scope.At("local_global"), last, d);
        _head = new ConvolutionNorm(_scope.At("classifier.conv"), 1, (last, variant.PooledChannels, 1),
            filterGroups: variant.FilterGroups);
        _hidden = new LinearLayer(_scope.At("classifier.fc.0"), variant.PooledChannels + d, variant.HeadChannels);
        _hiddenNorm = new BatchNormLayer(_scope.At("classifier.fc.1"), variant.HeadChannels);
        if (Options.Classes > 0)
            _classifier = new LinearLayer(_scope.At(Family.LastLayer), variant.HeadChannels, Options.Classes);
    }

    public MobileFormerVariant Variant { get; }

    public MobileFormerOptions Options { get; }

    public override string Name => Variant.Name;

    public override ModelFamily Family => ModelFamily.MobileFormer;

    public override int Classes => Options.Classes;

    public override int OutputChannels => Classes > 0 ? Classes : Variant.HeadChannels;

    public override IReadOnlyList<FeatureStage> Features =>
        FeatureStage.Last([.. Variant.Blocks.Select((block, i) => ($"features.{i}.x", block.Stride, block.OutputChannels))]);

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    /// <inheritdoc/>
    /// <remarks>
    /// Stages: <c>stem.x</c>, <c>features.0.x</c>, <c>features.0.tokens</c>, ..., <c>local_global.tokens</c>; maps are
    /// [batch, height, width, channels], tokens [batch, M, d].
    /// </remarks>
    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null)
    {
        if (training is { DropPath: > 0 })
            throw new NotSupportedException("Drop-path is not built into the network; train with a drop-path of 0.");
        var builder = new GraphBuilder();
        var stages = new List<GraphOutput>();
        var images = builder.Input("input", new Shape(batch, 3, height, width));
        var x = builder.Apply("stem.2", new Relu6(), _stem.Build(builder, images));
        var tokens = training is null
            ? RepeatImages.Constant(builder.Stored(_tokens), batch)
            : builder.Add("tokens", new RepeatImages(batch), builder.Stored(_tokens));
        stages.Add(new("stem.x", x));
        for (var i = 0; i < _blocks.Length; i++)
        {
            (x, tokens) = _blocks[i].Build(builder, x, tokens);
            stages.Add(new($"features.{i}.x", x));
            stages.Add(new($"features.{i}.tokens", tokens));
        }

        tokens = _lastBridge.Build(builder, x, tokens).Tokens;
        stages.Add(new("local_global.tokens", tokens));
        var logits = new GraphOutput(OutputName, BuildHead(builder, x, tokens, training));
        return builder.Build(withStages ? [logits, .. stages] : [logits]);
    }

    private Tensor BuildHead(GraphBuilder builder, Tensor x, Tensor tokens, TrainingRates? training)
    {
        if (Variant.FilterGroups > 1)
            x = builder.Add("classifier.conv.0", new ChannelShuffle(Variant.FilterGroups), x);
        x = builder.Apply("classifier.conv.3", new Relu6(), _head.Build(builder, x));
        var pooled = builder.Apply("classifier.act", new HardSwish(),
            builder.Add("classifier.pool", new GlobalAveragePool(), x));
        var features = builder.Add("classifier.concat", new Concat(), pooled, tokens);
        var hidden = _hiddenNorm.Build(builder, _hidden.Build(builder, features));
        hidden = builder.Apply("classifier.fc.2", new HardSwish(), hidden);
        if (training is { Dropout: > 0 })
        {
            var step = builder.Input(StepScalars.Name, new Shape(StepScalars.Count));
            hidden = builder.Add("classifier.classifier.0", new Dropout(training.Dropout, Layer: 0), hidden, step);
        }

        return _classifier?.Build(builder, hidden) ?? hidden;
    }
}
