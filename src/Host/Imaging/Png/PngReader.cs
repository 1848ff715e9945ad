using System.IO.Compression;

namespace GpuFormer.Imaging.Png;

/// <summary>Reads PNG: all colour types and bit depths, palettes, interlacing; transparency is dropped.</summary>
internal static class PngReader
{
    // Deflate cannot shrink more than 1032 to 1 (258 bytes from 2 bits), so a smaller file cannot hold the picture.
    private const long HighestCompression = 1032;

    // Zlib, RFC 1950: the bit that says that a dictionary of the writer's is needed.
    private const int PresetDictionary = 0x20;
    private const int ZlibHeaderBytes = 2;
    private const int ZlibChecksumBytes = 4;

    private static readonly uint Ihdr = PngChunks.TypeOf("IHDR");
    private static readonly uint Plte = PngChunks.TypeOf("PLTE");
    private static readonly uint Idat = PngChunks.TypeOf("IDAT");
    private static readonly uint Iend = PngChunks.TypeOf("IEND");

    public static Image Read(ReadOnlySpan<byte> file, ImageLimits limits, ImageDamage damage) =>
        Read(file, limits, damage, asIndices: false);

    /// <summary>Reads an image whose colours are looked up in no palette, index i becoming (i, i, i), and which is not
    /// turned: the classes of a mask.</summary>
    public static Image ReadIndices(ReadOnlySpan<byte> file, ImageLimits limits) =>
        Read(file, limits, new ImageDamage(limits.Errors), asIndices: true);

    private static Image Read(ReadOnlySpan<byte> file, ImageLimits limits, ImageDamage damage, bool asIndices)
    {
        var chunks = new PngChunks(file, damage);
        chunks.Read();
        if (chunks.Type != Ihdr)
            throw Wrong("chunk 1", $"the first chunk is {chunks.Name}, not IHDR");
        var header = PngHeader.Parse(chunks.Data, limits, damage);

        ReadOnlySpan<byte> palette = default;
        var orientation = new PngOrientation(limits);
        for (chunks.Read(); chunks.Type != Idat && chunks.Type != Iend; chunks.Read())
        {
            if (chunks.Type == Plte)
                palette = Palette(chunks.Data, damage);
            else if (chunks.Type == Ihdr && PngHeader.Parse(chunks.Data, limits, damage) != header)
                throw Wrong("chunk IHDR", "a second header differs from the first");
            else if (chunks.IsAncillary)
                orientation.Read(chunks);
            else
                damage.Report("PNG", $"chunk {chunks.Name}", "a critical chunk that the standard does not know");
        }
        if (header.Colour == PngColour.Palette && palette.IsEmpty)
            damage.Report("PNG", "chunk PLTE", "the palette is missing");

        // The chunks' data, joined; never longer than the file.
        var compressed = new MemoryStream(file.Length);
        chunks.IsLenient = true;
        while (chunks.Type == Idat)
        {
            compressed.Write(chunks.Data);
            if (!chunks.TryRead())
                break;
        }
        ReadEnd(ref chunks, orientation, damage);
        var image = Decompress(header, asIndices ? default : palette, compressed, damage);
        return asIndices || !limits.AppliesOrientation ? image : orientation.Value.Apply(image);
    }

    // What stands behind the pixels cannot spoil them; only a turn is still of use.
    private static void ReadEnd(ref PngChunks chunks, PngOrientation orientation, ImageDamage damage)
    {
        var data = false;
        while (!chunks.IsAtEnd && chunks.Type != Iend)
        {
            if (chunks.Type == Idat)
                data = true;
            else if (chunks.IsAncillary)
                orientation.Read(chunks);
            else
                damage.Report("PNG", $"chunk {chunks.Name}", "a critical chunk that belongs before the image data");
            if (!chunks.TryRead())
                break;
        }
        if (data)
            damage.Report("PNG", "chunk IDAT", "the image data is interrupted by other chunks");
    }

    private static ReadOnlySpan<byte> Palette(ReadOnlySpan<byte> data, ImageDamage damage)
    {
        if (data.Length > 768)
            throw Wrong("chunk PLTE", "the palette has a wrong length");
        if (data.Length == 0 || data.Length % 3 != 0)
            damage.Report("PNG", "chunk PLTE", "the palette has a wrong length");
        return data[..(data.Length / 3 * 3)];
    }

    private static Image Decompress(
        PngHeader header, ReadOnlySpan<byte> palette, MemoryStream compressed, ImageDamage damage)
    {
        var rows = RawBytes(header);
        if (rows > HighestCompression * compressed.Length)
            throw ImageFormatException.Truncated("PNG", $"{compressed.Length} bytes of IDAT cannot hold the picture");
        if (compressed.Length >= ZlibHeaderBytes && (compressed.GetBuffer()[1] & PresetDictionary) != 0)
            throw Wrong("chunk IDAT", "the data was compressed with a dictionary that is not in the file");
        compressed.Position = 0;
        using var inflated = new ZLibStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            var image = new Image(header.Height, header.Width);
            ReadRows(header, new PngRows(header, inflated, rows), new PngPixels(header, palette, damage), image);
            CheckTail(inflated, compressed, damage);
            return image;
        }
        // zlib's faults come as either, depending on which of its codes they are.
        catch (Exception exception) when (exception is InvalidDataException or IOException and not EndOfStreamException)
        {
            throw ImageFormatException.Damaged("PNG", "chunk IDAT", "the compressed data is invalid", exception);
        }
        catch (EndOfStreamException)
        {
            throw ImageFormatException.Truncated("PNG", "chunk IDAT");
        }
    }

    private static void ReadRows(PngHeader header, PngRows reader, PngPixels pixels, Image image)
    {
        var above = new byte[header.RowBytes(header.Width)];
        if (PngPixels.AreRows(header))
        {
            for (var y = 0; y < header.Height; y++)
                reader.Read(image.Row(y), y == 0 ? above : image.Row(y - 1));
            return;
        }
        var row = new byte[above.Length];
        foreach (var pass in PngPass.Of(header))
        {
            var length = header.RowBytes(pass.Width);
            above.AsSpan().Clear();
            for (var y = 0; y < pass.Height; y++)
            {
                reader.Read(row.AsSpan(0, length), above);
                pixels.Expand(row, image.Row(pass.Top + y * pass.StepDown), pass);
                (row, above) = (above, row);
            }
        }
    }

    // Reading to the end is what makes the stream compare its Adler-32: a wrong one says that the pixels are wrong. One
    // that is cut off, or bytes behind it, say nothing about them; finding out costs a second time.
    private static void CheckTail(ZLibStream inflated, MemoryStream compressed, ImageDamage damage)
    {
        if (inflated.ReadByte() >= 0)
            damage.Report("PNG", "chunk IDAT", "there is more image data than the header says");
        else if (damage.IsRefused && BytesBehindData(compressed) is var bytes and not ZlibChecksumBytes)
            damage.Report("PNG", "chunk IDAT", $"{bytes} bytes stand where the checksum of the image data should end it");
    }

    // Inflates once more, byte by byte, to see where the data ends.
    private static long BytesBehindData(MemoryStream compressed)
    {
        compressed.Position = ZlibHeaderBytes;
        using var inflated = new DeflateStream(new ByteByByte(compressed), CompressionMode.Decompress);
        var buffer = new byte[1 << 14];
        while (inflated.Read(buffer) > 0)
        {
        }
        return compressed.Length - compressed.Position;
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

    // A reader of it never takes more than it needs.
    private sealed class ByteByByte(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 1));

        public override int Read(Span<byte> buffer) => inner.Read(buffer[..Math.Min(buffer.Length, 1)]);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
