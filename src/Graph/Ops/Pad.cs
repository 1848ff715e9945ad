using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>Zeros around maps: so many rows above and below, so many columns left and right; negative: cut off.</summary>
/// <remarks>
/// Input: x [N, H, W, C], or [N, C, H, W] if <see cref="Planar"/>. Output [N, Top + H + Bottom, Left + W + Right, C].
/// </remarks>
internal sealed record Pad(int Top, int Bottom, int Left, int Right) : KernelOp, IDifferentiable
{
    /// <summary>True if x is an image in planes.</summary>
    public bool Planar { get; init; }

    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var x = inputs[0];
        if (x.Rank != 4)
            throw new ShapeException(this, "x", Planar ? "[N,C,H,W]" : "[N,H,W,C]", x);
        var (h, w, c) = Planar ? (x[2], x[3], x[1]) : (x[1], x[2], x[3]);
        if (Top + h + Bottom < 1 || Left + w + Right < 1)
            throw new ShapeException(this, "x", "larger than what is cut off", x);
        return [new Shape(x[0], Top + h + Bottom, Left + w + Right, c)];
    }

    public override void Forward(ForwardContext context)
    {
        var (x, y) = (context.InputShape(0), context.OutputShape());
        var lanes = Tiling.Lanes(context.Capabilities, y[3]);
        context.Launch(
            new KernelSpecialisation(Library.PadKernels.Forward, new GroupShape(lanes),
                new Library.PadConstants { Planar = Planar ? 1 : 0 }),
            new LaunchShape(Tiling.Panels(y[3], lanes), y[1], y[0]), context.Input(0), context.Output(),
            new Library.PadSizes(Planar ? x[2] : x[1], Planar ? x[3] : x[2], y[3], Top, Left, y[2]));
    }

    public void Differentiate(GradientContext context)
    {
        if (Planar)
            throw new NotSupportedException($"{Name} '{context.Node.Name}': images in planes have no gradient.");
        if (context.OutputGradient() is { } dy)
            context.AddGradient(0, context.Builder.Add(context.Named("x"), new Pad(-Top, -Bottom, -Left, -Right), dy));
    }
}
