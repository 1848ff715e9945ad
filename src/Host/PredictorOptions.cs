using GpuFormer.Graph;
using GpuFormer.Imaging;

namespace GpuFormer;

/// <summary>What becomes of a call that finds <see cref="PredictorOptions.QueueLimit"/> others under way.</summary>
public enum QueueFullMode
{
    /// <summary>It waits until another ends.</summary>
    Wait,

    /// <summary>It throws a <see cref="PredictorBusyException"/> at once.</summary>
    Throw,
}

/// <summary>What can be chosen where weights are opened to be used on images, whatever their task.</summary>
public abstract record PredictorOptions
{
    private protected PredictorOptions()
    {
    }

    /// <summary>A device string, see <see cref="DeviceSelector"/>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Workers of a CPU device; 0 takes one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>The most bytes to take on the device; 0 takes what there is.</summary>
    public long MemoryLimit { get; init; }

    /// <summary>How filters and maps are stored on the device.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// The most calls under way at once: being decoded, waiting or running; at least 1. Bounds the memory that images of
    /// many callers take.
    /// </summary>
    public int QueueLimit { get; init; } = 64;

    /// <summary>What becomes of a call beyond the limit.</summary>
    public QueueFullMode WhenQueueIsFull { get; init; }

    /// <summary>
    /// Gets lines that say which device <c>auto</c> took, and why not another, and which batches are not possible; from
    /// any thread.
    /// </summary>
    public Action<string>? Report { get; init; }

    /// <summary>What picture files may be like, and what becomes of damaged ones.</summary>
    public ImageLimits Images { get; init; } = ImageLimits.Default;

    /// <summary>
    /// Gets a line for each picture file that was damaged and read all the same, on the thread that read it, and those of
    /// <see cref="ModelOptions.Warn"/> unless that is set.
    /// </summary>
    public Action<string>? Warn { get; init; }

    /// <summary>How the model is made; names of classes, for instance.</summary>
    public ModelOptions Model { get; init; } = new();

    internal ModelOptions OfModel => Model with { Warn = Model.Warn ?? Warn };

    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    internal virtual void Validate() => ArgumentOutOfRangeException.ThrowIfLessThan(QueueLimit, 1);

    /// <summary>Opens the device, no further than its limit of memory.</summary>
    internal Kernels.Launch.Device OpenDevice()
    {
        var device = DeviceSelector.Open(Device, Threads, Report);
        if (MemoryLimit > 0)
            device.MemoryLimit = Math.Min(device.MemoryLimit, MemoryLimit);
        return device;
    }
}
