namespace GpuFormer.Extensions.Hosting;

/// <summary>Which weights a host loads, and how, as a section of its configuration says or code sets.</summary>
public sealed class GpuFormerOptions
{
    /// <summary>A file of weights, the folder of a run, or a folder as model hubs have it; needed.</summary>
    public string Weights { get; set; } = "";

    /// <summary>The network, where the weights do not name it.</summary>
    public string? Model { get; set; }

    /// <summary>A file with the names of the classes, where the weights do not have them.</summary>
    public string? Labels { get; set; }

    /// <summary>A device string, see <see cref="DeviceSelector"/>.</summary>
    public string Device { get; set; } = "auto";

    /// <summary>Workers of a CPU device; 0 takes one for each processor.</summary>
    public int Threads { get; set; }

    /// <summary>The most bytes to take on the device; 0 takes what there is.</summary>
    public long MemoryLimit { get; set; }

    /// <summary>The most calls under way at once.</summary>
    public int QueueLimit { get; set; } = 64;

    /// <summary>What becomes of a call beyond the limit.</summary>
    public QueueFullMode WhenQueueIsFull { get; set; }

    /// <summary>Of a classifier the most images that the network runs on at once.</summary>
    public int MaxBatchSize { get; set; } = 8;

    /// <summary>Of a detector: <see cref="DetectorOptions.ScoreThreshold"/>.</summary>
    public float? ScoreThreshold { get; set; }

    /// <summary>Of a detector: <see cref="DetectorOptions.OverlapThreshold"/>.</summary>
    public float? OverlapThreshold { get; set; }

    /// <summary>Of a detector: <see cref="DetectorOptions.MaxDetections"/>.</summary>
    public int? MaxDetections { get; set; }

    /// <summary>Of a detector or segmenter: the side that images are brought to.</summary>
    public int? ImageSize { get; set; }

    /// <summary>Whether the host loads the weights when it starts, and does not start without them; otherwise the first
    /// one who asks for the predictor waits.</summary>
    public bool LoadAtStart { get; set; } = true;
}
