namespace GpuFormer.Kernels.Launch;

/// <summary>
/// How a launch that makes a map falls apart into places along one axis of its grid: each makes the next pixels, and
/// needs those of its input down to some row. The last place of an image may begin early, and make pixels again.
/// </summary>
internal sealed record LaunchRows
{
    /// <summary>Whether places lie along Y, all groups of X at each, and not along X, all groups of Y at each.</summary>
    public required bool AlongY { get; init; }

    /// <summary>Places of one image.</summary>
    public required int Places { get; init; }

    /// <summary>Pixels of the output that a place makes.</summary>
    public required int Step { get; init; }

    /// <summary>The fewest pixels that a place makes: where the last one begins at the latest.</summary>
    public required int Least { get; init; }

    /// <summary>Pixels of one image of the output.</summary>
    public required int Pixels { get; init; }

    /// <summary>Pixels of a row of the output; 1 where a pixel needs itself alone.</summary>
    public int Width { get; init; } = 1;

    /// <summary>Rows of one image of the input.</summary>
    public required int InputRows { get; init; }

    /// <summary>Pixels of a row of the input.</summary>
    public int InputWidth { get; init; } = 1;

    /// <summary>Rows of the input from one row of the output to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Rows of the input above and below that a row of the output needs.</summary>
    public int Reach { get; init; }

    /// <summary>Behind the last pixel of the output, all images one behind the other, that places below make.</summary>
    public int End(int places)
    {
        var (image, place) = Math.DivRem(places - 1, Places);
        return (image * Pixels) + Math.Min((place + 1) * Step, Pixels);
    }

    /// <summary>How many places make all pixels below <paramref name="end"/>.</summary>
    public int PlacesTo(int end)
    {
        if (end == 0)
            return 0;
        var (image, pixel) = Math.DivRem(end - 1, Pixels);
        return (image * Places) + (pixel / Step) + 1;
    }

    /// <summary>The first pixel of the input that a place needs.</summary>
    public int InputStart(int place)
    {
        var (image, own) = Math.DivRem(place, Places);
        var row = Math.Min(own * Step, Pixels - Least) / Width;
        return ((image * InputRows) + Math.Max((row * Stride) - Reach, 0)) * InputWidth;
    }

    /// <summary>Behind the last pixel of the input that places below need.</summary>
    public int InputEnd(int places)
    {
        var (image, own) = Math.DivRem(places - 1, Places);
        var last = (Math.Min((own + 1) * Step, Pixels) - 1) / Width;
        return ((image * InputRows) + Math.Min((last * Stride) + Reach + 1, InputRows)) * InputWidth;
    }
}
