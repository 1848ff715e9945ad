using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Puts all elements of an image in two tensors behind each other, as rows of one width: what a head makes of maps of
/// several sizes becomes one list of predictions.
/// </summary>
/// <remarks>
/// Inputs: a [N, ...]; b [N, ...], of any ranks, whose elements for an image are whole rows. Output [N, rows of a + rows of
/// b, Width].
/// </remarks>
internal sealed record Join(int Width) : KernelOp, IDifferentiable
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        if (Width < 1 || a.Elements / a[0] % Width != 0)
            throw new ShapeException(this, "a", $"[N,...] of rows of {Width}", a);
        if (b[0] != a[0] || b.Elements / b[0] % Width != 0)
            throw new ShapeException(this, "b", $"[{a[0]},...] of rows of {Width}", b);
        return [new Shape(a[0], (a.Elements + b.Elements) / a[0] / Width, Width)];
    }

    public override void Forward(ForwardContext context)
    {
        var (a, b) = (context.InputShape(0), context.InputShape(1));
        var (A, B) = (a.Elements / a[0], b.Elements / b[0]);
        var (group, grid, run) = Tile(context.Capabilities, A, B, a[0]);
        context.Launch(new KernelSpecialisation(Library.JoinKernels.Forward, group), grid,
            context.Input(0), context.Input(1), context.Output(), A, B, run);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var gradients = context.Builder.AddNode(
            context.Named("inputs"), new JoinBackward(this, context.Input(0).Shape, context.Input(1).Shape), dy);
        context.AddGradient(0, gradients[0]);
        context.AddGradient(1, gradients[1]);
    }

    // A vector lies in one of the two.
    internal static (GroupShape Group, LaunchShape Grid, int Run) Tile(
        DeviceCapabilities device, int a, int b, int images)
    {
        var lanes = Tiling.Lanes(device, Math.Min(a, b));
        var run = device.IsProcessor ? 512 : 4;
        return (new GroupShape(lanes), new LaunchShape(Tiling.Panels(a + b, lanes * run), images), run);
    }
}
