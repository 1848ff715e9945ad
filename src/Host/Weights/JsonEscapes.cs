using System.Globalization;
using System.Text;

namespace GpuFormer.Weights;

/// <summary>
/// Decodes the escapes of a JSON string that a JSON reader has accepted (RFC 8259, section 7); allocates nothing.
/// </summary>
internal static class JsonEscapes
{
    public const int LoneSurrogate = -1;

    /// <summary>
    /// Writes the string in UTF-8; an empty destination only counts. The text never grows.
    /// Returns its length, or <see cref="LoneSurrogate"/> when an escape names half a surrogate pair.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        Span<byte> scratch = stackalloc byte[4];
        int length = 0;
        int i = 0;
        while (i < raw.Length)
        {
            if (raw[i] != '\\')
            {
                if (!destination.IsEmpty)
                    destination[length] = raw[i];
                length++;
                i++;
                continue;
            }

            if (!TryDecodeEscape(raw, ref i, out Rune rune))
                return LoneSurrogate;
            length += rune.EncodeToUtf8(destination.IsEmpty ? scratch : destination[length..]);
        }

        return length;
    }

    private static bool TryDecodeEscape(ReadOnlySpan<byte> raw, ref int i, out Rune rune)
    {
        byte kind = raw[i + 1];
        i += 2;
        if (kind != 'u')
        {
            rune = (Rune)(kind switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                _ => (char)kind,  // quote, solidus, reverse solidus
            });
            return true;
        }

        char first = FourHexDigits(raw.Slice(i, 4));
        i += 4;
        if (Rune.TryCreate(first, out rune))
            return true;
        if (!char.IsHighSurrogate(first) || i + 6 > raw.Length || raw[i] != '\\' || raw[i + 1] != 'u')
            return false;

        char second = FourHexDigits(raw.Slice(i + 2, 4));
        i += 6;
        return Rune.TryCreate(first, second, out rune);
    }

    private static char FourHexDigits(ReadOnlySpan<byte> digits) =>
        (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
