using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>
/// A launch with all of its arguments. <see cref="EntryPoint"/> makes a class of its own for each kernel, which holds
/// the arguments in fields and passes them to ILGPU's launcher.
/// </summary>
internal abstract class BoundLaunch
{
    /// <summary>The accelerator that the kernel was loaded into.</summary>
    public Accelerator Accelerator { get; internal set; } = null!;

    /// <summary>Groups of the grid and threads of a group.</summary>
    public KernelConfig Configuration { get; internal set; }

    /// <summary>Queues the launch on a stream of the accelerator.</summary>
    public abstract void Launch(AcceleratorStream stream);
}
