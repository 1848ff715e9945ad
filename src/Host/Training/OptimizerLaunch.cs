using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Training;

/// <summary>Launches of <see cref="OptimizerKernels"/>, which all walk flat buffers.</summary>
internal static class OptimizerLaunch
{
    /// <summary>Compiles one of the kernels and gives it its arguments: views, count, run, numbers.</summary>
    /// <param name="device">Where the buffers of the views lie.</param>
    /// <param name="name">The kernel.</param>
    /// <param name="count">The elements of each view.</param>
    /// <param name="views">In the order of the kernel's parameters.</param>
    /// <param name="label">For traces.</param>
    /// <param name="numbers">What follows after count and run.</param>
    /// <param name="constants">The kernel's struct of constants, if it has one.</param>
    public static KernelLaunch Of(
        Device device, string name, int count, object[] views, string label, object[]? numbers = null,
        ValueType? constants = null)
    {
        var shape = FlatLaunch.Shape(device.Capabilities, count);
        var method = typeof(OptimizerKernels).GetMethod(name)!;
        var kernel = constants is null
            ? new KernelSpecialisation(method, shape.Group)
            : new KernelSpecialisation(method, shape.Group, constants);
        return new(device.Compile(kernel), shape.Grid,
            KernelArguments.Pack(kernel, [.. views, count, shape.Run, .. numbers ?? []]), label);
    }
}
