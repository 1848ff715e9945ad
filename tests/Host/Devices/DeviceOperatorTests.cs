using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Tests.Kernels.Targets.Cpu;
using GpuFormer.Tests.Ops;
using Xunit;

namespace GpuFormer.Tests.Host.Devices;

/// <summary>
/// Every operator on a graphics device, against the folding of constants. What Vulkan and OpenCL leave open is allowed:
/// denormals may count as 0, quotients and roots may be a few units in the last place off.
/// </summary>
public sealed class DeviceOperatorTests
{
    private static readonly float[] Floats =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 3.7f, -3.7f, 1e-3f, 65504f, 65519f, 65520f, 6.1e-5f, 5.9e-8f,
        2.9802322e-8f, 8.940697e-8f, 2049f, 2051f, 1e-40f, -1e-40f, 1e10f, -1e10f, 2147483520f, 2147483648f,
        -2147483648f, 4e9f, float.MaxValue, float.MinValue, float.Epsilon, float.PositiveInfinity,
        float.NegativeInfinity, float.NaN, 16777216f, 123.456f,
    ];

    private static readonly int[] Integers =
    [
        0, 1, -1, 2, -2, 3, 7, -7, 31, 32, 33, 100, 127, 128, -128, 255, 256, 32767, 32768, -32768, 65535, 65536,
        1000000, -1000000, 16777217, -16777217, int.MaxValue, int.MinValue, int.MaxValue - 1, int.MinValue + 1, 12345, -54321,
    ];

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Unary_operators_mean_what_the_enumeration_says(string device)
    {
        foreach (var op in Enum.GetValues<UnaryOperator>())
        {
            foreach (var type in TypesOf(op))
            {
                var inputs = InputsOf(type);
                var actual = Evaluate(device, type, (v, a, _) => v.Unary(op, a), inputs, inputs);
                AssertSame(op is UnaryOperator.SquareRoot ? 4 : 0, $"{op} of {type}", actual,
                    i => Fold(v => v.Unary(op, v.Constant(type, inputs[i]))),
                    type == ScalarType.Float32
                        ? i => Fold(v => v.Unary(op, v.Constant(type, Flushed(inputs[i])))) : null,
                    IsFloat(op, type));
            }
        }
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Binary_operators_mean_what_the_enumeration_says(string device)
    {
        foreach (var op in Enum.GetValues<BinaryOperator>())
        {
            foreach (var type in TypesOf(op))
            {
                var (left, right) = Pairs(InputsOf(type));
                var isFloat = type == ScalarType.Float32;
                AssertSame(isFloat && op == BinaryOperator.Divide ? 3 : 0, $"{op} of {type}",
                    Evaluate(device, type, (v, a, b) => v.Binary(op, a, b), left, right),
                    i => Fold(v => v.Binary(op, v.Constant(type, left[i]), v.Constant(type, right[i]))),
                    isFloat
                        ? i => Fold(v => v.Binary(
                            op, v.Constant(type, Flushed(left[i])), v.Constant(type, Flushed(right[i]))))
                        : null,
                    isFloat && !ValueFactory.IsComparison(op));
            }
        }
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Constant_divisors_and_shifts_need_no_care(string device)
    {
        foreach (var op in new[]
        {
            BinaryOperator.Divide, BinaryOperator.Remainder, BinaryOperator.ShiftLeft, BinaryOperator.ShiftRight,
        })
        {
            foreach (var type in new[] { ScalarType.Int32, ScalarType.UInt32 })
            {
                foreach (var constant in new[] { 0, 1, -1, 3, -7, 31, 33, int.MinValue })
                {
                    AssertSame(0, $"{op} of {type} and {constant}",
                        Evaluate(
                            device, type, (v, a, _) => v.Binary(op, a, v.Constant(type, constant)), Integers, Integers),
                        i => Fold(v => v.Binary(op, v.Constant(type, Integers[i]), v.Constant(type, constant))));
                }
            }
        }
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Negated_comparisons_are_true_for_not_a_number(string device)
    {
        foreach (var op in Enum.GetValues<BinaryOperator>().Where(ValueFactory.IsComparison))
        {
            var (left, right) = Pairs(InputsOf(ScalarType.Float32));
            AssertSame(0, $"Not {op}",
                Evaluate(device, ScalarType.Float32,
                    (v, a, b) => v.Unary(UnaryOperator.Not, v.Binary(op, a, b)), left, right),
                i => 1 - Fold(v => v.Binary(
                    op, v.Constant(ScalarType.Float32, left[i]), v.Constant(ScalarType.Float32, right[i]))),
                i => 1 - Fold(v => v.Binary(op, v.Constant(ScalarType.Float32, Flushed(left[i])),
                    v.Constant(ScalarType.Float32, Flushed(right[i])))));
        }
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Product_and_sum_are_not_fused_behind_the_kernels_back(string device)
    {
        // 1 + 2^-12 squared, less 1 + 2^-11: 2^-24 if it rounds once, 0 if twice.
        var a = new[] { BitConverter.SingleToInt32Bits(1f + MathF.ScaleB(1, -12)) };
        var rounded = 1f + MathF.ScaleB(1, -11);
        var actual = Evaluate(device, ScalarType.Float32, (v, x, _) => v.Binary(
            BinaryOperator.Subtract, v.Binary(BinaryOperator.Multiply, x, x), v.Float(rounded)), a, a);
        Assert.Equal(0f, BitConverter.Int32BitsToSingle(actual[0]));
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Fused_multiply_add_rounds_once_or_twice(string device)
    {
        var (left, right) = Pairs(InputsOf(ScalarType.Float32));
        var actual = Evaluate(
            device, ScalarType.Float32, (v, a, b) => v.FusedMultiplyAdd(a, b, v.Float(0.1f)), left, right);
        AssertSame(0, "FusedMultiplyAdd", actual,
            i => BitConverter.SingleToInt32Bits(MathF.FusedMultiplyAdd(ToFloat(left[i]), ToFloat(right[i]), 0.1f)),
            i => BitConverter.SingleToInt32Bits((ToFloat(left[i]) * ToFloat(right[i])) + 0.1f), isFloat: true);
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Every_half_is_its_own_rounding(string device)
    {
        var halves = Enumerable.Range(0, 65536).Select(i => BitConverter.SingleToInt32Bits(
            (float)BitConverter.UInt16BitsToHalf((ushort)i))).ToArray();
        AssertSame(0, "RoundToHalf",
            Evaluate(device, ScalarType.Float32, (v, a, _) => v.Unary(UnaryOperator.RoundToHalf, a), halves, halves),
            i => halves[i], isFloat: true);
    }

    // y[i] = op(a[i], b[i]), four threads a group.
    private static int[] Evaluate(
        string device, ScalarType type, Func<ValueFactory, Value, Value, Value> op, int[] left, int[] right)
    {
        const int width = 4;
        var builder = new FunctionBuilder(new(width));
        var (a, b) = (builder.View("a", ElementType.Int32), builder.View("b", ElementType.Int32));
        var (y, count) = (builder.View("y", ElementType.Int32), builder.Scalar("count", ScalarType.Int32));
        var at = builder.GlobalX;
        builder.If(builder.Less(at, count), () =>
        {
            var result = op(builder.Values, FromBits(builder, type, builder.Load(a, at)),
                FromBits(builder, type, builder.Load(b, at)));
            builder.Store(y, at, ToBits(builder, result));
            return [];
        });
        var output = new int[left.Length];
        FunctionRun.Run(TestDevices.Get(device), builder.Function,
            new((left.Length + width - 1) / width), left, right, output, left.Length);
        return output;
    }

    private static void AssertSame(
        int units, string what, int[] actual, Func<int, int> expected, Func<int, int>? alternative = null,
        bool isFloat = false)
    {
        for (var i = 0; i < actual.Length; i++)
        {
            if (IsSame(expected(i), actual[i], units, isFloat)
                || (alternative is not null && IsSame(alternative(i), actual[i], units, isFloat)))
            {
                continue;
            }

            Assert.Fail($"{what}: element {i} is {actual[i]:X8}, not {expected(i):X8}.");
        }
    }

    private static bool IsSame(int expected, int actual, int units, bool isFloat)
    {
        if (expected == actual)
            return true;
        if (!isFloat)
            return false;
        var (e, a) = (ToFloat(expected), ToFloat(actual));
        if (float.IsNaN(e) && float.IsNaN(a))
            return true;
        // A denormal result may be 0 of the same sign; close values differ in their last bits.
        return (float.IsSubnormal(e) && a == 0f) || (float.IsFinite(e) && Math.Abs((long)expected - actual) <= units);
    }

    private static int Fold(Func<ValueFactory, Value> make) => ((Constant)make(new ValueFactory())).Bits;

    private static int Flushed(int bits) => float.IsSubnormal(ToFloat(bits)) ? bits & int.MinValue : bits;

    private static float ToFloat(int bits) => BitConverter.Int32BitsToSingle(bits);

    private static int[] InputsOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => [.. Floats.Select(BitConverter.SingleToInt32Bits)],
        ScalarType.Boolean => [.. Integers.Select((_, i) => i % 3 == 0 ? 1 : 0)],
        ScalarType.Int32 or ScalarType.UInt32 => Integers,
    };

    private static (int[] Left, int[] Right) Pairs(int[] inputs)
    {
        var pairs = (from a in inputs from b in inputs select (a, b)).ToArray();
        return ([.. pairs.Select(p => p.a)], [.. pairs.Select(p => p.b)]);
    }

    private static bool IsFloat(UnaryOperator op, ScalarType type) => op switch
    {
        UnaryOperator.SquareRoot or UnaryOperator.Floor or UnaryOperator.RoundToHalf => true,
        UnaryOperator.Negate or UnaryOperator.Absolute => type == ScalarType.Float32,
        _ => false,
    };

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

    private static Value FromBits(FunctionBuilder builder, ScalarType type, Value bits) => type switch
    {
        ScalarType.Float32 => builder.Values.Unary(UnaryOperator.BitsToFloat, bits),
        ScalarType.UInt32 => builder.Values.Unary(UnaryOperator.BitsToUInt, bits),
        ScalarType.Boolean => builder.Binary(BinaryOperator.NotEqual, bits, builder.Int(0)),
        ScalarType.Int32 => bits,
    };

    private static Value ToBits(FunctionBuilder builder, Value value) => value.Type switch
    {
        ScalarType.Boolean => builder.Values.Unary(UnaryOperator.BoolToInt, value),
        ScalarType.Int32 => value,
        ScalarType.UInt32 or ScalarType.Float32 => builder.Values.Unary(UnaryOperator.BitsToInt, value),
    };
}
