using System.Diagnostics;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Runtime;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>A specialisation that ILGPU compiled, and what is needed to launch it with arguments of ours.</summary>
internal sealed class IlgpuKernel : DriverKernel
{
    private readonly IlgpuDevice _device;
    private readonly Accelerator _accelerator;
    private readonly EntryPoint _entry;
    private readonly Kernel _kernel;

    /// <summary>Compiles. The caller holds the lock of the accelerator's context.</summary>
    public IlgpuKernel(IlgpuDevice device, Accelerator accelerator, KernelSpecialisation specialisation)
        : base(device, specialisation)
    {
        var start = Stopwatch.GetTimestamp();
        (_device, _accelerator) = (device, accelerator);
        _entry = EntryPoint.Make(specialisation);
        _kernel = accelerator.LoadKernel(
            IlgpuKernels.Compile(accelerator.GetBackend(), _entry.Method, specialisation));
        CompileTime = Stopwatch.GetElapsedTime(start);
    }

    public override TimeSpan CompileTime { get; }

    /// <summary>Binds the arguments and the grid of a launch, so that running it looks up nothing.</summary>
    /// <param name="launch">Of this kernel, with at least one group.</param>
    public BoundLaunch Bind(KernelLaunch launch)
    {
        var (grid, group) = (launch.Grid, Specialisation.Group);
        var bound = _entry.Bind(_kernel,
            launch.Arguments, argument => _device.BufferOf<IlgpuBuffer>(launch, argument).Memory);
        bound.Accelerator = _accelerator;
        bound.Configuration = new KernelConfig(
            new Index3D(grid.X, grid.Y, grid.Z), new Index3D(group.X, group.Y, group.Z));
        return bound;
    }

    internal override void Release() => _kernel.Dispose();
}
