using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>
/// IL arithmetic, which knows one 32-bit integer, in terms of typed values: signedness comes from the operator,
/// Booleans are recovered where comparisons made them.
/// </summary>
internal sealed class Arithmetic(ValueFactory values)
{
    public Value AsInt(Value value) => value.Type switch
    {
        ScalarType.Boolean => values.Unary(UnaryOperator.BoolToInt, value),
        ScalarType.UInt32 => values.Unary(UnaryOperator.BitsToInt, value),
        ScalarType.Int32 => value,
        ScalarType.Float32 => throw new InvalidOperationException("A float where IL has an integer."),
    };

    public Value AsUInt(Value value) => value.Type == ScalarType.UInt32
        ? value
        : values.Unary(UnaryOperator.BitsToUInt, AsInt(value));

    public Value AsBool(Value value) => value.Type == ScalarType.Boolean
        ? value
        : values.Binary(BinaryOperator.NotEqual, AsInt(value), values.Int(0));

    /// <summary>What a store of a value to a place of this kind leaves in it.</summary>
    public Value Convert(Value value, ScalarKind kind)
    {
        var converted = Convert(value, kind.Type);
        return kind.Narrowing is { } narrowing ? values.Unary(narrowing, converted) : converted;
    }

    public Value Convert(Value value, ScalarType type) => type switch
    {
        ScalarType.Boolean => AsBool(value),
        ScalarType.Int32 => AsInt(value),
        ScalarType.UInt32 => AsUInt(value),
        ScalarType.Float32 => value.Type == ScalarType.Float32
            ? value
            : throw new InvalidOperationException("An integer where IL has a float."),
    };

    public Value Negate(Value value) =>
        values.Unary(UnaryOperator.Negate, value.Type == ScalarType.Boolean ? AsInt(value) : value);

    public Value Complement(Value value) =>
        values.Unary(UnaryOperator.Not, value.Type == ScalarType.Boolean ? AsInt(value) : value);

    /// <summary>An operator whose low 32 bits do not depend on signs, or a float one.</summary>
    public Value Binary(BinaryOperator op, Value left, Value right)
    {
        if (op is BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Xor && BothBooleans(ref left, ref right))
            return values.Binary(op, left, right);
        if (left.Type != ScalarType.Float32)
            (left, right) = SameInteger(left, right);
        return values.Binary(op, left, right);
    }

    /// <summary>Division, remainder or shift right of signed or unsigned integers, or a float division.</summary>
    public Value Signed(BinaryOperator op, Value left, Value right) => left.Type == ScalarType.Float32
        ? values.Binary(op, left, right)
        : values.Binary(op, AsInt(left), AsInt(right));

    public Value Unsigned(BinaryOperator op, Value left, Value right) => values.Binary(op, AsUInt(left), AsUInt(right));

    public Value ShiftLeft(Value value, Value count) => value.Type == ScalarType.UInt32
        ? values.Binary(BinaryOperator.ShiftLeft, value, AsUInt(count))
        : values.Binary(BinaryOperator.ShiftLeft, AsInt(value), AsInt(count));

    /// <summary>
    /// A comparison. Its <c>.un</c> form compares integers without sign, and is true for floats that have no order
    /// (ECMA-335 III.1.5, table 4).
    /// </summary>
    public Value Compare(BinaryOperator op, bool un, Value left, Value right)
    {
        if (left.Type == ScalarType.Float32)
        {
            return un && op is not (BinaryOperator.Equal or BinaryOperator.NotEqual)
                ? values.Unary(UnaryOperator.Not, values.Binary(Opposite(op), left, right))
                : values.Binary(op, left, right);
        }

        if (op is BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            if (BothBooleans(ref left, ref right))
                return values.Binary(op, left, right);
            (left, right) = SameInteger(left, right);
            return values.Binary(op, left, right);
        }

        // x > 0 without sign is how IL says x != 0.
        if (un && op == BinaryOperator.Greater && right is Constant { Bits: 0 })
            return AsBool(left);
        return un ? Unsigned(op, left, right) : Signed(op, left, right);
    }

    /// <summary>A float as an unsigned integer: saturates, not-a-number gives 0, as in C#.</summary>
    public Value FloatToUInt(Value value)
    {
        var limit = values.Float(2147483648f);
        var low = values.Unary(UnaryOperator.FloatToInt,
            values.Binary(BinaryOperator.Maximum, value, values.Float(0f)));
        var high = values.Binary(BinaryOperator.Add,
            values.Unary(UnaryOperator.FloatToInt, values.Binary(BinaryOperator.Subtract, value, limit)),
            values.Int(int.MinValue));
        var isHigh = values.Binary(BinaryOperator.GreaterOrEqual, value, limit);
        return values.Unary(UnaryOperator.BitsToUInt, values.Select(isHigh, high, low));
    }

    private static BinaryOperator Opposite(BinaryOperator op) => op switch
    {
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        BinaryOperator.GreaterOrEqual => BinaryOperator.Less,
        _ => throw new InvalidOperationException($"{op} has no opposite order."),
    };

    // Two Booleans, or one and a constant 0 or 1.
    private bool BothBooleans(ref Value left, ref Value right)
    {
        if (left.Type == ScalarType.Boolean && right is Constant { Type: ScalarType.Int32, Bits: 0 or 1 } c)
            right = values.Bool(c.Bits != 0);
        else if (right.Type == ScalarType.Boolean && left is Constant { Type: ScalarType.Int32, Bits: 0 or 1 } d)
            left = values.Bool(d.Bits != 0);
        return left.Type == ScalarType.Boolean && right.Type == ScalarType.Boolean;
    }

    // A constant takes the type of the other side; else both become signed.
    private (Value Left, Value Right) SameInteger(Value left, Value right)
    {
        if (left.Type == right.Type && left.Type != ScalarType.Boolean)
            return (left, right);
        if (left.Type == ScalarType.UInt32 && right is Constant { Type: ScalarType.Int32 })
            return (left, AsUInt(right));
        return right.Type == ScalarType.UInt32 && left is Constant { Type: ScalarType.Int32 }
            ? (AsUInt(left), right)
            : (AsInt(left), AsInt(right));
    }
}
