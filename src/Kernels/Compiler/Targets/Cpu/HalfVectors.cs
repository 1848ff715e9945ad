using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>Half-precision numbers, zero-extended to the lanes of a vector, as single precision: exact.</summary>
internal static class HalfVectors
{
    // Exponent and mantissa move up by 13 bits; multiplying by 2^112 moves the exponent's bias from 15 to 127, and
    // makes subnormal halves normal. Infinities and not-a-numbers get all exponent bits.
    private const float Rebias = 5.192296858534828e33f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToSingle(Vector128<int> bits)
    {
        var magnitude = bits & Vector128.Create(0x7FFF);
        var scaled = (Vector128.ShiftLeft(magnitude, 13).AsSingle() * Vector128.Create(Rebias)).AsInt32();
        var special = Vector128.GreaterThan(magnitude, Vector128.Create(0x7BFF)) & Vector128.Create(0x7F800000);
        return (scaled | special | Vector128.ShiftLeft(bits & Vector128.Create(0x8000), 16)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToSingle(Vector256<int> bits)
    {
        var magnitude = bits & Vector256.Create(0x7FFF);
        var scaled = (Vector256.ShiftLeft(magnitude, 13).AsSingle() * Vector256.Create(Rebias)).AsInt32();
        var special = Vector256.GreaterThan(magnitude, Vector256.Create(0x7BFF)) & Vector256.Create(0x7F800000);
        return (scaled | special | Vector256.ShiftLeft(bits & Vector256.Create(0x8000), 16)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToSingle(Vector512<int> bits)
    {
        var magnitude = bits & Vector512.Create(0x7FFF);
        var scaled = (Vector512.ShiftLeft(magnitude, 13).AsSingle() * Vector512.Create(Rebias)).AsInt32();
        var special = Vector512.GreaterThan(magnitude, Vector512.Create(0x7BFF)) & Vector512.Create(0x7F800000);
        return (scaled | special | Vector512.ShiftLeft(bits & Vector512.Create(0x8000), 16)).AsSingle();
    }
}
