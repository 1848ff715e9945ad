using System.Collections.Immutable;

namespace GpuFormer.Weights;

/// <summary>
/// Named tensors for a model to load, read as float32 when asked for: from a safetensors file, from a PyTorch
/// checkpoint or from memory.
/// </summary>
internal sealed class WeightStore : IDisposable
{
    // Counts training steps and is not used to predict; old checkpoints lack it.
    private const string StepCounter = "num_batches_tracked";

    // A few show what is wrong; another model's weights would give hundreds.
    private const int MostNamed = 6;

    private readonly WeightSource _source;
    private readonly Dictionary<string, TensorEntry> _entries;

    private WeightStore(WeightSource source)
    {
        _source = source;
        _entries = source.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors: names without those of wrappers, stored types, shapes.</summary>
    public ImmutableArray<TensorEntry> Tensors => _source.Tensors;

    /// <summary>What the file holds besides the weights taken, and why it was not taken.</summary>
    public IReadOnlyList<DroppedEntry> Dropped => _source.Dropped;

    /// <summary>The texts stored with the weights.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _source.Metadata;

    public IEnumerable<string> Names => _source.Tensors.Select(t => t.Name);

    internal WeightSource Source => _source;

    /// <summary>Opens a safetensors, .pth or .pth.tar file; its kind is told by its content.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    /// <exception cref="ModelFormatException">The path is no regular file, or the file is damaged, hostile or of another format.</exception>
    public static WeightStore Open(string path, CheckpointOptions? options = null) =>
        new(WeightSource.Open(path, options ?? new CheckpointOptions()));

    /// <summary>Tensors in memory: the shape and the values row by row, which are used and not copied.</summary>
    /// <exception cref="ArgumentException">Values do not fill their shape.</exception>
    public static WeightStore FromMemory(
        IEnumerable<KeyValuePair<string, (int[] Shape, float[] Values)>> tensors, string name = "weights in memory") =>
        new(new MemorySource(name, tensors));

    // What a reader of other files makes of them.
    internal static WeightStore Of(WeightSource source) => new(source);

    /// <summary>Finds a tensor's shape by its name; false when there is none.</summary>
    public bool TryGet(string name, out ImmutableArray<int> shape)
    {
        bool found = _entries.TryGetValue(name, out TensorEntry? entry);
        shape = found ? entry!.Shape : [];
        return found;
    }

    /// <summary>The shape of a tensor; null if there is none of this name.</summary>
    public ImmutableArray<int>? ShapeOf(string name) => TryGet(name, out var shape) ? shape : null;

    /// <summary>Reads a tensor as float32, row by row, into as many elements as it has.</summary>
    /// <exception cref="ModelFormatException">There is no such tensor.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void Read(string name, Span<float> destination) => _source.Read(name, destination);

    /// <summary>
    /// Compares the tensors with those that a model needs. Names that end in <c>num_batches_tracked</c> are optional
    /// on both sides.
    /// </summary>
    /// <exception cref="ModelFormatException">Counts the missing, extra and mis-shaped tensors and names the first of
    /// each.</exception>
    public void Verify(IReadOnlyList<(string Name, int[] Shape, bool Optional)> needed)
    {
        var missing = new List<string>();
        var misshapen = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, int[] shape, bool optional) in needed)
        {
            known.Add(name);
            if (!_entries.TryGetValue(name, out TensorEntry? entry))
            {
                if (!optional && !name.EndsWith(StepCounter, StringComparison.Ordinal))
                    missing.Add($"'{name}' {TensorEntry.ShapeText(shape)}");
            }
            else if (!entry.Shape.AsSpan().SequenceEqual(shape))
            {
                misshapen.Add(
                    $"'{name}' is {TensorEntry.ShapeText(entry.Shape.AsSpan())}, " +
                    $"the model needs {TensorEntry.ShapeText(shape)}");
            }
        }

        string[] extra =
        [
            .. _source.Tensors
                .Where(t => !known.Contains(t.Name) && !t.Name.EndsWith(StepCounter, StringComparison.Ordinal))
                .Select(t => $"'{ModelFormatException.Printable(t.Name)}' {TensorEntry.ShapeText(t.Shape.AsSpan())}"),
        ];
        if (missing.Count + misshapen.Count + extra.Length == 0)
            return;

        var parts = new List<string>();
        AddPart(parts, missing, "missing");
        AddPart(parts, extra, "extra");
        AddPart(parts, misshapen, "of another shape");
        throw new ModelFormatException(
            _source.Name, null, $"the weights do not fit the model: {string.Join("; ", parts)}", Remedy(needed));
    }

    public void Dispose() => _source.Dispose();

    private static void AddPart(List<string> parts, IReadOnlyCollection<string> names, string what)
    {
        if (names.Count == 0)
            return;
        var more = names.Count > MostNamed ? $", and {names.Count - MostNamed} more" : "";
        parts.Add($"{names.Count} {what} ({string.Join(", ", names.Take(MostNamed))}{more})");
    }

    private string Remedy(IReadOnlyList<(string Name, int[] Shape, bool Optional)> needed)
    {
        if (MobileVitKeys.AreOfCvnets(_entries.Keys.ToHashSet(StringComparer.Ordinal)))
            return "These are weights of cvnets: turn them into those of a MobileViT here with 'gpuformer convert' first.";
        if (_source.Dropped.FirstOrDefault(d => needed.Any(n => n.Name == d.Name)) is { } dropped)
            return $"'{ModelFormatException.Printable(dropped.Name)}' {dropped.Reason}: store it as float32 or float16.";
        if (PrefixOf(needed) is { } prefix)
            return $"The names in the file begin with '{ModelFormatException.Printable(prefix)}': take that off, or save "
                + "the state_dict of the inner module.";
        return "Choose the model and the number of classes that the weights were made for, or other weights.";
    }

    // What stands before the names that the model needs, where that is the same for most of them.
    private string? PrefixOf(IReadOnlyList<(string Name, int[] Shape, bool Optional)> needed)
    {
        var absent = needed.Where(n => !n.Optional && !_entries.ContainsKey(n.Name)).Select(n => n.Name).ToList();
        if (absent.Count == 0)
            return null;
        var prefixes = _entries.Keys.Where(name => name.EndsWith($".{absent[0]}", StringComparison.Ordinal))
            .Select(name => name[..^absent[0].Length]);
        return prefixes.FirstOrDefault(p => absent.Count(name => _entries.ContainsKey(p + name)) > absent.Count / 2);
    }
}
