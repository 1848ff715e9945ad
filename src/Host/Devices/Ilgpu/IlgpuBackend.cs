using System.Globalization;

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
        Behind("ilgpu:opencl", () => IlgpuDevice.ListOpenCl(), index => IlgpuDevice.OpenOpenCl(index)),
        Behind("ilgpu:cuda", () => IlgpuDevice.ListCuda(), index => IlgpuDevice.OpenCuda(index)),
    ];

    // Listing makes a context, and opening another: a device whose index is known is opened at once.
    private static DeviceBackend Behind(string kind, Func<DeviceList> find, Func<int, IlgpuDevice> open) =>
        new(kind, "i", find, (index, _) => index.Length == 0
            ? find().Choose(kind, index).Open()
            : open(int.Parse(index, NumberStyles.None, CultureInfo.InvariantCulture)))
        {
            IsSecondWay = true,
        };
}
