using GpuFormer.Graph;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>
/// SSDLite on a MobileViT (Mehta and Rastegari, "MobileViT", 2022; Networks 9.5), with cvnets' keys. Classes are counted
/// with the background, 0. Images are of RGB from 0 to 1 with blue first.
/// </summary>
internal sealed class SsdLite : ImageModel
{
    // Behind the encoder's last map: strides 64, 128 and 256, then the mean of all pixels.
    private static readonly (string Name, int Channels)[] Extras =
        [("os_64", 256), ("os_128", 128), ("os_256", 128), ("os_-1", 64)];

    // Of each map's head: channels before the last convolution, and anchors of a cell.
    private static readonly (int Channels, int Anchors)[] Heads =
        [(512, 6), (256, 6), (256, 6), (128, 6), (128, 6), (64, 4)];

    private readonly ParameterScope _scope = new();
    private readonly MobileVitEncoder _encoder;
    private readonly SeparableConvolution[] _extras;
    private readonly (string Path, Convolution Op, Parameter Filter) _pooled;
    private readonly (string Path, ConvolutionNorm? Projection, SeparableConvolution Layer)[] _heads;
    private readonly BiasedConvolution _lastHead;

    /// <summary>Declares the layers.</summary>
    /// <param name="variant">Of the encoder.</param>
    /// <param name="classes">Class outputs of an anchor, the background among them: 2 or more.</param>
    public SsdLite(MobileVitVariant variant, int classes)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Classes = classes;
        _encoder = new MobileVitEncoder(_scope.At(Family.Trunk), MobileVitNames.Cvnets, variant);
        var start = _scope.Starting(InitialValues.XavierOfMatrices);
        var extras = start.At("extra_layers");
        var channels = variant.Channels[^1];
        _extras = new SeparableConvolution[Extras.Length - 1];
        for (var i = 0; i < _extras.Length; i++)
        {
            _extras[i] = new SeparableConvolution(extras.At(Extras[i].Name), channels, Extras[i].Channels, stride: 2);
            channels = Extras[i].Channels;
        }

        var pooled = extras.At(Extras[^1].Name).At("1.block.conv");
        _pooled = (pooled.Path, new Convolution(1, 1),
            pooled.Declare("weight", new Shape(Extras[^1].Channels, channels, 1, 1)));
        int[] inputs = [variant.Channels[^2], variant.Channels[^1], .. Extras.Select(extra => extra.Channels)];
        _heads = new (string, ConvolutionNorm?, SeparableConvolution)[Heads.Length - 1];
        for (var i = 0; i < _heads.Length; i++)
        {
            var (head, (width, anchors)) = (start.At($"ssd_heads.{i}"), Heads[i]);
            var projection = inputs[i] == width
                ? null
                : MobileVitNames.Cvnets.Convolution(head.At("proj_layer"), (inputs[i], width, 1));
            _heads[i] = (head.Path, projection, new SeparableConvolution(
                head.At("loc_cls_layer"), width, anchors * (4 + classes), isLast: true));
        }

        _lastHead = new BiasedConvolution(start.At($"ssd_heads.{_heads.Length}.loc_cls_layer.block.conv"), inputs[^1],
            Heads[^1].Anchors * (4 + classes));
    }

    public MobileVitVariant Variant => _encoder.Variant;

    public override string Name => $"ssdlite_{Variant.Name}";

    public override ModelFamily Family => ModelFamily.SsdLite;

    public override int Classes { get; }

    public override int OutputChannels => Classes;

    public override int ImageSize => 320;

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    public override IReadOnlyList<FeatureStage> Features => _encoder.Features;

    // The layers with outputs for each class, the last of which says how many there are.
    internal static IReadOnlyList<string> ClassLayers { get; } =
    [
        .. Enumerable.Range(0, Heads.Length).Select(i =>
            $"ssd_heads.{i}.loc_cls_layer.{(i < Heads.Length - 1 ? "pw_conv." : "")}block.conv"),
    ];

    internal static int ClassesOf(int outputs) =>
        outputs % Heads[^1].Anchors == 0 ? (outputs / Heads[^1].Anchors) - 4 : 0;

    /// <inheritdoc/>
    /// <remarks>
    /// Outputs: <c>confidences</c> [batch, anchors, classes], before soft-max, and <c>locations</c> [batch, anchors, 4], the
    /// anchors by map, row, column, and anchor of the cell. Stages: those of the encoder, and <c>extra_layers.os_64.x</c>
    /// to <c>extra_layers.os_-1.x</c>.
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
        var encoded = _encoder.Build(builder, images, dropout, stages);
        List<Tensor> maps = [encoded[^2], encoded[^1]];
        for (var i = 0; i < Extras.Length; i++)
        {
            maps.Add(i < _extras.Length ? _extras[i].Build(builder, maps[^1]) : BuildPooled(builder, maps[^1]));
            stages.Add(new($"extra_layers.{Extras[i].Name}.x", maps[^1]));
        }

        var predictions = new Tensor[Heads.Length];
        for (var i = 0; i < _heads.Length; i++)
        {
            var (path, projection, layer) = _heads[i];
            var x = projection is null
                ? maps[i]
                : builder.Apply($"{path}.proj_layer.act", new Relu(), projection.Build(builder, maps[i]));
            predictions[i] = layer.Build(builder, x);
        }

        predictions[^1] = _lastHead.Build(builder, maps[^1]);
        // Of each anchor first the box, then the classes.
        var rows = Predictions.Joined(builder, "ssd_heads.joined", predictions, 4 + Classes);
        GraphOutput[] outputs =
        [
            new("confidences", builder.Add("ssd_heads.confidences", new Slice(4, Classes), rows)),
            new("locations", builder.Add("ssd_heads.locations", new Slice(0, 4), rows)),
        ];
        return NormStatistics.Run(
            builder.Build(withStages ? [.. outputs, .. stages] : outputs), training?.TrunkNorms ?? default, Family.Trunk);
    }

    private Tensor BuildPooled(GraphBuilder builder, Tensor x)
    {
        var mean = builder.Add($"extra_layers.{Extras[^1].Name}.0", new GlobalAveragePool { KeepsMap = true }, x);
        return builder.Apply($"extra_layers.{Extras[^1].Name}.1.block.act", new Relu(),
            builder.Add(_pooled.Path, _pooled.Op, mean, builder.Stored(_pooled.Filter)));
    }
}
