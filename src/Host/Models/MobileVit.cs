using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Training;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>MobileViT for classification (Networks 3.1), with timm's names.</summary>
public sealed class MobileVit : ImageModel
{
    // The stages before have no MobileViT block.
    private const int FirstBlock = 2;

    private readonly ParameterScope _scope = new();
    private readonly ConvolutionNorm _stem;
    private readonly MobileVitResidual[][] _residuals;
    private readonly MobileVitBlock?[] _blocks;
    private readonly ConvolutionNorm _head;
    private readonly LinearLayer? _classifier;

    /// <summary>Declares the layers of a variant; 0 classes leave the last linear out.</summary>
    public MobileVit(MobileVitVariant variant, int classes = ModelCatalogue.DefaultClasses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        (Variant, Classes) = (variant, classes);
        // In state-dict order.
        _stem = MobileVitLayers.Convolution(_scope.At("stem"), (3, variant.Channels[0], 3), stride: 2, planar: true);
        var stages = MobileVitVariant.Residuals.Count;
        (_residuals, _blocks) = (new MobileVitResidual[stages][], new MobileVitBlock?[stages]);
        for (var i = 0; i < stages; i++)
        {
            var (inputs, outputs) = (variant.Channels[i], variant.Channels[i + 1]);
            _residuals[i] = new MobileVitResidual[MobileVitVariant.Residuals[i]];
            for (var j = 0; j < _residuals[i].Length; j++)
            {
                _residuals[i][j] = new MobileVitResidual(_scope.At($"stages.{i}.{j}"), inputs,
                    variant.HiddenChannels(inputs), outputs, stride: i > 0 && j == 0 ? 2 : 1);
                inputs = outputs;
            }

            if (i >= FirstBlock)
            {
                _blocks[i] = new MobileVitBlock(_scope.At($"stages.{i}.{_residuals[i].Length}"), outputs,
                    variant.TokenChannels[i - FirstBlock], MobileVitVariant.Depths[i - FirstBlock]);
            }
        }

        _head = MobileVitLayers.Convolution(
            _scope.At("final_conv"), (variant.Channels[^1], variant.HeadChannels, 1));
        if (classes > 0)
            _classifier = new LinearLayer(_scope.At(Family.ClassLayers[0]), variant.HeadChannels, classes);
    }

    public MobileVitVariant Variant { get; }

    public override string Name => Variant.Name;

    public override ModelFamily Family => ModelFamily.MobileVit;

    public override int Classes { get; }

    public override int OutputChannels => Classes > 0 ? Classes : Variant.HeadChannels;

    public override IReadOnlyList<FeatureStage> Features => FeatureStage.Last(
        [.. MobileVitVariant.Residuals.Select((_, i) => ($"stages.{i}.x", i == 0 ? 1 : 2, Variant.Channels[i + 1]))]);

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
        var step = training is { Dropout: > 0 }
            ? builder.Input(StepScalars.Name, new Shape(StepScalars.Count))
            : null;
        var dropout = step is null ? null : new TokenDropout(training!.Dropout * Variant.TokenDropout, step);
        var x = builder.Apply("stem.act", new Silu(), _stem.Build(builder, images));
        stages.Add(new("stem.x", x));
        for (var i = 0; i < _residuals.Length; i++)
        {
            foreach (var residual in _residuals[i])
                x = residual.Build(builder, x);
            x = _blocks[i]?.Build(builder, x, dropout) ?? x;
            stages.Add(new($"stages.{i}.x", x));
        }

        x = builder.Apply("final_conv.act", new Silu(), _head.Build(builder, x));
        stages.Add(new("final_conv.x", x));
        var pooled = builder.Add("head.pool", new GlobalAveragePool(), x);
        if (step is not null)
            pooled = builder.Add("head.drop", new Dropout(training!.Dropout, Layer: 0), pooled, step);
        var logits = new GraphOutput(OutputName, _classifier?.Build(builder, pooled) ?? pooled);
        return builder.Build(withStages ? [logits, .. stages] : [logits]);
    }
}
