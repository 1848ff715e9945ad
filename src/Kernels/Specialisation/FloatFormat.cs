using System.Runtime.InteropServices;

namespace GpuFormer.Kernels.Specialisation;

/// <summary>
/// How numbers that kernels see as float32 lie in memory. A kernel is compiled for the formats of its views: loads widen,
/// which is exact, stores round to nearest even.
/// </summary>
public enum FloatFormat
{
    /// <summary>float32, four bytes.</summary>
    Single,

    /// <summary>float16, two bytes: 11 bits of precision, from 2^-24 to 65504.</summary>
    Half,

    /// <summary>
    /// float16 of which none is infinite or not a number, which processors widen at half the cost; such a one may become
    /// some large number.
    /// </summary>
    FiniteHalf,

    /// <summary>bfloat16, two bytes: the upper half of a float32, 8 bits of precision and all of its range.</summary>
    BFloat16,
}

/// <summary>Facts of formats.</summary>
internal static class FloatFormats
{
    /// <summary>The bytes of a number.</summary>
    public static int ByteSize(this FloatFormat format) => format switch
    {
        FloatFormat.Single => 4,
        FloatFormat.Half or FloatFormat.FiniteHalf or FloatFormat.BFloat16 => 2,
    };

    /// <summary>As readers of kernels' names and of graphs see it.</summary>
    public static string Name(this FloatFormat format) => format switch
    {
        FloatFormat.Single => "single",
        FloatFormat.Half => "half",
        FloatFormat.FiniteHalf => "finite half",
        FloatFormat.BFloat16 => "bfloat16",
    };

    /// <summary>Numbers as they lie in memory, rounded to nearest even.</summary>
    public static byte[] Store(this FloatFormat format, ReadOnlySpan<float> values)
    {
        var bytes = new byte[(long)values.Length * format.ByteSize()];
        if (format == FloatFormat.Single)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return bytes;
        }

        var words = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
        for (var i = 0; i < values.Length; i++)
        {
            words[i] = format == FloatFormat.BFloat16
                ? UpperHalf(values[i])
                : BitConverter.HalfToUInt16Bits((System.Half)values[i]);
        }

        return bytes;
    }

    /// <summary>Numbers from how they lie in memory.</summary>
    public static void Load(this FloatFormat format, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (format == FloatFormat.Single)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        var words = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = format == FloatFormat.BFloat16
                ? BitConverter.UInt32BitsToSingle((uint)words[i] << 16)
                : (float)BitConverter.UInt16BitsToHalf(words[i]);
        }
    }

    // A NaN stays a NaN, whichever of its bits are set.
    private static ushort UpperHalf(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((float.IsNaN(value) ? bits | 0x400000 : bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}

/// <summary>How the floats of one view of a kernel are stored.</summary>
/// <param name="Item">The place of the view among the arguments of a launch, structs replaced by their fields.</param>
/// <param name="Format">Another than <see cref="FloatFormat.Single"/>.</param>
public readonly record struct ViewFormat(int Item, FloatFormat Format);
