using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Tests.Kernels.Programs;

public static class ArithmeticPrograms
{
    private enum Colour : byte
    {
        Red,
        Green = 200,
    }

    [Kernel]
    [Program(GridX = 16)]
    public static void Integers(ArrayView<int> x, ArrayView<int> y, int n)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var v = x[i] * 100003;
        y[i] = (v / n) + (v % n) - (v >> 3) + (v << (i & 31)) + (~v & 0xFF) - (-v | 4);
        y[i] ^= v > n ? v : n;
        y[i] += Math.Max(v, n) + Math.Min(v, 3) + Math.Abs(v) + KernelMath.Max(v, 5) + KernelMath.Min(v, -5);
        y[i]++;
        y[i] -= i-- + --i;
    }

    [Kernel]
    [Program(GridX = 16)]
    public static void UnsignedIntegers(ArrayView<int> x, ArrayView<uint> y, uint n, int shift)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var v = (uint)x[i] * 2654435761u;
        var w = v / 7u + v % n + (v >> shift) + (v << 3);
        if (v > n)
            w += 1;
        if (v >= 0x80000000u)
            w ^= 0x55u;
        if (v < n && v <= 4000000000u)
            w -= n;
        for (uint k = 0; k < (v & 7u); k++)
            w = (w * 5u) + k;
        y[i] = w + Math.Max(v, n) - Math.Min(v, 17u) + (uint)(v != 0 ? 1 : 0);
    }

    [Kernel]
    [Program(GridX = 16)]
    public static void NarrowIntegers(
        ArrayView<byte> bytes, ArrayView<sbyte> signed, ArrayView<short> shorts, ArrayView<ushort> words, ArrayView<int> y)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        byte b = bytes[i];
        b += 77;
        sbyte s = (sbyte)(signed[i] * 3);
        short h = (short)(shorts[i] * 300);
        ushort w = (ushort)(words[i] + h);
        y[i] = b + s + h + w + (byte)Pick(i > 20);
        bytes[i] = (byte)(y[i] * 3);
        signed[i] = (sbyte)y[i];
        shorts[i] = (short)(y[i] << 7);
        words[i] = (ushort)(y[i] << 5);
        bytes[i]++;
    }

    [Kernel]
    [Program(GridX = 16)]
    public static void Conversions(ArrayView<float> x, ArrayView<int> y, ArrayView<uint> z, ArrayView<float> w, uint large)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var v = x[i];
        y[i] = (int)v;
        z[i] = (uint)v;
        w[i] = (float)y[i] + (float)(large + (uint)i) + (byte)i + (int)(v * 1e9f) + (uint)(v * 3e8f);
    }

    [Kernel]
    [Program(GridX = 16)]
    public static void FloatComparisons(ArrayView<float> x, ArrayView<int> y, float c)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var v = x[i];
        var r = 0;
        if (v < c)
            r += 1;
        if (v <= c)
            r += 2;
        if (v > c)
            r += 4;
        if (v >= c)
            r += 8;
        if (v == c)
            r += 16;
        if (v != c)
            r += 32;
        if (!(v < c))
            r += 64;
        if (!(v >= c) || v != v)
            r += 128;
        var less = v < c;
        var notLess = !(v < c);
        var atLeast = v >= c;
        r += (less ? 256 : 0) + (notLess ? 512 : 0) + (atLeast ? 1024 : 0);
        while (v < c && r < 1000000)
        {
            v += 7f;
            r += 2048;
        }

        do
        {
            v *= 0.5f;
            r += 65536;
        }
        while (v > c && r < 1000000);
        y[i] = r;
    }

    [Kernel]
    [Program(GridX = 16)]
    public static void Mathematics(ArrayView<float> x, ArrayView<float> y)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var v = x[i];
        var a = KernelMath.Max(v, 0f) + KernelMath.Min(v, 1f) + KernelMath.Abs(v) + KernelMath.Fma(v, v, 2f);
        a += MathF.Abs(v) * MathF.Floor(v) - MathF.FusedMultiplyAdd(v, 3f, KernelMath.Floor(v));
        a += KernelMath.Sqrt(KernelMath.Abs(v)) + MathF.Sqrt(MathF.Abs(v));
        a += KernelMath.FromBits(KernelMath.Bits(v) ^ 0x00400000);
        a += BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(v) & 0x7FFFFF00);
        a += BitConverter.Int32BitsToSingle((int)((uint)BitConverter.SingleToInt32Bits(v) >> 1));
        y[i] = (v > -20f ? a : -a / 3f) - v;
    }

    [Kernel]
    [Program(GridX = 16)]
    public static void Functions(ArrayView<float> x, ArrayView<float> y)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        y[i] = KernelMath.Exp(x[i]) + KernelMath.Erf(x[i] * 0.1f) - KernelMath.Sigmoid(x[i]);
    }

    private static Colour Pick(bool green) => green ? Colour.Green : Colour.Red;
}
