using System.Numerics;
using System.Runtime.CompilerServices;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>Operators that emitted code calls: scalars by value, vectors lane by lane through memory.</summary>
internal static unsafe class CpuArithmetic
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Divide(int a, int b) => b == 0 ? 0 : b == -1 ? unchecked(-a) : a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Remainder(int a, int b) => b is 0 or -1 ? 0 : a % b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DivideUnsigned(int a, int b) => b == 0 ? 0 : (int)((uint)a / (uint)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RemainderUnsigned(int a, int b) => b == 0 ? 0 : (int)((uint)a % (uint)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Minimum(float a, float b) => a < b ? a : b;

    public static int MaximumUnsigned(int a, int b) => (uint)a > (uint)b ? a : b;

    public static int MinimumUnsigned(int a, int b) => (uint)a < (uint)b ? a : b;

    public static int Absolute(int a) => a < 0 ? unchecked(-a) : a;

    public static int ToInt(float a) => float.IsNaN(a) ? 0 : a >= 2147483648f ? int.MaxValue
        : a <= -2147483648f ? int.MinValue : (int)a;

    public static float UnsignedToFloat(int a) => (uint)a;

    public static float RoundToHalf(float a) => (float)(Half)a;

    public static float LoadHalf(byte* address) => (float)Unsafe.ReadUnaligned<Half>(address);

    public static void StoreHalf(byte* address, float value) => Unsafe.WriteUnaligned(address, (Half)value);

    public static int AtomicAdd(byte* address, int value) => Interlocked.Add(ref *(int*)address, value) - value;

    public static float AtomicAdd(byte* address, float value)
    {
        ref var location = ref *(float*)address;
        while (true)
        {
            var old = Volatile.Read(ref location);
            // As bits: a not-a-number equals itself there.
            if (BitConverter.SingleToInt32Bits(Interlocked.CompareExchange(ref location, old + value, old))
                == BitConverter.SingleToInt32Bits(old))
            {
                return old;
            }
        }
    }

    /// <summary>Applies an integer operator lane by lane; the result replaces <paramref name="a"/>.</summary>
    public static void Lanes(int* a, int* b, int lanes, int op)
    {
        for (var i = 0; i < lanes; i++)
        {
            a[i] = (LaneOperator)op switch
            {
                LaneOperator.Divide => Divide(a[i], b[i]),
                LaneOperator.Remainder => Remainder(a[i], b[i]),
                LaneOperator.DivideUnsigned => DivideUnsigned(a[i], b[i]),
                LaneOperator.RemainderUnsigned => RemainderUnsigned(a[i], b[i]),
                LaneOperator.ShiftLeft => a[i] << b[i],
                LaneOperator.ShiftRight => a[i] >> b[i],
                LaneOperator.ShiftRightUnsigned => a[i] >>> b[i],
            };
        }
    }

    public static void RoundToHalf(float* a, int lanes)
    {
        for (var i = 0; i < lanes; i++)
            a[i] = RoundToHalf(a[i]);
    }

    /// <summary>Loads the active lanes' elements; other lanes keep what <paramref name="result"/> holds.</summary>
    public static void Gather(int* result, byte* memory, int* index, ulong active, int element)
    {
        for (; active != 0; active &= active - 1)
        {
            var lane = BitOperations.TrailingZeroCount(active);
            nint i = index[lane];
            result[lane] = (ElementType)element switch
            {
                ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => ((int*)memory)[i],
                ElementType.Float16 => BitConverter.SingleToInt32Bits((float)((Half*)memory)[i]),
                ElementType.Int16 => ((short*)memory)[i],
                ElementType.UInt16 => ((ushort*)memory)[i],
                ElementType.Int8 => ((sbyte*)memory)[i],
                ElementType.UInt8 => memory[i],
            };
        }
    }

    /// <summary>Stores the active lanes' values in the order of the lanes.</summary>
    public static void Scatter(int* value, byte* memory, int* index, ulong active, int element)
    {
        for (; active != 0; active &= active - 1)
        {
            var lane = BitOperations.TrailingZeroCount(active);
            nint i = index[lane];
            switch ((ElementType)element)
            {
                case ElementType.Float32 or ElementType.Int32 or ElementType.UInt32:
                    ((int*)memory)[i] = value[lane];
                    break;
                case ElementType.Float16:
                    ((Half*)memory)[i] = (Half)BitConverter.Int32BitsToSingle(value[lane]);
                    break;
                case ElementType.Int16 or ElementType.UInt16:
                    ((short*)memory)[i] = (short)value[lane];
                    break;
                case ElementType.Int8 or ElementType.UInt8:
                    memory[i] = (byte)value[lane];
                    break;
            }
        }
    }

    /// <summary>Adds the active lanes' values in the order of the lanes; what was there replaces the value.</summary>
    public static void AtomicAdd(int* value, byte* memory, int* index, ulong active, int element)
    {
        for (; active != 0; active &= active - 1)
        {
            var lane = BitOperations.TrailingZeroCount(active);
            var address = memory + ((nint)index[lane] * 4);
            value[lane] = (ElementType)element == ElementType.Float32
                ? BitConverter.SingleToInt32Bits(AtomicAdd(address, BitConverter.Int32BitsToSingle(value[lane])))
                : AtomicAdd(address, value[lane]);
        }
    }
}

/// <summary>Operators that no vector instruction has.</summary>
internal enum LaneOperator
{
    Divide,
    Remainder,
    DivideUnsigned,
    RemainderUnsigned,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,
}
