using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>
/// Half-precision numbers in memory as vectors of single precision: exact. .NET has no instruction for that.
/// </summary>
internal static unsafe class HalfVectors
{
    // Exponent and mantissa move up by 13 bits, between them and the sign zeros; multiplying by 2^112 moves the
    // exponent's bias from 15 to 127, and makes subnormal halves normal.
    private const int WithoutCopiesOfSign = unchecked((int)0x8FFFFFFF);
    private const float Rebias = 5.192296858534828e33f;

    // What infinities and not-a-numbers become by that; they lack bits of the exponent.
    private const float LeastSpecial = 65536;
    private const float AllExponentBits = float.PositiveInfinity;

    /// <summary>For halves that are finite; others become numbers from 65536 to 131008.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadFinite4(byte* address)
    {
        var bits = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(address)).AsInt16());
        return (Vector128.ShiftLeft(bits, 13) & Vector128.Create(WithoutCopiesOfSign)).AsSingle()
            * Vector128.Create(Rebias);
    }

    /// <inheritdoc cref="LoadFinite4"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadFinite8(byte* address)
    {
        var bits = Avx2.IsSupported ? Avx2.ConvertToVector256Int32((short*)address)
            : Vector256.WidenLower(Vector128.Load((short*)address).ToVector256Unsafe());
        return (Vector256.ShiftLeft(bits, 13) & Vector256.Create(WithoutCopiesOfSign)).AsSingle()
            * Vector256.Create(Rebias);
    }

    /// <inheritdoc cref="LoadFinite4"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadFinite16(byte* address)
    {
        var bits = Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(Vector256.Load((short*)address))
            : Vector512.WidenLower(Vector256.Load((short*)address).ToVector512Unsafe());
        return (Vector512.ShiftLeft(bits, 13) & Vector512.Create(WithoutCopiesOfSign)).AsSingle()
            * Vector512.Create(Rebias);
    }

    /// <summary>For all halves; costs twice as much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load4(byte* address)
    {
        var value = LoadFinite4(address);
        return value | (Vector128.GreaterThanOrEqual(Vector128.Abs(value), Vector128.Create(LeastSpecial))
            & Vector128.Create(AllExponentBits));
    }

    /// <inheritdoc cref="Load4"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load8(byte* address)
    {
        var value = LoadFinite8(address);
        return value | (Vector256.GreaterThanOrEqual(Vector256.Abs(value), Vector256.Create(LeastSpecial))
            & Vector256.Create(AllExponentBits));
    }

    /// <inheritdoc cref="Load4"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load16(byte* address)
    {
        var value = LoadFinite16(address);
        return value | (Vector512.GreaterThanOrEqual(Vector512.Abs(value), Vector512.Create(LeastSpecial))
            & Vector512.Create(AllExponentBits));
    }
}
