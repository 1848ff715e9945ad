using System.Buffers.Binary;
using System.Text;

namespace GpuFormer.Imaging.Png;

/// <summary>Walks the chunks of a PNG file (PNG specification 5.3) and checks each one's length and CRC.</summary>
internal ref struct PngChunks(ReadOnlySpan<byte> file, ImageDamage damage)
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

    // From the image data on: a wrong CRC or a missing end is reported and does not end the reading.
    public bool IsLenient { get; set; }

    // Whether a lenient reading has found the end of the file.
    public bool IsAtEnd { get; private set; }

    public void Read()
    {
        if (_file.Length - _next < 12)
            throw ImageFormatException.Truncated("PNG", $"a chunk or the end chunk is missing at byte {_next}");
        TryRead();
    }

    // False when the file has no further chunk, which only a lenient reading meets.
    public bool TryRead()
    {
        var at = _next;
        if (_file.Length - at < 12)
            return End(at, "a chunk or the end chunk is missing");
        var length = BinaryPrimitives.ReadUInt32BigEndian(_file[at..]);
        Type = BinaryPrimitives.ReadUInt32BigEndian(_file[(at + 4)..]);
        if (length > _file.Length - at - 12)
            return Cut(at, length);
        Data = _file.Slice(at + 8, (int)length);
        var stored = BinaryPrimitives.ReadUInt32BigEndian(_file[(at + 8 + (int)length)..]);
        if (stored != Crc32.Of(_file.Slice(at + 4, (int)length + 4)))
        {
            if (!IsLenient && !IsImageData)
                throw ImageFormatException.Damaged("PNG", $"chunk {Name} at byte {at}", "the CRC does not match");
            damage.Report("PNG", $"chunk {Name} at byte {at}", "the CRC does not match");
        }
        _next = at + 12 + (int)length;
        return true;
    }

    private readonly bool IsImageData => Type == 0x49444154; // IDAT

    // A chunk that the file's end cuts: of image data what is there may be all that the pixels need.
    private bool Cut(int at, uint length)
    {
        if (!IsLenient && !IsImageData)
            throw ImageFormatException.Truncated("PNG", $"chunk {Name} at byte {at} says {length} bytes");
        damage.Report("PNG", $"chunk {Name} at byte {at}", $"the data ends too early: it says {length} bytes");
        Data = _file.Slice(at + 8, (int)Math.Min(length, _file.Length - at - 8));
        IsLenient = true;
        _next = _file.Length;
        return IsImageData;
    }

    private bool End(int at, string what)
    {
        IsAtEnd = true;
        damage.Report("PNG", $"byte {at}", $"the data ends too early: {what}");
        return false;
    }
}
