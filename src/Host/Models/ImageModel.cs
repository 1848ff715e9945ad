using GpuFormer.Graph;

namespace GpuFormer.Models;

/// <summary>How much of a network is dropped while it is trained.</summary>
/// <param name="Dropout">The share of the features before the last linear, 0 to below 1.</param>
/// <param name="DropPath">The share of images whose branch is dropped in the deepest block, 0 to below 1.</param>
public sealed record TrainingRates(double Dropout, double DropPath);

/// <summary>A network on images: its parameters, and its graph for any number and size of images.</summary>
public abstract class ImageModel
{
    private long? _multiplyAdds;

    /// <summary>Its name with underscores: <c>mobile_former_294m</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How many classes it tells apart.</summary>
    public abstract int Classes { get; }

    /// <summary>The side of the square images that it was designed for.</summary>
    public virtual int ImageSize => 224;

    /// <summary>All entries of its state-dict, in order, with official keys.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How many learned numbers it has.</summary>
    public long ParameterCount => Count(ParameterKind.Weight);

    /// <summary>How many running statistics it has, the counters of batches among them.</summary>
    public long BufferCount => Count(ParameterKind.Statistic) + Count(ParameterKind.Counter);

    /// <summary>Multiply-accumulates of one image of <see cref="ImageSize"/>, as SPEC 1.9 counts them.</summary>
    public long MultiplyAdds => _multiplyAdds ??= Build(1, ImageSize, ImageSize).MultiplyAdds;

    /// <summary>
    /// The graph as the model states it. Input <c>input</c> [batch, 3, height, width], normalised; output <c>logits</c>
    /// [batch, classes].
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

    private long Count(ParameterKind kind) =>
        Parameters.Where(p => p.Kind == kind).Sum(p => (long)p.Shape.Elements);
}
