using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>
/// Cross-entropy of soft-max with one class for each row. Class weights, classes to ignore and what the sum is divided by
/// are all weights of rows, which the host makes.
/// </summary>
/// <remarks>
/// Inputs: logits [..., C]; labels, of each row its class, anything where its weight is 0; weights of rows. Output 0:
/// [blocks]. Output 1: the gradient by the logits.
/// </remarks>
/// <param name="Weight">Of the loss.</param>
internal sealed record LabelCrossEntropy(double Weight = 1) : SummedLoss(Weight)
{
    // Rows whose sums a processor makes at once.
    private const int TileRows = 4;
    private const int MostRows = 64;

    // As many are enough for any device; and groups along X that every device takes.
    private const int EnoughBlocks = 1 << 12;
    private const int MostBlocks = 1 << 15;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var logits = inputs[0];
        RequireRows(logits, "labels", inputs[1]);
        RequireRows(logits, "weights", inputs[2]);
        return [new Shape(Tiling.Panels(logits.Rows, BlockOf(logits.Rows))), logits];
    }

    public override void Forward(ForwardContext context)
    {
        var logits = context.InputShape(0);
        var block = BlockOf(logits.Rows);
        context.Launch(
            new KernelSpecialisation(Library.CrossEntropyKernels.Labels,
                new GroupShape(Tiling.Lanes(context.Capabilities, logits.Last)),
                new Library.CrossEntropyConstants { Tile = context.Capabilities.IsProcessor ? TileRows : 1 }),
            new LaunchShape(Tiling.Panels(logits.Rows, block)),
            context.Input(0), context.Input(1), context.Input(2), context.Output(0), context.Output(1), logits.Rows,
            block, logits.Last, (float)Weight);
    }

    private int BlockOf(int rows) => BlockOf(
        rows, Math.Max(Math.Clamp(rows / EnoughBlocks, TileRows, MostRows), Tiling.Panels(rows, MostBlocks)));
}
