using System.Globalization;

namespace GpuFormer.Kernels.Launch;

/// <summary>
/// The device stopped answering or was reset. Everything on it is gone: dispose it and open it again, or another one.
/// Every later call on the same device throws this at once.
/// </summary>
public sealed class DeviceLostException(string device, string reason, Exception? inner = null)
    : Exception($"The device {device} is lost: {reason} Dispose it and open it again, or use another device.", inner)
{
    /// <summary>The device string of the lost device.</summary>
    public string Device { get; } = device;
}

/// <summary>The device has not the memory that was asked for.</summary>
public sealed class DeviceMemoryException : OutOfMemoryException
{
    private const string Advice = "Use a smaller batch or image size, or another device.";

    /// <summary>Says what was asked for, what is in use, and what there is.</summary>
    public DeviceMemoryException(string device, long requested, long inUse, long limit)
        : this(device, requested, inUse, limit, Advice, null)
    {
    }

    internal DeviceMemoryException(
        string device, long requested, long inUse, long limit, string advice, Exception? inner)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"The device {device} cannot allocate {requested:N0} bytes: {inUse:N0} bytes are in use, ")
            + string.Create(CultureInfo.InvariantCulture, $"the limit is {limit:N0}. {advice}"), inner)
    {
        (Requested, InUse, Limit) = (requested, inUse, limit);
    }

    /// <summary>The largest batch that fits; 0 if not even one picture does, null if nobody tried.</summary>
    public int? LargestBatch { get; internal init; }

    /// <summary>The bytes that were asked for.</summary>
    public long Requested { get; }

    /// <summary>The bytes of all buffers that were alive.</summary>
    public long InUse { get; }

    /// <summary>The bytes of the device's memory, or of the largest buffer it takes if that is less.</summary>
    public long Limit { get; }
}
