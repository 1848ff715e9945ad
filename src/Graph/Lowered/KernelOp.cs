using GpuFormer.Graph.Constants;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;

namespace GpuFormer.Graph.Lowered;

/// <summary>An op that is one launch of a kernel: how it runs on a device. A planned graph has no others.</summary>
internal abstract record KernelOp : Op
{
    /// <summary>
    /// How the op wants a constant input laid out on a device, or null to have it as it is. The packed tensor's shape
    /// replaces the input's in <see cref="ForwardContext"/>.
    /// </summary>
    public virtual Rearrangement? Pack(
        int input, IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device) => null;

    /// <summary>Which input, if it is constant, is a filter: what may be stored in half precision.</summary>
    public virtual int? FilterInput => null;

    /// <summary>
    /// Whether outputs that are maps are results of a network's layer, which may be stored in half precision, and not
    /// scores or partial sums.
    /// </summary>
    public virtual bool MakesMaps => false;

    /// <summary>Whether its launch makes a map in places one after the other (<see cref="LaunchShape.Rows"/>).</summary>
    public virtual bool MakesRows(
        IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device) => false;

    /// <summary>Records exactly one launch.</summary>
    public abstract void Forward(ForwardContext context);
}

/// <summary>
/// What an op sees while it records its launch: its device and its inputs and outputs in device memory.
/// </summary>
internal abstract class ForwardContext
{
    public abstract DeviceCapabilities Capabilities { get; }

    public abstract int InputCount { get; }

    /// <summary>
    /// Input <paramref name="index"/>: activations in row-major order, constants as <see cref="KernelOp.Pack"/> said.
    /// </summary>
    public abstract ArrayView<float> Input(int index);

    public abstract Shape InputShape(int index);

    public abstract ArrayView<float> Output(int index = 0);

    public abstract Shape OutputShape(int index = 0);

    /// <summary>Records the launch: one argument for each kernel parameter that is no compile-time constant.</summary>
    public abstract void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments);
}
