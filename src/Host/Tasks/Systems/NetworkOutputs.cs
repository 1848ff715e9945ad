using GpuFormer.Graph;

namespace GpuFormer.Tasks.Systems;

/// <summary>What a network made of a batch: tensors by name, the images along the first axis.</summary>
internal sealed class NetworkOutputs
{
    private readonly Dictionary<string, (Shape Shape, float[] Elements)> _tensors = new(StringComparer.Ordinal);

    /// <summary>Adds a tensor, or makes room for one that is read anew for each batch.</summary>
    /// <exception cref="ArgumentException">There are more or fewer elements than the shape has.</exception>
    public void Set(string name, Shape shape, float[] elements)
    {
        if (elements.Length != shape.Elements)
            throw new ArgumentException($"{name} {shape} has {shape.Elements} elements, not {elements.Length}.");
        _tensors[name] = (shape, elements);
    }

    /// <summary>All names.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>The shape of a tensor, the batch first.</summary>
    /// <exception cref="ArgumentException">The network has no output of this name.</exception>
    public Shape ShapeOf(string name) => Find(name).Shape;

    /// <summary>All elements of a tensor.</summary>
    public float[] ElementsOf(string name) => Find(name).Elements;

    /// <summary>The part of one image.</summary>
    /// <param name="name">Of the tensor.</param>
    /// <param name="image">From 0.</param>
    public ReadOnlySpan<float> Of(string name, int image)
    {
        var (shape, elements) = Find(name);
        var part = shape.Elements / shape[0];
        return elements.AsSpan(image * part, part);
    }

    /// <summary>The part of one image, all of it numbers.</summary>
    /// <exception cref="NonFiniteResultException">An element is infinite or NaN.</exception>
    public ReadOnlySpan<float> FiniteOf(string name, int image)
    {
        var part = Of(name, image);
        return FiniteNumbers.All(part) ? part : throw new NonFiniteResultException(
            $"The network's output '{name}' holds infinite or NaN numbers: its weights are damaged, or of a training that "
            + "diverged.");
    }

    private (Shape Shape, float[] Elements) Find(string name) => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new ArgumentException(
            $"The network has no output '{name}', but {string.Join(", ", _tensors.Keys)}.", nameof(name));
}
