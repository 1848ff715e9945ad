using GpuFormer.Graph;
using GpuFormer.Graph.Lowering;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>
/// RetinaNet (Lin et al., "Focal loss for dense object detection", 2017) on a Mobile-Former (Networks 9.4), with
/// torchvision's keys. Classes are counted with the background, 0, which is never a target.
/// </summary>
internal sealed class RetinaNet : ImageModel
{
    /// <summary>Maps that the heads read: P3 to P7.</summary>
    public const int Levels = 5;

    /// <summary>Anchors of one cell of a map.</summary>
    public const int AnchorsPerCell = 9;

    // The probability of an object, before training, that keeps the focal loss of the many anchors without one small.
    private const double PriorProbability = 0.01;

    private readonly ParameterScope _scope = new();
    private readonly MobileFormerTrunk _trunk;
    private readonly FeaturePyramid _pyramid;
    private readonly PredictionHead _classHead;
    private readonly PredictionHead _boxHead;

    /// <summary>Declares the layers.</summary>
    /// <param name="variant">Of the trunk.</param>
    /// <param name="classes">Class outputs of an anchor, the background among them: 2 or more.</param>
    /// <param name="options">What was chosen; null for torchvision's.</param>
    public RetinaNet(MobileFormerVariant variant, int classes, RetinaNetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        (Classes, Options) = (classes, options ?? new RetinaNetOptions());
        var backbone = _scope.At("backbone");
        _trunk = new MobileFormerTrunk(_scope.At(Family.Trunk), variant, new MobileFormerOptions(0));
        var channels = Options.FpnChannels;
        _pyramid = new FeaturePyramid(backbone.At("fpn").Starting(InitialValues.KaimingOfMatrices),
            [.. Maps.Select(stage => stage.Channels)], channels);
        var head = _scope.At("head");
        _classHead = new PredictionHead(head.At("classification_head"), channels, "cls_logits",
            AnchorsPerCell * classes, bias: -Math.Log((1 - PriorProbability) / PriorProbability));
        _boxHead = new PredictionHead(head.At("regression_head"), channels, "bbox_reg", AnchorsPerCell * 4, bias: 0);
    }

    public RetinaNetOptions Options { get; }

    public override string Name => $"retinanet_{_trunk.Variant.Name}";

    public override ModelFamily Family => ModelFamily.RetinaNet;

    public override int Classes { get; }

    public override int OutputChannels => Classes;

    public override int ImageSize => DesignSize.Height;

    public override (int Height, int Width) DesignSize => (800, 1344);

    public override IReadOnlyList<string> OptionTexts => RetinaNetOptions.Table.TextsOf(Options);

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    public override IReadOnlyList<FeatureStage> Features => _trunk.Features;

    // Class outputs by those of the last layer; 0 if it is none.
    internal static int ClassesOf(int outputs) => outputs % AnchorsPerCell == 0 ? outputs / AnchorsPerCell : 0;

    // Of strides 8, 16 and 32.
    private IEnumerable<FeatureStage> Maps => Features.Skip(1);

    /// <inheritdoc/>
    /// <remarks>
    /// Outputs: <c>logits</c> [batch, anchors, classes] and <c>deltas</c> [batch, anchors, 4], the anchors of torchvision's
    /// order: level, row, column, and anchor of the cell. Stages: those of the trunk, and the pyramid's <c>p3.x</c> to
    /// <c>p7.x</c>.
    /// </remarks>
    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null)
    {
        var builder = new GraphBuilder();
        var stages = new List<GraphOutput>();
        var images = builder.Input("input", new Shape(batch, 3, height, width));
        _trunk.Build(builder, new BranchDropping(builder, training), images, training is not null, stages);
        var pyramid = _pyramid.Build(
            builder, [.. Maps.Select(map => stages.Single(stage => stage.Name == map.Name).Tensor)]);
        var (logits, deltas) = (new Tensor[Levels], new Tensor[Levels]);
        for (var i = 0; i < Levels; i++)
        {
            var level = $"p{i + 3}";
            stages.Add(new($"{level}.x", pyramid[i]));
            logits[i] = _classHead.Build(builder, pyramid[i], level);
            deltas[i] = _boxHead.Build(builder, pyramid[i], level);
        }

        GraphOutput[] outputs =
        [
            new("logits", Predictions.Joined(builder, "head.classification_head.joined", logits, Classes)),
            new("deltas", Predictions.Joined(builder, "head.regression_head.joined", deltas, 4)),
        ];
        return NormStatistics.Run(
            builder.Build(withStages ? [.. outputs, .. stages] : outputs), training?.TrunkNorms ?? default, Family.Trunk);
    }
}
