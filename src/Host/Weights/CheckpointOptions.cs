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

    /// <summary>Limits for safetensors files.</summary>
    public SafetensorsOptions Safetensors { get; init; } = new();
}

/// <summary>Something that a checkpoint holds and that was not taken, with the reason.</summary>
public sealed record DroppedEntry(string Name, string Reason);
