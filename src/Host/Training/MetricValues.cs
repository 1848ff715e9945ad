using System.Collections;

namespace GpuFormer.Training;

/// <summary>Numbers by name, in order.</summary>
/// <param name="values">Each name once.</param>
public sealed class MetricValues(params IEnumerable<(string Name, double Value)> values)
    : IReadOnlyList<(string Name, double Value)>, IEquatable<MetricValues>
{
    private readonly (string Name, double Value)[] _values = [.. values];

    /// <summary>No number.</summary>
    public static MetricValues None { get; } = new();

    public int Count => _values.Length;

    public (string Name, double Value) this[int index] => _values[index];

    /// <summary>The number of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public double this[string name]
    {
        get
        {
            foreach (var (known, value) in _values)
            {
                if (known == name)
                    return value;
            }

            throw new KeyNotFoundException($"There is no number '{name}', only {string.Join(", ", _values.Select(v => v.Name))}.");
        }
    }

    public IEnumerator<(string Name, double Value)> GetEnumerator() =>
        ((IEnumerable<(string Name, double Value)>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(MetricValues? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as MetricValues);

    public override int GetHashCode() => _values.Length == 0 ? 0 : HashCode.Combine(_values.Length, _values[0]);
}
