namespace GpuFormer.Data;

/// <summary>
/// Batches whose canvases differ: wide images lie in wide canvases and tall images in tall ones, and the size of a canvas
/// may be drawn for each step. Which batches an epoch has is a function of seed and epoch alone.
/// </summary>
/// <param name="Sizes">Rows and columns of canvases for wide images, the largest first; one of them is drawn.</param>
internal sealed record CanvasSampling(IReadOnlyList<(int Height, int Width)> Sizes)
{
    /// <summary>Batches in a row of one size, since their gradients make one step.</summary>
    public int Together { get; init; } = 1;

    /// <summary>Width over height of each image of the set; null where canvases are squares, which hold all of them.</summary>
    public Func<int, double>? AspectOf { get; init; }

    /// <summary>All canvases that there may be, the largest first.</summary>
    public IReadOnlyList<(int Height, int Width)> All => AspectOf is null
        ? Sizes
        : [.. Sizes.SelectMany(size => new[] { size, (size.Width, size.Height) }).Distinct()];

    /// <summary>An epoch's batches.</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="order">The images as they were drawn.</param>
    /// <param name="batchSize">Rows of a batch.</param>
    /// <param name="full">Whether all batches are full, as in training: then groups of aspects fill them
    /// (<see cref="AspectGroups"/>). Else every image comes once, wide ones first, and empty rows fill up.</param>
    /// <returns>The images in the order of the batches, and the batches.</returns>
    public (IReadOnlyList<int> Order, IReadOnlyList<BatchShape> Shapes) Arrange(
        ulong seed, int epoch, IReadOnlyList<int> order, int batchSize, bool full)
    {
        var batches = BatchesOf(order, batchSize, full);
        var shapes = new BatchShape[batches.Count];
        var first = 0;
        for (var i = 0; i < shapes.Length; i++)
        {
            var random = new RandomStream(seed, epoch, i / Together, RandomPurpose.Size);
            var (height, width) = Sizes.Count == 1 ? Sizes[0] : Sizes[random.NextBelow(Sizes.Count)];
            if (AspectOf is not null && !IsWide(batches[i][0]))
                (height, width) = (width, height);
            shapes[i] = new BatchShape(first, batchSize, height, width) { Images = batches[i].Length };
            first += batches[i].Length;
        }

        return ([.. batches.SelectMany(batch => batch)], shapes);
    }

    private IReadOnlyList<int[]> BatchesOf(IReadOnlyList<int> order, int batchSize, bool full)
    {
        if (AspectOf is null)
            return [.. order.Chunk(batchSize).Where(batch => !full || batch.Length == batchSize)];
        return full
            ? AspectGroups.Batches(order, image => AspectGroups.Of(AspectOf(image)), batchSize)
            : [.. order.Where(IsWide).Chunk(batchSize), .. order.Where(image => !IsWide(image)).Chunk(batchSize)];
    }

    private bool IsWide(int image) => AspectGroups.Of(AspectOf!(image)) >= AspectGroups.FirstWide;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Together, 1);
        if (Sizes.Count == 0 || Sizes.Any(size => size.Height < 1 || size.Width < 1) || Sizes.Distinct().Count() != Sizes.Count)
            throw new ArgumentException("Canvases must be at least 1 x 1 and differ.");
    }
}
