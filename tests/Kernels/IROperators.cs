using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Tests.Kernels;

/// <summary>The operators of the IR on bits, written apart from the compiler's folding.</summary>
internal static class IROperators
{
    public static int Unary(UnaryValue value, int a)
    {
        var isFloat = value.Operand.Type == ScalarType.Float32;
        var f = BitConverter.Int32BitsToSingle(a);
        return value.Operator switch
        {
            UnaryOperator.Negate => isFloat ? Bits(-f) : unchecked(-a),
            UnaryOperator.Not => value.Type == ScalarType.Boolean ? 1 - a : ~a,
            UnaryOperator.Absolute => isFloat ? Bits(MathF.Abs(f)) : a < 0 ? unchecked(-a) : a,
            UnaryOperator.SquareRoot => Bits(MathF.Sqrt(f)),
            UnaryOperator.Floor => Bits(MathF.Floor(f)),
            UnaryOperator.IntToFloat => Bits(a),
            UnaryOperator.UIntToFloat => Bits((float)(uint)a),
            UnaryOperator.FloatToInt =>
                (int)Math.Clamp(float.IsNaN(f) ? 0d : Math.Truncate((double)f), int.MinValue, int.MaxValue),
            UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt or UnaryOperator.BitsToFloat
                or UnaryOperator.BoolToInt => a,
            UnaryOperator.RoundToHalf => Bits((float)(Half)f),
            UnaryOperator.SignExtend8 => (sbyte)a,
            UnaryOperator.ZeroExtend8 => (byte)a,
            UnaryOperator.SignExtend16 => (short)a,
            UnaryOperator.ZeroExtend16 => (ushort)a,
        };
    }

    public static int Binary(BinaryValue value, int a, int b) => value.Left.Type switch
    {
        ScalarType.Float32 =>
            Floats(value.Operator, BitConverter.Int32BitsToSingle(a), BitConverter.Int32BitsToSingle(b)),
        ScalarType.Int32 => Integers(value.Operator, a, b, (a < b ? -1 : a == b ? 0 : 1)),
        ScalarType.UInt32 => Unsigned(value.Operator, (uint)a, (uint)b),
        ScalarType.Boolean => Integers(value.Operator, a, b, a.CompareTo(b)),
    };

    private static int Floats(BinaryOperator op, float a, float b) => op switch
    {
        BinaryOperator.Add => Bits(a + b),
        BinaryOperator.Subtract => Bits(a - b),
        BinaryOperator.Multiply => Bits(a * b),
        BinaryOperator.Divide => Bits(a / b),
        BinaryOperator.Maximum => Bits(a > b ? a : b),
        BinaryOperator.Minimum => Bits(a < b ? a : b),
        BinaryOperator.Equal => a == b ? 1 : 0,
        BinaryOperator.NotEqual => a != b ? 1 : 0,
        BinaryOperator.Less => a < b ? 1 : 0,
        BinaryOperator.LessOrEqual => a <= b ? 1 : 0,
        BinaryOperator.Greater => a > b ? 1 : 0,
        BinaryOperator.GreaterOrEqual => a >= b ? 1 : 0,
        _ => throw new InvalidOperationException($"{op} of floats."),
    };

    private static int Unsigned(BinaryOperator op, uint a, uint b) => op switch
    {
        BinaryOperator.Divide => b == 0 ? 0 : (int)(a / b),
        BinaryOperator.Remainder => b == 0 ? 0 : (int)(a % b),
        BinaryOperator.ShiftRight => (int)(a >> (int)(b & 31)),
        _ => Integers(op, (int)a, (int)b, a.CompareTo(b)),
    };

    private static int Integers(BinaryOperator op, int a, int b, int order) => unchecked(op switch
    {
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        BinaryOperator.Divide => b == 0 ? 0 : b == -1 ? -a : a / b,
        BinaryOperator.Remainder => b is 0 or -1 ? 0 : a % b,
        BinaryOperator.Maximum => order > 0 ? a : b,
        BinaryOperator.Minimum => order < 0 ? a : b,
        BinaryOperator.And => a & b,
        BinaryOperator.Or => a | b,
        BinaryOperator.Xor => a ^ b,
        BinaryOperator.ShiftLeft => a << (b & 31),
        BinaryOperator.ShiftRight => a >> (b & 31),
        BinaryOperator.Equal => order == 0 ? 1 : 0,
        BinaryOperator.NotEqual => order != 0 ? 1 : 0,
        BinaryOperator.Less => order < 0 ? 1 : 0,
        BinaryOperator.LessOrEqual => order <= 0 ? 1 : 0,
        BinaryOperator.Greater => order > 0 ? 1 : 0,
        BinaryOperator.GreaterOrEqual => order >= 0 ? 1 : 0,
    });

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);
}
