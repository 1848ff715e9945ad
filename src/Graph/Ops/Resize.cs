using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>How resizing finds values between pixels: the modes of PyTorch's <c>interpolate</c>.</summary>
internal enum ResizeMode
{
    /// <summary>Bilinear with pixels as areas: <c>align_corners=false</c>.</summary>
    Bilinear,

    /// <summary>Bilinear with the outermost pixels on each other: <c>align_corners=true</c>.</summary>
    BilinearAlignedCorners,

    /// <summary>The pixel at floor(output * inputs / outputs), computed in float32.</summary>
    Nearest,
}

/// <summary>Resizing of maps to a given size: PyTorch's <c>interpolate</c>.</summary>
/// <remarks>Input: x [N, H, W, C]. Output [N, Height, Width, C].</remarks>
internal sealed record Resize(int Height, int Width) : KernelOp, IDifferentiable
{
    public override bool MakesMaps => true;

    /// <summary>How values between pixels are found.</summary>
    public ResizeMode Mode { get; init; }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rank == 4
            ? [new Shape(inputs[0][0], Height, Width, inputs[0][3])]
            : throw new ShapeException(this, "x", "[N,H,W,C]", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, x[3]);
        context.Launch(
            new KernelSpecialisation(Kernel(Mode), new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(x[3], lanes), Height, x[0]),
            context.Input(0), context.Output(), x[1], x[2], Width, x[3]);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var x = context.Input(0).Shape;
        context.AddGradient(0, context.Builder.Add(context.Named("x"), new ResizeBackward(x[1], x[2], Mode), dy));
    }

    private static Delegate Kernel(ResizeMode mode) => mode switch
    {
        ResizeMode.Nearest => Library.ResizeKernels.Nearest,
        ResizeMode.BilinearAlignedCorners => Library.ResizeKernels.Bilinear<Library.AlignedCorners>,
        _ => Library.ResizeKernels.Bilinear<Library.PixelAreas>,
    };
}
