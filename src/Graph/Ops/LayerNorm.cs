using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Normalises each row to mean 0 and variance 1, then scales and shifts it:
/// y = (x - mean) / sqrt(variance + Epsilon) * weight + bias.
/// </summary>
/// <remarks>Inputs: x [..., D]; weight [D]; bias [D]. Output as x.</remarks>
internal sealed record LayerNorm(float Epsilon) : KernelOp, IDifferentiable
{
    // One takes twice as long, six no less.
    private const int TileRows = 4;

    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var row = new Shape(inputs[0].Last);
        if (inputs[1] != row)
            throw new ShapeException(this, "weight", row, inputs[1]);
        if (inputs[2] != row)
            throw new ShapeException(this, "bias", row, inputs[2]);
        return [inputs[0]];
    }

    public override void Forward(ForwardContext context)
    {
        var shape = context.InputShape(0);
        // Evenly, so that the last does not make many again.
        var tile = context.Capabilities.IsProcessor
            ? Tiling.Panels(shape.Rows, Tiling.Panels(shape.Rows, TileRows))
            : 1;
        var kernel = new KernelSpecialisation(
            Library.LayerNormKernels.Forward, new GroupShape(Tiling.Lanes(context.Capabilities, shape.Last)),
            new Library.LayerNormConstants { Tile = tile });
        context.Launch(kernel, new LaunchShape(Tiling.Panels(shape.Rows, tile)),
            context.Input(0), context.Input(1), context.Input(2), context.Output(), shape.Rows, shape.Last, Epsilon);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var (dx, dWeight, dBias) = LayerNormBackward.Add(
            context.Builder, context.Named("x"), Epsilon, dy, context.Input(0), context.Input(1));
        context.AddGradient(0, dx);
        context.AddGradient(1, dWeight);
        context.AddGradient(2, dBias);
    }
}
