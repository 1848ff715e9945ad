using System.Buffers.Binary;

namespace GpuFormer.Imaging;

/// <summary>How a camera held the picture (EXIF 2.32, tag 0x0112) and the turn that sets it upright.</summary>
internal readonly record struct Orientation
{
    private const int Tag = 0x0112;

    // 1 to 8 as in EXIF; 0 stands for 1, so that the default value is upright.
    private readonly int _value;

    private Orientation(int value) => _value = value is >= 2 and <= 8 ? value : 0;

    public static Orientation Upright => default;

    public static Orientation Of(int value) => new(value);

    // exif: a TIFF header and its directories. What cannot be read counts as upright: no reason to lose a picture.
    public static Orientation FromExif(ReadOnlySpan<byte> exif) => Find(exif) ?? Upright;

    // The same; null where the tag is not there. Where it stands more than once, the last one counts, as in Pillow.
    public static Orientation? Find(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 8)
            return null;
        bool little;
        if (exif[..4].SequenceEqual("II*\0"u8))
            little = true;
        else if (exif[..4].SequenceEqual("MM\0*"u8))
            little = false;
        else
            return null;

        var directory = (long)ReadUInt32(exif[4..], little);
        if (directory + 2 > exif.Length)
            return null;
        Orientation? found = null;
        var count = ReadUInt16(exif[(int)directory..], little);
        for (var entry = directory + 2; count > 0 && entry + 12 <= exif.Length; count--, entry += 12)
        {
            var field = exif.Slice((int)entry, 12);
            if (ReadUInt16(field, little) != Tag || ReadUInt32(field[4..], little) == 0)
                continue;
            // Kept in the field itself: a byte, a number of two or of four bytes, each with or without sign.
            found = ReadUInt16(field[2..], little) switch
            {
                6 => new Orientation(field[8]),
                3 or 8 => new Orientation(ReadUInt16(field[8..], little)),
                4 or 9 => new Orientation((int)Math.Min(ReadUInt32(field[8..], little), 9)),
                1 or 2 or 7 => Upright,
                _ => found,
            };
        }
        return found;
    }

    public Image Apply(Image image)
    {
        if (_value == 0)
            return image;
        int height = image.Height, width = image.Width;
        // Walks the result; origin and steps say where its pixels lie in the stored picture.
        var (origin, across, down) = _value switch
        {
            2 => (width - 1, -1, width),
            3 => (height * width - 1, -1, -width),
            4 => ((height - 1) * width, 1, -width),
            5 => (0, width, 1),
            6 => ((height - 1) * width, -width, 1),
            7 => (height * width - 1, -width, -1),
            _ => (width - 1, width, -1),
        };
        var turned = _value >= 5 ? new Image(width, height) : new Image(height, width);
        byte[] source = image.Pixels, target = turned.Pixels;
        var to = 0;
        for (var y = 0; y < turned.Height; y++)
        {
            var from = (origin + y * down) * 3;
            for (var x = 0; x < turned.Width; x++, from += across * 3, to += 3)
            {
                target[to] = source[from];
                target[to + 1] = source[from + 1];
                target[to + 2] = source[from + 2];
            }
        }
        return turned;
    }

    private static int ReadUInt16(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint ReadUInt32(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(data) : BinaryPrimitives.ReadUInt32BigEndian(data);
}
