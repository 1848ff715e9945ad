using System.Collections;

namespace GpuFormer.Graph.Constants;

/// <summary>A list that is equal to others with equal items, for the parameters of a <see cref="ConstantTransform"/>.</summary>
internal sealed class ValueList<T>(params IReadOnlyList<T> items) : IReadOnlyList<T>, IEquatable<ValueList<T>>
    where T : unmanaged, IEquatable<T>
{
    private readonly T[] _items = [.. items];

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public ReadOnlySpan<T> AsSpan() => _items;

    public bool Equals(ValueList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
