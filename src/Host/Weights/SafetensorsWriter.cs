using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GpuFormer.Weights;

/// <summary>
/// Writes a safetensors file: tensors are added as descriptions with a way to stream their bytes, then
/// <see cref="Save(string)"/> writes all or nothing. Equal tensors and metadata give equal bytes, in whichever order
/// they were added: tensors are sorted by element size, largest first, then by name, so that each one is aligned.
/// </summary>
public sealed class SafetensorsWriter
{
    private const int Alignment = 8;
    private const int PieceElements = 1 << 14;

    private static readonly JsonWriterOptions HeaderOptions = new()
    {
        // Names stay readable; a header is never put into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Item> _items = new(StringComparer.Ordinal);

    private readonly record struct Item(TensorEntry Entry, Action<Stream> Write);

    /// <summary>Adds a text to the <c>__metadata__</c> entry.</summary>
    /// <exception cref="ArgumentException">The key is there already, or a text is no valid Unicode.</exception>
    public void AddMetadata(string key, string value)
    {
        RequireUnicode(key, nameof(key));
        RequireUnicode(value, nameof(value));
        if (!_metadata.TryAdd(key, value))
            throw new ArgumentException($"The metadata already have the key '{key}'.", nameof(key));
    }

    /// <summary>Adds a tensor whose bytes, row by row and little-endian, are streamed when the file is saved.</summary>
    /// <exception cref="ArgumentException">The name is taken, reserved or no valid Unicode.</exception>
    public void Add(string name, DType type, ReadOnlySpan<int> shape, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        RequireUnicode(name, nameof(name));
        if (name == "__metadata__")
            throw new ArgumentException("'__metadata__' is reserved and cannot name a tensor.", nameof(name));
        foreach (int dimension in shape)
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
        var entry = new TensorEntry(name, type, ImmutableArray.Create(shape), begin: 0);
        if (!_items.TryAdd(name, new Item(entry, write)))
            throw new ArgumentException($"There already is a tensor '{name}'.", nameof(name));
    }

    /// <summary>Adds a float32 tensor. The values are read when the file is saved, and not copied before.</summary>
    /// <exception cref="ArgumentException">The name is unfit, or the values do not fill the shape.</exception>
    public void Add(string name, ReadOnlyMemory<float> values, params ReadOnlySpan<int> shape)
    {
        if (TensorEntry.CountElements(shape) != values.Length)
            throw new ArgumentException(
                $"Tensor '{name}' of shape {TensorEntry.ShapeText(shape)} does not have {values.Length} elements.",
                nameof(values));
        Add(name, DType.F32, shape, stream => WriteFloats(values.Span, stream));
    }

    /// <summary>
    /// Writes a temporary file in the same folder, flushes it to disk and renames it to the path. When anything fails,
    /// the file that stood there before is unchanged.
    /// </summary>
    /// <exception cref="IOException">The folder does not exist or cannot be written, or the disk is full.</exception>
    /// <exception cref="InvalidOperationException">A tensor streamed another number of bytes than it has.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes the file's bytes to a stream, without seeking.</summary>
    /// <exception cref="InvalidOperationException">A tensor streamed another number of bytes than it has.</exception>
    public void Save(Stream stream)
    {
        Item[] items =
        [
            .. _items.Values
                .OrderByDescending(i => i.Entry.DType.Size())
                .ThenBy(i => i.Entry.Name, StringComparer.Ordinal),
        ];

        WriteHeader(items, stream);
        foreach ((TensorEntry entry, Action<Stream> write) in items)
        {
            var counted = new CountingStream(stream, entry.ByteCount);
            write(counted);
            if (counted.Written != entry.ByteCount)
                throw new InvalidOperationException(
                    $"Tensor '{entry.Name}' has {entry.ByteCount} bytes, but {counted.Written} were written.");
        }
    }

    private void WriteHeader(Item[] items, Stream stream)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, HeaderOptions))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            long begin = 0;
            foreach ((TensorEntry entry, _) in items)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.DType.Spelling());
                json.WriteStartArray("shape");
                foreach (int dimension in entry.Shape)
                    json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                begin = checked(begin + entry.ByteCount);
                json.WriteNumberValue(begin);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // "The header data MAY be trailing padded with whitespace (0x20)": the data section then begins aligned.
        while (text.Length % Alignment != 0)
            text.WriteByte((byte)' ');
        if (text.Length > SafetensorsOptions.LargestHeaderLimit)
            throw new InvalidOperationException(
                $"The header has {text.Length} bytes; the format allows {SafetensorsOptions.LargestHeaderLimit}.");

        Span<byte> prefix = stackalloc byte[SafetensorsFile.PrefixLength];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)text.Length);
        stream.Write(prefix);
        text.WriteTo(stream);
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (_metadata.Count == 0)
            return;
        json.WriteStartObject("__metadata__");
        foreach ((string key, string value) in _metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteFloats(ReadOnlySpan<float> values, Stream stream)
    {
        var piece = new byte[Math.Min(PieceElements, values.Length) * sizeof(float)];
        while (!values.IsEmpty)
        {
            int count = Math.Min(PieceElements, values.Length);
            for (int i = 0; i < count; i++)
                BinaryPrimitives.WriteSingleLittleEndian(piece.AsSpan(4 * i), values[i]);
            stream.Write(piece, 0, 4 * count);
            values = values[count..];
        }
    }

    private static void RequireUnicode(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                throw new ArgumentException("The text has half a surrogate pair and is no valid Unicode.", parameter);
            i++;
        }
    }

    // Stops a tensor from writing into its neighbour, and says how much it wrote.
    private sealed class CountingStream(Stream inner, long limit) : Stream
    {
        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Written += buffer.Length;
            if (Written <= limit)
                inner.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
