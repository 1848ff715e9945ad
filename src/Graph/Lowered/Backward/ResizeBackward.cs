using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of <see cref="Resize"/> by a map of Height rows and Width columns.</summary>
/// <remarks>Input: dy [N, height, width, C]. Output [N, Height, Width, C].</remarks>
internal sealed record ResizeBackward(int Height, int Width, ResizeMode Mode = ResizeMode.Bilinear) : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rank == 4
            ? [new Shape(inputs[0][0], Height, Width, inputs[0][3])]
            : throw new ShapeException(this, "dy", "[N,height,width,C]", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var dy = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, dy[3]);
        context.Launch(
            new KernelSpecialisation(Kernel(Mode), new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(dy[3], lanes), Height, dy[0]),
            context.Input(0), context.Output(), dy[1], dy[2], Width, dy[3]);
    }

    private static Delegate Kernel(ResizeMode mode) => mode switch
    {
        ResizeMode.Nearest => Library.ResizeKernels.NearestBackward,
        ResizeMode.BilinearAlignedCorners => Library.ResizeKernels.BilinearBackward<Library.AlignedCorners>,
        _ => Library.ResizeKernels.BilinearBackward<Library.PixelAreas>,
    };
}
