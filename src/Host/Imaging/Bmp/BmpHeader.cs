using System.Buffers.Binary;
using System.Numerics;

namespace GpuFormer.Imaging.Bmp;

/// <summary>The headers of a BMP file: BITMAPFILEHEADER and one of BITMAPCOREHEADER, BITMAPINFOHEADER, OS/2's and the
/// versions 2 to 5 of Windows', told by their size.</summary>
internal sealed record BmpHeader
{
    private const int FileHeaderBytes = 14;
    private const int CoreHeaderBytes = 12;
    private const int InfoHeaderBytes = 40;

    // OS/2 2: the same fields, of which compressions 3 and 4 mean others.
    private const int Os2HeaderBytes = 64;

    public int Width { get; private init; }

    public int Height { get; private init; }

    // Rows come from the bottom up unless the height is negative.
    public bool TopDown { get; private init; }

    public int Bits { get; private init; }

    public BmpCompression Compression { get; private init; }

    // Where red, green and blue stand in a pixel of 16, 24 or 32 bits.
    public (uint Red, uint Green, uint Blue) Masks { get; private init; }

    // Of the palette: where it begins, its entries, and the bytes of one.
    public int PaletteOffset { get; private init; }

    public int Colours { get; private init; }

    public int ColourBytes { get; private init; }

    public int DataOffset { get; private init; }

    // Of one row, padded to four bytes.
    public int RowBytes => (int)(((long)Width * Bits + 31) / 32 * 4);

    public static BmpHeader Parse(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var size = file.Length < FileHeaderBytes + CoreHeaderBytes ? 0 : ReadUInt32(file, FileHeaderBytes);
        if (size == 0 || size > file.Length - FileHeaderBytes)
            throw ImageFormatException.Truncated("BMP", "in the header");
        var header = size switch
        {
            CoreHeaderBytes => Core(file),
            InfoHeaderBytes or 52 or 56 or Os2HeaderBytes or 108 or 124 => Info(file, (int)size),
            _ => throw ImageFormatException.Unsupported($"BMP with a header of {size} bytes"),
        };
        limits.CheckSize("BMP", header.Width, header.Height);
        return header.Check(file.Length);
    }

    private static BmpHeader Core(ReadOnlySpan<byte> file) => new BmpHeader
    {
        Width = BinaryPrimitives.ReadUInt16LittleEndian(file[18..]),
        Height = BinaryPrimitives.ReadUInt16LittleEndian(file[20..]),
        Bits = BinaryPrimitives.ReadUInt16LittleEndian(file[24..]),
        ColourBytes = 3,
    }.WithOffsets(file, CoreHeaderBytes, 0);

    private static BmpHeader Info(ReadOnlySpan<byte> file, int size)
    {
        var height = BinaryPrimitives.ReadInt32LittleEndian(file[22..]);
        var compression = ReadUInt32(file, 30);
        if (compression > (size == Os2HeaderBytes ? 2 : 3))
            throw ImageFormatException.Unsupported($"BMP with compression {compression}");
        if (height == int.MinValue)
            throw Wrong("the picture has no possible height");
        return new BmpHeader
        {
            Width = BinaryPrimitives.ReadInt32LittleEndian(file[18..]),
            Height = Math.Abs(height),
            TopDown = height < 0,
            Bits = BinaryPrimitives.ReadUInt16LittleEndian(file[28..]),
            Compression = (BmpCompression)compression,
            ColourBytes = 4,
        }.WithOffsets(file, size, ReadUInt32(file, 46));
    }

    private BmpHeader WithOffsets(ReadOnlySpan<byte> file, int size, uint colours)
    {
        if (Bits is not (1 or 4 or 8 or 16 or 24 or 32))
            throw ImageFormatException.Unsupported($"BMP with {Bits} bits per pixel");
        var palette = FileHeaderBytes + size;
        var masks = Bits == 16 ? (0x7C00u, 0x3E0u, 0x1Fu) : (0xFF0000u, 0xFF00u, 0xFFu);
        if (Compression == BmpCompression.BitFields)
        {
            // Behind the oldest header, in all others at the same place.
            if (file.Length < palette + 12)
                throw ImageFormatException.Truncated("BMP", "in the channel masks");
            var given = (ReadUInt32(file, 54), ReadUInt32(file, 58), ReadUInt32(file, 62));
            masks = given == default ? masks : given;
            palette += size == InfoHeaderBytes ? 12 : 0;
        }
        var entries = Bits > 8 ? 0 : colours == 0 ? 1u << Bits : colours;
        if (entries > 1 << 16)
            throw Wrong($"the palette has {entries} colours");
        var data = ReadUInt32(file, 10);
        var end = palette + (int)entries * ColourBytes;
        // Some writers leave the place of the data out, or forget the palette there.
        if (data == 0 || (data == FileHeaderBytes + size && Bits <= 8))
            data = (uint)end;
        if (data > file.Length)
            throw ImageFormatException.Truncated("BMP", $"the header says that pixels begin at byte {data}");
        if (Bits <= 8 && end > file.Length)
            throw ImageFormatException.Truncated("BMP", "in the palette");
        return this with { PaletteOffset = palette, Colours = (int)entries, DataOffset = (int)data, Masks = masks };
    }

    // What depends on more than one field; memory is taken for pixels that the file holds.
    private BmpHeader Check(int fileBytes)
    {
        var bytes = fileBytes - DataOffset;
        var fits = Compression switch
        {
            BmpCompression.None => true,
            BmpCompression.RunLength8 => Bits == 8,
            BmpCompression.RunLength4 => Bits == 4,
            BmpCompression.BitFields => Bits >= 16,
        };
        if (!fits)
            throw Wrong($"compression {(int)Compression} does not fit {Bits} bits per pixel");
        foreach (var mask in new[] { Masks.Red, Masks.Green, Masks.Blue })
        {
            // Ones without a gap become a power of two when the lowest is added.
            var ones = mask >> BitOperations.TrailingZeroCount(mask);
            if (Bits > 8 && (mask == 0 || (ones & (ones + 1)) != 0))
                throw ImageFormatException.Unsupported("BMP with such channel masks");
        }
        // A run of two bytes makes 255 pixels at most.
        var isRuns = Compression is BmpCompression.RunLength8 or BmpCompression.RunLength4;
        if (isRuns ? (long)Width * Height > 128L * bytes : (long)RowBytes * Height > bytes)
            throw ImageFormatException.Truncated("BMP", $"{bytes} bytes cannot hold {Width} x {Height} pixels");
        return this;
    }

    private static uint ReadUInt32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);

    private static ImageFormatException Wrong(string what) => ImageFormatException.Damaged("BMP", "the header", what);
}

/// <summary>Kinds of compression, by their numbers in the header.</summary>
internal enum BmpCompression
{
    None = 0,
    RunLength8 = 1,
    RunLength4 = 2,
    BitFields = 3,
}
