using ILGPU;
using ILGPU.Runtime.OpenCL;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>What tests change so that ILGPU takes a driver that it refuses.</summary>
/// <param name="Prepare">Called with each device before it is judged; null for nothing.</param>
/// <param name="Optimisation">How much ILGPU optimises.</param>
internal sealed record IlgpuOpenClOptions(Action<CLDevice>? Prepare, OptimizationLevel Optimisation)
{
    public static IlgpuOpenClOptions Default { get; } = new(null, OptimizationLevel.O1);
}
