using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Graph.Training;

/// <summary>How a kernel walks over a flat buffer.</summary>
/// <param name="Group">One vector.</param>
/// <param name="Grid">Runs of vectors.</param>
/// <param name="Run">Elements of each thread.</param>
internal readonly record struct FlatLaunch(GroupShape Group, LaunchShape Grid, int Run)
{
    /// <summary>For <paramref name="count"/> elements, a multiple of <see cref="VariableLayout.RangeAlignment"/>.
    /// </summary>
    public static FlatLaunch Shape(DeviceCapabilities device, int count)
    {
        var lanes = 1;
        while (lanes * 2 <= Math.Min(device.LaneCount, VariableLayout.RangeAlignment))
            lanes *= 2;
        var run = device.IsProcessor ? 1024 : 4;
        return new(new GroupShape(lanes), new LaunchShape(Math.Max(1, (count + (lanes * run) - 1) / (lanes * run))), run);
    }
}
