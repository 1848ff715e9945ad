using System.Buffers.Binary;
using System.Text;

namespace GpuFormer.Imaging.Png;

/// <summary>Walks the chunks of a PNG file (PNG specification 5.3) and checks each one's length and CRC.</summary>
internal ref struct PngChunks(ReadOnlySpan<byte> file)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _next = 8;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public uint Type { get; private set; }

    public ReadOnlySpan<byte> Data { get; private set; }

    // Bit 5 of the first letter: a decoder that does not know the chunk may pass over it.
    public readonly bool IsAncillary => (Type & 0x20000000) != 0;

    public readonly string Name => NameOf(Type);

    public static uint TypeOf(string name) => BinaryPrimitives.ReadUInt32BigEndian(Encoding.ASCII.GetBytes(name));

    public static string NameOf(uint type)
    {
        var letters = string.Create(4, type, static (text, value) =>
        {
            for (var i = 0; i < 4; i++, value <<= 8)
                text[i] = char.IsAsciiLetter((char)(value >> 24)) ? (char)(value >> 24) : '?';
        });
        return letters;
    }

    public void Read()
    {
        var at = _next;
        if (_file.Length - at < 12)
            throw ImageFormatException.Truncated("PNG", $"a chunk or the end chunk is missing at byte {at}");
        var length = BinaryPrimitives.ReadUInt32BigEndian(_file[at..]);
        Type = BinaryPrimitives.ReadUInt32BigEndian(_file[(at + 4)..]);
        if (length > _file.Length - at - 12)
            throw ImageFormatException.Truncated("PNG", $"chunk {Name} at byte {at} says {length} bytes");
        Data = _file.Slice(at + 8, (int)length);
        var stored = BinaryPrimitives.ReadUInt32BigEndian(_file[(at + 8 + (int)length)..]);
        if (stored != Crc32.Of(_file.Slice(at + 4, (int)length + 4)))
            throw ImageFormatException.Damaged("PNG", $"chunk {Name} at byte {at}", "the CRC does not match");
        _next = at + 12 + (int)length;
    }
}
