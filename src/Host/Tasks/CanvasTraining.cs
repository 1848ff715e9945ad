using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Training;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Drawing;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tasks.Detection;
using GpuFormer.Tasks.Systems;
using GpuFormer.Training;

namespace GpuFormer.Tasks;

/// <summary>What detection and segmentation share: images lie in a canvas, and a system makes targets of what lies over
/// them.</summary>
internal abstract class CanvasTraining : TaskTraining
{
    private const int Columns = 4;
    private const int MostImages = 8;

    // --multi-scale draws one of these tenths of the size.
    private static readonly int[] Tenths = [10, 9, 8, 7, 6];
    private const int StepOfScales = 32;

    private readonly TrainedSystem _system;
    private readonly CanvasInputs _inputs;
    private readonly IReadOnlyList<(int Height, int Width)> _sizes;

    /// <exception cref="RecipeException">The size is not one of the network's, or a setting is for classes alone.</exception>
    protected CanvasTraining(TrainingRecipe recipe, ImageModel network)
    {
        (Recipe, Network) = (recipe, network);
        _system = TrainedSystem.Of(network);
        if (recipe.LongSide == 0 && recipe.ImageSize % _system.Multiple != 0)
        {
            throw new RecipeException(string.Create(CultureInfo.InvariantCulture,
                $"--img-size {recipe.ImageSize} is no multiple of {_system.Multiple}, which {network.Name} needs."));
        }

        if (recipe.LongSide > 0 && _system.RectangleAugmentation is null)
        {
            throw new RecipeException(string.Create(CultureInfo.InvariantCulture,
                $"--img-size {recipe.ImageSize}x{recipe.LongSide}: {network.Name} is trained on squares. Name one side."));
        }

        Canvas = (RoundUp(recipe.ImageSize), RoundUp(recipe.LongSide > 0 ? recipe.LongSide : recipe.ImageSize));
        _sizes = recipe.MultiScale
            ? [Canvas, .. Tenths.Select(tenths => (Scaled(Canvas.Height, tenths), Scaled(Canvas.Width, tenths)))
                .Where(size => size.Item1 < Canvas.Height).Distinct()]
            : [Canvas];
        _inputs = new CanvasInputs(network, recipe.ImageSize, recipe.LongSide > 0 ? recipe.LongSide : null, Canvas);
        foreach (var (flag, isSet) in new[]
        {
            ("--mixup", recipe.Mixup > 0), ("--cutmix", recipe.CutMix > 0), ("--reprob", recipe.ErasingProbability > 0),
            ("--aa", recipe.AutoAugment.Length > 0), ("--train-sizes", recipe.TrainSizes.Count > 0),
            ("--vflip", recipe.VerticalFlip > 0),
        })
        {
            if (isSet)
                throw new RecipeException($"{flag} is for networks that tell classes of images apart, not for {network.Name}.");
        }
    }

    /// <inheritdoc/>
    public sealed override (int Height, int Width) Canvas { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<(int Height, int Width)> Canvases => SamplingOf(null, _sizes).All;

    /// <inheritdoc/>
    public sealed override Criterion Criterion => _system.Criterion;

    /// <inheritdoc/>
    public sealed override Func<Batch, StepTargets> Targets => _system.Targets;

    /// <inheritdoc/>
    public sealed override string NoRanks => $"{Network.Name} is trained by one process: losses are divided by the objects of "
        + "one batch, and several ranks would make another sum of it. Start it without mpirun; --grad-accum-steps makes "
        + "larger steps.";

    /// <summary>Of the run.</summary>
    protected TrainingRecipe Recipe { get; }

    /// <summary>In training.</summary>
    protected ImageModel Network { get; }

    private int EvaluationBatch => Recipe.ValidationBatchSize == 0 ? Recipe.BatchSize : Recipe.ValidationBatchSize;

    /// <inheritdoc/>
    public sealed override BatchLoader CreateBatches(ImageSource training, IRankGroup ranks)
    {
        var kind = Recipe.NoAugmentation ? CanvasAugmentationKind.None
            : Recipe.LongSide > 0 ? _system.RectangleAugmentation!.Value
            : _system.Augmentation;
        return Loader(Recipe.DataName, () => new BatchLoader((AnnotatedSource)training,
            new CanvasAugmentation(_inputs, kind, Recipe.HorizontalFlip) { IsTraining = true }, new BatchLoaderOptions
            {
                BatchSize = Recipe.BatchSize,
                Workers = Recipe.Workers,
                Seed = (ulong)Recipe.Seed,
                Canvas = Canvas,
                Canvases = Canvases.Count == 1 ? null : SamplingOf((AnnotatedSource)training, _sizes),
                Order = SampleOrder.Shuffled,
                DropLast = true,
            }));
    }

    /// <inheritdoc/>
    public sealed override MemoryNeed NeedOfEvaluator(Device device, int batch) => CanvasEvaluator.NeedOf(
        device, Network, Recipe.ValidationBatchSize == 0 ? batch : Recipe.ValidationBatchSize,
        SamplingOf(null, [Canvas]).All);

    /// <inheritdoc/>
    public sealed override Image Draw(Batch batch, IReadOnlyList<string> classes)
    {
        var count = Math.Min(batch.Size, MostImages);
        var columns = Math.Min(count, Columns);
        var zoom = DrawnExample.ZoomOf(batch.Height, batch.Width);
        var grid = new Image(
            (count + columns - 1) / columns * batch.Height * zoom, columns * batch.Width * zoom);
        for (var row = 0; row < count; row++)
        {
            var cell = ImageOf(batch, row);
            if (zoom > 1)
                cell = Resizer.Resize(cell, zoom * cell.Height, zoom * cell.Width, Interpolation.Bilinear);
            if (batch.Annotations[row] is { } annotations)
                DrawTruth(cell, annotations, zoom, classes);
            Imaging.Drawing.Draw.Paste(
                grid, cell, row % columns * cell.Width, row / columns * cell.Height);
        }

        return grid;
    }

    /// <summary>Draws what is known about an image.</summary>
    /// <param name="image">Drawn on.</param>
    /// <param name="annotations">Over the image before it was enlarged.</param>
    /// <param name="zoom">By how much it was.</param>
    /// <param name="classes">The names of the classes.</param>
    internal static void DrawTruth(Image image, ImageAnnotations annotations, int zoom, IReadOnlyList<string> classes)
    {
        if (annotations is ObjectTargets { Objects: var objects })
        {
            DetectionDrawing.Draw(image, objects.Select(known =>
                new Detection.Detection(known.Box.Scale(zoom, zoom), 1, known.Label)), label => classes[label]);
        }
        else if (annotations is PixelTargets { Mask: var mask })
        {
            var enlarged = ((PixelTargets)new Data.Augmentation.Geometry.Resize(image.Height, image.Width)
                .Apply(new PixelTargets(mask))).Mask;
            DetectionDrawing.Draw(image, enlarged);
        }
    }

    /// <summary>Batches to judge by.</summary>
    protected BatchLoader CreateEvaluationBatches(ImageSource validation) => Loader(Recipe.DataName,
        () => new BatchLoader((AnnotatedSource)validation, new CanvasAugmentation(_inputs, CanvasAugmentationKind.None),
            new BatchLoaderOptions
            {
                BatchSize = EvaluationBatch,
                Workers = Recipe.Workers,
                Seed = (ulong)Recipe.Seed,
                Canvas = Canvas,
                Canvases = Recipe.LongSide > 0 ? SamplingOf((AnnotatedSource)validation, [Canvas]) : null,
            }));

    // Of a set, or of none where the canvases alone are asked for.
    private CanvasSampling SamplingOf(AnnotatedSource? images, IReadOnlyList<(int Height, int Width)> sizes) => new(sizes)
    {
        Together = Recipe.AccumulationSteps,
        AspectOf = Recipe.LongSide > 0 ? image => images?.AspectOf(image) ?? 1 : null,
    };

    private int RoundUp(int side) => (side + _system.Multiple - 1) / _system.Multiple * _system.Multiple;

    private static int Scaled(int side, int tenths) =>
        Math.Max(StepOfScales, side * tenths / 10 / StepOfScales * StepOfScales);

    private Image ImageOf(Batch batch, int row)
    {
        var pixels = batch.Pixels.Slice(row * 3 * batch.Height * batch.Width, 3 * batch.Height * batch.Width);
        return _inputs.Input.Restore(new NetworkImage(pixels.ToArray(), batch.Height, batch.Width));
    }
}
