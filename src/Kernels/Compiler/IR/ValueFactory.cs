namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>
/// Makes the pure values of one function: folds constants, applies the identities that are exact for every input
/// (x + 0 for integers, x * 1, select of equals, ...), and hands out one object for one expression.
/// </summary>
internal sealed partial class ValueFactory
{
    private readonly Dictionary<(int Kind, int Operator, ScalarType Type, object? A, object? B, object? C), Value> _known =
        [];

    public Constant Int(int value) => (Constant)Intern(0, value, ScalarType.Int32, null, null, null,
        () => new Constant(ScalarType.Int32, value));

    public Constant UInt(uint value) => (Constant)Intern(0, (int)value, ScalarType.UInt32, null, null, null,
        () => new Constant(ScalarType.UInt32, (int)value));

    public Constant Bool(bool value) => (Constant)Intern(0, value ? 1 : 0, ScalarType.Boolean, null, null, null,
        () => new Constant(ScalarType.Boolean, value ? 1 : 0));

    public Constant Float(float value) => Constant(ScalarType.Float32, BitConverter.SingleToInt32Bits(value));

    public Constant Constant(ScalarType type, int bits) => (Constant)Intern(0, bits, type, null, null, null,
        () => new Constant(type, bits));

    public ScalarParameter Parameter(int index, string name, ScalarType type) => (ScalarParameter)Intern(
        1, index, type, null, null, null, () => new ScalarParameter(index, name, type));

    public ViewLength Length(ViewParameter view) => (ViewLength)Intern(
        2, 0, ScalarType.Int32, view, null, null, () => new ViewLength(view));

    public BuiltInValue BuiltIn(BuiltIn kind) => (BuiltInValue)Intern(
        3, (int)kind, ScalarType.Int32, null, null, null, () => new BuiltInValue(kind));

    public Value Unary(UnaryOperator op, Value operand)
    {
        var type = ResultType(op, operand.Type);
        return FoldUnary(op, type, operand)
            ?? Intern(4, (int)op, type, operand, null, null, () => new UnaryValue(op, type, operand));
    }

    public Value Binary(BinaryOperator op, Value left, Value right)
    {
        if (left.Type != right.Type)
            throw new InvalidOperationException($"{op} of {left.Type} and {right.Type}.");
        var type = IsComparison(op) ? ScalarType.Boolean : left.Type;
        return FoldBinary(op, type, left, right)
            ?? Intern(5, (int)op, type, left, right, null, () => new BinaryValue(op, type, left, right));
    }

    public Value Select(Value condition, Value whenTrue, Value whenFalse)
    {
        if (condition.Type != ScalarType.Boolean || whenTrue.Type != whenFalse.Type)
            throw new InvalidOperationException($"Select by {condition.Type} of {whenTrue.Type}, {whenFalse.Type}.");
        return FoldSelect(condition, whenTrue, whenFalse)
            ?? Intern(6, (int)TernaryOperator.Select, whenTrue.Type, condition, whenTrue, whenFalse,
                () => new TernaryValue(TernaryOperator.Select, whenTrue.Type, condition, whenTrue, whenFalse));
    }

    public Value FusedMultiplyAdd(Value a, Value b, Value c) =>
        a is Constant x && b is Constant y && c is Constant z
            ? Float(MathF.FusedMultiplyAdd(x.AsFloat, y.AsFloat, z.AsFloat))
            : Intern(6, (int)TernaryOperator.FusedMultiplyAdd, ScalarType.Float32, a, b, c,
                () => new TernaryValue(TernaryOperator.FusedMultiplyAdd, ScalarType.Float32, a, b, c));

    public static bool IsComparison(BinaryOperator op) => op >= BinaryOperator.Equal;

    private static ScalarType ResultType(UnaryOperator op, ScalarType operand) => op switch
    {
        UnaryOperator.Negate or UnaryOperator.Not or UnaryOperator.Absolute => operand,
        UnaryOperator.SquareRoot or UnaryOperator.Floor or UnaryOperator.IntToFloat or UnaryOperator.UIntToFloat
            or UnaryOperator.BitsToFloat or UnaryOperator.RoundToHalf => ScalarType.Float32,
        UnaryOperator.FloatToInt or UnaryOperator.BitsToInt or UnaryOperator.BoolToInt or UnaryOperator.SignExtend8
            or UnaryOperator.ZeroExtend8 or UnaryOperator.SignExtend16 or UnaryOperator.ZeroExtend16 =>
            ScalarType.Int32,
        UnaryOperator.BitsToUInt => ScalarType.UInt32,
    };

    private Value Intern(
        int kind, int op, ScalarType type, object? a, object? b, object? c, Func<Value> make)
    {
        var key = (kind, op, type, a, b, c);
        if (!_known.TryGetValue(key, out var value))
            _known[key] = value = make();
        return value;
    }
}
