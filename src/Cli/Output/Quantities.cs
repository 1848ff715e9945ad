using System.Globalization;

namespace GpuFormer.Cli.Output;

/// <summary>Large numbers as people read them.</summary>
internal static class Quantities
{
    /// <summary>3,232,788 as "3.23 M".</summary>
    public static string Count(long value) => value switch
    {
        >= 1_000_000_000 => Format(value / 1e9, "G"),
        >= 1_000_000 => Format(value / 1e6, "M"),
        >= 1_000 => Format(value / 1e3, "k"),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Bytes with binary prefixes: 1,572,864 as "1.50 MiB".</summary>
    public static string Bytes(long value) => value switch
    {
        >= 1L << 30 => Format(value / (double)(1L << 30), "GiB"),
        >= 1L << 20 => Format(value / (double)(1L << 20), "MiB"),
        >= 1L << 10 => Format(value / (double)(1L << 10), "KiB"),
        _ => $"{value} B",
    };

    /// <summary>Three significant digits.</summary>
    public static string Number(double value)
    {
        var format = Math.Abs(value) switch
        {
            >= 100 => "F0",
            >= 10 => "F1",
            >= 1 => "F2",
            _ => "F3",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Format(double value, string unit) => $"{Number(value)} {unit}";
}
