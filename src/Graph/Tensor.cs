using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Graph;

/// <summary>
/// An edge of the graph: elements of one shape, given from outside, constant, or made by one node. Numbers to all who
/// read and write it are float32.
/// </summary>
internal sealed class Tensor
{
    internal Tensor(
        string name, Shape shape, ConstantSource? source = null, FloatFormat format = FloatFormat.Single)
    {
        Format = format;
        Name = name;
        Shape = shape;
        Source = source;
    }

    public string Name { get; }

    public Shape Shape { get; }

    /// <summary>Where a constant's elements come from; null for all other tensors.</summary>
    public ConstantSource? Source { get; }

    /// <summary>How it lies in device memory.</summary>
    public FloatFormat Format { get; }

    /// <summary>Whether its elements take two bytes each.</summary>
    public bool IsNarrow => Format != FloatFormat.Single;

    /// <summary>What it takes of device memory.</summary>
    public long Bytes => (long)Shape.Elements * Format.ByteSize();

    /// <summary>The node that makes it; null for inputs and constants.</summary>
    public Node? Producer { get; internal set; }

    public bool IsConstant => Source is not null;

    public override string ToString() => $"{Name} {Shape}";
}
