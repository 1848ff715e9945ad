using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GpuFormer.Files;

namespace GpuFormer.Imaging.Png;

/// <summary>Writes PNG, 8-bit RGB. Each row takes the filter with the smallest sum of absolute differences (PNG
/// specification 12.7).</summary>
public static class PngWriter
{
    private const int FilterCount = 5;

    /// <summary>Writes <paramref name="image"/> to <paramref name="destination"/>, which stays open.</summary>
    public static void Write(Image image, Stream destination) => Write(
        destination, image.Width, image.Height, PngColour.Rgb, [], deflate => WriteRows(image, deflate));

    /// <summary>Writes <paramref name="image"/> to a file, replacing what one of the same name holds.</summary>
    /// <exception cref="NotRegularFileException">The path is that of a folder, a pipe, a socket or a device.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Image image, string path)
    {
        using var file = RegularFile.OpenToWrite(path, FileShare.None);
        file.SetLength(0);
        using var buffer = new BufferedStream(file);
        Write(image, buffer);
    }

    /// <summary>Writes a whole file of 8 bits a sample.</summary>
    /// <param name="destination">Stays open.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colour">What a pixel is made of.</param>
    /// <param name="palette">Three bytes a colour; empty where pixels are no indices.</param>
    /// <param name="writeRows">Writes each row behind the number of its filter.</param>
    internal static void Write(
        Stream destination, int width, int height, PngColour colour, ReadOnlySpan<byte> palette, Action<Stream> writeRows)
    {
        destination.Write(PngChunks.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = (byte)colour;
        WriteChunk(destination, "IHDR", header);
        if (!palette.IsEmpty)
            WriteChunk(destination, "PLTE", palette);
        using var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            writeRows(deflate);
        WriteChunk(destination, "IDAT", compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        WriteChunk(destination, "IEND", default);
    }

    private static void WriteRows(Image image, Stream deflate)
    {
        var length = image.Width * 3;
        ReadOnlySpan<byte> above = new byte[length];
        var candidate = new byte[1 + length];
        var best = new byte[1 + length];
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            var bestSum = long.MaxValue;
            for (var filter = 0; filter < FilterCount; filter++)
            {
                var sum = Filter(filter, row, above, candidate);
                if (sum >= bestSum)
                    continue;
                bestSum = sum;
                (best, candidate) = (candidate, best);
            }
            deflate.Write(best);
            above = row;
        }
    }

    // Returns the sum of the differences taken as signed bytes.
    private static long Filter(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, byte[] filtered)
    {
        filtered[0] = (byte)filter;
        var sum = 0L;
        for (var i = 0; i < row.Length; i++)
        {
            byte left = 0, aboveLeft = 0;
            if (i >= 3)
                (left, aboveLeft) = (row[i - 3], above[i - 3]);
            var predicted = filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) >> 1,
                4 => PngFilters.Paeth(left, above[i], aboveLeft),
                _ => 0,
            };
            var difference = (byte)(row[i] - predicted);
            filtered[i + 1] = difference;
            sum += Math.Abs((int)(sbyte)difference);
        }
        return sum;
    }

    internal static void WriteChunk(Stream destination, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        var name = Encoding.ASCII.GetBytes(type);
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        destination.Write(number);
        destination.Write(name);
        destination.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc32.Append(Crc32.Append(uint.MaxValue, name), data));
        destination.Write(number);
    }
}
