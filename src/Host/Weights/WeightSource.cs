using System.Collections.Immutable;

namespace GpuFormer.Weights;

/// <summary>Where named tensors come from: a safetensors file, a checkpoint of PyTorch, or memory.</summary>
internal abstract class WeightSource : IDisposable
{
    /// <summary>The file, or what stands for it, in messages.</summary>
    public abstract string Name { get; }

    public abstract ImmutableArray<TensorEntry> Tensors { get; }

    public abstract IReadOnlyList<DroppedEntry> Dropped { get; }

    public abstract IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Fills destination with the tensor's elements as float32.</summary>
    public abstract void Read(string name, Span<float> destination);

    /// <summary>Writes the tensor in its stored type, little-endian.</summary>
    public abstract void CopyTo(string name, Stream destination);

    public abstract void Dispose();

    /// <summary>Tells the kind of a file by its first bytes, not by its name, and opens it.</summary>
    public static WeightSource Open(string path, CheckpointOptions options)
    {
        FileBytes bytes = FileBytes.Open(path);
        try
        {
            ForeignFiles.Refuse(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }

        if (TorchFile.IsTorch(bytes))
            return new TorchSource(path, TorchCheckpoint.Open(bytes, options));
        // A safetensors file begins with the length of its header and an opening brace; anything else is left to the
        // reader of checkpoints, which says what it is.
        if (bytes.Length > SafetensorsFile.PrefixLength && !bytes.StartsWith(SafetensorsFile.PrefixLength, "{"u8) &&
            !path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            return new TorchSource(path, TorchCheckpoint.Open(bytes, options));
        return new SafetensorsSource(path, SafetensorsFile.Open(bytes, options.Safetensors));
    }
}

internal sealed class TorchSource(string path, TorchCheckpoint checkpoint) : WeightSource
{
    public override string Name => path;

    public override ImmutableArray<TensorEntry> Tensors => checkpoint.Tensors;

    public override IReadOnlyList<DroppedEntry> Dropped => checkpoint.Dropped;

    // "format" is what PyTorch's own writers of safetensors say.
    public override IReadOnlyDictionary<string, string> Metadata { get; } =
        new Dictionary<string, string> { ["format"] = "pt" };

    public override void Read(string name, Span<float> destination) => checkpoint.ReadFloat32(name, destination);

    public override void CopyTo(string name, Stream destination) => checkpoint.CopyTo(name, destination);

    public override void Dispose() => checkpoint.Dispose();
}

/// <summary>A safetensors file, its names without those of wrappers.</summary>
internal sealed class SafetensorsSource : WeightSource
{
    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, string> _storedNames = new(StringComparer.Ordinal);

    public SafetensorsSource(string path, SafetensorsFile file)
    {
        Name = path;
        _file = file;
        ImmutableArray<TensorEntry>.Builder tensors = ImmutableArray.CreateBuilder<TensorEntry>(file.Tensors.Length);
        string[] names = WrapperNames.Strip([.. file.Tensors.Select(t => t.Name)]);
        var dropped = new List<DroppedEntry>();
        for (int i = 0; i < names.Length; i++)
        {
            TensorEntry entry = file.Tensors[i];
            if (DroppedEntry.Of(names[i], entry.DType) is { } reason)
            {
                dropped.Add(reason);
                continue;
            }

            if (!_storedNames.TryAdd(names[i], entry.Name))
            {
                file.Dispose();
                throw new ModelFormatException(
                    path, names[i], $"is there with and without a prefix, as in '{entry.Name}'",
                    "Rename or remove one of the two.");
            }

            tensors.Add(new TensorEntry(names[i], entry.DType, entry.Shape, entry.Begin));
        }

        Tensors = tensors.DrainToImmutable();
        Dropped = dropped;
    }

    public override string Name { get; }

    public override ImmutableArray<TensorEntry> Tensors { get; }

    public override IReadOnlyList<DroppedEntry> Dropped { get; }

    public override IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    public override void Read(string name, Span<float> destination) =>
        _file.ReadFloat32(_storedNames.GetValueOrDefault(name, name), destination);

    public override void CopyTo(string name, Stream destination) =>
        _file.CopyTo(_storedNames.GetValueOrDefault(name, name), destination);

    public override void Dispose() => _file.Dispose();
}
