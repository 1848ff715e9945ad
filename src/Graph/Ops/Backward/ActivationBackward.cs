using GpuFormer.Kernels.Launch;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Backward;

/// <summary>
/// The gradient of an activation: dx = f'(saved) * dy. Relu and Relu6 read the result y, all others the argument x
/// (<see cref="ReadsOutput"/>).
/// </summary>
/// <remarks>Inputs: dy [...]; saved [...], y or x of the forward run. Output dx [...].</remarks>
public sealed record ActivationBackward(EpilogueStep Step) : Op
{
    public override string Name => $"{Step.Name}Backward";

    /// <summary>Whether the gradient of an activation is made from its result (true) or from its argument.</summary>
    /// <exception cref="NotSupportedException">The step is no function of one number.</exception>
    public static bool ReadsOutput(EpilogueStep step) => Find(step).ReadsOutput;

    /// <summary>Adds the gradient of an activation and returns dx.</summary>
    /// <param name="builder">Gets the node.</param>
    /// <param name="name">Of the node.</param>
    /// <param name="step">The activation.</param>
    /// <param name="dy">The gradient of its result.</param>
    /// <param name="saved">Its result if <see cref="ReadsOutput"/>, else its argument.</param>
    public static Tensor Add(GraphBuilder builder, string name, EpilogueStep step, Tensor dy, Tensor saved) =>
        builder.Add(name, new ActivationBackward(step), dy, saved);

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0] == inputs[1] ? [inputs[1]] : throw new ShapeException(this, "dy", inputs[1], inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var count = context.InputShape(0).Elements;
        var (group, grid, run) = BackwardTiling.Elements(context.Capabilities, count);
        var method = typeof(Library.ActivationBackwardKernels)
            .GetMethod(nameof(Library.ActivationBackwardKernels.Backward))!.MakeGenericMethod(Find(Step).Gradient);
        context.Launch(new KernelSpecialisation(method, group), grid,
            context.Input(0), context.Input(1), context.Output(), count, run);
    }

    private static (Type Gradient, bool ReadsOutput) Find(EpilogueStep step) => step switch
    {
        Relu => (typeof(Library.ReluGradient), true),
        Relu6 => (typeof(Library.Relu6Gradient), true),
        HardSigmoid => (typeof(Library.HardSigmoidGradient), false),
        HardSwish => (typeof(Library.HardSwishGradient), false),
        Gelu => (typeof(Library.GeluGradient), false),
        Silu => (typeof(Library.SiluGradient), false),
        HardGate or HyperSlopes => (typeof(Library.HyperSlopesGradient), false),
        _ => throw new NotSupportedException(
            $"{step.Name} is no function of one number; it has a gradient op of its own."),
    };
}

/// <summary>The gradient of <see cref="HyperSlopes"/>: dx = dslopes / 3 where -3 &lt; x &lt; 3, else 0.</summary>
public static class HyperSlopesBackward
{
    /// <summary>Adds the gradient and returns dx.</summary>
    /// <param name="builder">Gets the node.</param>
    /// <param name="name">Of the node.</param>
    /// <param name="dslopes">The gradient of the slopes [N, 2C].</param>
    /// <param name="x">The generator's raw output [N, 2C].</param>
    public static Tensor Add(GraphBuilder builder, string name, Tensor dslopes, Tensor x) =>
        ActivationBackward.Add(builder, name, new HyperSlopes(), dslopes, x);
}
