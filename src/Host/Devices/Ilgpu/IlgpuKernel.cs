using System.Diagnostics;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.Frontend;
using GpuFormer.Kernels.Launch;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Runtime;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>A specialisation that ILGPU compiled, and what is needed to launch it with arguments of ours.</summary>
internal sealed class IlgpuKernel : GpuFormer.Kernels.Launch.CompiledKernel
{
    private readonly Kernel _kernel;
    private readonly EntryPoint _entry;
    private readonly Accelerator _accelerator;

    /// <summary>Compiles. The caller holds the lock of the accelerator's context.</summary>
    /// <exception cref="KernelCompilationException">The kernel uses something that the language lacks.</exception>
    /// <exception cref="NotSupportedException">The kernel asks for what ILGPU's backend lacks.</exception>
    public IlgpuKernel(Accelerator accelerator, KernelSpecialisation specialisation)
    {
        var start = Stopwatch.GetTimestamp();
        // A kernel that ILGPU refuses leaves its context unusable, so that our front end looks first; it also names the
        // rule and the source line.
        KernelFrontEnd.Translate(specialisation);
        Specialisation = specialisation;
        _accelerator = accelerator;
        _entry = EntryPoint.Make(specialisation);
        var group = specialisation.Group;
        var compiled = accelerator.GetBackend().Compile(
            EntryPointDescription.FromExplicitlyGroupedKernel(_entry.Method),
            new KernelSpecialization(group.Threads, null),
            new SpecialisationHook(specialisation));
        _kernel = accelerator.LoadKernel(compiled);
        CompileTime = Stopwatch.GetElapsedTime(start);
    }

    public override KernelSpecialisation Specialisation { get; }

    public override TimeSpan CompileTime { get; }

    /// <summary>Binds arguments and grid, so that a launch allocates and looks up nothing.</summary>
    /// <param name="grid">Groups along each side, at least one altogether.</param>
    /// <param name="arguments">In the order of <see cref="KernelArguments.Pack"/>, views of buffers of this device.</param>
    public BoundLaunch Bind(LaunchShape grid, KernelArguments arguments)
    {
        var group = Specialisation.Group;
        var bound = _entry.Bind(_kernel, arguments);
        bound.Configuration = new KernelConfig(
            new Index3D(grid.X, grid.Y, grid.Z), new Index3D(group.X, group.Y, group.Z));
        bound.Accelerator = _accelerator;
        return bound;
    }
}
