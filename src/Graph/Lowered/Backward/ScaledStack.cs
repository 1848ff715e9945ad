using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// Two tensors beside each other, the first multiplied by a factor: y = (Scale * a, b). Makes of queries and gates, or
/// of keys and values, what the kernels of the bridges read; of a alone, scaled queries.
/// </summary>
/// <remarks>Inputs: a [..., A]; b [..., B], or none. Output [..., A + B].</remarks>
internal sealed record ScaledStack(float Scale) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var a = inputs[0];
        if (inputs.Count == 1)
            return [a];
        return inputs[1].WithLast(a.Last) == a
            ? [a.WithLast(a.Last + inputs[1].Last)]
            : throw new ShapeException(this, "a", a, "b", inputs[1]);
    }

    public override void Forward(ForwardContext context)
    {
        var output = context.OutputShape();
        var A = context.InputShape(0).Last;
        var lanes = Tiling.Lanes(context.Capabilities, output.Last);
        context.Launch(
            new KernelSpecialisation(Library.StackKernels.Scaled, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(output.Last, lanes), output.Rows),
            context.Input(0), context.Input(context.InputCount - 1), context.Output(), A, output.Last - A, Scale);
    }
}
