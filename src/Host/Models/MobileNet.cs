using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>MobileNetV2 and MobileNetV3 for classification (Networks 4.1), with torchvision's keys.</summary>
internal sealed class MobileNet : ImageModel
{
    private readonly ParameterScope _scope = new();
    private readonly ConvolutionNorm _stem;
    private readonly InvertedResidual[] _blocks;
    private readonly ConvolutionNorm _last;
    private readonly LinearLayer? _hidden;
    private readonly LinearLayer? _classifier;

    /// <summary>Declares the layers of a variant.</summary>
    /// <param name="variant">The table.</param>
    /// <param name="classes">How many classes there are; 0 leaves the last linear out.</param>
    public MobileNet(MobileNetVariant variant, int classes = ModelCatalogue.DefaultClasses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        (Variant, Classes) = (variant, classes);
        var epsilon = variant.NormEpsilon;
        var features = _scope.At("features");
        _stem = new ConvolutionNorm(
            features.At("0"), 0, (3, variant.StemChannels, 3), stride: 2, planar: true, epsilon: epsilon);
        _blocks = [.. variant.Blocks.Select((block, i) => new InvertedResidual(features.At($"{i + 1}"), block, variant))];
        _last = new ConvolutionNorm(features.At($"{_blocks.Length + 1}"), 0,
            (variant.Blocks[^1].OutputChannels, variant.PooledChannels, 1), epsilon: epsilon);
        if (variant.HeadChannels > 0)
            _hidden = new LinearLayer(_scope.At("classifier.0"), variant.PooledChannels, variant.HeadChannels);
        if (classes > 0)
            _classifier = new LinearLayer(_scope.At(Family.ClassLayers[0]), LastChannels, classes);
    }

    public MobileNetVariant Variant { get; }

    public override string Name => Variant.Name;

    public override ModelFamily Family => Variant.Version == 2 ? ModelFamily.MobileNetV2 : ModelFamily.MobileNetV3;

    public override int Classes { get; }

    public override int OutputChannels => Classes > 0 ? Classes : LastChannels;

    public override float NormMomentum => Variant.NormMomentum;

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    public override IReadOnlyList<FeatureStage> Features =>
        FeatureStage.Last([.. Variant.Blocks.Select((block, i) => ($"features.{i + 1}.x", block.Stride, block.OutputChannels))]);

    // What the last linear reads.
    private int LastChannels => Variant.HeadChannels > 0 ? Variant.HeadChannels : Variant.PooledChannels;

    /// <inheritdoc/>
    /// <remarks>Stages: <c>features.0.x</c>, <c>features.1.x</c>, ...: maps [batch, height, width, channels].</remarks>
    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null)
    {
        if (training is { DropPath: > 0 })
            throw new NotSupportedException($"{Name} has no branches to drop; train with a drop-path of 0.");
        var builder = new GraphBuilder();
        var stages = new List<GraphOutput>();
        void AddStage(Tensor map) => stages.Add(new($"features.{stages.Count}.x", map));
        var images = builder.Input("input", new Shape(batch, 3, height, width));
        var x = builder.Apply("features.0.2", Variant.Activation, _stem.Build(builder, images));
        AddStage(x);
        foreach (var block in _blocks)
        {
            x = block.Build(builder, x);
            AddStage(x);
        }

        x = builder.Apply($"features.{stages.Count}.2", Variant.Activation, _last.Build(builder, x));
        AddStage(x);
        var features = builder.Add("avgpool", new GlobalAveragePool(), x);
        if (_hidden is not null)
            features = builder.Apply("classifier.1", new HardSwish(), _hidden.Build(builder, features));
        if (training is { Dropout: > 0 })
        {
            var step = builder.Input(StepScalars.Name, new Shape(StepScalars.Count));
            features = builder.Add("classifier.dropout", new Dropout(training.Dropout, Layer: 0), features, step);
        }

        var logits = new GraphOutput(OutputName, _classifier?.Build(builder, features) ?? features);
        return builder.Build(withStages ? [logits, .. stages] : [logits]);
    }
}
