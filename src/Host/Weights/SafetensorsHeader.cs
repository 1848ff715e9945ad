using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace GpuFormer.Weights;

/// <summary>
/// Reads the JSON header of a safetensors file in two walks. The first checks every rule of the format and needs less
/// memory than the header has bytes, so that a refused file cannot make the reader allocate more than its own size; the
/// second builds the entries.
/// </summary>
internal sealed class SafetensorsHeader
{
    private const string Damaged = "The file is damaged or was made wrongly: download or write it again.";
    private static readonly byte[] MetadataKey = "__metadata__"u8.ToArray();

    private readonly string _file;
    private readonly ReadOnlyMemory<byte> _json;
    private readonly long _dataLength;

    // The key whose value is being read, by its place in the header; for messages.
    private int _key = -1;
    private int _keyLength;

    // Filled in the counting walk, so that the tables of the second are exact.
    private int _keyCount;
    private int _metadataCount;
    private int _escapedBytes;

    // The tables: keys are places in the header, or complements of places in _unescaped.
    private int[] _keys = [];
    private int[] _metadataKeys = [];
    private byte[] _unescaped = [];
    private DataRange[] _ranges = [];
    private bool _filling;
    private int _rangeCount;

    private SafetensorsHeader(FileBytes bytes, int length)
    {
        _file = bytes.Name;
        _json = bytes.Window(SafetensorsFile.PrefixLength, length);
        _dataLength = bytes.Length - SafetensorsFile.PrefixLength - length;
    }

    private readonly record struct DataRange(long Begin, long End, int Key);

    private ReadOnlySpan<byte> Json => _json.Span;

    /// <summary>Checks the header, then returns the tensors in the order of their bytes, and the metadata.</summary>
    /// <exception cref="ModelFormatException">A rule of the format is broken.</exception>
    public static (ImmutableArray<TensorEntry> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(
        FileBytes bytes, int length)
    {
        var header = new SafetensorsHeader(bytes, length);
        header.Check();
        return header.Build();
    }

    private void Check()
    {
        if (Json[0] != '{')
            throw Fail($"the header begins with byte 0x{Json[0]:x2} at offset 8 and not with '{{'", Damaged);
        if (!Utf8.IsValid(Json))
            throw Fail("the header, from offset 8, is not UTF-8 text", Damaged);

        Walk();

        _keys = new int[_keyCount];
        _ranges = new DataRange[_rangeCount];
        _metadataKeys = new int[_metadataCount];
        _unescaped = new byte[_escapedBytes];
        _keyCount = _rangeCount = _metadataCount = _escapedBytes = 0;
        _filling = true;
        Walk();

        _key = -1;
        CheckUnique(_keys, "tensor names");
        CheckUnique(_metadataKeys, "metadata keys");
        CheckRanges();
    }

    private void Walk()
    {
        var reader = new Utf8JsonReader(Json);
        try
        {
            reader.Read();  // the opening brace
            while (NextKey(ref reader))
            {
                _key = AddKey(ref reader, _keys, ref _keyCount);
                _keyLength = reader.ValueSpan.Length;
                bool isMetadata = reader.ValueTextEquals(MetadataKey);
                reader.Read();
                if (isMetadata)
                    WalkMetadata(ref reader);
                else
                    WalkTensor(ref reader);
            }

            _key = -1;
            if (reader.Read())
                throw Fail("the header goes on after its closing brace", Damaged);
        }
        // The second: a text with half a surrogate pair, which JSON allows and no text of .NET can hold.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Fail(
                $"the header is not valid JSON at offset {SafetensorsFile.PrefixLength + reader.BytesConsumed}",
                Damaged, e);
        }
    }

    private void WalkMetadata(ref Utf8JsonReader reader)
    {
        _key = -1;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Fail($"__metadata__ is no object of strings at {Place(ref reader)}", Damaged);
        while (NextKey(ref reader))
        {
            AddKey(ref reader, _metadataKeys, ref _metadataCount);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw Fail($"__metadata__ has a value that is no string at {Place(ref reader)}", Damaged);
            if (reader.ValueIsEscaped && JsonEscapes.Decode(reader.ValueSpan, default) < 0)
                throw Fail($"__metadata__ has half a surrogate pair at {Place(ref reader)}", Damaged);
        }
    }

    private void WalkTensor(ref Utf8JsonReader reader)
    {
        (_, _, long begin, long end) = ReadTensor(ref reader, keepShape: false);
        if (_filling)
            _ranges[_rangeCount] = new DataRange(begin, end, _key);
        _rangeCount++;
    }

    // Reads {"dtype": ..., "shape": [...], "data_offsets": [begin, end]} in any order of its keys.
    private (DType, ImmutableArray<int>, long Begin, long End) ReadTensor(ref Utf8JsonReader reader, bool keepShape)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Fail("its header entry is not an object", Damaged);

        DType? type = null;
        long? count = null;
        (long Begin, long End)? offsets = null;
        ImmutableArray<int> shape = [];
        while (NextKey(ref reader))
        {
            if (reader.ValueTextEquals("dtype"u8))
            {
                RefuseSecond(type is not null, "dtype");
                reader.Read();
                type = ReadDType(ref reader);
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                RefuseSecond(count is not null, "shape");
                reader.Read();
                count = ReadShape(ref reader, keepShape, out shape);
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                RefuseSecond(offsets is not null, "data_offsets");
                reader.Read();
                offsets = ReadOffsets(ref reader);
            }
            else
            {
                throw Fail(
                    $"its header entry has the unknown key '{Text(reader.ValueSpan)}'",
                    "Only dtype, shape and data_offsets are defined; write the file again with a current writer.");
            }
        }

        if (type is null || count is null || offsets is null)
        {
            string missing = type is null ? "dtype" : count is null ? "shape" : "data_offsets";
            throw Fail($"its header entry has no {missing}", Damaged);
        }

        CheckSize(type.Value, count.Value, offsets.Value.Begin, offsets.Value.End);
        return (type.Value, shape, offsets.Value.Begin, offsets.Value.End);
    }

    private void CheckSize(DType type, long count, long begin, long end)
    {
        if (begin > end || end > _dataLength)
            throw Fail(
                $"its data_offsets [{begin}, {end}] do not lie in the {_dataLength} bytes of data in the file",
                "The file is truncated or damaged: download or write it again.");
        if (count > long.MaxValue / type.Size() || end - begin != count * type.Size())
            throw Fail(
                $"its data_offsets span {end - begin} bytes, but its shape has {count} elements of " +
                $"{type.Size()} bytes ({type.Spelling()})", Damaged);
    }

    private DType ReadDType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw Fail($"its dtype is no string at {Place(ref reader)}", Damaged);
        foreach (DType type in DTypes.All)
        {
            if (reader.ValueTextEquals(type.Spelling()))
                return type;
        }

        throw Fail(
            $"its dtype '{Text(reader.ValueSpan)}' is unknown",
            $"Convert it to one of {string.Join(", ", DTypes.All.Select(t => t.Spelling()))}.");
    }

    private long ReadShape(ref Utf8JsonReader reader, bool keep, out ImmutableArray<int> shape)
    {
        ImmutableArray<int>.Builder? dimensions = keep ? ImmutableArray.CreateBuilder<int>(4) : null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Fail($"its shape is no array at {Place(ref reader)}", Damaged);

        long count = 1;
        while (NextElement(ref reader))
        {
            long dimension = ReadInteger(ref reader, "shape");
            if (dimension > int.MaxValue)
                throw Fail(
                    $"its shape has the dimension {dimension}, over {int.MaxValue}",
                    "Such a tensor cannot be used here; store it in parts.");
            if (count > long.MaxValue / Math.Max(1, dimension))
                throw Fail("the product of its shape overflows 64 bits", Damaged);
            count *= dimension;
            dimensions?.Add((int)dimension);
        }

        shape = dimensions?.DrainToImmutable() ?? [];
        return count;
    }

    private (long Begin, long End) ReadOffsets(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray && NextElement(ref reader))
        {
            long begin = ReadInteger(ref reader, "data_offsets");
            if (NextElement(ref reader))
            {
                long end = ReadInteger(ref reader, "data_offsets");
                if (!NextElement(ref reader))
                    return (begin, end);
            }
        }

        throw Fail($"its data_offsets are no array of two integers at {Place(ref reader)}", Damaged);
    }

    private long ReadInteger(ref Utf8JsonReader reader, string key)
    {
        bool isNumber = reader.TokenType == JsonTokenType.Number && reader.ValueSpan[0] != '-';
        if (isNumber && reader.TryGetInt64(out long value))
            return value;
        throw Fail($"its {key} has an element that is no integer from 0 to 2^63-1 at {Place(ref reader)}", Damaged);
    }

    private int AddKey(ref Utf8JsonReader reader, int[] keys, ref int count)
    {
        int place = (int)reader.TokenStartIndex + 1;
        if (reader.ValueIsEscaped)
        {
            ReadOnlySpan<byte> raw = reader.ValueSpan;
            int length = JsonEscapes.Decode(raw, _filling ? _unescaped.AsSpan(_escapedBytes) : default);
            if (length < 0)
                throw Fail($"a key of the header has half a surrogate pair at {Place(ref reader)}", Damaged);
            place = ~_escapedBytes;
            _escapedBytes += length;
            // 0xff ends a decoded key: UTF-8 never contains it.
            if (_filling)
                _unescaped[_escapedBytes] = 0xff;
            _escapedBytes++;
        }

        if (_filling)
            keys[count] = place;
        count++;
        return (int)reader.TokenStartIndex + 1;
    }

    private ReadOnlySpan<byte> KeyText(int place)
    {
        ReadOnlySpan<byte> from = place >= 0 ? Json[place..] : _unescaped.AsSpan(~place);
        return from[..from.IndexOf(place >= 0 ? (byte)'"' : (byte)0xff)];
    }

    // Sorting, unlike hashing, has no worst case that a hostile file could choose.
    private void CheckUnique(int[] keys, string what)
    {
        Array.Sort(keys, (a, b) => KeyText(a).SequenceCompareTo(KeyText(b)));
        for (int i = 1; i < keys.Length; i++)
        {
            ReadOnlySpan<byte> name = KeyText(keys[i]);
            if (name.SequenceEqual(KeyText(keys[i - 1])))
                throw Fail(
                    $"'{Text(name)}' appears twice among the {what} of the header",
                    "Readers would disagree about its meaning, so the file is refused; write it again.");
        }
    }

    // Tensors must fill the data section from 0 to its end, without holes and without overlap.
    private void CheckRanges()
    {
        Array.Sort(_ranges, (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long expected = 0;
        foreach (DataRange range in _ranges)
        {
            if (range.Begin != expected)
            {
                _key = range.Key;
                _keyLength = RawKeyLength(range.Key);
                throw Fail(
                    $"its data begins at {range.Begin}, but the tensor before it ends at {expected}: " +
                    (range.Begin < expected ? "they overlap" : "there is a hole"), Damaged);
            }

            expected = range.End;
        }

        if (expected != _dataLength)
            throw Fail(
                $"the tensors end at {expected}, but the file has {_dataLength} bytes of data " +
                $"({_dataLength - expected} bytes belong to no tensor)", Damaged);
    }

    private (ImmutableArray<TensorEntry>, IReadOnlyDictionary<string, string>) Build()
    {
        var tensors = new List<TensorEntry>(_ranges.Length);
        var metadata = new Dictionary<string, string>(_metadataKeys.Length, StringComparer.Ordinal);
        var reader = new Utf8JsonReader(Json);
        reader.Read();
        while (NextKey(ref reader))
        {
            string name = reader.GetString()!;
            bool isMetadata = reader.ValueTextEquals(MetadataKey);
            reader.Read();
            if (!isMetadata)
            {
                (DType type, ImmutableArray<int> shape, long begin, _) = ReadTensor(ref reader, keepShape: true);
                tensors.Add(new TensorEntry(name, type, shape, begin));
                continue;
            }

            while (NextKey(ref reader))
            {
                string key = reader.GetString()!;
                reader.Read();
                metadata.Add(key, reader.GetString()!);
            }
        }

        // Empty tensors share the place of their successor; the name decides between them.
        return ([.. tensors.OrderBy(t => t.Begin).ThenBy(t => t.ByteCount).ThenBy(t => t.Name, StringComparer.Ordinal)],
            metadata);
    }

    private static bool NextKey(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    private static bool NextElement(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    private void RefuseSecond(bool present, string key)
    {
        if (present)
            throw Fail($"its header entry has the key {key} twice", Damaged);
    }

    private int RawKeyLength(int place)
    {
        // Escaped quotes are part of the key: the closing quote has an even number of backslashes before it.
        ReadOnlySpan<byte> from = Json[place..];
        int i = 0;
        while (from[i] != '"')
            i += from[i] == '\\' ? 2 : 1;
        return i;
    }

    private static string Place(ref Utf8JsonReader reader) =>
        $"offset {SafetensorsFile.PrefixLength + reader.TokenStartIndex}";

    private static string Text(ReadOnlySpan<byte> utf8)
    {
        // The cut may split a character; the decoder then writes a replacement mark, which is fine in a message.
        int longest = 2 * ModelFormatException.LongestName;
        return ModelFormatException.Printable(Encoding.UTF8.GetString(utf8.Length > longest ? utf8[..longest] : utf8));
    }

    private ModelFormatException Fail(string problem, string remedy, Exception? inner = null)
    {
        string? tensor = _key < 0 ? null : Text(Json.Slice(_key, _keyLength));
        return new ModelFormatException(_file, tensor, problem, remedy, inner);
    }
}
