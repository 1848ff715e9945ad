namespace GpuFormer.Devices.OpenCl;

/// <summary>The row of OpenCL's devices. A class of its own, so that reading it loads nothing of OpenCL.</summary>
internal static class OpenClBackend
{
    public static DeviceBackend Row { get; } = DeviceBackend.OfDriver("opencl", "p.d", () => OpenClDevice.List());
}
