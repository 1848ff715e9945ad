using System.Globalization;

namespace GpuFormer.Data;

/// <summary>In which order class folders get their numbers.</summary>
public enum ClassOrder
{
    /// <summary>By the characters of the names, as torchvision's: 1, 10, 2.</summary>
    Ordinal,

    /// <summary>By the numbers in the names, as timm's: 1, 2, 10.</summary>
    Natural,
}

/// <summary>
/// timm's order of names: lower case, split where digits begin and end, digits compared as numbers. Names that are
/// equal by that keep their ordinal order.
/// </summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (Parts(x!), Parts(y!));
        // Texts and digits take turns, so that equal places hold the same kind.
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            var order = i % 2 == 0
                ? string.CompareOrdinal(a[i], b[i])
                : a[i].Length != b[i].Length ? a[i].Length - b[i].Length : string.CompareOrdinal(a[i], b[i]);
            if (order != 0)
                return order;
        }

        return a.Count != b.Count ? a.Count - b.Count : string.CompareOrdinal(x, y);
    }

    // A text, perhaps empty, then digits without leading zeros, then a text, and so on.
    private static List<string> Parts(string name)
    {
        var lower = name.ToLowerInvariant();
        var parts = new List<string>();
        for (var start = 0; ;)
        {
            var end = start;
            while (end < lower.Length && !char.IsDigit(lower[end]))
                end++;
            parts.Add(lower[start..end]);
            if (end == lower.Length)
                return parts;
            start = end;
            while (end < lower.Length && char.IsDigit(lower[end]))
                end++;
            parts.Add(string.Concat(lower[start..end].Select(digit =>
                (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(digit)))).TrimStart('0'));
            start = end;
        }
    }
}
