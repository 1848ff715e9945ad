using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;

namespace GpuFormer.Weights;

/// <summary>Limits for reading safetensors files.</summary>
public sealed record SafetensorsOptions
{
    /// <summary>The most that the format itself allows for a header, in bytes.</summary>
    public const int LargestHeaderLimit = 100_000_000;

    /// <summary>Headers longer than this are refused, in bytes; 16 MiB unless set, up to 100,000,000.</summary>
    public int HeaderLimit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2, nameof(HeaderLimit));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestHeaderLimit, nameof(HeaderLimit));
            field = value;
        }
    } = 16 << 20;
}

/// <summary>
/// A safetensors file. Opening checks every rule of the format: length prefix, UTF-8 JSON without duplicate keys, known
/// types, and offsets that fill the data section without holes or overlap. Tensor bytes are read when they are asked
/// for. Refused bytes make the reader allocate at most their own size plus 64 KB, a file its header besides.
/// </summary>
/// <remarks>A file that is cut or written to while it is open is refused at the next read.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    // Format, "8 bytes N, an unsigned little-endian 64-bit integer, containing the size of the header".
    internal const int PrefixLength = 8;

    // Tensors are copied in pieces: one may be larger than any array.
    private const int PieceBytes = 1 << 18;

    private readonly FileBytes _bytes;
    private readonly long _dataStart;
    private readonly Dictionary<string, TensorEntry> _byName;

    private SafetensorsFile(FileBytes bytes, SafetensorsOptions options)
    {
        _bytes = bytes;
        int headerLength = ReadHeaderLength(bytes, options.HeaderLimit);
        _dataStart = PrefixLength + headerLength;
        (Tensors, Metadata) = SafetensorsHeader.Read(bytes, headerLength);
        _byName = Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors in the order of their bytes in the file.</summary>
    public ImmutableArray<TensorEntry> Tensors { get; }

    /// <summary>The texts of the <c>__metadata__</c> entry; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    /// <exception cref="ModelFormatException">The path is no regular file, or the file breaks a rule of the format.
    /// </exception>
    public static SafetensorsFile Open(string path, SafetensorsOptions? options = null) =>
        Open(FileBytes.Open(path), options);

    /// <summary>
    /// Checks a file that is already in memory; the memory is used, not copied. The name stands for it in messages.
    /// </summary>
    /// <exception cref="ModelFormatException">The bytes break a rule of the format.</exception>
    public static SafetensorsFile Open(ReadOnlyMemory<byte> bytes, string name, SafetensorsOptions? options = null) =>
        Open(FileBytes.Over(bytes, name), options);

    internal static SafetensorsFile Open(FileBytes bytes, SafetensorsOptions? options)
    {
        try
        {
            return new SafetensorsFile(bytes, options ?? new SafetensorsOptions());
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Finds a tensor by its name; false when the file has none.</summary>
    public bool TryGet(string name, out TensorEntry entry) => _byName.TryGetValue(name, out entry!);

    /// <summary>
    /// The bytes of a tensor, row by row and little-endian: a copy, or the memory that was given to be read.
    /// </summary>
    /// <exception cref="ModelFormatException">There is no such tensor, it has 2 GiB or more, or the file has changed.
    /// </exception>
    public ReadOnlySpan<byte> GetBytes(string name)
    {
        TensorEntry entry = Find(name);
        if (entry.ByteCount > Array.MaxLength)
            throw new ModelFormatException(
                _bytes.Name, name, $"its {entry.ByteCount} bytes exceed one span",
                "Read it as float32, or copy it to a stream.");
        return _bytes.Slice(_dataStart + entry.Begin, (int)entry.ByteCount);
    }

    /// <summary>
    /// Reads a tensor as float32, whatever its stored type, into as many elements as it has. Integers beyond 2^24 are
    /// rounded.
    /// </summary>
    /// <exception cref="ModelFormatException">There is no such tensor, its type is not
    /// <see cref="DTypes.IsReadable"/>, or the file has changed.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void ReadFloat32(string name, Span<float> destination)
    {
        TensorEntry entry = Find(name);
        if (destination.Length != entry.ElementCount)
            throw new ArgumentException(
                $"Tensor '{name}' has {entry.ElementCount} elements, the destination {destination.Length}.",
                nameof(destination));

        if (!entry.DType.IsReadable())
            throw new ModelFormatException(
                _bytes.Name, name, $"is of the type {entry.DType.Spelling()}", "Store it as F32 or F16.");
        TensorConversion.ReadFloat32(_bytes, _dataStart + entry.Begin, entry.DType, destination);
    }

    /// <summary>Writes the stored bytes of a tensor of any size to a stream.</summary>
    /// <exception cref="ModelFormatException">There is no such tensor.</exception>
    public void CopyTo(string name, Stream destination)
    {
        TensorEntry entry = Find(name);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        for (long done = 0; done < entry.ByteCount; done += PieceBytes)
        {
            int count = (int)Math.Min(PieceBytes, entry.ByteCount - done);
            Span<byte> some = piece.AsSpan(0, count);
            _bytes.Read(_dataStart + entry.Begin + done, some);
            destination.Write(some);
        }

        ArrayPool<byte>.Shared.Return(piece);
    }

    public void Dispose() => _bytes.Dispose();

    private TensorEntry Find(string name) =>
        _byName.TryGetValue(name, out TensorEntry? entry)
            ? entry
            : throw new ModelFormatException(
                _bytes.Name, name, "is not in the file", "See Tensors for the names that are.");

    private static int ReadHeaderLength(FileBytes bytes, int limit)
    {
        // The smallest file is a prefix and an empty object.
        if (bytes.Length < PrefixLength + 2)
            throw new ModelFormatException(
                bytes.Name, null, $"has {bytes.Length} bytes, too few for a safetensors file",
                "The file is truncated or of another format.");

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(0, PrefixLength));
        if (length < 2)
            throw new ModelFormatException(
                bytes.Name, null, $"the header length at offset 0 is {length}, too short for '{{}}'",
                "The file is damaged or of another format.");
        if (length > (ulong)limit)
            throw new ModelFormatException(
                bytes.Name, null, $"the header length at offset 0 is {length} bytes, over the limit of {limit}",
                "The file is damaged, of another format, or needs a larger SafetensorsOptions.HeaderLimit.");
        if (length > (ulong)(bytes.Length - PrefixLength))
            throw new ModelFormatException(
                bytes.Name, null,
                $"the header length at offset 0 is {length} bytes, but only {bytes.Length - PrefixLength} follow",
                "The file is truncated: download or write it again.");
        return (int)length;
    }
}
