namespace GpuFormer.Devices.Cuda;

/// <summary>The row of NVIDIA's cards. A class of its own, so that reading it loads nothing of the driver.</summary>
internal static class CudaBackend
{
    public static DeviceBackend Row { get; } = DeviceBackend.OfDriver("cuda", "i", () => CudaDevice.List());
}
