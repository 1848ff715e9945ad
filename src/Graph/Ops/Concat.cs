using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>Puts two tensors behind each other along the innermost axis; of tokens it takes the first or more.</summary>
/// <remarks>
/// Inputs: a [N, A]; b [N, B], or tokens [N, M, D] of which <see cref="Tokens"/> rows of each image from
/// <see cref="FirstToken"/> on are read, behind each other. Output [N, A + B], or [N, A + Tokens * D]. Or a [N, M, A] and
/// b [N, M, B], of all rows, to [N, M, A + B]. Or two maps [N, H, W, A] and [N, H, W, B]; where a convolution reads
/// them, a pass takes it apart instead.
/// </remarks>
internal sealed record Concat : KernelOp, IDifferentiable
{
    /// <summary>How many tokens of each image are taken.</summary>
    public int Tokens { get; init; } = 1;

    /// <summary>The first of them.</summary>
    public int FirstToken { get; init; }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        if (a.Rank is 3 or 4 && b == a.WithLast(b.Last))
            return [a.WithLast(a.Last + b.Last)];
        if (a.Rank != 2 || b.Rank is not (2 or 3) || a[0] != b[0])
            throw new ShapeException(this, "a", a, "b", b);
        var rows = b.Rank == 3 ? b[1] : 1;
        return FirstToken >= 0 && Tokens > 0 && FirstToken + Tokens <= rows
            ? [new Shape(a[0], a[1] + (Tokens * b.Last))]
            : throw new ShapeException(this, "b", $"of {FirstToken + Tokens} tokens or more", b);
    }

    public override void Forward(ForwardContext context)
    {
        var (a, b, output) = (context.InputShape(0), context.InputShape(1), context.OutputShape());
        var lanes = Tiling.Lanes(context.Capabilities, output.Last);
        context.Launch(
            new KernelSpecialisation(Library.ConcatKernels.Forward, new GroupShape(lanes)),
            RowGrids.Of(Tiling.Panels(output.Last, lanes), a),
            context.Input(0), context.Input(1), context.Output(), a.Last, output.Last - a.Last, FirstToken * b.Last,
            b.Elements / a.Rows);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var (da, db) = ConcatBackward.Add(
            context.Builder, context.Named("inputs"), this, dy, context.Input(0).Shape, context.Input(1).Shape);
        context.AddGradient(0, da);
        context.AddGradient(1, db);
    }
}
