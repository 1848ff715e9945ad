using GpuFormer.Graph;
using GpuFormer.Imaging;

namespace GpuFormer;

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

    /// <summary>Opens the device, no further than its limit of memory.</summary>
    internal Kernels.Launch.Device OpenDevice()
    {
        var device = DeviceSelector.Open(Device, Threads, Report);
        if (MemoryLimit > 0)
            device.MemoryLimit = Math.Min(device.MemoryLimit, MemoryLimit);
        return device;
    }
}
