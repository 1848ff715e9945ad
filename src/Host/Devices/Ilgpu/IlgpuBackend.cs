namespace GpuFormer.Devices.Ilgpu;

/// <summary>
/// The rows of the devices that ILGPU finds. A class of its own, so that reading them makes no context of ILGPU: that
/// takes half a second.
/// </summary>
internal static class IlgpuBackend
{
    public static IReadOnlyList<DeviceBackend> Rows { get; } =
    [
        new("ilgpu:cpu", "", () => IlgpuDevice.ListCpu(), (_, _) => IlgpuDevice.OpenCpu()),
        DeviceBackend.OfDriver("ilgpu:opencl", "i", () => IlgpuDevice.ListOpenCl()) with { IsSecondWay = true },
        DeviceBackend.OfDriver("ilgpu:cuda", "i", () => IlgpuDevice.ListCuda()) with { IsSecondWay = true },
    ];
}
