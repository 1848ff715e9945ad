using GpuFormer.Imaging.Masks;

namespace GpuFormer.Imaging.Png;

/// <summary>
/// Class masks as PNG, as Pascal VOC keeps them: the index into the palette is the class. Grey images hold the class as
/// their value, colour images by the colour that VOC's palette gives it.
/// </summary>
public static class ClassMaskPng
{
    // Of a PNG: signature, length and type of the first chunk, width, height; then these two bytes.
    private const int DepthAt = 24;
    private const int ColourAt = 25;

    /// <summary>Reads a mask.</summary>
    /// <param name="file">The bytes of a PNG.</param>
    /// <param name="limits">What it may ask of the decoder.</param>
    /// <exception cref="ImageFormatException">It is no PNG that can be read, or a colour is none of the
    /// palette's.</exception>
    public static ClassMask Read(ReadOnlySpan<byte> file, ImageLimits? limits = null)
    {
        if (!file.StartsWith(PngChunks.Signature) || file.Length <= ColourAt)
            throw new ImageFormatException("Class mask: it is no PNG. Masks are PNG files, whose pixels are exact.");
        var image = PngReader.ReadIndices(file, (limits ?? ImageLimits.Default) with { Errors = ImageErrors.Strict });
        var (depth, colour) = (file[DepthAt], (PngColour)file[ColourAt]);
        var labels = new byte[image.Height * image.Width];
        for (var i = 0; i < labels.Length; i++)
        {
            var pixel = image.Pixels.AsSpan(3 * i, 3);
            labels[i] = colour is PngColour.Rgb or PngColour.RgbAlpha
                ? ColourPalette.ClassOf(pixel[0], pixel[1], pixel[2]) ?? throw Unknown(pixel, i, image.Width)
                // Greys of fewer bits were stretched to 255.
                : colour == PngColour.Grey && depth < 8
                    ? (byte)(pixel[0] * ((1 << depth) - 1) / 255)
                    : pixel[0];
        }

        return new ClassMask(image.Height, image.Width, labels);
    }

    /// <summary>Writes a mask with VOC's palette.</summary>
    /// <param name="mask">The classes.</param>
    /// <param name="destination">Stays open.</param>
    public static void Write(ClassMask mask, Stream destination) => PngWriter.Write(
        destination, mask.Width, mask.Height, PngColour.Palette, ColourPalette.All, deflate =>
        {
            for (var y = 0; y < mask.Height; y++)
            {
                deflate.WriteByte(0); // no filter: indices that are near each other mean nothing
                deflate.Write(mask.Labels, y * mask.Width, mask.Width);
            }
        });

    private static ImageFormatException Unknown(ReadOnlySpan<byte> pixel, int index, int width) => new(
        $"Class mask: the colour ({pixel[0]}, {pixel[1]}, {pixel[2]}) at column {index % width}, row {index / width} is "
        + "none of Pascal VOC's palette. Write masks with the class as the palette's index.");
}
