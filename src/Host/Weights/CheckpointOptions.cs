namespace GpuFormer.Weights;

/// <summary>How to read a weights file of any kind.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Takes the averaged weights (<c>state_dict_ema</c>) of a checkpoint, not the last ones.</summary>
    public bool Ema { get; init; }

    /// <summary>
    /// The most bytes that the entries of a checkpoint, or its tensors, may have together; 4 GiB unless set.
    /// </summary>
    public long SizeLimit { get; init; } = 4L << 30;

    /// <summary>
    /// The most bytes that the tensors of a checkpoint may have together for each byte of the file; 100 unless set. A
    /// tensor may view one stored element any number of times.
    /// </summary>
    public int ExpansionLimit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(ExpansionLimit));
            field = value;
        }
    } = 100;

    /// <summary>Limits for safetensors files.</summary>
    public SafetensorsOptions Safetensors { get; init; } = new();
}

/// <summary>Something that a checkpoint holds and that was not taken, with the reason.</summary>
public sealed record DroppedEntry(string Name, string Reason)
{
    // Why a tensor is no weight of any network, or null.
    internal static DroppedEntry? Of(string name, DType type) =>
        !type.IsReadable() ? new(name, $"is of the type {type.Spelling()}, which no weights here have")
        : name == WrapperNames.AverageCounter ? new(name, "counts the weights that were averaged")
        : null;
}
