using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>MobileViT for classification (Networks 3.1), with timm's names.</summary>
internal sealed class MobileVit : ImageModel
{
    private readonly ParameterScope _scope = new();
    private readonly MobileVitEncoder _encoder;
    private readonly ConvolutionNorm _head;
    private readonly LinearLayer? _classifier;

    /// <summary>Declares the layers of a variant; 0 classes leave the last linear out.</summary>
    public MobileVit(MobileVitVariant variant, int classes = ModelCatalogue.DefaultClasses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        (Variant, Classes) = (variant, classes);
        // In state-dict order.
        _encoder = new MobileVitEncoder(_scope, MobileVitNames.Timm, variant);
        _head = MobileVitNames.Timm.Convolution(_scope.At("final_conv"), (variant.Channels[^1], variant.HeadChannels, 1));
        if (classes > 0)
            _classifier = new LinearLayer(_scope.At(Family.ClassLayers[0]), variant.HeadChannels, classes);
    }

    public MobileVitVariant Variant { get; }

    public override string Name => Variant.Name;

    public override ModelFamily Family => ModelFamily.MobileVit;

    public override int Classes { get; }

    public override int OutputChannels => Classes > 0 ? Classes : Variant.HeadChannels;

    public override IReadOnlyList<FeatureStage> Features => _encoder.Features;

    /// <inheritdoc/>
    public override double LinearDeviation => 0.02;

    public override int ImageSize => 256;

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    /// <inheritdoc/>
    /// <remarks>
    /// Stages: <c>stem.x</c>, <c>stages.0.x</c> to <c>stages.4.x</c>, <c>final_conv.x</c>; maps are
    /// [batch, height, width, channels].
    /// </remarks>
    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null)
    {
        if (training is { DropPath: > 0 })
            throw new NotSupportedException("MobileViT has no drop-path; train with a drop-path of 0.");
        var builder = new GraphBuilder();
        var stages = new List<GraphOutput>();
        var images = builder.Input("input", new Shape(batch, 3, height, width));
        var dropout = TokenDropout.Of(builder, training, Variant.TokenDropout);
        var x = _encoder.Build(builder, images, dropout, stages)[^1];
        x = builder.Apply("final_conv.act", new Silu(), _head.Build(builder, x));
        stages.Add(new("final_conv.x", x));
        var pooled = builder.Add("head.pool", new GlobalAveragePool(), x);
        if (dropout is not null)
            pooled = builder.Add("head.drop", new Dropout(training!.Dropout, Layer: 0), pooled, dropout.Step);
        var logits = new GraphOutput(OutputName, _classifier?.Build(builder, pooled) ?? pooled);
        return builder.Build(withStages ? [logits, .. stages] : [logits]);
    }
}
