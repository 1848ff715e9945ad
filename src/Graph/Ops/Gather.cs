using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>Rows of each image, chosen by their numbers; a number that names no row, such as -1, makes a row of zeros.</summary>
/// <remarks>
/// Inputs: x [N, M, D]; indices [N, K], whole numbers, which float32 holds exactly up to 2^24. Output [N, K, D].
/// </remarks>
internal sealed record Gather : KernelOp, IDifferentiable
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, indices) = (inputs[0], inputs[1]);
        if (x.Rank != 3 || x[1] > 1 << 24)
            throw new ShapeException(this, "x", "[N,M,D] of at most 16,777,216 rows", x);
        return indices.Rank == 2 && indices[0] == x[0]
            ? [new Shape(x[0], indices[1], x[2])]
            : throw new ShapeException(this, "indices", $"[{x[0]},K]", indices);
    }

    public override void Forward(ForwardContext context)
    {
        var (x, y) = (context.InputShape(0), context.OutputShape());
        var lanes = Tiling.Lanes(context.Capabilities, x[2]);
        context.Launch(
            new KernelSpecialisation(Library.GatherKernels.Forward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(x[2], lanes), y[1], y[0]),
            context.Input(0), context.Input(1), context.Output(), x[1], x[2]);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        context.AddGradient(0, context.Builder.Add(
            context.Named("x"), new GatherBackward(context.Input(0).Shape[1]), dy, context.Input(1)));
    }
}
