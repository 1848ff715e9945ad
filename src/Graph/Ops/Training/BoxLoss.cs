using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>A loss of boxes against boxes.</summary>
/// <remarks>
/// Inputs: predictions [..., 4]; targets as these; weights of rows. Output 0: [threads]. Output 1: the gradient by the
/// predictions.
/// </remarks>
internal abstract record BoxLoss(double Weight) : SummedLoss(Weight)
{
    // Threads that keep any device busy, and the most rows of one: many rows mean few terms for the host to add.
    private const int EnoughThreads = 1 << 14;
    private const int MostRows = 64;

    public sealed override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var predictions = inputs[0];
        if (predictions.Last != 4)
            throw new ShapeException(this, "predictions", "[...,4]", predictions);
        if (inputs[1] != predictions)
            throw new ShapeException(this, "targets", predictions, inputs[1]);
        RequireRows(predictions, "weights", inputs[2]);
        return [new Shape(ThreadsOf(predictions.Rows)), predictions];
    }

    public sealed override void Forward(ForwardContext context)
    {
        var rows = context.InputShape(0).Rows;
        var threads = ThreadsOf(rows);
        var lanes = Tiling.Lanes(context.Capabilities, threads);
        Launch(context, new GroupShape(lanes), new LaunchShape(Tiling.Panels(threads, lanes)), rows, threads);
    }

    /// <summary>Records the launch.</summary>
    protected abstract void Launch(ForwardContext context, GroupShape group, LaunchShape grid, int rows, int threads);

    // A thread makes rows that are far apart, so with parts it makes one.
    private int ThreadsOf(int rows) =>
        Parts > 1 ? rows : Tiling.Panels(rows, Math.Clamp(rows / EnoughThreads, 1, MostRows));
}

/// <summary>
/// The sum over coordinates of |d|, or below <paramref name="Beta"/> of d^2 / (2 beta), and then less half a beta: smooth
/// L1 (Girshick, "Fast R-CNN", 2015, 2.3).
/// </summary>
/// <param name="Beta">0 for plain L1.</param>
/// <param name="Weight">Of the loss.</param>
internal sealed record BoxRegressionLoss(double Beta = 0, double Weight = 1) : BoxLoss(Weight)
{
    protected override void Launch(ForwardContext context, GroupShape group, LaunchShape grid, int rows, int threads) =>
        context.Launch(new KernelSpecialisation(Library.BoxLossKernels.Regression, group), grid, context.Input(0),
            context.Input(1), context.Input(2), context.Output(0), context.Output(1), rows, threads, (float)Beta,
            (float)(Beta > 0 ? 1 / Beta : 0), (float)Weight);
}

/// <summary>
/// 1 less the generalised intersection over union (Rezatofighi et al., 2019) of boxes by centre, width and height.
/// </summary>
/// <remarks>Not a number where prediction and target are both empty, in one place, and of a weight that is not 0.</remarks>
/// <param name="Weight">Of the loss.</param>
internal sealed record GeneralisedIouLoss(double Weight = 1) : BoxLoss(Weight)
{
    protected override void Launch(ForwardContext context, GroupShape group, LaunchShape grid, int rows, int threads) =>
        context.Launch(new KernelSpecialisation(Library.BoxLossKernels.GeneralisedIou, group), grid, context.Input(0),
            context.Input(1), context.Input(2), context.Output(0), context.Output(1), rows, threads, (float)Weight);
}
