using GpuFormer.Devices.Ilgpu;
using ILGPU;
using ILGPU.Runtime.OpenCL;

namespace GpuFormer.Tests.Ops;

/// <summary>
/// PoCL has a generic address space and does not say so, and ILGPU would refuse it: what tests and measurements tell
/// ILGPU of it.
/// </summary>
internal static class PoclForIlgpu
{
    /// <summary>For <see cref="IlgpuDevice.OpenOpenCl(int, IlgpuOpenClOptions)"/>.</summary>
    public static IlgpuOpenClOptions Options => new(
        device => typeof(CLCapabilityContext).GetProperty(nameof(CLCapabilityContext.GenericAddressSpace))!
            .SetValue(device.Capabilities, true),
        OptimizationLevel.O2);
}
