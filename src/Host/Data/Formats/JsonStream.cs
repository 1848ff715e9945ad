using System.Text.Json;

namespace GpuFormer.Data.Formats;

/// <summary>
/// Reads JSON token by token from a stream of any length through one buffer, which only grows for a token that does not
/// fit. What is wrong becomes a <see cref="DatasetFormatException"/> with the byte where it is.
/// </summary>
internal ref struct JsonStream
{
    private const int FirstBuffer = 1 << 16;
    private const int LargestToken = 1 << 28; // of one text: a mask, say
    private const string Remedy = "Write the file again; JSON has no NaN, comments or trailing commas.";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly Stream _stream;
    private readonly string _path;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _length;
    private long _before; // bytes of the file that lie before the buffer
    private bool _isFinal;
    private Utf8JsonReader _reader;

    /// <param name="stream">At its start; stays open.</param>
    /// <param name="path">Of the file, for messages.</param>
    public JsonStream(Stream stream, string path)
    {
        (_stream, _path) = (stream, path);
        _length = _stream.ReadAtLeast(_buffer, ByteOrderMark.Length, throwOnEndOfStream: false);
        if (_buffer.AsSpan(0, _length).StartsWith(ByteOrderMark))
        {
            _length -= ByteOrderMark.Length;
            _before = ByteOrderMark.Length;
            Array.Copy(_buffer, ByteOrderMark.Length, _buffer, 0, _length);
        }

        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), isFinalBlock: false, default);
    }

    public readonly JsonTokenType Type => _reader.TokenType;

    /// <summary>Goes to the next token.</summary>
    public void Read()
    {
        if (!TryRead())
            throw Fault("it ends early");
    }

    /// <summary>Makes sure that nothing follows.</summary>
    public void ReadEnd()
    {
        if (TryRead())
            throw Fault("something follows behind the end");
    }

    /// <summary>Passes over the value that begins here.</summary>
    public void Skip()
    {
        var depth = 0;
        while (true)
        {
            if (Type is JsonTokenType.StartArray or JsonTokenType.StartObject)
                depth++;
            else if (Type is JsonTokenType.EndArray or JsonTokenType.EndObject)
                depth--;
            if (depth <= 0)
                return;
            Read();
        }
    }

    /// <summary>Whether the property whose name was read is called so.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> name)
    {
        try
        {
            return _reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair is no text, and so none of ours.
            return false;
        }
    }

    /// <summary>Goes to the name of the next property of an object; false at the end of the object.</summary>
    public bool ReadProperty()
    {
        Read();
        return Type == JsonTokenType.PropertyName;
    }

    /// <summary>Goes to the next item of an array; false at its end.</summary>
    public bool ReadItem()
    {
        Read();
        return Type != JsonTokenType.EndArray;
    }

    public readonly void Require(JsonTokenType type, string what)
    {
        if (Type != type)
            throw Fault($"{what} is {Told(Type)}, not {Told(type)}");
    }

    public readonly string GetString(string what)
    {
        Require(JsonTokenType.String, what);
        try
        {
            return _reader.GetString()!;
        }
        // Escapes of half a character, or bytes that are no UTF-8.
        catch (InvalidOperationException exception)
        {
            throw Fault($"{what} is no text: {exception.Message.TrimEnd('.')}");
        }
    }

    /// <summary>A whole number; 5.0 is one too, as programs write it that keep ids in floats.</summary>
    public readonly long GetInteger(string what)
    {
        Require(JsonTokenType.Number, what);
        if (_reader.TryGetInt64(out var value))
            return value;
        const double Largest = 1L << 53;
        return _reader.TryGetDouble(out var number) && Math.Abs(number) <= Largest && number == Math.Truncate(number)
            ? (long)number
            : throw Fault($"{what} is no whole number of 64 bits");
    }

    public readonly double GetNumber(string what)
    {
        Require(JsonTokenType.Number, what);
        return _reader.TryGetDouble(out var value) ? value : throw Fault($"{what} is no number of 64 bits");
    }

    public readonly DatasetFormatException Fault(string problem, Exception? inner = null) =>
        new(_path, $"byte {_before + _reader.TokenStartIndex}: {problem}", Remedy, inner);

    private bool TryRead()
    {
        try
        {
            while (!_reader.Read())
            {
                if (_isFinal)
                    return false;
                Refill();
            }

            return true;
        }
        catch (JsonException exception)
        {
            throw new DatasetFormatException(_path,
                $"byte {_before + _reader.BytesConsumed}: it is no JSON: {exception.Message.TrimEnd('.')}", Remedy,
                exception);
        }
    }

    private void Refill()
    {
        var consumed = (int)_reader.BytesConsumed;
        var rest = _length - consumed;
        if (rest == _buffer.Length)
        {
            if (_buffer.Length >= LargestToken)
                throw Fault($"a text is longer than {LargestToken >> 20} MiB");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        Array.Copy(_buffer, consumed, _buffer, 0, rest);
        _before += consumed;
        var read = _stream.Read(_buffer, rest, _buffer.Length - rest);
        _isFinal = read == 0;
        _length = rest + read;
        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _isFinal, _reader.CurrentState);
    }

    private static string Told(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };
}
