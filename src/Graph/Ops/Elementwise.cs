using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Nothing but an epilogue: activations, dynamic ReLU or a sum that found no kernel to be fused into.
/// y[i] = epilogue(x[i]).
/// </summary>
/// <remarks>Inputs: x [N, ..., C]; then the epilogue's. Output as x.</remarks>
internal sealed record Elementwise : EpilogueOp, IDifferentiable
{
    public override int OwnInputs => 1;

    public override bool MakesMaps => true;

    public override bool ReadsPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        inputs[0].Last % panel == 0 && !Epilogue.ReadsMap;

    public override bool StoresPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        ReadsPanels(panel, inputs, device);

    protected override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <summary>Of a <see cref="SpatialDyRelu"/> alone, which mixes both slopes of each element from those of tokens.</summary>
    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        Epilogue.Steps is [SpatialDyRelu] ? 2L * outputs[0].Elements * inputs[1].Last : 0;

    public override void Forward(ForwardContext context)
    {
        var shape = context.InputShape(0);
        var images = Epilogue.ReadsImage ? shape[0] : 1;
        var rows = shape.Rows / images;
        var lanes = LanesOf(context.Capabilities, shape.Last);
        var run = TileTable.Of(context.Capabilities).ElementRows;
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.ElementwiseKernels), nameof(Library.ElementwiseKernels.Forward)),
            new GroupShape(lanes),
            new Library.ElementwiseConstants { FromPanels = FromPanels > 0 ? 1 : 0, ToPanels = ToPanels > 0 ? 1 : 0 });
        context.Launch(kernel, new LaunchShape(Tiling.Panels(shape.Last, lanes), Tiling.Panels(rows, run), images),
            context.Input(0), context.Output(), epilogue.Value, rows, run, shape.Last);
    }

    public void Differentiate(GradientContext context)
    {
        if (Epilogue.Steps is not [var step])
            throw new NotSupportedException($"{Name} '{context.Node.Name}' is differentiated before epilogues are fused.");
        if (context.OutputGradient() is not { } dy)
            return;
        switch (step)
        {
            case AddResidual:
                context.AddGradient(0, dy);
                context.AddGradient(1, dy);
                break;
            case Multiply:
                context.AddGradient(0, Product(context, "x", dy, context.Input(1)));
                context.AddGradient(1, Product(context, "factor", dy, context.Input(0)));
                break;
            case Maximum:
                var shares = context.Builder.AddNode(
                    context.Named("x"), new MaximumBackward(), dy, context.Input(0), context.Input(1));
                context.AddGradient(0, shares[0]);
                context.AddGradient(1, shares[1]);
                break;
            case DyRelu:
                var (dx, dslopes) =
                    DyReluBackward.Add(context.Builder, context.Named("x"), dy, context.Input(0), context.Input(1));
                context.AddGradient(0, dx);
                context.AddGradient(1, dslopes);
                break;
            case ChannelScale scale:
                var (dScaled, dScale) = ChannelScaleBackward.Add(context.Builder, context.Named("x"), scale.Factor, dy,
                    context.Input(0), context.Input(1));
                context.AddGradient(0, dScaled);
                context.AddGradient(1, dScale);
                break;
            case SpatialDyRelu:
                var (dInput, dAttention, dTokens) = SpatialDyReluBackward.Add(context.Builder, context.Named("x"), dy,
                    context.Input(0), context.Input(1), context.Input(2));
                context.AddGradient(0, dInput);
                context.AddGradient(1, dAttention);
                context.AddGradient(2, dTokens);
                break;
            case Clamp clamp:
                context.AddGradient(
                    0, context.Builder.Add(context.Named("x"), new ClampBackward(clamp), dy, context.Input(0)));
                break;
            default:
                var saved = ActivationBackward.ReadsOutput(step) ? context.Output() : context.Input(0);
                context.AddGradient(0, ActivationBackward.Add(context.Builder, context.Named("x"), step, dy, saved));
                break;
        }
    }

    private static Tensor Product(GradientContext context, string role, Tensor dy, Tensor factor) =>
        context.Builder.Add(
            context.Named(role), new Elementwise { Epilogue = Epilogue.Identity.Then(new Multiply()) }, dy, factor);
}
