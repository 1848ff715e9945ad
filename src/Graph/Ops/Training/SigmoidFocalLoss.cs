using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>
/// The focal loss of sigmoids (Lin et al., "Focal loss for dense object detection", 2017, 3): binary cross-entropy of each
/// class on its own, where what is predicted well counts little: alpha * (1 - p)^gamma * -log(p).
/// </summary>
/// <remarks>
/// Inputs: logits [..., C]; labels, of each row its class, or <see cref="NoClass"/>, or <see cref="Ignored"/>; weights of
/// rows. Output 0: [blocks, C]. Output 1: the gradient by the logits.
/// </remarks>
/// <param name="Alpha">The share of the class that is right; all others have 1 - alpha.</param>
/// <param name="Gamma">0 for plain cross-entropy.</param>
/// <param name="Weight">Of the loss.</param>
internal sealed record SigmoidFocalLoss(double Alpha = 0.25, double Gamma = 2, double Weight = 1) : SummedLoss(Weight)
{
    /// <summary>The label of a row without an object.</summary>
    public const int NoClass = Library.FocalLossKernels.NoClass;

    /// <summary>The label of a row that takes no part.</summary>
    public const int Ignored = Library.FocalLossKernels.Ignored;

    private const int BlockRows = 64;

    // Groups along Y that every device takes.
    private const int MostBlocks = 1 << 15;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var logits = inputs[0];
        RequireRows(logits, "labels", inputs[1]);
        RequireRows(logits, "weights", inputs[2]);
        return [new Shape(Tiling.Panels(logits.Rows, BlockOf(logits.Rows)), logits.Last), logits];
    }

    public override void Forward(ForwardContext context)
    {
        var logits = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, logits.Last);
        var block = BlockOf(logits.Rows);
        context.Launch(
            new KernelSpecialisation(Library.FocalLossKernels.Sigmoid, new GroupShape(lanes),
                new Library.FocalLossConstants { Squares = Gamma == 2 ? 1 : 0 }),
            new LaunchShape(Tiling.Panels(logits.Last, lanes), Tiling.Panels(logits.Rows, block)),
            context.Input(0), context.Input(1), context.Input(2), context.Output(0), context.Output(1), logits.Rows,
            block, logits.Last, (float)Alpha, (float)Gamma, (float)Weight);
    }

    private int BlockOf(int rows) => BlockOf(rows, Math.Max(BlockRows, Tiling.Panels(rows, MostBlocks)));
}
