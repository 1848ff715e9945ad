using GpuFormer.Data;
using GpuFormer.Graph.Losses;
using GpuFormer.Graph.Training;
using GpuFormer.Models;
using GpuFormer.Training;

namespace GpuFormer.Tasks.Systems;

/// <summary>What trains the networks of one system.</summary>
/// <param name="Criterion">The losses.</param>
/// <param name="Targets">Makes what a step learns from of a batch.</param>
/// <param name="Augmentation">How images are augmented.</param>
/// <param name="Multiple">Sides of a canvas are multiples of it.</param>
internal sealed record TrainedSystem(
    Criterion Criterion, Func<Batch, StepTargets> Targets, CanvasAugmentationKind Augmentation, int Multiple = 1)
{
    /// <summary>How images are augmented in canvases for wide and for tall ones; null where canvases are squares.</summary>
    public CanvasAugmentationKind? RectangleAugmentation { get; init; }

    /// <summary>The system of a network.</summary>
    /// <exception cref="ArgumentException">The network is for classes of whole images.</exception>
    public static TrainedSystem Of(ImageModel network) => network switch
    {
        RetinaNet retinaNet => new(new RetinaNetCriterion(),
            new RetinaNetTargets(network.Classes, retinaNet.Options.AnchorSizes).Of, CanvasAugmentationKind.Scale,
            Multiple: 32)
        {
            RectangleAugmentation = CanvasAugmentationKind.ShortSide,
        },
        SsdLite => new(new SsdCriterion(), new SsdTargets(network.Classes).Of, CanvasAugmentationKind.Ssd),
        DeepLabV3 => new(new SegmentationCriterion(), new SegmentationTargets(network.Classes).Of,
            CanvasAugmentationKind.Crop, Multiple: 16),
        Detr detr => OfQueries(detr, detr.Options.DecoderLayers, detr.Options.Queries),
        EndToEndMobileFormer former => OfQueries(former, former.Options.Blocks.Sum(), former.Options.Queries),
        _ => throw new ArgumentException($"{network.Name} finds neither objects nor classes of pixels.", nameof(network)),
    };

    private static TrainedSystem OfQueries<T>(T network, int states, int queries) where T : ImageModel, IPaddedNetwork
    {
        var targets = new PaddedTargets(network, new QueryTargets(network.Classes, states, queries));
        return new(new QueryCriterion(states), targets.Of, CanvasAugmentationKind.Scale)
        {
            RectangleAugmentation = CanvasAugmentationKind.Part,
        };
    }

    /// <summary>Targets of a network that is told besides where its images end.</summary>
    private sealed class PaddedTargets(IPaddedNetwork network, QueryTargets targets) : StepTargets
    {
        private (int Height, int Width)[] _sizes = [];

        public override TrainingSize Size => targets.Size;

        public StepTargets Of(Batch batch)
        {
            targets.Of(batch);
            var canvas = (batch.Height, batch.Width);
            // An empty row fills the canvas: attention must have something to look at.
            _sizes = [.. batch.Sizes.ToArray().Select(size => size.Height > 0 ? size : canvas)];
            return this;
        }

        public override void Write(ITargetInputs inputs)
        {
            network.WriteSizes(Size.Height, Size.Width, _sizes, (name, elements) => inputs.Write(name, elements));
            targets.Write(inputs);
        }

        public override void Match(IStepOutputs outputs, ITargetInputs inputs) => targets.Match(outputs, inputs);
    }
}
