using GpuFormer.Graph.Ops.Backward;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Bilinear resizing of maps with half-pixel centres: PyTorch's <c>interpolate</c> with <c>align_corners=false</c>.
/// </summary>
/// <remarks>Input: x [N, H, W, C]. Output [N, Height, Width, C].</remarks>
public sealed record Resize(int Height, int Width) : Op
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
            new KernelSpecialisation(Library.ResizeKernels.Bilinear, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(x[3], lanes), Height, x[0]),
            context.Input(0), context.Output(), x[1], x[2], Width, x[3]);
    }

    public override void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var x = context.Input(0).Shape;
        context.AddGradient(0, context.Builder.Add(context.Named("x"), new ResizeBackward(x[1], x[2]), dy));
    }
}
