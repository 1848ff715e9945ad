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
public sealed class DeviceMemoryException(string device, long requested, long inUse, long limit)
    : OutOfMemoryException(
        $"The device {device} cannot allocate {requested:N0} bytes: {inUse:N0} bytes are in use, "
        + $"the device has {limit:N0}. Use a smaller batch or image size, or another device.")
{
    /// <summary>The bytes that were asked for.</summary>
    public long Requested { get; } = requested;

    /// <summary>The bytes of all buffers that were alive.</summary>
    public long InUse { get; } = inUse;

    /// <summary>The bytes of the device's memory, or of the largest buffer it takes if that is less.</summary>
    public long Limit { get; } = limit;
}
