using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace GpuFormer.Imaging.Png;

/// <summary>The turn of a picture, from wherever PNG writers put it: an eXIf chunk; EXIF as hexadecimal text, of
/// ImageMagick; XMP. In this order, as Pillow has it.</summary>
internal sealed partial class PngOrientation(ImageLimits limits)
{
    private const string RawProfile = "Raw profile type exif";
    private const string Xmp = "XML:com.adobe.xmp";

    private static readonly uint Exif = PngChunks.TypeOf("eXIf");
    private static readonly uint PlainText = PngChunks.TypeOf("tEXt");
    private static readonly uint CompressedText = PngChunks.TypeOf("zTXt");
    private static readonly uint InternationalText = PngChunks.TypeOf("iTXt");

    // What each source says; null where it does not know the tag.
    private (bool Present, Orientation? Value) _exif;
    private (bool Present, Orientation? Value) _raw;
    private Orientation? _xmp;

    public Orientation Value => (_exif.Present ? _exif.Value : _raw.Value) ?? _xmp ?? Orientation.Upright;

    /// <summary>Looks into a chunk that may say something.</summary>
    public void Read(in PngChunks chunks)
    {
        if (chunks.Data.Length > limits.AncillaryBytes)
            return;
        if (chunks.Type == Exif)
            _exif = (true, Orientation.Find(chunks.Data));
        else if (chunks.Type == PlainText || chunks.Type == CompressedText || chunks.Type == InternationalText)
            ReadText(chunks.Type, chunks.Data);
    }

    // A keyword, a zero byte, then what depends on the kind of chunk (PNG specification 11.3.4).
    private void ReadText(uint type, ReadOnlySpan<byte> data)
    {
        var isRaw = StartsWith(data, RawProfile);
        if (!isRaw && !StartsWith(data, Xmp))
            return;
        var text = data[((isRaw ? RawProfile : Xmp).Length + 1)..];
        var compressed = type == CompressedText;
        if (compressed)
        {
            if (text.IsEmpty || text[0] != 0)
                return; // a method that does not exist
            text = text[1..];
        }
        else if (type == InternationalText)
        {
            // Flag, method, language, zero, translated keyword, zero.
            if (text.Length < 2)
                return;
            compressed = text[0] != 0;
            text = text[2..];
            for (var i = 0; i < 2; i++)
            {
                var end = text.IndexOf((byte)0);
                if (end < 0)
                    return;
                text = text[(end + 1)..];
            }
        }
        if (compressed)
            text = Inflate(text);
        if (isRaw)
            _raw = (true, FromHexadecimal(text));
        else if (OrientationInXmp().Match(Encoding.Latin1.GetString(text)) is { Success: true } match)
            _xmp = Orientation.Of(match.Groups[1].ValueSpan[0] - '0');
    }

    private static bool StartsWith(ReadOnlySpan<byte> data, string keyword)
    {
        if (data.Length <= keyword.Length || data[keyword.Length] != 0)
            return false;
        for (var i = 0; i < keyword.Length; i++)
        {
            if (data[i] != keyword[i])
                return false;
        }
        return true;
    }

    // No more than the limit, however much there is; what is damaged is as if it were not there.
    private ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> data)
    {
        using var stream = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        var text = new MemoryStream();
        var piece = new byte[1 << 12];
        try
        {
            while (text.Length < limits.AncillaryBytes && stream.Read(piece) is > 0 and var count)
                text.Write(piece, 0, count);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return default;
        }
        return text.GetBuffer().AsSpan(0, (int)text.Length);
    }

    // Three lines (empty, "exif", the number of bytes), then hexadecimal digits in lines of any length.
    private static Orientation? FromHexadecimal(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < 3; i++)
        {
            var end = text.IndexOf((byte)'\n');
            if (end < 0)
                return null;
            text = text[(end + 1)..];
        }
        var digits = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsAsciiHexDigit((char)letter))
                digits.Append((char)letter);
            else if (letter is not ((byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t'))
                return null;
        }
        if (digits.Length % 2 != 0)
            return null;
        ReadOnlySpan<byte> exif = Convert.FromHexString(digits.ToString());
        return Orientation.Find(exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif);
    }

    [GeneratedRegex("tiff:Orientation(?:=\"|>)([0-9])")]
    private static partial Regex OrientationInXmp();
}
