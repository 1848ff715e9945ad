using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GpuFormer.Weights;

/// <summary>A MobileViT of transformers as timm would have stored it; see <see cref="HuggingFaceKeys"/>.</summary>
internal sealed class HuggingFaceSource : WeightSource
{
    private readonly WeightSource _source;
    private readonly bool _blueFirst;
    private readonly Dictionary<string, string[]> _parts = new(StringComparer.Ordinal);

    /// <param name="source">The weights; owned from now on.</param>
    /// <param name="blueFirst">
    /// Whether they read pictures with blue first; then the first convolution is turned over.
    /// </param>
    /// <exception cref="ModelFormatException">Of queries, keys and values one is missing or of another shape.</exception>
    public HuggingFaceSource(WeightSource source, bool blueFirst)
    {
        (_source, _blueFirst) = (source, blueFirst);
        var parts = new Dictionary<string, TensorEntry?[]>(StringComparer.Ordinal);
        foreach (var entry in source.Tensors)
        {
            var (name, part) = HuggingFaceKeys.ToTimm(entry.Name) ?? (entry.Name, null);
            if (!parts.TryGetValue(name, out var entries))
                parts.Add(name, entries = new TensorEntry?[part is null ? 1 : 3]);
            if ((part ?? 0) >= entries.Length || entries[part ?? 0] is not null)
            {
                throw new ModelFormatException(
                    source.Name, entry.Name, $"becomes '{name}', as another does", "Remove one.");
            }

            entries[part ?? 0] = entry;
        }

        Tensors = [.. parts.Select(named => Join(source.Name, named.Key, named.Value))];
        foreach (var (name, entries) in parts)
            _parts.Add(name, [.. entries.Select(entry => entry!.Name)]);
        var metadata = new Dictionary<string, string>(source.Metadata, StringComparer.Ordinal)
        {
            [MobileVitKeys.MetadataKey] = HuggingFaceKeys.From,
        };
        metadata.TryAdd("preprocessing", MobileVitKeys.CvnetsPreprocessing);
        Metadata = metadata;
    }

    public override string Name => _source.Name;

    public override ImmutableArray<TensorEntry> Tensors { get; }

    public override IReadOnlyList<DroppedEntry> Dropped => _source.Dropped;

    public override IReadOnlyDictionary<string, string> Metadata { get; }

    public override void Read(string name, Span<float> destination)
    {
        if (!_parts.TryGetValue(name, out var stored))
        {
            _source.Read(name, destination);
            return;
        }

        if (destination.Length % stored.Length != 0)
            throw new ArgumentException($"Tensor '{name}' has not {destination.Length} elements.", nameof(destination));
        var length = destination.Length / stored.Length;
        for (var i = 0; i < stored.Length; i++)
            _source.Read(stored[i], destination.Slice(i * length, length));
        if (_blueFirst && name == HuggingFaceKeys.FirstConvolution)
            MobileVitKeys.ReverseChannels(MemoryMarshal.AsBytes(destination), Outputs(name));
    }

    public override void CopyTo(string name, Stream destination)
    {
        using var elements = new MemoryStream();
        foreach (var stored in _parts.GetValueOrDefault(name, [name]))
            _source.CopyTo(stored, elements);
        var bytes = elements.ToArray();
        if (_blueFirst && name == HuggingFaceKeys.FirstConvolution)
            MobileVitKeys.ReverseChannels(bytes, Outputs(name));
        destination.Write(bytes);
    }

    public override void Dispose() => _source.Dispose();

    private int Outputs(string name) => Tensors.First(tensor => tensor.Name == name).Shape is [var outputs, 3, ..]
        ? outputs
        : throw new ModelFormatException(Name, name, "is not [C, 3, 3, 3]", "Name weights of a MobileViT.");

    private static TensorEntry Join(string file, string name, TensorEntry?[] parts)
    {
        var first = parts[0];
        if (parts.Length == 1)
            return new TensorEntry(name, first!.DType, first.Shape, first.Begin);
        if (parts.Any(part => part is null || first is null || part.DType != first.DType
            || part.Shape.Length == 0 || !part.Shape.SequenceEqual(first.Shape) || part.Shape[0] > int.MaxValue / 3))
        {
            throw new ModelFormatException(file, name, "needs query, key and value of one type and shape",
                "The file is incomplete, or of another network.");
        }

        return new TensorEntry(name, first!.DType, first.Shape.SetItem(0, 3 * first.Shape[0]), first.Begin);
    }
}
