using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of an activation: dx = f'(saved) * dy, from its result y where that tells the derivative
/// (<see cref="ReadsOutput"/>), else from its argument x.
/// </summary>
/// <remarks>Inputs: dy [...]; saved [...], y or x of the forward run. Output dx [...].</remarks>
internal sealed record ActivationBackward(EpilogueStep Step) : KernelOp
{
    public override bool MakesMaps => true;

    public override string Name => $"{Step.Name}Backward";

    /// <summary>Whether the gradient of an activation is made from its result (true) or from its argument.</summary>
    /// <exception cref="NotSupportedException">The step is no function of one number.</exception>
    public static bool ReadsOutput(EpilogueStep step) =>
        FunctionOf(step) is not null && step is Activation { DerivativeOfValue: true };

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
            .GetMethod(nameof(Library.ActivationBackwardKernels.Backward))!.MakeGenericMethod(FunctionOf(Step));
        context.Launch(new KernelSpecialisation(method, group), grid,
            context.Input(0), context.Input(1), context.Output(), count, run);
    }

    // Slopes of a dynamic ReLU differ from gates by a constant at most.
    private static Type FunctionOf(EpilogueStep step) => step switch
    {
        Activation activation => activation.Function,
        HyperSlopes => typeof(Library.HardGate),
        _ => throw new NotSupportedException(
            $"{step.Name} is no function of one number; it has a gradient op of its own."),
    };
}

/// <summary>The gradient of <see cref="Clamp"/>: dx = dy where x lies between the bounds or at one, else 0.</summary>
/// <remarks>Inputs: dy [...]; x [...]. Output dx [...].</remarks>
internal sealed record ClampBackward(Clamp Step) : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0] == inputs[1] ? [inputs[1]] : throw new ShapeException(this, "dy", inputs[1], inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var count = context.InputShape(0).Elements;
        var (group, grid, run) = BackwardTiling.Elements(context.Capabilities, count);
        context.Launch(new KernelSpecialisation(Library.ActivationBackwardKernels.Clamp, group), grid,
            context.Input(0), context.Input(1), context.Output(), count, run, Step.Low, Step.High);
    }
}

/// <summary>The gradient of <see cref="HyperSlopes"/>: dx = dslopes / 3 where -3 &lt; x &lt; 3, else 0.</summary>
internal static class HyperSlopesBackward
{
    /// <summary>Adds the gradient and returns dx.</summary>
    /// <param name="builder">Gets the node.</param>
    /// <param name="name">Of the node.</param>
    /// <param name="dslopes">The gradient of the slopes [N, 2C].</param>
    /// <param name="x">The generator's raw output [N, 2C].</param>
    public static Tensor Add(GraphBuilder builder, string name, Tensor dslopes, Tensor x) =>
        ActivationBackward.Add(builder, name, new HyperSlopes(), dslopes, x);
}
