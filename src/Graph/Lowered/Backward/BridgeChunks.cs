using GpuFormer.Kernels.Schedules;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>How the gradients of the bridges divide the pixels of a map; of shapes alone.</summary>
/// <param name="Block">The most pixels of a chunk, whose scores are in shared memory: a constant of the kernel.</param>
/// <param name="Pixels">Of one chunk.</param>
/// <param name="Count">The chunks.</param>
internal readonly record struct BridgeChunks(int Block, int Pixels, int Count)
{
    // Elements of shared memory: 28 of the 32 KiB that every card has.
    private const int SharedElements = 7 << 10;

    /// <summary>For a map [N, H, W, C] and rows of padded tokens, how many for each pixel and head.</summary>
    public static BridgeChunks Of(Shape x, int heads, int elementsPerPixel)
    {
        var block = 96;
        while (block > 24 && block * heads * elementsPerPixel > SharedElements)
            block /= 2;
        var pixels = x[1] * x[2];
        var chunk = BackwardTiling.Chunk(pixels, block);
        return new(block, chunk, Tiling.Panels(pixels, chunk));
    }

    /// <summary>[N, Count, M, C], or [N, M, C] for one chunk.</summary>
    public Shape Partial(Shape x, int tokens) =>
        Count == 1 ? new Shape(x[0], tokens, x[3]) : new Shape(x[0], Count, tokens, x[3]);

    /// <summary>The next multiple of 8, the most lanes of these kernels.</summary>
    public static int Padded(int count) => (count + 7) / 8 * 8;

    /// <summary>Adds the sum over chunks, where there are several.</summary>
    public static Tensor Sum(GraphBuilder builder, string name, Tensor partial) =>
        partial.Shape.Rank == 3 ? partial : SumRows.Add(builder, name, partial, 1);
}
