namespace GpuFormer.Devices;

/// <summary>A call to a driver failed.</summary>
/// <param name="call">The function of the driver's interface.</param>
/// <param name="error">What its specification calls the error.</param>
/// <param name="status">The number of the error there.</param>
internal sealed class DriverException(string call, string error, int status)
    : Exception($"{call} failed with {error} ({status}).")
{
    /// <summary>The number of the error: a CUresult, a VkResult, or one of cl.h.</summary>
    public int Status { get; } = status;
}
