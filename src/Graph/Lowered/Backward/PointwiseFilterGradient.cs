using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of the filter of a <see cref="Pointwise"/>: dFilter[c, k] = sum over rows of dy[row, c] * x[row, k], in
/// chunks of rows.
/// </summary>
/// <remarks>
/// Inputs: x [N, ..., K]; dy [N, ..., C]; FilterGroups, Shuffle and FirstToken as in Pointwise. Output
/// [Chunks, C, K / FilterGroups], or [C, K / FilterGroups] where there is one chunk.
/// </remarks>
internal sealed record PointwiseFilterGradient : KernelOp
{
    private const int LeastRows = 512;
    private const int MostElements = 1 << 19;

    // The columns of so many rows, their sums, and what tiles read of dy, a cache line a row, fit the nearest cache.
    private const int BlockRows = 32;
    private const int TilesOfThread = 16;

    // Sums, inputs and one gradient in the 16 vector registers of AVX2.
    private static readonly Tile[] Tiles =
        [new(6, 2), new(4, 3), new(5, 2), new(4, 2), new(12, 1), new(8, 1), new(6, 1), new(4, 1), new(2, 1), new(1, 1)];

    public int FilterGroups { get; init; } = 1;

    public bool Shuffle { get; init; }

    public bool FirstToken { get; init; }

    /// <summary>Adds the nodes and returns the gradient [C, K / FilterGroups].</summary>
    public static Tensor Add(GraphBuilder builder, string name, PointwiseFilterGradient op, Tensor x, Tensor dy)
    {
        var partial = builder.Add(name, op, x, dy);
        return partial.Shape.Rank == 2 ? partial : SumRows.Add(builder, $"{name}.sum", partial, 0);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, dy) = (inputs[0], inputs[1]);
        if (FirstToken ? x.Rank != 3 || dy.Rank != 2 || x[0] != dy[0] : x.Rows != dy.Rows)
            throw new ShapeException(this, "x", x, "dy", dy);
        if (x.Last % FilterGroups != 0 || dy.Last % FilterGroups != 0)
            throw new ShapeException(this, "x", $"a multiple of {FilterGroups} channels wide", x);
        var (C, K) = (dy.Last, x.Last / FilterGroups);
        var chunks = Tiling.Panels(dy.Rows, ChunkOf(dy.Rows, C * K));
        return [chunks == 1 ? new Shape(C, K) : new Shape(chunks, C, K)];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)inputs[1].Elements * (inputs[0].Last / FilterGroups);

    public override void Forward(ForwardContext context)
    {
        var (x, dy, device) = (context.InputShape(0), context.InputShape(1), context.Capabilities);
        var (C, K) = (dy.Last / FilterGroups, x.Last / FilterGroups);
        var chunk = ChunkOf(dy.Rows, dy.Last * K);
        var lanes = Tiling.Lanes(device, K);
        var tile = TileFor(device, C, K, lanes);
        // Narrow tiles would spend on the ends of their loops what they save.
        var tiles = device.IsProcessor && tile.Channels > 1 && chunk > 4 * BlockRows ? TilesOfThread : 1;
        var sizes = new Library.FilterGradientSizes(
            dy.Rows, chunk, FirstToken ? x[1] * x[2] : x.Last, dy.Last, K, C,
            channelStride: Shuffle ? FilterGroups : 1, groupStride: Shuffle ? 1 : C);
        context.Launch(
            new KernelSpecialisation(Library.PointwiseBackwardKernels.Filter, new GroupShape(lanes),
                new Library.PointwiseFilterConstants
                {
                    TileOutputs = tile.Rows,
                    TileInputs = tile.Channels,
                    Tiles = tiles,
                    BlockRows = tiles == 1 ? 0 : BlockRows,
                }),
            new LaunchShape(Tiling.Panels(C, tile.Rows * tiles), Tiling.Panels(K, lanes * tile.Channels),
                Tiling.Panels(dy.Rows, chunk) * FilterGroups),
            context.Input(0), context.Input(1), context.Output(), sizes, FilterGroups);
    }

    // Chunks of the shape alone; few enough that their sums cost little.
    private static int ChunkOf(int rows, int elements)
    {
        var chunks = Math.Clamp(MostElements / elements, 1, Tiling.Panels(rows, LeastRows));
        return Tiling.Panels(rows, chunks);
    }

    internal static Tile TileFor(DeviceCapabilities device, int C, int K, int lanes)
    {
        if (!device.IsProcessor)
            return new(Math.Min(C, 4), 1);
        // Two multiply-adds and two loads a cycle, and no sum takes its next term before four cycles.
        return Tiles.Where(tile => tile.Rows <= C && tile.Channels * lanes <= K)
            .MinBy(tile => (double)Tiling.Panels(C, tile.Rows) * Tiling.Panels(K, tile.Channels * lanes)
                * (Math.Max(4, Math.Max(tile.Rows * tile.Channels, tile.Rows + tile.Channels) / 2.0) + 0.5));
    }
}
