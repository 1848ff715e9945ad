using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Training only: sets each element to 0 with probability <see cref="Rate"/> and divides the others by 1 - Rate. The
/// same op on dy is its gradient.
/// </summary>
/// <remarks>
/// Inputs: x [...]; the step's scalars (<see cref="StepScalars"/>). Output as x. What is dropped is a function of seed,
/// step, <see cref="Layer"/> and the element's index.
/// </remarks>
/// <param name="Rate">0 to below 1.</param>
/// <param name="Layer">Tells the dropouts of one network apart.</param>
internal sealed record Dropout(double Rate, int Layer) : KernelOp, IDifferentiable
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        Chance.InferShapes(this, Rate, inputs);

    public override void Forward(ForwardContext context)
    {
        var count = context.InputShape(0).Elements;
        var (group, grid, run) = BackwardTiling.Elements(context.Capabilities, count);
        context.Launch(
            new KernelSpecialisation(Library.DropoutKernels.Elements, group), grid,
            context.Input(0), context.Input(1), context.Output(), count, run, Layer,
            Chance.Threshold(Rate), Chance.Scale(Rate));
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is { } dy)
            context.AddGradient(0, context.Builder.Add(context.Named("x"), this, dy, context.Input(1)));
    }
}

/// <summary>
/// Training only: sets whole images to 0 with probability <see cref="Rate"/> and divides the others by 1 - Rate
/// (stochastic depth). The same op on dy is its gradient.
/// </summary>
/// <remarks>
/// Inputs: x [N, ...]; the step's scalars (<see cref="StepScalars"/>). Output as x. What is dropped is a function of
/// seed, step, <see cref="Layer"/> and the image's index.
/// </remarks>
/// <param name="Rate">0 to below 1.</param>
/// <param name="Layer">Tells the dropouts of one network apart: with the same, images are drawn alike.</param>
internal sealed record DropPath(double Rate, int Layer) : KernelOp, IDifferentiable
{
    public override bool MakesMaps => true;

    /// <summary>
    /// Whether images with the highest numbers are dropped instead of those with the lowest: of two branches of one
    /// <see cref="Layer"/>, whose rates sum up to 1 at most, never both are.
    /// </summary>
    public bool FromTop { get; init; }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        Chance.InferShapes(this, Rate, inputs);

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(0);
        var count = x.Elements / x[0];
        var (group, grid, run) = BackwardTiling.Elements(context.Capabilities, count);
        context.Launch(
            new KernelSpecialisation(Library.DropoutKernels.Images, group), new LaunchShape(grid.X, x[0]),
            context.Input(0), context.Input(1), context.Output(), count, run, Layer,
            FromTop ? Chance.All - Chance.Threshold(Rate) : 0, FromTop ? Chance.All : Chance.Threshold(Rate),
            Chance.Scale(Rate));
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is { } dy)
            context.AddGradient(0, context.Builder.Add(context.Named("x"), this, dy, context.Input(1)));
    }
}

/// <summary>What both kinds of dropping share.</summary>
internal static class Chance
{
    public static IReadOnlyList<Shape> InferShapes(Op op, double rate, IReadOnlyList<Shape> inputs)
    {
        if (rate is not (>= 0 and < 1))
            throw new ArgumentException($"{op.Name}: a rate of {rate}; it must be at least 0 and below 1.");
        var scalars = new Shape(StepScalars.Count);
        return inputs[1] == scalars ? [inputs[0]] : throw new ShapeException(op, "scalars", scalars, inputs[1]);
    }

    /// <summary>One more than the largest random number.</summary>
    public const int All = 1 << 24;

    /// <summary>The rate in units of 2^-24, which is what 24 random bits are compared with.</summary>
    public static int Threshold(double rate) => (int)Math.Round(rate * All);

    public static float Scale(double rate) => (float)(1 / (1 - rate));
}
