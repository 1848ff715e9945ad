using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;

namespace GpuFormer.Graph;

/// <summary>
/// A kind of node with its attributes: what it makes of its inputs' shapes and how it runs. An op is either lowered
/// (<see cref="Forward"/> records one kernel launch) or one that a pass expands into lowered ones
/// (<see cref="Expand"/>).
/// </summary>
public abstract record Op
{
    /// <summary>The op's name for readers: its type's name unless it says otherwise.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The shapes of the outputs.</summary>
    /// <exception cref="ShapeException">The op cannot work on these.</exception>
    public abstract IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs);

    /// <summary>
    /// Multiply-accumulates of convolutions, linears and attention products (Networks 1.9); element-wise work counts 0.
    /// Reads activations' shapes and attributes only, since constants may be packed.
    /// </summary>
    public virtual long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) => 0;

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
    /// <exception cref="NotSupportedException">The op is one that is expanded.</exception>
    public virtual void Forward(ForwardContext context) =>
        throw new NotSupportedException($"{Name} is no kernel; the passes expand it before a graph is planned.");

    /// <summary>
    /// Builds lowered nodes that compute the same outputs, and returns those outputs, or null if the op is lowered.
    /// </summary>
    public virtual IReadOnlyList<Tensor>? Expand(GraphBuilder builder, Node node) => null;

    /// <summary>Adds the nodes that compute the gradients by the inputs that need one.</summary>
    /// <exception cref="NotSupportedException">The op has no gradient.</exception>
    public virtual void Differentiate(GradientContext context) =>
        throw new NotSupportedException($"{Name} '{context.Node.Name}' has no gradient: it cannot be trained.");

    public sealed override string ToString() => Name;
}

/// <summary>
/// What an op sees while it records its launch: its device and its inputs and outputs in device memory.
/// </summary>
public abstract class ForwardContext
{
    public abstract DeviceCapabilities Capabilities { get; }

    public abstract int InputCount { get; }

    /// <summary>
    /// Input <paramref name="index"/>: activations in row-major order, constants as <see cref="Op.Pack"/> said.
    /// </summary>
    public abstract ArrayView<float> Input(int index);

    public abstract Shape InputShape(int index);

    public abstract ArrayView<float> Output(int index = 0);

    public abstract Shape OutputShape(int index = 0);

    /// <summary>Records the launch: one argument for each kernel parameter that is no compile-time constant.</summary>
    public abstract void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments);
}
