using System.Globalization;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Ptx;

/// <summary>
/// How PTX spells operators. Float arithmetic names its rounding, so that the driver's compiler may not contract a
/// product and a sum.
/// </summary>
internal static class PtxOperators
{
    private const string One = "0f3F800000";

    public static string Unary(PtxCode code, UnaryOperator op, ScalarType operand, string a) => op switch
    {
        UnaryOperator.Negate => operand == ScalarType.Float32
            ? code.Make(PtxRegister.Float, "neg.f32", a) : code.Make(PtxRegister.Word, "neg.s32", a),
        UnaryOperator.Not => operand == ScalarType.Boolean
            ? code.Make(PtxRegister.Predicate, "not.pred", a) : code.Make(PtxRegister.Word, "not.b32", a),
        UnaryOperator.Absolute => operand == ScalarType.Float32
            ? code.Make(PtxRegister.Float, "abs.f32", a) : code.Make(PtxRegister.Word, "abs.s32", a),
        UnaryOperator.SquareRoot => code.Make(PtxRegister.Float, "sqrt.rn.f32", a),
        UnaryOperator.Floor => code.Make(PtxRegister.Float, "cvt.rmi.f32.f32", a),
        UnaryOperator.IntToFloat => code.Make(PtxRegister.Float, "cvt.rn.f32.s32", a),
        UnaryOperator.UIntToFloat => code.Make(PtxRegister.Float, "cvt.rn.f32.u32", a),
        // Saturates, and makes 0 of what is not a number.
        UnaryOperator.FloatToInt => code.Make(PtxRegister.Word, "cvt.rzi.s32.f32", a),
        UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt => operand == ScalarType.Float32
            ? code.Make(PtxRegister.Word, "mov.b32", a) : a,
        UnaryOperator.BitsToFloat => code.Make(PtxRegister.Float, "mov.b32", a),
        UnaryOperator.BoolToInt => code.Make(PtxRegister.Word, "selp.b32", "1", "0", a),
        UnaryOperator.RoundToHalf => code.Make(PtxRegister.Float, "cvt.f32.f16",
            code.Make(PtxRegister.Half, "cvt.rn.f16.f32", a)),
        UnaryOperator.SignExtend8 => code.Make(PtxRegister.Word, "bfe.s32", a, "0", "8"),
        UnaryOperator.ZeroExtend8 => code.Make(PtxRegister.Word, "and.b32", a, "255"),
        UnaryOperator.SignExtend16 => code.Make(PtxRegister.Word, "bfe.s32", a, "0", "16"),
        UnaryOperator.ZeroExtend16 => code.Make(PtxRegister.Word, "and.b32", a, "65535"),
    };

    /// <summary>A binary operator; <paramref name="right"/> tells whether the second operand is a constant.</summary>
    public static string Binary(PtxCode code, BinaryOperator op, ScalarType operands, string a, string b, Value right)
    {
        var constant = right as Constant;
        return op switch
        {
            BinaryOperator.Equal or BinaryOperator.NotEqual or BinaryOperator.Less or BinaryOperator.LessOrEqual
                or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => Compare(code, op, operands, a, b),
            BinaryOperator.And => Bitwise(code, "and", operands, a, b),
            BinaryOperator.Or => Bitwise(code, "or", operands, a, b),
            BinaryOperator.Xor => Bitwise(code, "xor", operands, a, b),
            _ when operands == ScalarType.Float32 => Float(code, op, a, b, constant),
            _ => Integer(code, op, operands == ScalarType.Int32, a, b, constant),
        };
    }

    /// <summary>An operand that is written into the instruction.</summary>
    public static string Immediate(Constant constant) => constant.Type == ScalarType.Float32
        ? string.Create(CultureInfo.InvariantCulture, $"0f{(uint)constant.Bits:X8}")
        : constant.Bits.ToString(CultureInfo.InvariantCulture);

    private static string Float(PtxCode code, BinaryOperator op, string a, string b, Constant? constant) => op switch
    {
        BinaryOperator.Add => code.Make(PtxRegister.Float, "add.rn.f32", a, b),
        BinaryOperator.Subtract => code.Make(PtxRegister.Float, "sub.rn.f32", a, b),
        BinaryOperator.Multiply => code.Make(PtxRegister.Float, "mul.rn.f32", a, b),
        // Both round correctly; the reciprocal takes fewer instructions.
        BinaryOperator.Divide => a == One
            ? code.Make(PtxRegister.Float, "rcp.rn.f32", b) : code.Make(PtxRegister.Float, "div.rn.f32", a, b),
        // max.f32 prefers a number to what is none and +0 to -0; so does a > b ? a : b where b is a number, but for -0.
        BinaryOperator.Maximum => constant is { } c && !float.IsNaN(c.AsFloat) && c.Bits != int.MinValue
            ? code.Make(PtxRegister.Float, "max.f32", a, b) : Chosen(code, "gt.f32", PtxRegister.Float, a, b),
        BinaryOperator.Minimum => constant is { } c && !float.IsNaN(c.AsFloat) && c.AsFloat != 0
            ? code.Make(PtxRegister.Float, "min.f32", a, b) : Chosen(code, "lt.f32", PtxRegister.Float, a, b),
        _ => throw new InvalidOperationException($"{op} is no operator of floats."),
    };

    private static string Integer(
        PtxCode code, BinaryOperator op, bool isSigned, string a, string b, Constant? constant)
    {
        var type = isSigned ? "s32" : "u32";
        return op switch
        {
            BinaryOperator.Add => code.Make(PtxRegister.Word, $"add.{type}", a, b),
            BinaryOperator.Subtract => code.Make(PtxRegister.Word, $"sub.{type}", a, b),
            BinaryOperator.Multiply => code.Make(PtxRegister.Word, $"mul.lo.{type}", a, b),
            BinaryOperator.Divide or BinaryOperator.Remainder => Divide(code, op, isSigned, a, b, constant),
            BinaryOperator.Maximum => code.Make(PtxRegister.Word, $"max.{type}", a, b),
            BinaryOperator.Minimum => code.Make(PtxRegister.Word, $"min.{type}", a, b),
            BinaryOperator.ShiftLeft => code.Make(PtxRegister.Word, "shl.b32", a, Count(code, b, constant)),
            BinaryOperator.ShiftRight => code.Make(PtxRegister.Word, $"shr.{type}", a, Count(code, b, constant)),
            _ => throw new InvalidOperationException($"{op} is no operator of integers."),
        };
    }

    // PTX leaves division by 0 and the one quotient that overflows open; the language of kernels does not.
    private static string Divide(
        PtxCode code, BinaryOperator op, bool isSigned, string a, string b, Constant? constant)
    {
        var instruction = $"{(op == BinaryOperator.Divide ? "div" : "rem")}.{(isSigned ? "s32" : "u32")}";
        if (constant is { Bits: not (0 or -1) })
            return code.Make(PtxRegister.Word, instruction, a, b);
        var isZero = code.Make(PtxRegister.Predicate, "setp.eq.s32", b, "0");
        var divisor = code.Make(PtxRegister.Word, "selp.b32", "1", b, isZero);
        if (!isSigned)
        {
            var result = code.Make(PtxRegister.Word, instruction, a, divisor);
            return code.Make(PtxRegister.Word, "selp.b32", "0", result, isZero);
        }

        var isMinusOne = code.Make(PtxRegister.Predicate, "setp.eq.s32", b, "-1");
        divisor = code.Make(PtxRegister.Word, "selp.b32", "1", divisor, isMinusOne);
        var quotient = code.Make(PtxRegister.Word, instruction, a, divisor);
        var byMinusOne = op == BinaryOperator.Divide ? code.Make(PtxRegister.Word, "neg.s32", a) : "0";
        quotient = code.Make(PtxRegister.Word, "selp.b32", byMinusOne, quotient, isMinusOne);
        return code.Make(PtxRegister.Word, "selp.b32", "0", quotient, isZero);
    }

    // PTX shifts by 32 and more give 0 or the sign.
    private static string Count(PtxCode code, string b, Constant? constant) => constant is { } c
        ? (c.Bits & 31).ToString(CultureInfo.InvariantCulture)
        : code.Make(PtxRegister.Word, "and.b32", b, "31");

    private static string Chosen(PtxCode code, string comparison, PtxRegister kind, string a, string b)
    {
        var first = code.Make(PtxRegister.Predicate, $"setp.{comparison}", a, b);
        return code.Make(kind, "selp.f32", a, b, first);
    }

    private static string Bitwise(PtxCode code, string name, ScalarType operands, string a, string b) =>
        operands == ScalarType.Boolean
            ? code.Make(PtxRegister.Predicate, $"{name}.pred", a, b)
            : code.Make(PtxRegister.Word, $"{name}.b32", a, b);

    private static string Compare(PtxCode code, BinaryOperator op, ScalarType operands, string a, string b)
    {
        if (operands == ScalarType.Boolean)
        {
            var differ = code.Make(PtxRegister.Predicate, "xor.pred", a, b);
            return op switch
            {
                BinaryOperator.NotEqual => differ,
                BinaryOperator.Equal => code.Make(PtxRegister.Predicate, "not.pred", differ),
                _ => throw new InvalidOperationException($"{op} is no operator of Booleans."),
            };
        }

        var type = operands switch
        {
            ScalarType.Float32 => "f32",
            ScalarType.UInt32 => "u32",
            _ => "s32",
        };
        var name = op switch
        {
            BinaryOperator.Equal => "eq",
            // Unordered: true if either side is not a number.
            BinaryOperator.NotEqual => operands == ScalarType.Float32 ? "neu" : "ne",
            BinaryOperator.Less => "lt",
            BinaryOperator.LessOrEqual => "le",
            BinaryOperator.Greater => "gt",
            _ => "ge",
        };
        return code.Make(PtxRegister.Predicate, $"setp.{name}.{type}", a, b);
    }
}
