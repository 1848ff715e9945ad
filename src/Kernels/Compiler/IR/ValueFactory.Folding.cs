namespace GpuFormer.Kernels.Compiler.IR;

internal sealed partial class ValueFactory
{
    private Value? FoldUnary(UnaryOperator op, ScalarType type, Value operand)
    {
        if (operand is Constant c)
        {
            var i = c.Bits;
            var f = c.AsFloat;
            return op switch
            {
                UnaryOperator.Negate => type == ScalarType.Float32 ? Float(-f) : Constant(type, unchecked(-i)),
                UnaryOperator.Not => type == ScalarType.Boolean ? Bool(i == 0) : Constant(type, ~i),
                UnaryOperator.Absolute =>
                    type == ScalarType.Float32 ? Float(MathF.Abs(f)) : Int(i == int.MinValue ? i : Math.Abs(i)),
                UnaryOperator.SquareRoot => Float(MathF.Sqrt(f)),
                UnaryOperator.Floor => Float(MathF.Floor(f)),
                UnaryOperator.IntToFloat => Float(i),
                UnaryOperator.UIntToFloat => Float((uint)i),
                UnaryOperator.FloatToInt => Int(ToInt(f)),
                UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt or UnaryOperator.BitsToFloat => Constant(type, i),
                UnaryOperator.BoolToInt => Int(i),
                UnaryOperator.RoundToHalf => Float((float)(Half)f),
                UnaryOperator.SignExtend8 => Int((sbyte)i),
                UnaryOperator.ZeroExtend8 => Int((byte)i),
                UnaryOperator.SignExtend16 => Int((short)i),
                UnaryOperator.ZeroExtend16 => Int((ushort)i),
            };
        }

        if (op == UnaryOperator.RoundToHalf
            && operand is StatementResult { IsHalf: true } or UnaryValue { Operator: UnaryOperator.RoundToHalf })
        {
            return operand;
        }

        // -(-x) and !(!x) are x; a comparison of integers turns round (of floats it does not: not-a-number).
        if (operand is UnaryValue inner && inner.Operator == op && op is UnaryOperator.Negate or UnaryOperator.Not)
            return ((UnaryValue)operand).Operand;
        if (op == UnaryOperator.Not && operand is BinaryValue comparison && IsComparison(comparison.Operator)
            && (comparison.Left.Type != ScalarType.Float32
                || comparison.Operator is BinaryOperator.Equal or BinaryOperator.NotEqual))
        {
            return Binary(Opposite(comparison.Operator), comparison.Left, comparison.Right);
        }

        if (op is UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt or UnaryOperator.BitsToFloat)
        {
            if (operand.Type == type)
                return operand;
            if (operand is UnaryValue bits
                && bits.Operator is UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt or UnaryOperator.BitsToFloat)
            {
                return Unary(op, bits.Operand);
            }
        }

        return null;
    }

    private Value? FoldBinary(BinaryOperator op, ScalarType type, Value left, Value right)
    {
        if (left is Constant a && right is Constant b)
            return left.Type == ScalarType.Float32 ? FoldFloats(op, a.AsFloat, b.AsFloat) : FoldIntegers(op, type, a, b);

        // Constants of commutative integer operators go right, so that equal sums are one value.
        var isInteger = left.Type is ScalarType.Int32 or ScalarType.UInt32;
        if (left is Constant && isInteger
            && op is BinaryOperator.Add or BinaryOperator.Multiply or BinaryOperator.And or BinaryOperator.Or
                or BinaryOperator.Xor or BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            return Binary(op, right, left);
        }

        if (isInteger)
            return FoldIntegerIdentity(op, type, left, right);
        if (left.Type == ScalarType.Boolean)
            return FoldBooleanIdentity(op, left, right);

        // x * 1, x / 1 and x - 0 are x for every float; x + 0 is not (-0 + 0 is +0).
        return right is Constant c
            && ((op is BinaryOperator.Multiply or BinaryOperator.Divide && c.AsFloat == 1f)
                || (op == BinaryOperator.Subtract && c.Bits == 0))
            ? left
            : op == BinaryOperator.Multiply && left is Constant { AsFloat: 1f } ? right : null;
    }

    private Value? FoldIntegerIdentity(BinaryOperator op, ScalarType type, Value left, Value right)
    {
        if (ReferenceEquals(left, right))
        {
            switch (op)
            {
                case BinaryOperator.Subtract or BinaryOperator.Xor:
                    return Constant(type, 0);
                case BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Maximum or BinaryOperator.Minimum:
                    return left;
                case BinaryOperator.Equal or BinaryOperator.LessOrEqual or BinaryOperator.GreaterOrEqual:
                    return Bool(true);
                case BinaryOperator.NotEqual or BinaryOperator.Less or BinaryOperator.Greater:
                    return Bool(false);
            }
        }

        if (right is not Constant c)
            return null;
        var k = c.Bits;
        return op switch
        {
            BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Or or BinaryOperator.Xor
                or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight when k == 0 => left,
            // (x + j) + k is x + (j + k): integers wrap.
            BinaryOperator.Add when left is BinaryValue { Operator: BinaryOperator.Add, Right: Constant j } sum =>
                Binary(BinaryOperator.Add, sum.Left, Constant(type, unchecked(j.Bits + k))),
            BinaryOperator.Subtract => Binary(BinaryOperator.Add, left, Constant(type, unchecked(-k))),
            BinaryOperator.Multiply or BinaryOperator.And when k == 0 => Constant(type, 0),
            BinaryOperator.Multiply or BinaryOperator.Divide when k == 1 => left,
            BinaryOperator.Remainder when k is 1 or -1 && type == ScalarType.Int32 => Constant(type, 0),
            BinaryOperator.And when k == -1 => left,
            _ => null,
        };
    }

    private Value? FoldBooleanIdentity(BinaryOperator op, Value left, Value right)
    {
        if (left is Constant && op is BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Xor
            or BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            (left, right) = (right, left);
        }

        if (ReferenceEquals(left, right) && op is BinaryOperator.And or BinaryOperator.Or)
            return left;
        if (right is not Constant c)
            return null;
        var isTrue = c.Bits != 0;
        return op switch
        {
            BinaryOperator.And => isTrue ? left : Bool(false),
            BinaryOperator.Or => isTrue ? Bool(true) : left,
            BinaryOperator.Equal => isTrue ? left : Unary(UnaryOperator.Not, left),
            BinaryOperator.NotEqual or BinaryOperator.Xor => isTrue ? Unary(UnaryOperator.Not, left) : left,
            _ => null,
        };
    }

    private Value? FoldSelect(Value condition, Value whenTrue, Value whenFalse)
    {
        if (condition is Constant c)
            return c.Bits != 0 ? whenTrue : whenFalse;
        if (ReferenceEquals(whenTrue, whenFalse))
            return whenTrue;
        if (whenTrue is Constant t && whenFalse is Constant f && whenTrue.Type == ScalarType.Boolean)
            return t.Bits != 0 && f.Bits == 0 ? condition : Unary(UnaryOperator.Not, condition);

        // a > b ? a : b is the operator Maximum, by its definition; likewise Minimum.
        if (condition is BinaryValue { Operator: BinaryOperator.Greater or BinaryOperator.Less } comparison
            && ReferenceEquals(comparison.Left, whenTrue) && ReferenceEquals(comparison.Right, whenFalse))
        {
            return Binary(
                comparison.Operator == BinaryOperator.Greater ? BinaryOperator.Maximum : BinaryOperator.Minimum,
                whenTrue, whenFalse);
        }

        return condition is UnaryValue { Operator: UnaryOperator.Not } not
            ? Select(not.Operand, whenFalse, whenTrue)
            : null;
    }

    private Constant FoldFloats(BinaryOperator op, float a, float b) => op switch
    {
        BinaryOperator.Add => Float(a + b),
        BinaryOperator.Subtract => Float(a - b),
        BinaryOperator.Multiply => Float(a * b),
        BinaryOperator.Divide => Float(a / b),
        BinaryOperator.Maximum => Float(a > b ? a : b),
        BinaryOperator.Minimum => Float(a < b ? a : b),
        BinaryOperator.Equal => Bool(a == b),
        BinaryOperator.NotEqual => Bool(a != b),
        BinaryOperator.Less => Bool(a < b),
        BinaryOperator.LessOrEqual => Bool(a <= b),
        BinaryOperator.Greater => Bool(a > b),
        BinaryOperator.GreaterOrEqual => Bool(a >= b),
        BinaryOperator.Remainder or BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Xor
            or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight =>
            throw new InvalidOperationException($"{op} of floats."),
    };

    private Constant FoldIntegers(BinaryOperator op, ScalarType type, Constant left, Constant right)
    {
        var (a, b) = (left.Bits, right.Bits);
        var (ua, ub) = ((uint)a, (uint)b);
        var unsigned = left.Type != ScalarType.Int32;
        unchecked
        {
            return op switch
            {
                BinaryOperator.Add => Constant(type, a + b),
                BinaryOperator.Subtract => Constant(type, a - b),
                BinaryOperator.Multiply => Constant(type, a * b),
                BinaryOperator.Divide => Constant(type, b == 0 ? 0 : unsigned ? (int)(ua / ub) : b == -1 ? -a : a / b),
                BinaryOperator.Remainder =>
                    Constant(type, b == 0 ? 0 : unsigned ? (int)(ua % ub) : b == -1 ? 0 : a % b),
                BinaryOperator.Maximum => Constant(type, (unsigned ? ua > ub : a > b) ? a : b),
                BinaryOperator.Minimum => Constant(type, (unsigned ? ua < ub : a < b) ? a : b),
                BinaryOperator.And => Constant(type, a & b),
                BinaryOperator.Or => Constant(type, a | b),
                BinaryOperator.Xor => Constant(type, a ^ b),
                BinaryOperator.ShiftLeft => Constant(type, a << b),
                BinaryOperator.ShiftRight => Constant(type, unsigned ? (int)(ua >> b) : a >> b),
                BinaryOperator.Equal => Bool(a == b),
                BinaryOperator.NotEqual => Bool(a != b),
                BinaryOperator.Less => Bool(unsigned ? ua < ub : a < b),
                BinaryOperator.LessOrEqual => Bool(unsigned ? ua <= ub : a <= b),
                BinaryOperator.Greater => Bool(unsigned ? ua > ub : a > b),
                BinaryOperator.GreaterOrEqual => Bool(unsigned ? ua >= ub : a >= b),
            };
        }
    }

    private static BinaryOperator Opposite(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal => BinaryOperator.NotEqual,
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        BinaryOperator.GreaterOrEqual => BinaryOperator.Less,
        _ => throw new InvalidOperationException($"{op} is not a comparison."),
    };

    private static int ToInt(float f) =>
        float.IsNaN(f) ? 0 : f >= 2147483648f ? int.MaxValue : f <= -2147483648f ? int.MinValue : (int)f;
}
