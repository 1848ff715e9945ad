using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of <see cref="Ops.GlobalAveragePool"/>: dx = dy / (Height * Width) at every pixel.</summary>
/// <remarks>
/// Input: dy [N, C] or [N, 1, 1, C]. Output dx [N, Height, Width, C], or for tokens (a width of 0) [N, Height, C].
/// </remarks>
internal sealed record GlobalAveragePoolBackward(int Height, int Width) : KernelOp
{
    public override bool MakesMaps => true;

    /// <summary>Adds the node and returns dx of shape <paramref name="x"/>.</summary>
    public static Tensor Add(GraphBuilder builder, string name, Tensor dy, Shape x) =>
        builder.Add(name, new GlobalAveragePoolBackward(x[1], x.Rank == 4 ? x[2] : 0), dy);

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rows == inputs[0][0]
            ? [Width == 0
                ? new Shape(inputs[0][0], Height, inputs[0].Last)
                : new Shape(inputs[0][0], Height, Width, inputs[0].Last)]
            : throw new ShapeException(this, "dy", "[N,C]", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var dy = context.InputShape(0);
        var (pixels, C) = (Height * Math.Max(Width, 1), dy.Last);
        var lanes = Tiling.Lanes(context.Capabilities, C);
        var run = context.Capabilities.IsProcessor ? 256 : 4;
        context.Launch(
            new KernelSpecialisation(Library.PoolingBackwardKernels.GlobalAverage, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(C, lanes), Tiling.Panels(pixels, run), dy[0]),
            context.Input(0), context.Output(), pixels, run, C);
    }
}

/// <summary>
/// The gradient of <see cref="Ops.AdaptiveAveragePool"/>: each window gives its dy, divided by its pixels, to all of them.
/// </summary>
/// <remarks>Input: dy [N, h, w, C]. Output dx [N, Height, Width, C].</remarks>
internal sealed record AdaptiveAveragePoolBackward(int Height, int Width) : KernelOp
{
    public override bool MakesMaps => true;

    /// <summary>Adds the node and returns dx of shape <paramref name="x"/>.</summary>
    public static Tensor Add(GraphBuilder builder, string name, Tensor dy, Shape x) =>
        builder.Add(name, new AdaptiveAveragePoolBackward(x[1], x[2]), dy);

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rank == 4
            ? [new Shape(inputs[0][0], Height, Width, inputs[0][3])]
            : throw new ShapeException(this, "dy", "[N,h,w,C]", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var dy = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, dy[3]);
        context.Launch(
            new KernelSpecialisation(Library.PoolingBackwardKernels.AdaptiveAverage, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(dy[3], lanes), Height * Width, dy[0]),
            context.Input(0), context.Output(), Height, Width, dy[3], dy[1], dy[2]);
    }
}
