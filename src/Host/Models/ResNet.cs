using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>ResNets for classification (Networks 4.2), with torchvision's keys: each block's stride is in its 3x3.</summary>
internal sealed class ResNet : ImageModel
{
    private readonly ParameterScope _scope = new();
    private readonly ResNetTrunk _trunk;
    private readonly LinearLayer? _classifier;

    /// <summary>Declares the layers of a variant.</summary>
    /// <param name="variant">Its blocks.</param>
    /// <param name="classes">How many classes there are; 0 leaves the last linear out.</param>
    /// <param name="frozenNorms">
    /// Whether norms keep their statistics, weights and biases in training, as detectors have it.
    /// </param>
    public ResNet(ResNetVariant variant, int classes = ModelCatalogue.DefaultClasses, bool frozenNorms = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        (Variant, Classes) = (variant, classes);
        _trunk = new ResNetTrunk(_scope, variant, frozenNorms ? NormForm.Frozen : NormForm.Learned);
        if (classes > 0)
            _classifier = new LinearLayer(_scope.At(Family.ClassLayers[0]), _trunk.Channels, classes);
    }

    public ResNetVariant Variant { get; }

    public override string Name => Variant.Name;

    public override ModelFamily Family => ModelFamily.ResNet;

    public override int Classes { get; }

    public override int OutputChannels => Classes > 0 ? Classes : _trunk.Channels;

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    public override IReadOnlyList<FeatureStage> Features => FeatureStage.Last(_trunk.Stages);

    /// <inheritdoc/>
    /// <remarks>
    /// Stages: <c>maxpool.x</c>, <c>layer1.0.x</c>, <c>layer1.1.x</c>, ...: maps [batch, height, width, channels].
    /// </remarks>
    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null)
    {
        if (training is { DropPath: > 0 })
            throw new NotSupportedException($"{Name} drops no branches; train with a drop-path of 0.");
        var builder = new GraphBuilder();
        var images = builder.Input("input", new Shape(batch, 3, height, width));
        var stages = _trunk.Build(builder, images);
        var features = builder.Add("avgpool", new GlobalAveragePool(), stages[^1].Tensor);
        if (training is { Dropout: > 0 })
        {
            var step = builder.Input(StepScalars.Name, new Shape(StepScalars.Count));
            features = builder.Add("fc.dropout", new Dropout(training.Dropout, Layer: 0), features, step);
        }

        var logits = new GraphOutput(OutputName, _classifier?.Build(builder, features) ?? features);
        return builder.Build(withStages ? [logits, .. stages] : [logits]);
    }
}
