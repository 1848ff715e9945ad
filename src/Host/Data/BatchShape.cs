namespace GpuFormer.Data;

/// <summary>One batch of an epoch.</summary>
/// <param name="First">The place of its first picture in the order of the epoch, which begins again behind its end.
/// </param>
/// <param name="Size">Rows.</param>
/// <param name="Height">Rows of its pictures.</param>
/// <param name="Width">Columns of its pictures.</param>
internal readonly record struct BatchShape(int First, int Size, int Height, int Width)
{
    /// <summary>A batch of square pictures.</summary>
    public BatchShape(int first, int size, int side)
        : this(first, size, side, side)
    {
    }

    /// <summary>Images of it, where fewer may come than there are rows before the end of an epoch; null elsewhere.</summary>
    public int? Images { get; init; }

    /// <summary>Side of square pictures.</summary>
    public int Side => Height;
}

/// <summary>
/// Batches of pictures of changing sizes (Networks 3.5): each side is drawn from a list, and smaller pictures come in
/// larger batches, of about as many pixels. Which batches an epoch has is a function of seed and epoch alone.
/// </summary>
/// <param name="Sides">The sides to draw from, pixels.</param>
internal sealed record MultiScaleSampling(IReadOnlyList<int> Sides)
{
    /// <summary>
    /// Batches in a row that share a side, since their gradients make one step; the size of a batch is a multiple of
    /// it, as that of one card is in cvnets, where it is the number of cards.
    /// </summary>
    public int Together { get; init; } = 1;

    /// <summary>
    /// Pictures of a batch: max(b, b * base^2 / side^2), if larger than b rounded to a multiple of
    /// <see cref="Together"/>. So cvnets' code has it; by the paper's formula batches of larger pictures would be
    /// smaller than b.
    /// </summary>
    /// <param name="side">Of the pictures.</param>
    /// <param name="baseSide">The side that goes with b.</param>
    /// <param name="baseSize">b.</param>
    public int SizeOf(int side, int baseSide, int baseSize)
    {
        var size = (int)Math.Max(baseSize, (double)baseSize * baseSide * baseSide / ((double)side * side));
        return size == baseSize ? size : Math.Max(baseSize, (size + (Together / 2)) / Together * Together);
    }

    /// <summary>
    /// The batches of an epoch, all of them full: where the last step has more places than there are pictures left, the
    /// order begins again, as in cvnets. So every picture comes once at least, and few of them twice.
    /// </summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="count">Pictures of the data set.</param>
    /// <param name="baseSide">The side that goes with the base size.</param>
    /// <param name="baseSize">Pictures of a batch of that side.</param>
    public IReadOnlyList<BatchShape> Draw(ulong seed, int epoch, int count, int baseSide, int baseSize)
    {
        var shapes = new List<BatchShape>();
        var first = 0;
        for (var step = 0; first < count; step++)
        {
            var random = new RandomStream(seed, epoch, step, RandomPurpose.Size);
            var side = Sides[random.NextBelow(Sides.Count)];
            var size = SizeOf(side, baseSide, baseSize);
            for (var i = 0; i < Together; i++, first += size)
                shapes.Add(new BatchShape(first, size, side));
        }

        return shapes;
    }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Together, 1);
        if (Sides.Count == 0 || Sides.Any(side => side < 1) || Sides.Distinct().Count() != Sides.Count)
            throw new ArgumentException($"Sides must be above 0 and differ, not {string.Join(' ', Sides)}.");
    }
}
