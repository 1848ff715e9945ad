using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The sums over rows that the gradient of batch norm with an activation needs, in chunks of an image's rows.
/// </summary>
/// <remarks>
/// Inputs: dy, x [N, ..., C]; affine [4, C]; slopes [N, 2C] of a <see cref="DyRelu"/>. Output [Chunks, Kinds, C]: sums of
/// du, of du * (x - mean), and with slopes of what each slope gains; chunks of an image beside each other.
/// </remarks>
internal sealed record NormBackwardSums(EpilogueStep? Activation) : KernelOp
{
    private const int MostRows = 512;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var x = inputs[1];
        if (inputs[0] != x)
            throw new ShapeException(this, "dy", x, inputs[0]);
        var (images, rows, chunk) = Divide(x);
        return [new Shape(images * Tiling.Panels(rows, chunk), HasSlopes ? 4 : 2, x.Last)];
    }

    public override void Forward(ForwardContext context)
    {
        var (x, device) = (context.InputShape(1), context.Capabilities);
        var (images, rows, chunk) = Divide(x);
        var lanes = Tiling.Lanes(device, x.Last);
        var tile = BackwardTiling.Channels(device, x.Last, lanes, most: 2);
        var activation = NormActivations.ToKernel(Activation, HasSlopes ? context.Input(3) : default, x.Last);
        context.Launch(
            new KernelSpecialisation(
                activation.Close(typeof(Library.BatchNormKernels), nameof(Library.BatchNormKernels.BackwardSums)),
                new GroupShape(lanes),
                new Library.BatchNormBackwardSumsConstants { Tile = tile, Slopes = HasSlopes ? 1 : 0 }),
            new LaunchShape(Tiling.Panels(x.Last, lanes * tile), Tiling.Panels(rows, chunk), images),
            context.Input(0), context.Input(1), context.Input(2), activation.Value, context.Output(), rows, chunk,
            x.Last);
    }

    private bool HasSlopes => Activation is DyRelu;

    // Without slopes images need not be told apart.
    private (int Images, int Rows, int Chunk) Divide(Shape x)
    {
        var images = HasSlopes ? x[0] : 1;
        var rows = x.Rows / images;
        return (images, rows, BackwardTiling.Chunk(rows, Math.Max(MostRows, rows / 256)));
    }
}

/// <summary>Joins the sums of all chunks of <see cref="NormBackwardSums"/>, of so many rows.</summary>
/// <remarks>
/// Inputs: partial [Chunks, Kinds, C]; affine [4, C]. Outputs: dWeight [C]; dBias [C]; terms [2, C] of
/// <see cref="NormBackwardInput"/>.
/// </remarks>
internal sealed record NormBackwardMerge(int Rows) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var C = inputs[0].Last;
        return inputs[1] == new Shape(4, C)
            ? [new Shape(C), new Shape(C), new Shape(2, C)]
            : throw new ShapeException(this, "affine", new Shape(4, C), inputs[1]);
    }

    public override void Forward(ForwardContext context)
    {
        var partial = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, partial.Last);
        context.Launch(
            new KernelSpecialisation(Library.BatchNormKernels.BackwardMerge, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(partial.Last, lanes)),
            context.Input(0), context.Input(1), context.Output(0), context.Output(1), context.Output(2), partial[0],
            partial[1], partial.Last, Rows);
    }
}

/// <summary>The gradient of the slopes behind a norm, from <see cref="NormBackwardSums"/> of so many images.</summary>
/// <remarks>Input: partial [Images * Chunks, 4, C]. Output [Images, 2C].</remarks>
internal sealed record NormBackwardSlopes(int Images) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0][0] % Images == 0 && inputs[0][1] == 4
            ? [new Shape(Images, 2 * inputs[0].Last)]
            : throw new ShapeException(this, "partial", $"[chunks of {Images} images, 4, C]", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var partial = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, partial.Last);
        context.Launch(
            new KernelSpecialisation(Library.BatchNormKernels.SlopeMerge, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(partial.Last, lanes), 1, Images),
            context.Input(0), context.Output(), partial[0] / Images, partial.Last);
    }
}

/// <summary>The gradient of batch norm with an activation by x.</summary>
/// <remarks>
/// Inputs: dy, x [N, ..., C]; affine [4, C]; slopes [N, 2C] of a <see cref="DyRelu"/>; terms [2, C]. Output as x.
/// </remarks>
internal sealed record NormBackwardInput(EpilogueStep? Activation) : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0] == inputs[1] ? [inputs[1]] : throw new ShapeException(this, "dy", inputs[1], inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var (x, device) = (context.InputShape(1), context.Capabilities);
        var images = Activation is DyRelu ? x[0] : 1;
        var rows = x.Rows / images;
        var lanes = Tiling.Lanes(device, x.Last);
        var run = TileTable.Of(device).ElementRows;
        var activation = NormActivations.ToKernel(Activation, context.Input(3), x.Last);
        context.Launch(
            new KernelSpecialisation(
                activation.Close(typeof(Library.BatchNormKernels), nameof(Library.BatchNormKernels.BackwardInput)),
                new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(x.Last, lanes), Tiling.Panels(rows, run), images),
            context.Input(0), context.Input(1), context.Input(2), context.Input(context.InputCount - 1),
            activation.Value, context.Output(), rows, run, x.Last);
    }
}
