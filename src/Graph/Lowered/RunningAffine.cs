using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>What a <see cref="Ops.Training.RunningNorm"/> multiplies and adds, from its weights and statistics.</summary>
/// <remarks>
/// Inputs: weight, bias, mean, variance [C]. Outputs: affine [4, C]: scale, shift, mean, 1 / deviation; and
/// [4, C]: scale and zeros.
/// </remarks>
internal sealed record RunningAffine(float Epsilon) : KernelOp
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
            new KernelSpecialisation(Library.BatchNormKernels.Running, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(C, lanes)), context.Input(0), context.Input(1), context.Input(2),
            context.Input(3), context.Output(0), context.Output(1), C, Epsilon);
    }
}
