using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>The operators that are one instruction; null where <see cref="SpirVArithmetic"/> writes several.</summary>
internal static class SpirVOperators
{
    public static SpirVOp? Unary(UnaryOperator op, ScalarType operand) => op switch
    {
        UnaryOperator.Negate => operand == ScalarType.Float32 ? SpirVOp.FNegate : SpirVOp.SNegate,
        UnaryOperator.Not => operand == ScalarType.Boolean ? SpirVOp.LogicalNot : SpirVOp.Not,
        UnaryOperator.IntToFloat => SpirVOp.ConvertSToF,
        UnaryOperator.UIntToFloat => SpirVOp.ConvertUToF,
        UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt or UnaryOperator.BitsToFloat => SpirVOp.Bitcast,
        UnaryOperator.Absolute or UnaryOperator.SquareRoot or UnaryOperator.Floor or UnaryOperator.FloatToInt
            or UnaryOperator.BoolToInt or UnaryOperator.RoundToHalf or UnaryOperator.SignExtend8
            or UnaryOperator.ZeroExtend8 or UnaryOperator.SignExtend16 or UnaryOperator.ZeroExtend16 => null,
    };

    public static SpirVOp? Binary(BinaryOperator op, ScalarType operands) => operands switch
    {
        ScalarType.Boolean => Logical(op),
        ScalarType.Float32 => Float(op),
        ScalarType.Int32 => Integer(op, isSigned: true),
        ScalarType.UInt32 => Integer(op, isSigned: false),
    };

    /// <summary>
    /// The comparison that is true where this one of floats is not, not-a-number included: drivers are free to turn
    /// "not less" into "greater or equal" otherwise.
    /// </summary>
    public static SpirVOp? NegatedFloat(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal => SpirVOp.FUnordNotEqual,
        BinaryOperator.NotEqual => SpirVOp.FOrdEqual,
        BinaryOperator.Less => SpirVOp.FUnordGreaterThanEqual,
        BinaryOperator.LessOrEqual => SpirVOp.FUnordGreaterThan,
        BinaryOperator.Greater => SpirVOp.FUnordLessThanEqual,
        BinaryOperator.GreaterOrEqual => SpirVOp.FUnordLessThan,
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide
            or BinaryOperator.Remainder or BinaryOperator.Maximum or BinaryOperator.Minimum or BinaryOperator.And
            or BinaryOperator.Or or BinaryOperator.Xor or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight => null,
    };

    private static SpirVOp? Float(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => SpirVOp.FAdd,
        BinaryOperator.Subtract => SpirVOp.FSub,
        BinaryOperator.Multiply => SpirVOp.FMul,
        BinaryOperator.Divide => SpirVOp.FDiv,
        BinaryOperator.Equal => SpirVOp.FOrdEqual,
        BinaryOperator.NotEqual => SpirVOp.FUnordNotEqual,
        BinaryOperator.Less => SpirVOp.FOrdLessThan,
        BinaryOperator.LessOrEqual => SpirVOp.FOrdLessThanEqual,
        BinaryOperator.Greater => SpirVOp.FOrdGreaterThan,
        BinaryOperator.GreaterOrEqual => SpirVOp.FOrdGreaterThanEqual,
        BinaryOperator.Maximum or BinaryOperator.Minimum => null,
        BinaryOperator.Remainder or BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Xor
            or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight =>
            throw new InvalidOperationException($"{op} of floats."),
    };

    private static SpirVOp? Integer(BinaryOperator op, bool isSigned) => op switch
    {
        BinaryOperator.Add => SpirVOp.IAdd,
        BinaryOperator.Subtract => SpirVOp.ISub,
        BinaryOperator.Multiply => SpirVOp.IMul,
        BinaryOperator.And => SpirVOp.BitwiseAnd,
        BinaryOperator.Or => SpirVOp.BitwiseOr,
        BinaryOperator.Xor => SpirVOp.BitwiseXor,
        BinaryOperator.Equal => SpirVOp.IEqual,
        BinaryOperator.NotEqual => SpirVOp.INotEqual,
        BinaryOperator.Less => isSigned ? SpirVOp.SLessThan : SpirVOp.ULessThan,
        BinaryOperator.LessOrEqual => isSigned ? SpirVOp.SLessThanEqual : SpirVOp.ULessThanEqual,
        BinaryOperator.Greater => isSigned ? SpirVOp.SGreaterThan : SpirVOp.UGreaterThan,
        BinaryOperator.GreaterOrEqual => isSigned ? SpirVOp.SGreaterThanEqual : SpirVOp.UGreaterThanEqual,
        BinaryOperator.Divide or BinaryOperator.Remainder or BinaryOperator.Maximum or BinaryOperator.Minimum
            or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight => null,
    };

    private static SpirVOp? Logical(BinaryOperator op) => op switch
    {
        BinaryOperator.And => SpirVOp.LogicalAnd,
        BinaryOperator.Or => SpirVOp.LogicalOr,
        BinaryOperator.Xor or BinaryOperator.NotEqual => SpirVOp.LogicalNotEqual,
        BinaryOperator.Equal => SpirVOp.LogicalEqual,
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide
            or BinaryOperator.Remainder or BinaryOperator.Maximum or BinaryOperator.Minimum or BinaryOperator.ShiftLeft
            or BinaryOperator.ShiftRight or BinaryOperator.Less or BinaryOperator.LessOrEqual
            or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual =>
            throw new InvalidOperationException($"{op} of Booleans."),
    };
}
