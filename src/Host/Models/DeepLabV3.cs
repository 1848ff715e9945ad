using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>
/// DeepLabv3 (Chen et al., "Rethinking atrous convolution", 2017) on a MobileViT of output stride 16 (Networks 9.6), with
/// cvnets' keys. Class 0 is the background. Images are of RGB from 0 to 1 with blue first.
/// </summary>
internal sealed class DeepLabV3 : ImageModel
{
    private const int Stride = 16;
    private const int Channels = 256;
    private const string Pyramid = "seg_head.aspp.aspp_layer";
    private const string Classifier = "seg_head.classifier.classifier";

    // In the network's numbering of dropouts: the encoder's begin at 1.
    private const int ElementDropout = 0;
    private const int ChannelDropout = -1;

    // Of the 3x3 convolutions that read the last map side by side.
    private static readonly int[] Dilations = [6, 12, 18];

    private readonly ParameterScope _scope = new();
    private readonly MobileVitEncoder _encoder;
    private readonly ConvolutionNorm[] _branches;
    private readonly ConvolutionNorm _pooled;
    private readonly ConvolutionNorm _project;
    private readonly BiasedConvolution _classifier;

    /// <summary>Declares the layers.</summary>
    /// <param name="variant">Of the encoder.</param>
    /// <param name="classes">Class outputs of a pixel, the background among them: 2 or more.</param>
    public DeepLabV3(MobileVitVariant variant, int classes)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Classes = classes;
        var names = MobileVitNames.Cvnets;
        _encoder = new MobileVitEncoder(_scope.At(Family.Trunk), names, variant, Stride);
        var (aspp, inputs) = (_scope.At(Pyramid), variant.Channels[^1]);
        var branches = aspp.At("convs");
        _branches =
        [
            names.Convolution(branches.At("0"), (inputs, Channels, 1)),
            .. Dilations.Select((dilation, i) =>
                names.Convolution(branches.At($"{i + 1}"), (inputs, Channels, 3), dilation: dilation)),
        ];
        _pooled = names.Convolution(branches.At($"{_branches.Length}.aspp_pool.conv_1x1"), (inputs, Channels, 1));
        _project = names.Convolution(aspp.At("project"), ((_branches.Length + 1) * Channels, Channels, 1));
        _classifier = new BiasedConvolution(_scope.At($"{Classifier}.block.conv"), Channels, classes);
    }

    public MobileVitVariant Variant => _encoder.Variant;

    public override string Name => $"deeplabv3_{Variant.Name}";

    public override ModelFamily Family => ModelFamily.DeepLabV3;

    public override int Classes { get; }

    public override int OutputChannels => Classes;

    public override int ImageSize => 512;

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    /// <summary>The last maps of strides 4, 8 and 16.</summary>
    public override IReadOnlyList<FeatureStage> Features => _encoder.Features;

    /// <inheritdoc/>
    /// <remarks>
    /// Output: <c>logits</c> [batch, height, width, classes]. Stages: those of the encoder, the pyramid's <c>aspp.x</c>, and
    /// <c>logits_low</c> [batch, height / 16, width / 16, classes], sizes rounded up. cvnets enlarges by 16 whatever the
    /// size, so only images whose sides are multiples of 16 are what it makes of them.
    /// </remarks>
    /// <exception cref="ArgumentException">Training of single images: a norm sees one number of each channel.</exception>
    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null)
    {
        if (training is { DropPath: > 0 })
            throw new NotSupportedException("MobileViT has no drop-path; train with a drop-path of 0.");
        if (training is not null && batch < 2)
        {
            throw new ArgumentException(
                $"{Name} trains on batches of two images or more: behind the mean of a map, its norm compares images.");
        }

        var builder = new GraphBuilder();
        var stages = new List<GraphOutput>();
        var images = builder.Input("input", new Shape(batch, 3, height, width));
        var dropout = TokenDropout.Of(builder, training, Variant.TokenDropout);
        var map = _encoder.Build(builder, images, dropout, stages)[^1];
        var x = BuildPyramid(builder, map);
        stages.Add(new("aspp.x", x));
        if (dropout is not null)
        {
            x = builder.Add($"{Pyramid}.dropout", new Dropout(training!.Dropout, ElementDropout), x, dropout.Step);
            var kept = builder.Add($"{Classifier}.dropout.channels", new Dropout(training.Dropout, ChannelDropout),
                Ones(batch), dropout.Step);
            x = builder.Apply($"{Classifier}.dropout", new ChannelScale(), x, kept);
        }

        var low = _classifier.Build(builder, x);
        stages.Add(new("logits_low", low));
        var logits = new GraphOutput("logits", builder.Add($"{Classifier}.enlarge", new Resize(height, width), low));
        return NormStatistics.Run(
            builder.Build(withStages ? [logits, .. stages] : [logits]), training?.TrunkNorms ?? default, Family.Trunk);
    }

    private Tensor BuildPyramid(GraphBuilder builder, Tensor map)
    {
        var all = Activated(0, _branches[0].Build(builder, map));
        for (var i = 1; i < _branches.Length; i++)
            all = Beside(i, all, Activated(i, _branches[i].Build(builder, map)));
        var last = _branches.Length;
        var mean = builder.Add($"{Pyramid}.convs.{last}.aspp_pool.global_pool", new GlobalAveragePool { KeepsMap = true }, map);
        var pooled = builder.Add($"{Pyramid}.convs.{last}.enlarge", new Resize(map.Shape[1], map.Shape[2]),
            Activated(last, _pooled.Build(builder, mean)));
        return builder.Apply($"{Pyramid}.project.act", new Relu(), _project.Build(builder, Beside(last, all, pooled)));

        Tensor Activated(int branch, Tensor x) => builder.Apply($"{Pyramid}.convs.{branch}.act", new Relu(), x);

        Tensor Beside(int branch, Tensor left, Tensor right) =>
            builder.Add($"{Pyramid}.concat.{branch}", new Concat(), left, right);
    }

    private static Tensor Ones(int batch) =>
        GraphBuilder.Derived($"ones{batch * Channels}", new Filled(new Shape(batch, 1, 1, Channels), 1));
}
