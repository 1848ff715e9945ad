namespace GpuFormer.Graph;

/// <summary>
/// An edge of the graph: float32 elements of one shape, given from outside, constant, or made by one node.
/// </summary>
public sealed class Tensor
{
    internal Tensor(string name, Shape shape, ConstantSource? source = null)
    {
        Name = name;
        Shape = shape;
        Source = source;
    }

    public string Name { get; }

    public Shape Shape { get; }

    /// <summary>Where a constant's elements come from; null for all other tensors.</summary>
    public ConstantSource? Source { get; }

    /// <summary>The node that makes it; null for inputs and constants.</summary>
    public Node? Producer { get; internal set; }

    public bool IsConstant => Source is not null;

    public override string ToString() => $"{Name} {Shape}";
}
