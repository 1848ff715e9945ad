using GpuFormer.Kernels.Compiler.IR;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Cpu;

/// <summary>
/// Every operator on vectors, on a vector with a uniform side, and on scalars, against the operator's meaning in C#.
/// </summary>
public sealed class CpuOperatorTests
{
    private static readonly float[] Floats =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 3.7f, -3.7f, 1e-3f, 65504f, 65520f, 6.1e-5f, 5.9e-8f, 1e-40f,
        -1e-40f, 1e10f, -1e10f, 2147483520f, 2147483648f, -2147483648f, 4e9f, float.MaxValue, float.MinValue,
        float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 16777216f, 123.456f,
    ];

    private static readonly int[] Integers =
    [
        0, 1, -1, 2, -2, 3, 7, -7, 31, 32, 33, 100, 127, 128, -128, 255, 256, 32767, 32768, -32768, 65535, 65536,
        1000000, -1000000, 16777217, -16777217, int.MaxValue, int.MinValue, int.MaxValue - 1, int.MinValue + 1,
        12345, -54321,
    ];

    public static TheoryData<int> Widths => CpuProgramRun.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Unary_operators_mean_what_the_enumeration_says(int lanes)
    {
        foreach (var op in Enum.GetValues<UnaryOperator>())
        {
            foreach (var type in TypesOf(op))
            {
                var expected = InputsOf(type).Select(bits => Fold(v => v.Unary(op, v.Constant(type, bits)))).ToArray();
                var actual = Evaluate(lanes, type, (v, a, _) => v.Unary(op, a), InputsOf(type), InputsOf(type));
                AssertSame(expected, actual, $"{op} of {type}, {lanes} lanes");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Binary_operators_mean_what_the_enumeration_says(int lanes)
    {
        foreach (var op in Enum.GetValues<BinaryOperator>())
        {
            foreach (var type in TypesOf(op))
            {
                var (left, right) = Pairs(InputsOf(type));
                var expected = left.Zip(right, (a, b) =>
                    Fold(v => v.Binary(op, v.Constant(type, a), v.Constant(type, b)))).ToArray();
                AssertSame(expected, Evaluate(lanes, type, (v, a, b) => v.Binary(op, a, b), left, right),
                    $"{op} of {type}, {lanes} lanes");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Binary_operators_take_a_uniform_side(int lanes)
    {
        foreach (var op in Enum.GetValues<BinaryOperator>())
        {
            foreach (var type in TypesOf(op))
            {
                var inputs = InputsOf(type);
                foreach (var uniform in inputs.Where((_, i) => i % 6 is 0 or 2))
                {
                    var same = Enumerable.Repeat(uniform, inputs.Length).ToArray();
                    var expected = inputs.Select(a =>
                        Fold(v => v.Binary(op, v.Constant(type, a), v.Constant(type, uniform)))).ToArray();
                    AssertSame(expected,
                        Evaluate(lanes, type, (v, a, _) => v.Binary(op, a, v.Constant(type, uniform)), inputs, same),
                        $"{op} of {type} and {uniform}, {lanes} lanes");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Operators_on_uniform_values_are_scalar(int lanes)
    {
        foreach (var op in Enum.GetValues<BinaryOperator>())
        {
            foreach (var type in TypesOf(op))
            {
                var (left, right) = Pairs(InputsOf(type));
                var expected = left.Zip(right, (a, b) =>
                    Fold(v => v.Binary(op, v.Constant(type, a), v.Constant(type, b)))).ToArray();
                AssertSame(expected, EvaluateUniform(lanes, type, (v, a, b) => v.Binary(op, a, b), left, right),
                    $"uniform {op} of {type}, {lanes} lanes");
            }
        }

        foreach (var op in Enum.GetValues<UnaryOperator>())
        {
            foreach (var type in TypesOf(op))
            {
                var inputs = InputsOf(type);
                var expected = inputs.Select(bits => Fold(v => v.Unary(op, v.Constant(type, bits)))).ToArray();
                AssertSame(expected, EvaluateUniform(lanes, type, (v, a, _) => v.Unary(op, a), inputs, inputs),
                    $"uniform {op} of {type}, {lanes} lanes");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Fused_multiply_add_rounds_once_and_select_chooses(int lanes)
    {
        var (left, right) = Pairs(InputsOf(ScalarType.Float32));
        var fma = left.Zip(right, (a, b) => BitConverter.SingleToInt32Bits(MathF.FusedMultiplyAdd(
            BitConverter.Int32BitsToSingle(a), BitConverter.Int32BitsToSingle(b), 0.1f))).ToArray();
        AssertSame(fma, Evaluate(lanes, ScalarType.Float32, (v, a, b) => v.FusedMultiplyAdd(a, b, v.Float(0.1f)),
            left, right), $"FusedMultiplyAdd, {lanes} lanes");
        var select = left.Zip(right, (a, b) =>
            BitConverter.Int32BitsToSingle(a) <= BitConverter.Int32BitsToSingle(b) ? b : a).ToArray();
        AssertSame(select, Evaluate(lanes, ScalarType.Float32,
            (v, a, b) => v.Select(v.Binary(BinaryOperator.LessOrEqual, a, b), b, a), left, right),
            $"Select, {lanes} lanes");
    }

    private static int Fold(Func<ValueFactory, Value> make) => ((Constant)make(new ValueFactory())).Bits;

    private static int[] InputsOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => [.. Floats.Select(BitConverter.SingleToInt32Bits)],
        ScalarType.Boolean => [.. Integers.Select((_, i) => i % 3 == 0 ? 1 : 0)],
        _ => Integers,
    };

    private static (int[] Left, int[] Right) Pairs(int[] inputs)
    {
        var pairs = (from a in inputs from b in inputs select (a, b)).ToArray();
        return ([.. pairs.Select(p => p.a)], [.. pairs.Select(p => p.b)]);
    }

    private static ScalarType[] TypesOf(UnaryOperator op) => op switch
    {
        UnaryOperator.Negate => [ScalarType.Int32, ScalarType.UInt32, ScalarType.Float32],
        UnaryOperator.Not => [ScalarType.Int32, ScalarType.UInt32, ScalarType.Boolean],
        UnaryOperator.Absolute => [ScalarType.Int32, ScalarType.Float32],
        UnaryOperator.SquareRoot or UnaryOperator.Floor or UnaryOperator.FloatToInt or UnaryOperator.RoundToHalf =>
            [ScalarType.Float32],
        UnaryOperator.IntToFloat => [ScalarType.Int32],
        UnaryOperator.UIntToFloat => [ScalarType.UInt32],
        UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt or UnaryOperator.BitsToFloat =>
            [ScalarType.Int32, ScalarType.UInt32, ScalarType.Float32],
        UnaryOperator.BoolToInt => [ScalarType.Boolean],
        UnaryOperator.SignExtend8 or UnaryOperator.ZeroExtend8 or UnaryOperator.SignExtend16
            or UnaryOperator.ZeroExtend16 => [ScalarType.Int32],
    };

    private static ScalarType[] TypesOf(BinaryOperator op) => op switch
    {
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide
            or BinaryOperator.Maximum or BinaryOperator.Minimum or BinaryOperator.Less or BinaryOperator.LessOrEqual
            or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual =>
            [ScalarType.Int32, ScalarType.UInt32, ScalarType.Float32],
        BinaryOperator.Remainder or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight =>
            [ScalarType.Int32, ScalarType.UInt32],
        BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Xor =>
            [ScalarType.Int32, ScalarType.UInt32, ScalarType.Boolean],
        BinaryOperator.Equal or BinaryOperator.NotEqual =>
            [ScalarType.Int32, ScalarType.UInt32, ScalarType.Float32, ScalarType.Boolean],
    };

    // y[i] = op(a[i], b[i]), one lane per element.
    private static int[] Evaluate(
        int lanes, ScalarType type, Func<ValueFactory, Value, Value, Value> op, int[] left, int[] right)
    {
        var builder = new FunctionBuilder(new(Math.Max(lanes, 4)));
        var (a, b, y) = Declare(builder);
        var at = builder.GlobalX;
        var result = op(builder.Values, FromBits(builder, type, builder.Load(a, at)),
            FromBits(builder, type, builder.Load(b, at)));
        builder.Store(y, at, ToBits(builder, result));
        var output = new int[left.Length];
        CpuProgramRun.Run(builder.Function, lanes, new(left.Length / builder.Function.Group.X), left, right, output);
        return output;
    }

    // One element per group, the same for all lanes.
    private static int[] EvaluateUniform(
        int lanes, ScalarType type, Func<ValueFactory, Value, Value, Value> op, int[] left, int[] right)
    {
        var builder = new FunctionBuilder(new(Math.Max(lanes, 4)));
        var (a, b, y) = Declare(builder);
        var result = op(builder.Values, FromBits(builder, type, builder.Load(a, builder.GridX)),
            FromBits(builder, type, builder.Load(b, builder.GridX)));
        builder.Let(result);
        builder.Store(y, builder.GlobalX, ToBits(builder, result));
        var width = builder.Function.Group.X;
        var output = new int[left.Length * width];
        CpuProgramRun.Run(builder.Function, lanes, new(left.Length), left, right, output);
        return [.. Enumerable.Range(0, left.Length).Select(i => output[(i * width) + (i % width)])];
    }

    private static (ViewParameter A, ViewParameter B, ViewParameter Y) Declare(FunctionBuilder builder) =>
        (builder.View("a", ElementType.Int32), builder.View("b", ElementType.Int32),
            builder.View("y", ElementType.Int32));

    private static Value FromBits(FunctionBuilder builder, ScalarType type, Value bits) => type switch
    {
        ScalarType.Float32 => builder.Values.Unary(UnaryOperator.BitsToFloat, bits),
        ScalarType.UInt32 => builder.Values.Unary(UnaryOperator.BitsToUInt, bits),
        ScalarType.Boolean => builder.Binary(BinaryOperator.NotEqual, bits, builder.Int(0)),
        _ => bits,
    };

    private static Value ToBits(FunctionBuilder builder, Value value) => value.Type switch
    {
        ScalarType.Boolean => builder.Values.Unary(UnaryOperator.BoolToInt, value),
        ScalarType.Int32 => value,
        _ => builder.Values.Unary(UnaryOperator.BitsToInt, value),
    };

    private static void AssertSame(int[] expected, int[] actual, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i] != actual[i] && !(IsNaN(expected[i]) && IsNaN(actual[i])))
                Assert.Fail($"{what}: element {i} is {actual[i]:X8}, not {expected[i]:X8}.");
        }
    }

    private static bool IsNaN(int bits) => float.IsNaN(BitConverter.Int32BitsToSingle(bits));
}
