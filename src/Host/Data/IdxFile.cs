using System.Buffers.Binary;
using System.IO.Compression;

namespace GpuFormer.Data;

/// <summary>Reads IDX files of unsigned bytes, plain or gzip: magic number, big-endian sizes, bytes ("The MNIST
/// database of handwritten digits", LeCun, Cortes and Burges, section "File formats"). Memory is taken only for what
/// the file can really hold.</summary>
internal static class IdxFile
{
    public const uint LabelsMagic = 0x0801;
    public const uint ImagesMagic = 0x0803;

    // Deflate cannot do better: 258 bytes from two bits (RFC 1951).
    private const long BestDeflateRatio = 1032;

    // What pictures and labels of digits and clothes do not reach. A small file may shrink more, and costs little.
    private const long ExpansionLimit = 100;
    private const long AlwaysAllowed = 1 << 20;
    private const string GetAgain = "The file is damaged or incomplete: get it again from its source.";

    public static (byte[] Pixels, int Count, int Height, int Width) ReadImages(string path)
    {
        var (sizes, bytes) = Read(path, ImagesMagic, 3, "pictures");
        return (bytes, sizes[0], sizes[1], sizes[2]);
    }

    public static byte[] ReadLabels(string path) => Read(path, LabelsMagic, 1, "labels").Bytes;

    private static (int[] Sizes, byte[] Bytes) Read(string path, uint magic, int dimensions, string what)
    {
        using var file = DatasetFile.Open(path, GetAgain);
        return Read(file, path, magic, dimensions, what);
    }

    /// <summary>Reads bytes that lie in memory or in a file; the path stands for them in messages.</summary>
    internal static (int[] Sizes, byte[] Bytes) Read(Stream file, string path, uint magic) => magic == LabelsMagic
        ? Read(file, path, magic, 1, "labels")
        : Read(file, path, magic, 3, "pictures");

    private static (int[] Sizes, byte[] Bytes) Read(Stream file, string path, uint magic, int dimensions, string what)
    {
        try
        {
            var zipped = IsGzip(file);
            using Stream stream = zipped ? new GZipStream(file, CompressionMode.Decompress) : new BufferedStream(file);
            Span<byte> header = stackalloc byte[4 + 4 * dimensions];
            if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
                throw new DatasetFormatException(path, "the header ends too early", GetAgain);
            var found = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (found != magic)
            {
                throw new DatasetFormatException(path,
                    $"begins with 0x{found:x8}, where IDX {what} begin with 0x{magic:x8}",
                    found is LabelsMagic or ImagesMagic ? "Pictures and labels may be swapped." : GetAgain);
            }

            var sizes = new int[dimensions];
            var length = 1L;
            for (var i = 0; i < dimensions; i++)
            {
                var size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * i)..]);
                if (size == 0 || size > int.MaxValue || length * size > Array.MaxLength)
                {
                    throw new DatasetFormatException(path,
                        $"the header says size {size} for dimension {i + 1} of {dimensions}, {what} of "
                        + $"{(size == 0 ? "nothing" : $"more than {Array.MaxLength} bytes")}", GetAgain);
                }
                length *= size;
                sizes[i] = (int)size;
            }

            var most = zipped
                ? Math.Min(file.Length * BestDeflateRatio, Math.Max(file.Length * ExpansionLimit, AlwaysAllowed))
                : file.Length - header.Length;
            if (length > most)
            {
                throw new DatasetFormatException(path,
                    $"the header promises {length} bytes of {what}, more than the file can hold"
                    + (zipped ? $" or may expand to ({ExpansionLimit} times its size)" : ""),
                    zipped ? "Get it again from its source, or unpack it with gzip if it is trusted." : GetAgain);
            }
            var bytes = new byte[length];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length)
            {
                throw new DatasetFormatException(path,
                    $"ends after {read} of {length} bytes of {what}", GetAgain);
            }
            if (stream.ReadByte() >= 0)
            {
                throw new DatasetFormatException(path, $"goes on after the {length} bytes of {what} of its header",
                    GetAgain);
            }
            return (sizes, bytes);
        }
        catch (InvalidDataException exception)
        {
            throw new DatasetFormatException(path, $"is damaged gzip: {exception.Message.TrimEnd('.')}", GetAgain,
                exception);
        }
    }

    // By the first bytes, since browsers and tools unpack without renaming, and the other way round.
    private static bool IsGzip(Stream file)
    {
        var zipped = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return zipped;
    }
}
