using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>Turns full-resolution rows of components into RGB (JFIF 1.02, with the 16-bit fixed point of
/// libjpeg).</summary>
internal static class ColourConversion
{
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);

    // What a step of Cr adds to red and green, and one of Cb to blue and green.
    private const int CrToRed = 91881;
    private const int CrToGreen = -46802;
    private const int CbToBlue = 116130;
    private const int CbToGreen = -22554;

    private const int Centre = 128;

    // Pixels that are converted together. Those of the last vector may be done twice, which changes nothing.
    private const int Step = 16;

    // output: [W, 3]; every row has at least W samples.
    public static void YCbCr(ReadOnlySpan<byte> y, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> output)
    {
        var width = output.Length / 3;
        if (width < Step)
        {
            for (var x = 0; x < width; x++)
            {
                int u = cb[x] - Centre, v = cr[x] - Centre;
                output[x * 3] = ToByte(y[x] + ((CrToRed * v + Half) >> FractionBits));
                output[x * 3 + 1] = ToByte(y[x] + ((CbToGreen * u + CrToGreen * v + Half) >> FractionBits));
                output[x * 3 + 2] = ToByte(y[x] + ((CbToBlue * u + Half) >> FractionBits));
            }
            return;
        }
        YCbCrVectors(Vectors(y[..width]), Vectors(cb[..width]), Vectors(cr[..width]), Vectors(output));
        var last = width - Step;
        YCbCrVectors(Vectors(y[last..width]), Vectors(cb[last..width]), Vectors(cr[last..width]),
            Vectors(output[(3 * last)..]));
    }

    // In place: [W, 3] holds inverted cyan, magenta and yellow, black is inverted too. R = K - (255 - C) K / 255, the
    // division rounded, as Pillow converts.
    public static void BlendBlack(ReadOnlySpan<byte> black, Span<byte> output)
    {
        for (int x = 0, to = 0; to < output.Length; x++, to += 3)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var product = (255 - output[to + channel]) * black[x] + 128;
                output[to + channel] = ToByte(black[x] - ((product + (product >> 8)) >> 8));
            }
        }
    }

    // In place: YCCK codes the complement of what BlendBlack takes.
    public static void Invert(Span<byte> output)
    {
        foreach (ref var value in output)
            value = (byte)(255 - value);
    }

    // Methods of vectors are compiled well from the first call on, and apart: within others little would be inlined.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void YCbCrVectors(
        ReadOnlySpan<Vector128<byte>> y, ReadOnlySpan<Vector128<byte>> cb, ReadOnlySpan<Vector128<byte>> cr,
        Span<Vector128<byte>> output)
    {
        for (var i = 0; i < y.Length; i++)
        {
            Convert(Vector128.WidenLower(y[i]), Vector128.WidenLower(cb[i]), Vector128.WidenLower(cr[i]),
                out var lowerRed, out var lowerGreen, out var lowerBlue);
            Convert(Vector128.WidenUpper(y[i]), Vector128.WidenUpper(cb[i]), Vector128.WidenUpper(cr[i]),
                out var upperRed, out var upperGreen, out var upperBlue);
            // Stops at 0 and 255, seen from the centre.
            var centre = Vector128.Create((byte)Centre);
            Lanes.Pixels(
                Vector128.NarrowWithSaturation(lowerRed, upperRed).AsByte() ^ centre,
                Vector128.NarrowWithSaturation(lowerGreen, upperGreen).AsByte() ^ centre,
                Vector128.NarrowWithSaturation(lowerBlue, upperBlue).AsByte() ^ centre,
                out output[3 * i], out output[3 * i + 1], out output[3 * i + 2]);
        }
    }

    // Eight pixels; colours less the centre.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Convert(
        Vector128<ushort> y, Vector128<ushort> cb, Vector128<ushort> cr,
        out Vector128<short> red, out Vector128<short> green, out Vector128<short> blue)
    {
        var centre = Vector128.Create((short)Centre);
        var half = Vector256.Create(Half);
        var luminance = Lanes.Widen(y.AsInt16() - centre);
        var u = Lanes.Widen(cb.AsInt16() - centre);
        var v = Lanes.Widen(cr.AsInt16() - centre);
        red = Lanes.Narrow(luminance + ((v * CrToRed + half) >> FractionBits));
        green = Lanes.Narrow(luminance + ((u * CbToGreen + v * CrToGreen + half) >> FractionBits));
        blue = Lanes.Narrow(luminance + ((u * CbToBlue + half) >> FractionBits));
    }

    private static ReadOnlySpan<Vector128<byte>> Vectors(ReadOnlySpan<byte> samples) =>
        MemoryMarshal.Cast<byte, Vector128<byte>>(samples);

    private static Span<Vector128<byte>> Vectors(Span<byte> samples) =>
        MemoryMarshal.Cast<byte, Vector128<byte>>(samples);

    private static byte ToByte(int value) => (byte)Math.Clamp(value, 0, 255);
}
