using System.Text;

namespace GpuFormer.Imaging.Masks;

/// <summary>
/// COCO's compressed form of run lengths: from the fourth on as the difference from the one two before, in groups of five
/// bits, lowest first, with a bit that says that more follow, as characters from '0' on.
/// </summary>
internal static class RunLengthText
{
    private const int FirstCharacter = 48;
    private const int GroupBits = 5;
    private const int More = 0x20;
    private const int Sign = 0x10;

    // A difference of two lengths of 31 bits fits seven groups.
    private const int MostGroups = 7;

    /// <summary>Reads a text into a mask.</summary>
    /// <exception cref="ImageFormatException">The text is damaged, or its runs do not fill the mask.</exception>
    public static RunLengthMask Decode(ReadOnlySpan<char> text, int height, int width)
    {
        List<int> counts = [];
        for (var at = 0; at < text.Length;)
        {
            var (value, shift) = (0L, 0);
            int group;
            do
            {
                if (at == text.Length)
                    throw new ImageFormatException("RLE: the text ends within a number. It is not complete.");
                group = text[at] - FirstCharacter;
                if (group is < 0 or > 63)
                {
                    throw new ImageFormatException(
                        $"RLE: character {at} of the text is none of the 64 from '0' to 'o'. It is no compressed RLE.");
                }

                if (shift == MostGroups * GroupBits)
                    throw new ImageFormatException($"RLE: the number that ends at character {at} has too many digits.");
                value |= (long)(group & 0x1F) << shift;
                shift += GroupBits;
                at++;
            }
            while ((group & More) != 0);
            if ((group & Sign) != 0)
                value |= -1L << shift;
            if (counts.Count > 2)
                value += counts[^2];
            if (value is < 0 or > int.MaxValue)
                throw new ImageFormatException($"RLE: run {counts.Count} has the length {value}.");
            counts.Add((int)value);
        }

        return new RunLengthMask(height, width, [.. counts]);
    }

    /// <summary>Writes a mask as text.</summary>
    public static string Encode(RunLengthMask mask)
    {
        var text = new StringBuilder();
        var counts = mask.Counts;
        for (var i = 0; i < counts.Length; i++)
        {
            long value = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            bool more;
            do
            {
                var group = (int)(value & 0x1F);
                value >>= GroupBits;
                more = (group & Sign) != 0 ? value != -1 : value != 0;
                text.Append((char)(FirstCharacter + (more ? group | More : group)));
            }
            while (more);
        }

        return text.ToString();
    }
}
