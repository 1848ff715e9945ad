using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>Mean and squared distances from it, per channel, of chunks of rows.</summary>
/// <remarks>Input: x [..., C]. Output [Chunks, 2, C].</remarks>
internal sealed record BatchStatistics : KernelOp
{
    private const int MostRows = 1024;

    /// <summary>Rows of a chunk, from the number of rows alone.</summary>
    internal static int ChunkOf(int rows) => BackwardTiling.Chunk(rows, Math.Max(MostRows, rows / 256));

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var x = inputs[0];
        return [new Shape(Tiling.Panels(x.Rows, ChunkOf(x.Rows)), 2, x.Last)];
    }

    public override void Forward(ForwardContext context)
    {
        var (x, device) = (context.InputShape(0), context.Capabilities);
        var chunk = ChunkOf(x.Rows);
        var lanes = Tiling.Lanes(device, x.Last);
        var tile = BackwardTiling.Channels(device, x.Last, lanes, most: 4);
        context.Launch(
            new KernelSpecialisation(Library.BatchNormKernels.Statistics, new GroupShape(lanes),
                new Library.BatchNormStatisticsConstants { Tile = tile, TileRows = tile >= 3 ? 1 : 4 / tile }),
            new LaunchShape(Tiling.Panels(x.Last, lanes * tile), Tiling.Panels(x.Rows, chunk)),
            context.Input(0), context.Output(), x.Rows, chunk, x.Last);
    }
}

/// <summary>Joins the chunks of <see cref="BatchStatistics"/> of so many rows.</summary>
/// <remarks>
/// Inputs: partial [Chunks, 2, C]; weight, bias [C]. Outputs: affine [4, C]: scale, shift, mean and 1 / deviation;
/// mean [C]; unbiased variance [C].
/// </remarks>
internal sealed record BatchStatisticsMerge(float Epsilon, int Rows) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var channels = new Shape(inputs[0].Last);
        if (inputs[1] != channels || inputs[2] != channels)
            throw new ShapeException(this, "partial", inputs[0], "weight and bias", inputs[1]);
        return [new Shape(4, inputs[0].Last), channels, channels];
    }

    public override void Forward(ForwardContext context)
    {
        var C = context.InputShape(0).Last;
        var lanes = Tiling.Lanes(context.Capabilities, C);
        context.Launch(
            new KernelSpecialisation(Library.BatchNormKernels.Merge, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(C, lanes)),
            context.Input(0), context.Input(1), context.Input(2), context.Output(0), context.Output(1),
            context.Output(2), Rows, BatchStatistics.ChunkOf(Rows), C, Epsilon);
    }
}
