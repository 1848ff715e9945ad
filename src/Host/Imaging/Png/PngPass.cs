namespace GpuFormer.Imaging.Png;

/// <summary>A reduced image: one of Adam7's seven (PNG specification 8.2), or the whole picture.</summary>
internal readonly record struct PngPass(int Left, int Top, int StepAcross, int StepDown, int Width, int Height)
{
    private static readonly (int Left, int Top, int StepAcross, int StepDown)[] Adam7 =
    [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ];

    // Passes without pixels have no rows, not even empty ones, and are left out.
    public static IEnumerable<PngPass> Of(PngHeader header)
    {
        if (!header.Interlaced)
        {
            yield return new PngPass(0, 0, 1, 1, header.Width, header.Height);
            yield break;
        }
        foreach (var (left, top, across, down) in Adam7)
        {
            var width = (int)(((long)header.Width - left + across - 1) / across);
            var height = (int)(((long)header.Height - top + down - 1) / down);
            if (width > 0 && height > 0)
                yield return new PngPass(left, top, across, down, width, height);
        }
    }
}
