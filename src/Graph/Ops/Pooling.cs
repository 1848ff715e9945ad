using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>The mean of each channel over all pixels or tokens, then the epilogue.</summary>
/// <remarks>
/// Inputs: x [N, H, W, C] or [N, M, C]; then the epilogue's. Output [N, C], or with <see cref="KeepsMap"/> [N, 1, 1, C],
/// for convolutions to read.
/// </remarks>
internal sealed record GlobalAveragePool : EpilogueOp, IDifferentiable
{
    /// <summary>Whether the result is a map of one pixel instead of a vector.</summary>
    public bool KeepsMap { get; init; }

    public override int OwnInputs => 1;

    public override bool ReadsPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        inputs[0].Last % panel == 0;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rank is 3 or 4
            ? KeepsMap ? new Shape(inputs[0][0], 1, 1, inputs[0].Last) : new Shape(inputs[0][0], inputs[0].Last)
            : throw new ShapeException(this, "x", "[N,H,W,C] or [N,M,C]", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(0);
        var lanes = LanesOf(context.Capabilities, x.Last);
        var tile = context.Capabilities.IsProcessor && x.Last >= 4 * lanes ? 4 : 1;
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.PoolingKernels), nameof(Library.PoolingKernels.GlobalAverage)),
            new GroupShape(lanes, ThreadsBelow(context.Capabilities, lanes, x.Rows / x[0])),
            new Library.GlobalAverageConstants { Tile = tile, FromPanels = FromPanels > 0 ? 1 : 0 });
        context.Launch(kernel, new LaunchShape(Tiling.Panels(x.Last, lanes * tile), 1, x[0]),
            context.Input(0), context.Output(), epilogue.Value, x.Rows / x[0], x.Last);
    }

    // Cards wait for each load: many threads wait side by side, for at least four pixels each.
    private static int ThreadsBelow(DeviceCapabilities device, int lanes, int pixels) => device.IsProcessor
        ? 1 : Tiling.PowerOfTwo(Math.Min(Math.Min(512, device.MaximumGroupThreads) / lanes, pixels / 4));

    public void Differentiate(GradientContext context)
    {
        if (Epilogue.Steps.Count > 0)
            throw new NotSupportedException($"{Name} '{context.Node.Name}' is differentiated before epilogues are fused.");
        if (context.OutputGradient() is not { } dy)
            return;
        context.AddGradient(0, GlobalAveragePoolBackward.Add(
            context.Builder, context.Named("x"), dy, context.Input(0).Shape));
    }
}

/// <summary>
/// Average pooling to a given size: output row oh is the mean of input rows floor(oh * H / Height) to
/// ceil((oh + 1) * H / Height) - 1, columns alike (PyTorch's adaptive average pooling).
/// </summary>
/// <remarks>Input: x [N, H, W, C]. Output [N, Height, Width, C].</remarks>
internal sealed record AdaptiveAveragePool(int Height, int Width) : KernelOp, IDifferentiable
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rank == 4
            ? [new Shape(inputs[0][0], Height, Width, inputs[0][3])]
            : throw new ShapeException(this, "x", "[N,H,W,C]", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, x[3]);
        context.Launch(
            new KernelSpecialisation(Library.PoolingKernels.AdaptiveAverage, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(x[3], lanes), Height * Width, x[0]),
            context.Input(0), context.Output(), x[1], x[2], x[3], Height, Width);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        context.AddGradient(0, AdaptiveAveragePoolBackward.Add(
            context.Builder, context.Named("x"), dy, context.Input(0).Shape));
    }
}
