using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>
/// Batch norm with its running statistics in training: weight, bias and statistics stay as they are, and only x has a
/// gradient.
/// </summary>
/// <remarks>
/// Inputs: x [..., C]; weight, bias, mean, variance [C]. Outputs: y as x; affine [4, C], which scales the gradient.
/// </remarks>
public sealed record FrozenNorm(float Epsilon) : Op
{
    private static readonly Elementwise Scaled = new() { Epilogue = Epilogue.Identity.Then(new ScaleShift()) };

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        [.. new BatchNorm(Epsilon).InferShapes(inputs), new Shape(4, inputs[0].Last)];

    public override IReadOnlyList<Tensor>? Expand(GraphBuilder builder, Node node)
    {
        var affine = builder.AddNode(node.Name + ".affine", new FrozenAffine(Epsilon), [.. node.Inputs.Skip(1)]);
        return [builder.Add(node.Name, Scaled, node.Inputs[0], affine[0]), affine[1]];
    }

    public override void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is { } dy && context.NeedsGradient(0))
            context.AddGradient(0, context.Builder.Add(context.Named("x"), Scaled, dy, context.Output(1)));
    }
}

/// <summary>What a <see cref="FrozenNorm"/> multiplies and adds, from its weights and statistics.</summary>
/// <remarks>
/// Inputs: weight, bias, mean, variance [C]. Outputs: affine [4, C]: scale, shift, and zeros; the same [4, C] without
/// shift.
/// </remarks>
public sealed record FrozenAffine(float Epsilon) : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs.All(input => input == inputs[0]) && inputs[0].Rank == 1
            ? [new Shape(4, inputs[0].Last), new Shape(4, inputs[0].Last)]
            : throw new ShapeException(this, "weight", "[C], as bias, mean and variance", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var C = context.InputShape(0).Last;
        var lanes = Tiling.Lanes(context.Capabilities, C);
        context.Launch(
            new KernelSpecialisation(Library.BatchNormKernels.Frozen, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(C, lanes)), context.Input(0), context.Input(1), context.Input(2),
            context.Input(3), context.Output(0), context.Output(1), C, Epsilon);
    }
}
