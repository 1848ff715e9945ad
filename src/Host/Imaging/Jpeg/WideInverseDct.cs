namespace GpuFormer.Imaging.Jpeg;

/// <summary>
/// The same transform for coefficients that no picture has, as damaged files do: libjpeg-turbo computes with vectors of
/// 16 bits, so sums wrap around and results of a pass stop at the ends of the range. Rare, and therefore plain.
/// </summary>
internal static class WideInverseDct
{
    // block: 64 dequantised coefficients that fit 16 bits, natural order; overwritten.
    public static void Transform(Span<int> block, Span<byte> output, int stride)
    {
        if (!block[8..].ContainsAnyExcept(0))
        {
            for (var x = 0; x < 8; x++)
            {
                var value = (short)(block[x] << InverseDct.MiddleBits);
                for (var y = 0; y < 8; y++)
                    block[y * 8 + x] = value;
            }
        }
        else
        {
            for (var x = 0; x < 8; x++)
                Pass(block[x..], 8, InverseDct.ConstantBits - InverseDct.MiddleBits);
        }
        for (var y = 0; y < 8; y++)
        {
            Pass(block[(y * 8)..], 1, InverseDct.ConstantBits + InverseDct.MiddleBits + 3);
            for (var x = 0; x < 8; x++)
                output[y * stride + x] = (byte)(Math.Clamp(block[y * 8 + x], sbyte.MinValue, sbyte.MaxValue) + 128);
        }
    }

    private static void Pass(Span<int> line, int step, int shift)
    {
        int c0 = line[0], c1 = line[step], c2 = line[2 * step], c3 = line[3 * step];
        int c4 = line[4 * step], c5 = line[5 * step], c6 = line[6 * step], c7 = line[7 * step];
        // The shared sums are the ones that wrap; InverseDct forms them within, so theirs are corrected here.
        InverseDct.Even(0, c2, 0, c6, out var high, out var low, out _, out _);
        var sum = (short)(c0 + c4) << InverseDct.ConstantBits;
        var difference = (short)(c0 - c4) << InverseDct.ConstantBits;
        InverseDct.Odd(c1, c3, c5, c7, (short)(c7 + c3), (short)(c5 + c1), out var o0, out var o1, out var o2, out var o3);
        Store(line, step, 0, sum + high, o3, shift);
        Store(line, step, 1, difference + low, o2, shift);
        Store(line, step, 2, difference - low, o1, shift);
        Store(line, step, 3, sum - high, o0, shift);
    }

    private static void Store(Span<int> line, int step, int at, int even, int odd, int shift)
    {
        var half = 1 << (shift - 1);
        line[at * step] = Saturated((even + odd + half) >> shift);
        line[(7 - at) * step] = Saturated((even - odd + half) >> shift);
    }

    private static int Saturated(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);
}
