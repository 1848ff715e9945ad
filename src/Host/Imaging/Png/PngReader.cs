using System.IO.Compression;

namespace GpuFormer.Imaging.Png;

/// <summary>Reads PNG: all colour types and bit depths, palettes, interlacing; transparency is dropped.</summary>
internal static class PngReader
{
    // Deflate cannot shrink more than 1032 to 1 (258 bytes from 2 bits), so a smaller file cannot hold the picture.
    private const long HighestCompression = 1032;

    private static readonly uint Ihdr = PngChunks.TypeOf("IHDR");
    private static readonly uint Plte = PngChunks.TypeOf("PLTE");
    private static readonly uint Idat = PngChunks.TypeOf("IDAT");
    private static readonly uint Iend = PngChunks.TypeOf("IEND");
    private static readonly uint Exif = PngChunks.TypeOf("eXIf");

    public static Image Read(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var chunks = new PngChunks(file);
        chunks.Read();
        if (chunks.Type != Ihdr)
            throw Wrong("chunk 1", $"the first chunk is {chunks.Name}, not IHDR");
        var header = PngHeader.Parse(chunks.Data, limits);

        ReadOnlySpan<byte> palette = default;
        var orientation = Orientation.Upright;
        var compressed = new MemoryStream(file.Length); // the chunks' data, joined; never longer than the file
        var dataIsOver = false;
        for (chunks.Read(); chunks.Type != Iend; chunks.Read())
        {
            if (chunks.Type != Idat)
                dataIsOver = compressed.Length > 0;
            if (chunks.Type == Idat)
            {
                if (dataIsOver)
                    throw Wrong("chunk IDAT", "the image data is interrupted by other chunks");
                compressed.Write(chunks.Data);
            }
            else if (chunks.Type == Plte)
            {
                if (dataIsOver || chunks.Data.Length is 0 or > 768 || chunks.Data.Length % 3 != 0)
                    throw Wrong("chunk PLTE", "the palette is misplaced or has a wrong length");
                palette = chunks.Data;
            }
            else if (chunks.Type == Exif && chunks.Data.Length <= limits.AncillaryBytes)
            {
                orientation = Orientation.FromExif(chunks.Data);
            }
            else if (!chunks.IsAncillary)
            {
                throw Wrong($"chunk {chunks.Name}", "a critical chunk that the standard does not know");
            }
        }
        if (header.Colour == PngColour.Palette && palette.IsEmpty)
            throw Wrong("chunk PLTE", "the palette is missing");
        return orientation.Apply(Decompress(header, palette, compressed));
    }

    private static Image Decompress(PngHeader header, ReadOnlySpan<byte> palette, MemoryStream compressed)
    {
        var rows = RawBytes(header);
        if (rows > HighestCompression * compressed.Length)
            throw ImageFormatException.Truncated("PNG", $"{compressed.Length} bytes of IDAT cannot hold the picture");
        compressed.Position = 0;
        using var inflated = new ZLibStream(compressed, CompressionMode.Decompress);
        try
        {
            var image = new Image(header.Height, header.Width);
            var reader = new PngRows(header, inflated);
            var pixels = new PngPixels(header, palette);
            foreach (var pass in PngPass.Of(header))
            {
                reader.StartPass(pass.Width);
                for (var y = 0; y < pass.Height; y++)
                    pixels.Expand(reader.Next(), image.Row(pass.Top + y * pass.StepDown), pass);
            }
            // Reading to the end is what makes the stream compare its Adler-32.
            if (inflated.ReadByte() >= 0)
                throw Wrong("chunk IDAT", "there is more image data than the header says");
            return image;
        }
        catch (InvalidDataException exception)
        {
            throw ImageFormatException.Damaged("PNG", "chunk IDAT", "the compressed data is invalid", exception);
        }
        catch (EndOfStreamException)
        {
            throw ImageFormatException.Truncated("PNG", "chunk IDAT");
        }
    }

    private static long RawBytes(PngHeader header)
    {
        var total = 0L;
        foreach (var pass in PngPass.Of(header))
            total += (long)pass.Height * (1 + header.RowBytes(pass.Width));
        return total;
    }

    private static ImageFormatException Wrong(string where, string what) =>
        ImageFormatException.Damaged("PNG", where, what);
}
