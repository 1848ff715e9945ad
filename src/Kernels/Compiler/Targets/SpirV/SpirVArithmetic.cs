using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>
/// Writes operators with the meaning that the IR gives them, where SPIR-V leaves cases open: division by 0, shifts by
/// more than 31, conversions out of range, halves.
/// </summary>
internal sealed class SpirVArithmetic(SpirVCode code)
{
    private const ScalarType Bool = ScalarType.Boolean;
    private const ScalarType Int = ScalarType.Int32;
    private const ScalarType UInt = ScalarType.UInt32;
    private const ScalarType Float = ScalarType.Float32;

    public uint Unary(UnaryValue value, uint x)
    {
        var operand = value.Operand.Type;
        if (SpirVOperators.Unary(value.Operator, operand) is { } op)
            return code.Op(op, value.Type, x);
        return value.Operator switch
        {
            UnaryOperator.Absolute => operand switch
            {
                ScalarType.Float32 => code.Glsl(GlslOp.FAbs, Float, x),
                ScalarType.Int32 => code.Glsl(GlslOp.SAbs, Int, x),
                ScalarType.UInt32 or ScalarType.Boolean => x,
            },
            UnaryOperator.SquareRoot => code.Glsl(GlslOp.Sqrt, Float, x),
            UnaryOperator.Floor => code.Glsl(GlslOp.Floor, Float, x),
            UnaryOperator.FloatToInt => FloatToInt(x),
            UnaryOperator.BoolToInt => code.Op(SpirVOp.Select, Int, x, Constant(1), Constant(0)),
            UnaryOperator.RoundToHalf => HalfToFloat(FloatToHalf(x)),
            UnaryOperator.SignExtend8 => SignExtend(x, 8),
            UnaryOperator.ZeroExtend8 => code.Op(SpirVOp.BitwiseAnd, Int, x, Constant(0xFF)),
            UnaryOperator.SignExtend16 => SignExtend(x, 16),
            UnaryOperator.ZeroExtend16 => code.Op(SpirVOp.BitwiseAnd, Int, x, Constant(0xFFFF)),
            UnaryOperator.Negate or UnaryOperator.Not or UnaryOperator.IntToFloat or UnaryOperator.UIntToFloat
                or UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt or UnaryOperator.BitsToFloat =>
                throw new InvalidOperationException($"{value.Operator} is one instruction."),
        };
    }

    public uint Binary(BinaryValue value, uint a, uint b)
    {
        var type = value.Left.Type;
        if (SpirVOperators.Binary(value.Operator, type) is { } op)
            return code.Op(op, value.Type, a, b);
        switch (value.Operator)
        {
            case BinaryOperator.Maximum:
                return code.Op(SpirVOp.Select, type, Compare(BinaryOperator.Greater, type, a, b), a, b);
            case BinaryOperator.Minimum:
                return code.Op(SpirVOp.Select, type, Compare(BinaryOperator.Less, type, a, b), a, b);
            case BinaryOperator.ShiftLeft:
                return code.Op(SpirVOp.ShiftLeftLogical, type, a, ShiftCount(value.Right, b));
            case BinaryOperator.ShiftRight:
                return code.Op(
                    type == Int ? SpirVOp.ShiftRightArithmetic : SpirVOp.ShiftRightLogical, type, a,
                    ShiftCount(value.Right, b));
            case BinaryOperator.Divide:
                return type == Int ? Divide(value.Right, a, b, out _) : DivideUnsigned(SpirVOp.UDiv, value.Right, a, b);
            case BinaryOperator.Remainder:
                return type == Int ? Remainder(value.Right, a, b) : DivideUnsigned(SpirVOp.UMod, value.Right, a, b);
            default:
                throw new InvalidOperationException($"{value.Operator} is one instruction.");
        }
    }

    public uint Ternary(TernaryValue value, uint a, uint b, uint c) => value.Operator switch
    {
        TernaryOperator.Select => code.Op(SpirVOp.Select, value.Type, a, b, c),
        // Drivers without the instruction multiply and add: rounded twice.
        TernaryOperator.FusedMultiplyAdd => code.Glsl(GlslOp.Fma, Float, a, b, c),
    };

    /// <summary>The low <paramref name="bits"/> bits of an Int32, widened again.</summary>
    public uint SignExtend(uint x, int bits) =>
        code.Op(SpirVOp.BitFieldSExtract, Int, x, Constant(0), Constant(bits));

    /// <summary>
    /// The bits of a half in a UInt32 as a float. Integers alone, since drivers may take denormals of their own
    /// conversions for 0.
    /// </summary>
    public uint HalfToFloat(uint half)
    {
        var magnitude = And(half, 0x7FFF);
        var shifted = Shift(SpirVOp.ShiftLeftLogical, magnitude, 13);
        // 112: the difference between the biases of the exponents, 127 and 15.
        var normal = code.Op(SpirVOp.IAdd, UInt, shifted, UConstant(112u << 23));
        var infinite = code.Op(SpirVOp.IAdd, UInt, shifted, UConstant(224u << 23));
        // Below the least exponent the 10 bits count 2^-24.
        var denormal = code.Op(SpirVOp.Bitcast, UInt, code.Op(SpirVOp.FMul, Float,
            code.Op(SpirVOp.ConvertUToF, Float, magnitude), FConstant(1f / (1 << 24))));
        var bits = SelectWhere(SpirVOp.UGreaterThanEqual, magnitude, 0x7C00, infinite,
            SelectWhere(SpirVOp.ULessThan, magnitude, 0x400, denormal, normal));
        var sign = Shift(SpirVOp.ShiftLeftLogical, And(half, 0x8000), 16);
        return code.Op(SpirVOp.Bitcast, Float, code.Op(SpirVOp.BitwiseOr, UInt, bits, sign));
    }

    /// <summary>The nearest half of a float, ties to even, as the low 16 bits of a UInt32.</summary>
    public uint FloatToHalf(uint x)
    {
        var bits = code.Op(SpirVOp.Bitcast, UInt, x);
        var magnitude = And(bits, 0x7FFFFFFF);
        // Half of the 13 bits that go, less one if the last bit that stays is even; a carry raises the exponent.
        var odd = And(Shift(SpirVOp.ShiftRightLogical, magnitude, 13), 1);
        var biased = code.Op(SpirVOp.IAdd, UInt, magnitude, UConstant(unchecked(0xFFFu - (112u << 23))));
        var normal = Shift(SpirVOp.ShiftRightLogical, code.Op(SpirVOp.IAdd, UInt, biased, odd), 13);
        // Below 2^-14 halves are multiples of 2^-24, and so are floats from 0.5 to 1: the sum rounds as the half does.
        var sum = code.Op(
            SpirVOp.FAdd, Float, code.Op(SpirVOp.Bitcast, Float, magnitude), FConstant(0.5f));
        var denormal = code.Op(SpirVOp.ISub, UInt, code.Op(SpirVOp.Bitcast, UInt, sum), UConstant(0x3F000000));
        var finite = SelectWhere(SpirVOp.ULessThan, magnitude, 113u << 23, denormal, normal);
        // 65520 and above round to infinity; above the bits of infinity is not-a-number.
        var large = SelectWhere(
            SpirVOp.UGreaterThan, magnitude, 0x7F800000, UConstant(0x7E00), UConstant(0x7C00));
        var half = SelectWhere(SpirVOp.UGreaterThanEqual, magnitude, 0x477FF000, large, finite);
        var sign = Shift(SpirVOp.ShiftRightLogical, And(bits, 0x80000000), 16);
        return code.Op(SpirVOp.BitwiseOr, UInt, half, sign);
    }

    // SPIR-V leaves the conversion open outside the range of int, so such operands become 0 before it.
    private uint FloatToInt(uint x)
    {
        var (low, high) = (FConstant(-2147483648f), FConstant(2147483648f));
        var isAbove = code.Op(SpirVOp.FOrdGreaterThan, Bool, x, low);
        var isBelow = code.Op(SpirVOp.FOrdLessThan, Bool, x, high);
        var isInside = code.Op(SpirVOp.LogicalAnd, Bool, isAbove, isBelow);
        var inside = code.Op(SpirVOp.ConvertFToS, Int, code.Op(SpirVOp.Select, Float, isInside, x, FConstant(0)));
        var isHigh = code.Op(SpirVOp.FOrdGreaterThanEqual, Bool, x, high);
        var isLow = code.Op(SpirVOp.FOrdLessThanEqual, Bool, x, low);
        return code.Op(SpirVOp.Select, Int, isHigh, Constant(int.MaxValue),
            code.Op(SpirVOp.Select, Int, isLow, Constant(int.MinValue), inside));
    }

    // a / b; the quotient is the same without the care for 0, valid where b is not 0.
    private uint Divide(Value divisor, uint a, uint b, out uint quotient)
    {
        if (divisor is Constant { Bits: not (0 or -1) })
            return quotient = code.Op(SpirVOp.SDiv, Int, a, b);
        // SPIR-V leaves division by 0, and int.MinValue by -1, open.
        var isZero = code.Op(SpirVOp.IEqual, Bool, b, Constant(0));
        var isMinusOne = code.Op(SpirVOp.IEqual, Bool, b, Constant(-1));
        var isUnsafe = code.Op(SpirVOp.LogicalOr, Bool, isZero, isMinusOne);
        var safe = code.Op(SpirVOp.Select, Int, isUnsafe, Constant(1), b);
        quotient = code.Op(SpirVOp.Select, Int, isMinusOne, code.Op(SpirVOp.SNegate, Int, a),
            code.Op(SpirVOp.SDiv, Int, a, safe));
        return code.Op(SpirVOp.Select, Int, isZero, Constant(0), quotient);
    }

    // Vulkan leaves OpSRem open for negative operands ("Precision and Operation of SPIR-V Instructions").
    private uint Remainder(Value divisor, uint a, uint b)
    {
        Divide(divisor, a, b, out var quotient);
        var remainder = code.Op(SpirVOp.ISub, Int, a, code.Op(SpirVOp.IMul, Int, quotient, b));
        if (divisor is Constant { Bits: not 0 })
            return remainder;
        var isZero = code.Op(SpirVOp.IEqual, Bool, b, Constant(0));
        return code.Op(SpirVOp.Select, Int, isZero, Constant(0), remainder);
    }

    private uint DivideUnsigned(SpirVOp op, Value divisor, uint a, uint b)
    {
        if (divisor is Constant { Bits: not 0 })
            return code.Op(op, UInt, a, b);
        var isZero = code.Op(SpirVOp.IEqual, Bool, b, UConstant(0));
        var result = code.Op(op, UInt, a, code.Op(SpirVOp.Select, UInt, isZero, UConstant(1), b));
        return code.Op(SpirVOp.Select, UInt, isZero, UConstant(0), result);
    }

    private uint ShiftCount(Value count, uint id) => count is Constant { Bits: >= 0 and < 32 }
        ? id
        : code.Op(SpirVOp.BitwiseAnd, count.Type, id, code.Module.Constant(count.Type, 31));

    private uint Compare(BinaryOperator op, ScalarType type, uint a, uint b) =>
        code.Op(SpirVOperators.Binary(op, type)!.Value, Bool, a, b);

    private uint SelectWhere(SpirVOp comparison, uint value, uint limit, uint whenTrue, uint whenFalse) =>
        code.Op(SpirVOp.Select, UInt, code.Op(comparison, Bool, value, UConstant(limit)), whenTrue, whenFalse);

    private uint And(uint value, uint mask) => code.Op(SpirVOp.BitwiseAnd, UInt, value, UConstant(mask));

    private uint Shift(SpirVOp op, uint value, uint count) => code.Op(op, UInt, value, UConstant(count));

    private uint Constant(int value) => code.Module.Constant(value);

    private uint UConstant(uint value) => code.Module.Constant(value);

    private uint FConstant(float value) => code.Module.Constant(Float, BitConverter.SingleToInt32Bits(value));
}
