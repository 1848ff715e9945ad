using System.Buffers.Binary;
using System.Collections.Immutable;

namespace GpuFormer.Weights;

/// <summary>Float32 tensors held in memory by the caller.</summary>
internal sealed class MemorySource : WeightSource
{
    private readonly Dictionary<string, float[]> _values = new(StringComparer.Ordinal);

    public MemorySource(string name, IEnumerable<KeyValuePair<string, (int[] Shape, float[] Values)>> tensors)
    {
        Name = name;
        ImmutableArray<TensorEntry>.Builder entries = ImmutableArray.CreateBuilder<TensorEntry>();
        foreach ((string tensor, (int[] shape, float[] values)) in tensors)
        {
            var entry = new TensorEntry(tensor, DType.F32, ImmutableArray.Create(shape), begin: 0);
            if (entry.ElementCount != values.Length)
                throw new ArgumentException(
                    $"Tensor '{tensor}' of shape {TensorEntry.ShapeText(shape)} has not {values.Length} elements.",
                    nameof(tensors));
            _values.Add(tensor, values);
            entries.Add(entry);
        }

        Tensors = entries.DrainToImmutable();
    }

    public override string Name { get; }

    public override ImmutableArray<TensorEntry> Tensors { get; }

    public override IReadOnlyList<DroppedEntry> Dropped => [];

    public override IReadOnlyDictionary<string, string> Metadata => ImmutableDictionary<string, string>.Empty;

    public override void Read(string name, Span<float> destination)
    {
        float[] values = Find(name);
        if (destination.Length != values.Length)
            throw new ArgumentException(
                $"Tensor '{name}' has {values.Length} elements, the destination {destination.Length}.",
                nameof(destination));
        values.CopyTo(destination);
    }

    public override void CopyTo(string name, Stream destination)
    {
        Span<byte> element = stackalloc byte[sizeof(float)];
        foreach (float value in Find(name))
        {
            BinaryPrimitives.WriteSingleLittleEndian(element, value);
            destination.Write(element);
        }
    }

    public override void Dispose()
    {
    }

    private float[] Find(string name) =>
        _values.TryGetValue(name, out float[]? values)
            ? values
            : throw new ModelFormatException(Name, name, "is not there", "See Tensors for the names that are.");
}
