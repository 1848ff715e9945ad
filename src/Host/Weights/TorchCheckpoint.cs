using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace GpuFormer.Weights;

/// <summary>
/// The weights in a file written by torch.save (<c>.pth</c>, <c>.pth.tar</c>), read without running anything: the
/// pickle is decoded as data with a fixed list of instructions and names. Takes a plain state_dict, or the one inside a
/// training checkpoint under <c>state_dict</c>, <c>model</c>, <c>model_state_dict</c> or <c>net</c>, and strips what
/// wrappers put before names: <c>module.</c>, <c>_orig_mod.</c>, and <c>model.</c> where most names have it.
/// </summary>
internal sealed class TorchCheckpoint : IDisposable
{
    // Keeps what a few bytes of pickle can make this reader allocate in bounds; real models have some hundreds.
    private const int EntryLimit = 1 << 16;
    private const int PieceElements = 1 << 14;
    private const string Damaged = "The file is damaged or hostile: download or write it again.";

    private static readonly string[] LastWeights = ["state_dict", "model", "model_state_dict", "net"];
    private static readonly string[] AveragedWeights = ["state_dict_ema", "model_ema", "ema_state_dict", "model_ema_state_dict"];

    private readonly FileBytes _bytes;
    private readonly Dictionary<string, TorchTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<DroppedEntry> _dropped = [];

    private TorchCheckpoint(FileBytes bytes, CheckpointOptions options)
    {
        _bytes = bytes;
        object? content = TorchFile.Read(bytes, options, out _);
        if (content is not PickleDictionary root)
            throw new ModelFormatException(
                bytes.Name, null, $"holds a {Describe(content)} and not a dictionary of tensors",
                "Save a state_dict: torch.save(model.state_dict(), path).");

        RequireFewEntries(root);
        PickleDictionary weights = ChooseWeights(root, options.Ema);
        RequireFewEntries(weights);
        ImmutableArray<TensorEntry>.Builder entries = ImmutableArray.CreateBuilder<TensorEntry>();
        KeyValuePair<object?, object?>[] tensors = [.. weights.Entries.Where(IsWeight)];
        string[] names = WrapperNames.Strip([.. tensors.Select(e => (string)e.Key!)]);
        long total = 0;
        long limit = (long)Int128.Min(options.SizeLimit, (Int128)options.ExpansionLimit * bytes.Length);
        for (int i = 0; i < tensors.Length; i++)
        {
            TorchTensor tensor = TorchTensor.From(bytes.Name, names[i], tensors[i].Value);
            if (DroppedEntry.Of(names[i], tensor.Entry.DType) is { } reason)
            {
                _dropped.Add(reason);
                continue;
            }

            if (!_tensors.TryAdd(names[i], tensor))
                throw new ModelFormatException(
                    bytes.Name, names[i], "is there twice, perhaps with and without a prefix", Damaged);
            entries.Add(tensor.Entry);
            // A few stored bytes can be viewed many times over, so the limits hold for what is read as well. Each tensor
            // has under 2^63 bytes, checked, and the sum stops at the limit.
            if (tensor.Entry.ByteCount > limit - total)
                throw limit == options.SizeLimit
                    ? new ModelFormatException(
                        bytes.Name, names[i], $"brings the tensors to more than {options.SizeLimit} bytes",
                        "If the file is trusted and meant to be so large, raise CheckpointOptions.SizeLimit.")
                    : new ModelFormatException(
                        bytes.Name, names[i],
                        $"brings the tensors to more than {options.ExpansionLimit} times the {bytes.Length} bytes of the file",
                        "If the file is trusted, raise --max-expansion (CheckpointOptions.ExpansionLimit).");
            total += tensor.Entry.ByteCount;
        }

        Tensors = entries.DrainToImmutable();
    }

    // What is none is remembered as left out.
    private bool IsWeight(KeyValuePair<object?, object?> entry)
    {
        if (TorchTensor.IsTensor(entry.Value) && entry.Key is string)
            return true;
        Drop(KeyText(entry.Key), entry.Value is PickleCall { Callee: TorchGlobals.RebuildUntyped }
            ? "is a tensor of a type that no weights here have"
            : $"is no tensor but a {Describe(entry.Value)}");
        return false;
    }

    /// <summary>The tensors in the order of the state_dict, their names without those of wrappers.</summary>
    public ImmutableArray<TensorEntry> Tensors { get; }

    /// <summary>What else the file holds, and why it was not taken.</summary>
    public IReadOnlyList<DroppedEntry> Dropped => _dropped;

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    /// <exception cref="ModelFormatException">The path is no regular file, or the file is damaged, hostile or holds no state_dict.</exception>
    public static TorchCheckpoint Open(string path, CheckpointOptions? options = null) =>
        Open(FileBytes.Open(path), options);

    /// <summary>Checks a file that is already in memory; the name stands for it in messages.</summary>
    /// <exception cref="ModelFormatException">The bytes are damaged, hostile or hold no state_dict.</exception>
    public static TorchCheckpoint Open(ReadOnlyMemory<byte> bytes, string name, CheckpointOptions? options = null) =>
        Open(FileBytes.Over(bytes, name), options);

    internal static TorchCheckpoint Open(FileBytes bytes, CheckpointOptions? options)
    {
        try
        {
            return new TorchCheckpoint(bytes, options ?? new CheckpointOptions());
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor as float32, row by row, into as many elements as it has.</summary>
    /// <exception cref="ModelFormatException">There is no such tensor.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void ReadFloat32(string name, Span<float> destination)
    {
        TorchTensor tensor = Find(name);
        if (destination.Length != tensor.Entry.ElementCount)
            throw new ArgumentException(
                $"Tensor '{name}' has {tensor.Entry.ElementCount} elements, the destination {destination.Length}.",
                nameof(destination));

        if (tensor.IsContiguous)
        {
            TensorConversion.ReadFloat32(_bytes, tensor.Begin, tensor.Entry.DType, destination);
            return;
        }

        int size = tensor.Entry.DType.Size();
        byte[] viewed = tensor.ReadViewed(_bytes);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceElements * size);
        for (long first = 0; first < destination.Length; first += PieceElements)
        {
            int count = (int)Math.Min(PieceElements, destination.Length - first);
            tensor.Gather(viewed, first, piece.AsSpan(0, count * size));
            TensorConversion.ToFloat32(
                tensor.Entry.DType, piece.AsSpan(0, count * size), destination.Slice((int)first, count));
        }

        ArrayPool<byte>.Shared.Return(piece);
    }

    /// <summary>Writes a tensor in its stored type, row by row and little-endian, to a stream.</summary>
    /// <exception cref="ModelFormatException">There is no such tensor, or the file has changed.</exception>
    public void CopyTo(string name, Stream destination)
    {
        TorchTensor tensor = Find(name);
        int size = tensor.Entry.DType.Size();
        byte[] viewed = tensor.IsContiguous ? [] : tensor.ReadViewed(_bytes);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceElements * size);
        for (long first = 0; first < tensor.Entry.ElementCount; first += PieceElements)
        {
            Span<byte> some = piece.AsSpan(0, (int)Math.Min(PieceElements, tensor.Entry.ElementCount - first) * size);
            if (tensor.IsContiguous)
                _bytes.Read(tensor.Begin + first * size, some);
            else
                tensor.Gather(viewed, first, some);
            destination.Write(some);
        }

        ArrayPool<byte>.Shared.Return(piece);
    }

    public void Dispose() => _bytes.Dispose();

    private void RequireFewEntries(PickleDictionary dictionary)
    {
        if (dictionary.Entries.Count > EntryLimit)
            throw new ModelFormatException(
                _bytes.Name, null, $"has a dictionary of more than {EntryLimit} entries",
                "It is no checkpoint of a supported model.");
    }

    private TorchTensor Find(string name) =>
        _tensors.TryGetValue(name, out TorchTensor? tensor)
            ? tensor
            : throw new ModelFormatException(
                _bytes.Name, name, "is not in the file", "See Tensors for the names that are.");

    private PickleDictionary ChooseWeights(PickleDictionary root, bool ema)
    {
        foreach (string key in ema ? AveragedWeights : LastWeights)
        {
            if (!root.TryGet(key, out object? value) || value is not PickleDictionary weights ||
                !weights.Entries.Any(e => TorchTensor.IsTensor(e.Value)))
                continue;
            foreach ((object? otherKey, object? other) in root.Entries)
            {
                if (otherKey is not string text || text != key)
                    Drop(KeyText(otherKey), Reason(otherKey, other));
            }

            return weights;
        }

        if (!ema && root.Entries.Any(e => TorchTensor.IsTensor(e.Value)))
            return root;
        string keys = string.Join(", ", root.Entries.Take(20).Select(e => $"'{KeyText(e.Key)}'"));
        throw new ModelFormatException(
            _bytes.Name, null,
            $"has no {string.Join(" and no ", ema ? AveragedWeights : LastWeights)} entry with weights (it has {keys})",
            ema ? "Read it without the EMA option."
            : AveragedWeights.Any(key => root.TryGet(key, out _)) ? "Read it with the EMA option, or save a state_dict."
            : "Save a state_dict: torch.save(model.state_dict(), path).");
    }

    private void Drop(string name, string reason) => _dropped.Add(new DroppedEntry(name, reason));

    private static string Reason(object? key, object? value) => key is string name && AveragedWeights.Contains(name)
        ? "holds averaged weights, taken instead of the last ones on request only"
        : key is string other && LastWeights.Contains(other)
        ? "holds other weights than the ones that were asked for"
        : $"is a {Describe(value)} and no weights";

    private static string KeyText(object? key) =>
        key is string text ? ModelFormatException.Printable(text) : Describe(key);

    // One level only: see PickleValues.
    private static string Describe(object? value) => value switch
    {
        null => "None",
        bool b => b ? "True" : "False",
        long or BigInteger or double => $"number {Convert.ToString(value, CultureInfo.InvariantCulture)}",
        string text => $"text '{ModelFormatException.Printable(text)}'",
        PickleDictionary d => $"dictionary of {d.Entries.Count} entries",
        PickleList l => $"list of {l.Items.Count} values",
        PickleTuple t => $"tuple of {t.Items.Length} values",
        PickleGlobal g => g.Name,
        PickleCall c => TorchTensor.IsTensor(c) ? "tensor" : c.Callee,
        byte[] b => $"string of {b.Length} bytes",
        TorchStorage s => $"storage of {s.Count} elements",
        _ => "value of an unknown type",
    };
}
