using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace GpuFormer.Files;

/// <summary>
/// A protobuf message under construction (Protocol Buffers, "Encoding"): fields in the order in which they are added.
/// Large payloads are referred to, not copied, until the message is written.
/// </summary>
internal sealed class ProtoMessage
{
    // Below this, a copy costs less than a piece of its own.
    private const int SmallPayload = 4096;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private ArrayBufferWriter<byte> _open = new();

    /// <summary>Bytes that <see cref="WriteTo"/> will write.</summary>
    public long Length => _pieces.Sum(piece => (long)piece.Length) + _open.WrittenCount;

    /// <summary>An int32, int64 or enum field.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, ProtoWire.Varint);
        Varint((ulong)value);
    }

    /// <summary>A float field.</summary>
    public void Number(int field, float value)
    {
        Tag(field, ProtoWire.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_open.GetSpan(sizeof(float)), value);
        _open.Advance(sizeof(float));
    }

    /// <summary>A double field.</summary>
    public void Double(int field, double value)
    {
        Tag(field, ProtoWire.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(_open.GetSpan(sizeof(double)), value);
        _open.Advance(sizeof(double));
    }

    /// <summary>A string field; an empty one is left out, which means the same.</summary>
    public void Text(int field, string value)
    {
        if (value.Length > 0)
            Bytes(field, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>A string field of a list, where an empty one counts.</summary>
    public void Item(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A bytes field, which must not change before the message is written.</summary>
    public void Bytes(int field, ReadOnlyMemory<byte> value)
    {
        Tag(field, ProtoWire.Delimited);
        Varint((ulong)value.Length);
        Append(value);
    }

    /// <summary>A message field; the message must be complete.</summary>
    public void Message(int field, ProtoMessage value)
    {
        Tag(field, ProtoWire.Delimited);
        Varint((ulong)value.Length);
        foreach (var piece in value._pieces)
            Append(piece);
        Append(value._open.WrittenMemory);
    }

    public void WriteTo(Stream stream)
    {
        foreach (var piece in _pieces)
            stream.Write(piece.Span);
        stream.Write(_open.WrittenSpan);
    }

    private void Append(ReadOnlyMemory<byte> value)
    {
        if (value.Length < SmallPayload)
        {
            _open.Write(value.Span);
            return;
        }

        _pieces.Add(_open.WrittenMemory);
        _pieces.Add(value);
        _open = new ArrayBufferWriter<byte>();
    }

    private void Tag(int field, ProtoWire wire) => Varint(((ulong)field << 3) | (ulong)wire);

    // Seven bits a byte, lowest first; the top bit says that more follow.
    private void Varint(ulong value)
    {
        var span = _open.GetSpan(10);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
            span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        _open.Advance(count);
    }
}

/// <summary>How the bytes behind a field's tag are laid out.</summary>
internal enum ProtoWire
{
    Varint = 0,
    Fixed64 = 1,
    Delimited = 2,
    Fixed32 = 5,
}
