using System.Collections.Immutable;

namespace GpuFormer.Weights;

/// <summary>What a weights file says about one tensor: its name, element type and shape.</summary>
public sealed class TensorEntry
{
    internal TensorEntry(string name, DType dType, ImmutableArray<int> shape, long begin)
    {
        Name = name;
        DType = dType;
        Shape = shape;
        Begin = begin;
        ElementCount = CountElements(shape.AsSpan());
    }

    public string Name { get; }

    public DType DType { get; }

    /// <summary>The dimensions, outermost first; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Product of the dimensions; 1 for a scalar, 0 when a dimension is 0.</summary>
    public long ElementCount { get; }

    /// <summary>Bytes of the tensor when stored row by row.</summary>
    public long ByteCount => ElementCount * DType.Size();

    // Where the tensor begins in the data section of its file.
    internal long Begin { get; }

    public override string ToString() => $"{Name}: {DType.Spelling()} {ShapeText(Shape.AsSpan())}";

    internal static string ShapeText(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    /// <exception cref="OverflowException">The product does not fit 64 bits.</exception>
    internal static long CountElements(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int dimension in shape)
            count = checked(count * dimension);
        return count;
    }
}
