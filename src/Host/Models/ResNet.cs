using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>ResNets for classification (Networks 4.2), with torchvision's keys: each block's stride is in its 3x3.</summary>
public sealed class ResNet : ImageModel
{
    private const int StemChannels = 64;

    private readonly ParameterScope _scope = new();
    private readonly ConvolutionNorm _stem;
    private readonly (string Path, int Stride, int Channels, ResidualBlock Block)[] _blocks;
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
        _stem = new ConvolutionNorm(_scope.At("conv1"), _scope.At("bn1"), (3, StemChannels, 7), stride: 2, planar: true,
            frozen: frozenNorms);
        var blocks = new List<(string, int, int, ResidualBlock)>();
        var channels = StemChannels;
        for (var stage = 0; stage < variant.Blocks.Count; stage++)
        {
            for (var i = 0; i < variant.Blocks[stage]; i++)
            {
                var (scope, stride) = (_scope.At($"layer{stage + 1}.{i}"), stage > 0 && i == 0 ? 2 : 1);
                var block = new ResidualBlock(scope, channels, StemChannels << stage, variant, stride, frozenNorms);
                channels = (StemChannels << stage) * variant.Expansion;
                blocks.Add(($"{scope.Path}.x", stride, channels, block));
            }
        }

        _blocks = [.. blocks];
        LastChannels = channels;
        if (classes > 0)
            _classifier = new LinearLayer(_scope.At(Family.ClassLayers[0]), channels, classes);
    }

    public ResNetVariant Variant { get; }

    public override string Name => Variant.Name;

    public override ModelFamily Family => ModelFamily.ResNet;

    public override int Classes { get; }

    public override int OutputChannels => Classes > 0 ? Classes : LastChannels;

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    public override IReadOnlyList<FeatureStage> Features => FeatureStage.Last(
        [("maxpool.x", 2, StemChannels), .. _blocks.Select(block => (block.Path, block.Stride, block.Channels))]);

    // What the last linear reads.
    private int LastChannels { get; }

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
        var x = builder.Apply("relu", new Relu(), _stem.Build(builder, images));
        var window = new Window(Size: 3, Stride: 2, Padding: 1);
        x = builder.Add("maxpool", new MaxPool(window, window), x);
        List<GraphOutput> stages = [new("maxpool.x", x)];
        foreach (var (path, _, _, block) in _blocks)
        {
            x = block.Build(builder, x);
            stages.Add(new(path, x));
        }

        var features = builder.Add("avgpool", new GlobalAveragePool(), x);
        if (training is { Dropout: > 0 })
        {
            var step = builder.Input(StepScalars.Name, new Shape(StepScalars.Count));
            features = builder.Add("fc.dropout", new Dropout(training.Dropout, Layer: 0), features, step);
        }

        var logits = new GraphOutput(OutputName, _classifier?.Build(builder, features) ?? features);
        return builder.Build(withStages ? [logits, .. stages] : [logits]);
    }
}
