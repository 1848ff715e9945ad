using GpuFormer.Devices.Cpu;
using GpuFormer.Devices.Cuda;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Devices.OpenCl;
using GpuFormer.Devices.Vulkan;

namespace GpuFormer.Devices;

/// <summary>
/// Every kind of device that this build knows. Whatever must treat all of them goes through these rows; naming one
/// touches no driver.
/// </summary>
internal static class DeviceBackends
{
    /// <summary>In the order in which <c>auto</c> tries them and in which they are listed.</summary>
    public static IReadOnlyList<DeviceBackend> All { get; } =
    [
        new("cpu", "", ListProcessor, (_, threads) => new CpuDevice(threads)),
        DeviceBackend.OfDriver("cuda", "i", () => CudaDevice.List()),
        DeviceBackend.OfDriver("vulkan", "i", () => VulkanDevice.List()),
        DeviceBackend.OfDriver("opencl", "p.d", () => OpenClDevice.List()),
        .. IlgpuBackend.Rows,
    ];

    /// <summary>What device strings look like, for messages and help.</summary>
    public static string Forms { get; } = string.Join(", ", All.Select(backend => backend.Form).Prepend("auto"));

    private static DeviceList ListProcessor()
    {
        using var device = new CpuDevice();
        return new([new("", device.Description, IsCard: false, "kernels compiled to SIMD code; the default", "",
            () => new CpuDevice())], "");
    }
}
