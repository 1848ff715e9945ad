namespace GpuFormer.Weights;

/// <summary>A typed run of elements in a checkpoint, which one or more tensors view.</summary>
internal sealed class TorchStorage(string key, DType dType, long count)
{
    public string Key { get; } = key;

    public DType DType { get; } = dType;

    public long Count { get; } = count;

    public long ByteCount => Count * DType.Size();

    /// <summary>Where its bytes begin in the file; negative until found.</summary>
    public long Position { get; set; } = -1;
}

/// <summary>The storages that a checkpoint's pickle refers to, by their keys.</summary>
internal sealed class TorchStorages(string file)
{
    private const string Damaged = "The file is damaged or hostile: download or write it again.";

    private readonly Dictionary<string, TorchStorage> _byKey = new(StringComparer.Ordinal);

    public IEnumerable<TorchStorage> All => _byKey.Values;

    public bool TryGet(string key, out TorchStorage storage) => _byKey.TryGetValue(key, out storage!);

    /// <summary>
    /// Turns a persistent id into its storage: ("storage", type, key, location, count), and in the older format a
    /// sixth element for views of storages, which PyTorch has not written since 0.4 and which must be None.
    /// </summary>
    public TorchStorage Resolve(object? id)
    {
        if (id is PickleTuple { Items: ["module", ..] })
            throw new ModelFormatException(
                file, null, "holds a whole pickled module with its source code",
                "Save a plain state_dict: torch.save(model.state_dict(), path).");
        if (id is not PickleTuple { Items: ["storage", PickleGlobal type, string key, string, long count, .. var rest] }
            || rest is not ([] or [null]))
            throw new ModelFormatException(file, null, "has a reference to a storage of an unknown form", Damaged);
        if (!TorchGlobals.Storages.TryGetValue(type.Name, out DType dType))
            throw new ModelFormatException(file, null, $"has a storage of type '{type.Name}'", Damaged);
        if (count < 0 || count > long.MaxValue / dType.Size())
            throw new ModelFormatException(
                file, null, $"storage '{ModelFormatException.Printable(key)}' has {count} elements", Damaged);

        if (!_byKey.TryGetValue(key, out TorchStorage? storage))
            _byKey.Add(key, storage = new TorchStorage(key, dType, count));
        else if (storage.DType != dType || storage.Count != count)
            throw new ModelFormatException(
                file, null, $"storage '{ModelFormatException.Printable(key)}' is referred to with two sizes or types",
                Damaged);
        return storage;
    }
}
