namespace GpuFormer.Imaging.Masks;

/// <summary>
/// A binary mask as the lengths of its runs down the columns, first column first, beginning with pixels that are not set
/// (a length of 0 where the first pixel is): COCO's run-length encoding.
/// </summary>
public sealed class RunLengthMask
{
    private readonly int[] _counts;

    /// <summary>Takes the lengths of runs, which are copied.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="counts">Not negative; together <c>height * width</c>.</param>
    /// <exception cref="ImageFormatException">A length is negative, or together they are not the mask's pixels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the mask has too many pixels
    /// (<see cref="ImageLimits.HighestPixels"/>).</exception>
    public RunLengthMask(int height, int width, ReadOnlySpan<int> counts)
        : this(height, width, counts.ToArray())
    {
    }

    private RunLengthMask(int height, int width, int[] counts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)height * width, ImageLimits.HighestPixels, nameof(height));
        var sum = 0L;
        foreach (var count in counts)
        {
            if (count < 0)
                throw new ImageFormatException($"RLE: a run has the length {count}. Lengths are 0 or more.");
            sum += count;
        }

        if (sum != (long)height * width)
        {
            throw new ImageFormatException(
                $"RLE: the runs have {sum} pixels together, a mask of {width} x {height} has {(long)height * width}. "
                + "The size stands as [height, width].");
        }

        (Height, Width, _counts) = (height, width, counts);
        for (var i = 1; i < counts.Length; i += 2)
            Area += counts[i];
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Pixels that are set.</summary>
    public long Area { get; }

    /// <summary>The lengths of the runs.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>The smallest rectangle that holds what is set; all 0 for a mask without a set pixel.</summary>
    public PixelWindow Bounds
    {
        get
        {
            var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, -1, -1);
            var start = 0;
            for (var i = 0; i < _counts.Length; start += _counts[i++])
            {
                if (i % 2 == 0 || _counts[i] == 0)
                    continue;
                var (firstColumn, firstRow) = Math.DivRem(start, Height);
                var (lastColumn, lastRow) = Math.DivRem(start + _counts[i] - 1, Height);
                if (lastColumn > firstColumn)
                    (firstRow, lastRow) = (0, Height - 1); // it goes on at the top of the next column
                (left, right) = (Math.Min(left, firstColumn), Math.Max(right, lastColumn));
                (top, bottom) = (Math.Min(top, firstRow), Math.Max(bottom, lastRow));
            }

            return right < 0 ? default : new PixelWindow(top, left, bottom - top + 1, right - left + 1);
        }
    }

    /// <summary>Encodes pixels.</summary>
    /// <param name="pixels"><c>[height, width]</c>, rows from top to bottom.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static RunLengthMask FromPixels(ReadOnlySpan<bool> pixels, int height, int width)
    {
        if (pixels.Length != (long)height * width)
            throw new ArgumentException($"{pixels.Length} pixels do not make {width} x {height}.", nameof(pixels));
        List<int> counts = [];
        var (run, value) = (0, false);
        for (var x = 0; x < width; x++)
        {
            for (var y = 0; y < height; y++)
            {
                if (pixels[y * width + x] != value)
                {
                    counts.Add(run);
                    (run, value) = (0, !value);
                }

                run++;
            }
        }

        counts.Add(run);
        return new RunLengthMask(height, width, [.. counts]);
    }

    /// <summary>The mask whose pixels, in the order of runs, change at each of the given positions; two changes at one
    /// position cancel each other.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="changes">In rising order, from 0 to <c>height * width</c>.</param>
    internal static RunLengthMask FromChanges(int height, int width, ReadOnlySpan<int> changes)
    {
        List<int> counts = [];
        var start = 0;
        for (var i = 0; i < changes.Length; i++)
        {
            if (i + 1 < changes.Length && changes[i + 1] == changes[i])
            {
                i++;
                continue;
            }

            counts.Add(changes[i] - start);
            start = changes[i];
        }

        // As maskApi, no run without pixels at the end.
        if (height * width > start)
            counts.Add(height * width - start);
        return new RunLengthMask(height, width, [.. counts]);
    }

    /// <summary>Decodes into pixels.</summary>
    /// <returns><c>[Height, Width]</c>, rows from top to bottom.</returns>
    public bool[] ToPixels()
    {
        var pixels = new bool[Height * Width];
        var position = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            if (i % 2 == 0)
            {
                position += _counts[i];
                continue;
            }

            for (var end = position + _counts[i]; position < end; position++)
                pixels[position % Height * Width + position / Height] = true;
        }

        return pixels;
    }
}
