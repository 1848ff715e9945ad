using System.Collections;

namespace GpuFormer.Graph;

/// <summary>The sizes of a tensor, outermost first. Two shapes with equal sizes are equal.</summary>
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[] _sizes;

    /// <summary>Makes a shape of the given sizes; none makes the shape of a scalar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there are 2^31 elements or more.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        _sizes = sizes.ToArray();
        long elements = 1;
        foreach (var size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(sizes));
            elements *= size;
            if (elements > int.MaxValue)
            {
                throw new ArgumentOutOfRangeException(nameof(sizes),
                    $"A tensor of {this} has more elements than the 2147483647 that an index can reach.");
            }
        }

        Elements = (int)elements;
    }

    /// <summary>The number of sizes.</summary>
    public int Rank => _sizes.Length;

    /// <summary>The product of all sizes.</summary>
    public int Elements { get; }

    int IReadOnlyCollection<int>.Count => _sizes.Length;

    /// <summary>The innermost size.</summary>
    public int Last => _sizes[^1];

    /// <summary>How many innermost rows there are: all elements over the innermost size.</summary>
    public int Rows => Elements / Last;

    public int this[int axis] => _sizes[axis];

    /// <summary>The size counted from the inside: <c>shape[^1]</c> is the innermost.</summary>
    public int this[Index axis] => _sizes[axis];

    /// <summary>The same shape with another innermost size.</summary>
    public Shape WithLast(int last)
    {
        var sizes = (int[])_sizes.Clone();
        sizes[^1] = last;
        return new Shape(sizes);
    }

    public bool Equals(Shape? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var size in _sizes)
            hash.Add(size);
        return hash.ToHashCode();
    }

    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _sizes.GetEnumerator();

    /// <summary>The sizes with commas between them in brackets: <c>[1,56,56,24]</c>.</summary>
    public override string ToString() => $"[{string.Join(",", _sizes)}]";

    public static bool operator ==(Shape? a, Shape? b) => a?.Equals(b) ?? b is null;

    public static bool operator !=(Shape? a, Shape? b) => !(a == b);
}
