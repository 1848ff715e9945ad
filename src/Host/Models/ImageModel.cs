using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models;

/// <summary>What training changes of a network: how much is dropped, and what norms do.</summary>
/// <param name="Dropout">The share of the features before the last linear, 0 to below 1.</param>
/// <param name="DropPath">The share of images whose branch is dropped in the deepest block, 0 to below 1.</param>
internal sealed record TrainingRates(double Dropout, double DropPath)
{
    /// <summary>What the batch norms of a detector's trunk do; those of heads, and of classifiers, learn always.</summary>
    public NormTraining TrunkNorms { get; init; }
}

/// <summary>A map that a network makes on its way to the logits, on which detection and segmentation build.</summary>
/// <param name="Name">The stage whose output it is: <c>features.3.x</c>.</param>
/// <param name="Stride">Pixels of the image for one of the map, along either side.</param>
/// <param name="Channels">Of the map.</param>
public sealed record FeatureStage(string Name, int Stride, int Channels)
{
    /// <summary>The last maps of strides 4, 8, 16 and 32, as far as there are any.</summary>
    /// <param name="stages">
    /// The stages behind a first convolution of stride 2, in order: names, strides of their own, channels.
    /// </param>
    internal static IReadOnlyList<FeatureStage> Last(IReadOnlyList<(string Name, int Stride, int Channels)> stages)
    {
        var total = 2;
        var all = stages.Select(stage => new FeatureStage(stage.Name, total *= stage.Stride, stage.Channels)).ToList();
        return [.. new[] { 4, 8, 16, 32 }.Select(stride => all.FindLast(stage => stage.Stride == stride)).OfType<FeatureStage>()];
    }
}

/// <summary>A place where tokens read a map by attention.</summary>
/// <param name="Name">The block whose input is read, <c>features.3</c>, or <c>head</c>.</param>
/// <param name="Heads">How many heads.</param>
/// <param name="Tokens">How many tokens.</param>
/// <param name="Height">Rows of the map.</param>
/// <param name="Width">Columns of the map.</param>
internal sealed record BridgeStage(string Name, int Heads, int Tokens, int Height, int Width);

/// <summary>A network's graph with the attention of its bridges as outputs.</summary>
/// <param name="Graph">
/// Outputs: the logits, then for each bridge and head [batch, tokens, height * width]: each row a soft-max.
/// </param>
/// <param name="Bridges">In the order of the outputs.</param>
internal sealed record AttentionGraph(ComputeGraph Graph, IReadOnlyList<BridgeStage> Bridges);

/// <summary>A network on images: its parameters, and its graph for any number and size of images.</summary>
internal abstract class ImageModel
{
    private long? _multiplyAdds;

    /// <summary>Its name with underscores: <c>mobile_former_294m</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The networks that it belongs to.</summary>
    public abstract ModelFamily Family { get; }

    /// <summary>How many classes it tells apart; 0 if the last linear is left out.</summary>
    public abstract int Classes { get; }

    /// <summary>The width of what it makes of an image: a logit for each class, or what the last linear reads.</summary>
    public abstract int OutputChannels { get; }

    /// <summary>
    /// The last maps of strides 4, 8, 16 and 32, in this order: those before the 1x1 convolution of the head.
    /// </summary>
    public abstract IReadOnlyList<FeatureStage> Features { get; }

    /// <summary>The side of the square images that it was designed for; the shorter one where they are no squares.</summary>
    public virtual int ImageSize => 224;

    /// <summary>Height and width of the images that it was designed for, in pixels.</summary>
    public virtual (int Height, int Width) DesignSize => (ImageSize, ImageSize);

    /// <summary>Whether images must have the size <see cref="ImageSize"/>.</summary>
    public virtual bool HasFixedSize => false;

    /// <summary>The standard deviation with which the weights of linears start.</summary>
    public virtual double LinearDeviation => 0.01;

    /// <summary>What share of a batch's statistics batch norms take into their running ones.</summary>
    public virtual float NormMomentum => 0.1f;

    /// <summary>
    /// Its options where they differ from the published network, but for the classes, as texts <c>name=value</c>: weight
    /// files keep them, so that the same network is made again.
    /// </summary>
    public virtual IReadOnlyList<string> OptionTexts => [];

    /// <summary>All entries of its state-dict, in order, with official keys.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// The beginnings of the names of parameters that training leaves as they are, whatever else is frozen: <c>conv1</c>.
    /// </summary>
    public virtual IReadOnlyList<string> FrozenParts => [];

    /// <summary>How many learned numbers it has.</summary>
    public long ParameterCount => Count(ParameterKind.Weight);

    /// <summary>How many running statistics it has, the counters of batches among them.</summary>
    public long BufferCount => Count(ParameterKind.Statistic) + Count(ParameterKind.Counter);

    /// <summary>Multiply-accumulates of one image of <see cref="DesignSize"/>, as Networks 1.9 counts them.</summary>
    public long MultiplyAdds => _multiplyAdds ??= Build(1, DesignSize.Height, DesignSize.Width).MultiplyAdds;

    /// <summary>
    /// The graph as the model states it. Input <c>input</c> [batch, 3, height, width], normalised; output <c>logits</c>
    /// [batch, classes], or where there are no classes <c>features</c> [batch, <see cref="OutputChannels"/>].
    /// </summary>
    /// <param name="batch">Images at a time.</param>
    /// <param name="height">Of the images, in pixels.</param>
    /// <param name="width">Of the images, in pixels.</param>
    /// <param name="withStages">Whether the outputs of all stages are outputs of the graph too.</param>
    /// <param name="training">
    /// Null for inference; else norms use the batch (<see cref="Graph.Training"/>), and ops with randomness are there.
    /// </param>
    public abstract ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null);

    /// <summary>
    /// The graph up to its <see cref="Features"/>: one output [batch, height / stride, width / stride, channels] for
    /// each, sizes rounded up, named as the stage. Input as that of <see cref="Build"/>.
    /// </summary>
    public ComputeGraph BuildFeatures(int batch, int height, int width) =>
        Build(batch, height, width, withStages: true).WithOutputs(Features.Select(stage => stage.Name));

    /// <summary>
    /// The graph with the attention of the tokens of each bridge Mobile to Former (Networks 1.4). Input as that of
    /// <see cref="Build"/>.
    /// </summary>
    /// <exception cref="NotSupportedException">The network has no such bridges, or they do not attend.</exception>
    public virtual AttentionGraph BuildAttention(int batch, int height, int width) => throw new NotSupportedException(
        $"{Name} has no tokens that attend to a map: only a Mobile-Former whose bridges have attention does.");

    /// <summary>What <see cref="Build"/> calls its first output.</summary>
    protected string OutputName => Classes > 0 ? "logits" : "features";

    private long Count(ParameterKind kind) =>
        Parameters.Where(p => p.Kind == kind).Sum(p => (long)p.Shape.Elements);
}
