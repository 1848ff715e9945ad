using System.Buffers.Binary;
using System.Text;
using GpuFormer.Files;
using GpuFormer.Weights;

namespace GpuFormer.Onnx;

/// <summary>Walks over the fields of one protobuf message of an untrusted file, never outside its bytes.</summary>
internal ref struct ProtoReader(ReadOnlyMemory<byte> message, string file)
{
    // Longer than any name or note of a sane file.
    private const int LongestText = 1 << 20;

    private readonly ReadOnlyMemory<byte> _message = message;
    private int _position;

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    private ProtoWire Wire { get; set; }

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (_position == _message.Length)
            return false;
        var tag = Varint();
        if (tag >> 3 is 0 or > int.MaxValue)
            throw Damaged($"field number {tag >> 3} is not possible");
        Field = (int)(tag >> 3);
        Wire = (ProtoWire)(tag & 7);
        if (Wire is not (ProtoWire.Varint or ProtoWire.Fixed64 or ProtoWire.Delimited or ProtoWire.Fixed32))
            throw Damaged($"field {Field} has the unknown wire type {(int)Wire}");
        return true;
    }

    public void Skip()
    {
        switch (Wire)
        {
            case ProtoWire.Varint:
                Varint();
                break;
            case ProtoWire.Fixed32:
                Take(4);
                break;
            case ProtoWire.Fixed64:
                Take(8);
                break;
            case ProtoWire.Delimited:
                Bytes();
                break;
        }
    }

    public long Integer()
    {
        Require(ProtoWire.Varint);
        return (long)Varint();
    }

    public float Number()
    {
        Require(ProtoWire.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4).Span);
    }

    /// <summary>The bytes of a bytes or message field.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        Require(ProtoWire.Delimited);
        var length = Varint();
        return length <= int.MaxValue ? Take((int)length) : throw Damaged($"field {Field} has {length} bytes");
    }

    public string Text()
    {
        var bytes = Bytes();
        if (bytes.Length > LongestText)
            throw Damaged($"a text of {bytes.Length} bytes is longer than the limit of {LongestText}");
        return Encoding.UTF8.GetString(bytes.Span);
    }

    /// <summary>The integers of a repeated field, packed or one by one.</summary>
    public void Integers(List<long> values, int limit)
    {
        if (Wire == ProtoWire.Varint)
        {
            values.Add(Integer());
        }
        else
        {
            var packed = new ProtoReader(Bytes(), file);
            while (packed._position < packed._message.Length && values.Count <= limit)
                values.Add((long)packed.Varint());
        }

        if (values.Count > limit)
            throw Damaged($"a list has more than {limit} numbers");
    }

    public readonly ModelFormatException Damaged(string problem) =>
        new(file, null, $"is damaged: {problem}", "Export the model again.");

    private readonly void Require(ProtoWire wire)
    {
        if (Wire != wire)
            throw Damaged($"field {Field} has the wire type {Wire} instead of {wire}");
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _message.Length - _position)
            throw Damaged($"field {Field} ends {count - (_message.Length - _position)} bytes behind its message");
        var taken = _message.Slice(_position, count);
        _position += count;
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        var span = _message.Span;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position == span.Length)
                throw Damaged("a number is cut off");
            var part = span[_position++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw Damaged("a number has more than 64 bits");
    }
}
