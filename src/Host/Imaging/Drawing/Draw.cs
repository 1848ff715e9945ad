namespace GpuFormer.Imaging.Drawing;

/// <summary>
/// Draws on images: areas, frames, text, masks and heat maps. What lies outside of the image is left out, wherever it is;
/// (0, 0) is the top left pixel.
/// </summary>
internal static class Draw
{
    /// <summary>Fills an area.</summary>
    /// <param name="image">Drawn on.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="top">Its first row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colour">Of the area.</param>
    /// <param name="opacity">0 leaves the image as it is, 1 hides it.</param>
    public static void Fill(Image image, int left, int top, int width, int height, Colour colour, float opacity = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (first, last) = (Math.Max(left, 0), (int)Math.Min((long)left + width, image.Width));
        var (from, to) = (Math.Max(top, 0), (int)Math.Min((long)top + height, image.Height));
        for (var y = from; y < to; y++)
        {
            for (var x = first; x < last; x++)
                Blend(image, x, y, colour, opacity);
        }
    }

    /// <summary>Draws a frame along the inside of an area's edge.</summary>
    /// <inheritdoc cref="Fill"/>
    /// <param name="image">Drawn on.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="top">Its first row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colour">Of the frame.</param>
    /// <param name="thickness">In pixels.</param>
    public static void Rectangle(Image image, int left, int top, int width, int height, Colour colour, int thickness = 2)
    {
        if (width <= 2L * thickness || height <= 2L * thickness)
        {
            Fill(image, left, top, width, height, colour);
            return;
        }

        Fill(image, left, top, width, thickness, colour);
        Fill(image, left, top + height - thickness, width, thickness, colour);
        Fill(image, left, top + thickness, thickness, height - (2 * thickness), colour);
        Fill(image, left + width - thickness, top + thickness, thickness, height - (2 * thickness), colour);
    }

    /// <summary>Writes one line of text; characters that the font lacks become boxes.</summary>
    /// <param name="image">Drawn on.</param>
    /// <param name="text">One line.</param>
    /// <param name="left">The first column.</param>
    /// <param name="top">The row of the tops of capital letters.</param>
    /// <param name="colour">Of the letters.</param>
    /// <param name="scale">Pixels for each dot of the font, at least 1; see <see cref="Measure"/>.</param>
    public static void Text(Image image, string text, int left, int top, Colour colour, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        foreach (var rune in text.EnumerateRunes())
        {
            var rows = BitmapFont.Rows(rune);
            for (var y = 0; y < rows.Length; y++)
            {
                for (var x = 0; x < BitmapFont.Width; x++)
                {
                    if ((rows[y] >> (BitmapFont.Width - 1 - x) & 1) != 0)
                        Fill(image, left + (x * scale), top + (y * scale), scale, scale, colour);
                }
            }

            left += BitmapFont.Advance * scale;
        }
    }

    /// <summary>The size of a line of text, letters below the base line included.</summary>
    public static (int Width, int Height) Measure(string text, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (((text.EnumerateRunes().Count() * BitmapFont.Advance) - 1) * scale, BitmapFont.Height * scale);
    }

    /// <summary>The scale at which text is easy to read on an image of this size: about 3 % of its short side.</summary>
    public static int TextScale(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Math.Max(1, (int)Math.Round(Math.Min(image.Height, image.Width) / 240.0));
    }

    /// <summary>
    /// Writes one line on a filled area, in black or white, so that it is legible on any image; moved into the image where
    /// it would leave it, and cut where it is too long.
    /// </summary>
    /// <param name="image">Drawn on.</param>
    /// <param name="text">One line.</param>
    /// <param name="left">The first column of the area.</param>
    /// <param name="top">The first row of the area.</param>
    /// <param name="background">Of the area.</param>
    /// <param name="scale">See <see cref="Text"/>.</param>
    /// <returns>Rows of the area.</returns>
    public static int Label(Image image, string text, int left, int top, Colour background, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (width, height) = Measure(text, scale);
        var (boxWidth, boxHeight) = (width + (4 * scale), height + (3 * scale));
        left = Math.Max(0, Math.Min(left, image.Width - boxWidth));
        top = Math.Max(0, Math.Min(top, image.Height - boxHeight));
        Fill(image, left, top, boxWidth, boxHeight, background);
        Text(image, text, left + (2 * scale), top + (2 * scale), background.Contrast, scale);
        return boxHeight;
    }

    /// <summary>Tints the pixels of a mask.</summary>
    /// <param name="image">Drawn on.</param>
    /// <param name="mask">[image.Height, image.Width]: which pixels.</param>
    /// <param name="colour">Of the tint.</param>
    /// <param name="opacity">0 to 1.</param>
    /// <exception cref="ArgumentException">The mask has another size.</exception>
    public static void Mask(Image image, ReadOnlySpan<bool> mask, Colour colour, float opacity = 0.5f)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (mask.Length != image.Height * image.Width)
            throw new ArgumentException($"A mask of {image.Width} x {image.Height} has another length than {mask.Length}.");
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i])
                Blend(image, i % image.Width, i / image.Width, colour, opacity);
        }
    }

    /// <summary>Lays a map of values over a part of the image, as colours (<see cref="HeatColours"/>), smoothly.</summary>
    /// <param name="image">Drawn on.</param>
    /// <param name="values">[rows, columns], 0 to 1; the whole map covers the whole part.</param>
    /// <param name="rows">Of the map.</param>
    /// <param name="columns">Of the map.</param>
    /// <param name="part">Where, within the image.</param>
    /// <param name="opacity">0 to 1.</param>
    /// <exception cref="ArgumentException">The map has another length, or the part leaves the image.</exception>
    public static void HeatMap(
        Image image, ReadOnlySpan<float> values, int rows, int columns, PixelWindow part, float opacity = 0.6f)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (values.Length != rows * columns || values.Length == 0)
            throw new ArgumentException($"A map of {rows} x {columns} has another length than {values.Length}.");
        if (!part.IsWithin(image.Height, image.Width))
            throw new ArgumentException($"The part leaves the image of {image.Width} x {image.Height}.", nameof(part));
        for (var y = 0; y < part.Height; y++)
        {
            var (up, down, below) = Neighbours(y, part.Height, rows);
            for (var x = 0; x < part.Width; x++)
            {
                var (before, after, beside) = Neighbours(x, part.Width, columns);
                var upper = Between(values[(up * columns) + before], values[(up * columns) + after], beside);
                var lower = Between(values[(down * columns) + before], values[(down * columns) + after], beside);
                Blend(image, part.Left + x, part.Top + y, HeatColours.Of(Between(upper, lower, below)), opacity);
            }
        }
    }

    /// <summary>Copies an image onto another.</summary>
    /// <param name="image">Drawn on.</param>
    /// <param name="source">Copied.</param>
    /// <param name="left">The column of its first one.</param>
    /// <param name="top">The row of its first one.</param>
    public static void Paste(Image image, Image source, int left, int top)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(source);
        var first = Math.Max(0, -(long)left);
        var count = Math.Min(source.Width, image.Width - (long)left) - first;
        if (count <= 0)
            return;
        for (var y = 0; y < source.Height; y++)
        {
            if (top + (long)y is >= 0 and var row && row < image.Height)
            {
                source.Row(y).Slice((int)first * 3, (int)count * 3)
                    .CopyTo(image.Row((int)row)[(int)((left + first) * 3)..]);
            }
        }
    }

    // The two values that a pixel lies between, pixels being the middles of squares, and its share of the second.
    private static (int Before, int After, float Share) Neighbours(int pixel, int pixels, int values)
    {
        var place = Math.Clamp(((pixel + 0.5f) * values / pixels) - 0.5f, 0, values - 1);
        var before = (int)place;
        return (before, Math.Min(before + 1, values - 1), place - before);
    }

    private static float Between(float from, float to, float share) => from + ((to - from) * share);

    private static void Blend(Image image, int x, int y, Colour colour, float opacity)
    {
        var pixel = image.Row(y).Slice(x * 3, 3);
        var mixed = opacity >= 1 ? colour : new Colour(pixel[0], pixel[1], pixel[2]).Mix(colour, opacity);
        (pixel[0], pixel[1], pixel[2]) = (mixed.Red, mixed.Green, mixed.Blue);
    }
}
