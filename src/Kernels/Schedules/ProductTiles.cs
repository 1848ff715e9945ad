using System.Collections.Frozen;

namespace GpuFormer.Kernels.Schedules;

/// <summary>The sizes of a 1x1 convolution or linear: rows of one image, input channels, output channels.</summary>
internal readonly record struct ProductShape(int Rows, int K, int C);

/// <summary>What a thread makes of such a product: rows, and vectors of channels.</summary>
internal readonly record struct ProductTile(int Rows, int Channels);

/// <summary>
/// The shapes at which a search found a better tile than the estimate: <c>perf -- tiles --shapes</c> prints them, and
/// what it printed where stands in <c>perf/Results</c>.
/// </summary>
internal static class ProductTiles
{
    /// <summary>
    /// Vectors of eight, AVX2: of 137 shapes of the models those that were faster with one worker and with two, but for
    /// those of few channels, which panels with a last vector that overlaps have overtaken.
    /// </summary>
    public static FrozenDictionary<ProductShape, ProductTile> OfProcessors { get; } =
        new Dictionary<ProductShape, ProductTile>
        {
            [new(49, 96, 96)] = new(4, 3),
            [new(49, 160, 240)] = new(4, 3),
        }.ToFrozenDictionary();

    /// <summary>The lanes with which <see cref="OfProcessors"/> was measured.</summary>
    public const int Lanes = 8;
}
