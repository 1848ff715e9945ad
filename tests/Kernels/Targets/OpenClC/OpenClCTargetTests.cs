using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.OpenClC;
using GpuFormer.Tests.Kernels.Targets.Cpu;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.OpenClC;

/// <summary>What the text must say where C would mean something else than the language of kernels.</summary>
public sealed class OpenClCTargetTests
{
    [Theory]
    [InlineData(nameof(BinaryOperator.Add), "as_int(as_uint(scalar0) + as_uint(scalar1))")]
    [InlineData(nameof(BinaryOperator.Subtract), "as_int(as_uint(scalar0) - as_uint(scalar1))")]
    [InlineData(nameof(BinaryOperator.Multiply), "as_int(as_uint(scalar0) * as_uint(scalar1))")]
    [InlineData(nameof(BinaryOperator.Divide), "gf_div(scalar0, scalar1)")]
    [InlineData(nameof(BinaryOperator.Remainder), "gf_rem(scalar0, scalar1)")]
    public void Signed_arithmetic_is_written_so_that_nothing_is_undefined(string op, string expected) =>
        Assert.Contains($" = {expected};", TextOf(op, ScalarType.Int32), StringComparison.Ordinal);

    [Theory]
    [InlineData(nameof(BinaryOperator.Add), "scalar0 + scalar1")]
    [InlineData(nameof(BinaryOperator.Divide), "gf_udiv(scalar0, scalar1)")]
    [InlineData(nameof(BinaryOperator.Remainder), "gf_urem(scalar0, scalar1)")]
    [InlineData(nameof(BinaryOperator.Maximum), "max(scalar0, scalar1)")]
    public void Unsigned_arithmetic_wraps_by_itself_and_divides_with_care(string op, string expected) =>
        Assert.Contains(
            $"({expected})", TextOf(op, ScalarType.UInt32).Replace("as_int(", "(", StringComparison.Ordinal),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(nameof(BinaryOperator.Maximum), "inline float gf_max(float a, float b) { return a > b ? a : b; }")]
    [InlineData(nameof(BinaryOperator.Minimum), "inline float gf_min(float a, float b) { return a < b ? a : b; }")]
    public void Extremes_of_floats_give_the_second_operand_for_not_a_number(string op, string expected)
    {
        var text = TextOf(op, ScalarType.Float32);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("fmax", text, StringComparison.Ordinal);
        Assert.DoesNotContain("fmin", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Constant_divisors_need_no_care_unless_they_are_0_or_minus_1()
    {
        Assert.Contains(" / 7", Divided(7), StringComparison.Ordinal);
        Assert.Contains("gf_div(scalar0, -1)", Divided(-1), StringComparison.Ordinal);
        Assert.Contains("gf_div(scalar0, 0)", Divided(0), StringComparison.Ordinal);

        static string Divided(int divisor)
        {
            var builder = new FunctionBuilder(new(1));
            var (a, y) = (builder.Scalar("a", ScalarType.Int32), builder.View("y", ElementType.Int32));
            builder.Store(y, builder.Int(0), builder.Binary(BinaryOperator.Divide, a, builder.Int(divisor)));
            return OpenClCTarget.Write(builder.Function).Text;
        }
    }

    [Fact]
    public void Conversion_to_int_saturates_and_makes_0_of_not_a_number()
    {
        var builder = new FunctionBuilder(new(1));
        var (a, y) = (builder.Scalar("a", ScalarType.Float32), builder.View("y", ElementType.Int32));
        builder.Store(y, builder.Int(0), builder.Values.Unary(UnaryOperator.FloatToInt, a));
        var text = OpenClCTarget.Write(builder.Function).Text;
        Assert.Contains("return a != a ? 0 : convert_int_sat_rtz(a);", text, StringComparison.Ordinal);
        Assert.Contains("view0[0] = gf_int(scalar0);", text.Replace("view1", "view0", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Halves_are_stored_as_words_and_rounded_to_nearest_even()
    {
        var builder = new FunctionBuilder(new(4));
        var (x, y) = (builder.View("x", ElementType.Float16), builder.View("y", ElementType.Float16));
        var tile = builder.SharedArray("tile", ElementType.Float16, 4);
        builder.Store(tile, builder.LaneX, builder.Load(x, builder.LaneX));
        builder.Barrier();
        builder.Store(y, builder.LaneX, builder.Load(tile, builder.Int(3)));
        var text = OpenClCTarget.Write(builder.Function).Text;
        // No variable and no argument is a half: that would need an extension.
        Assert.Contains("__global const ushort *buffer0", text, StringComparison.Ordinal);
        Assert.Contains("__global ushort *buffer1", text, StringComparison.Ordinal);
        Assert.Contains("__local ushort shared2[4];", text, StringComparison.Ordinal);
        Assert.Contains("vload_half((int)get_local_id(0), (__global const half *)view0)", text,
            StringComparison.Ordinal);
        Assert.Contains("(int)get_local_id(0), (__local half *)shared2);", text, StringComparison.Ordinal);
        Assert.Contains("vload_half(3, (__local const half *)shared2)", text, StringComparison.Ordinal);
        Assert.Contains("vstore_half_rte(", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cl_khr_fp16", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_barrier_orders_both_memories_and_the_group_is_fixed()
    {
        var builder = new FunctionBuilder(new(8, 2, 3));
        builder.Barrier();
        var text = OpenClCTarget.Write(builder.Function).Text;
        Assert.Contains("barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);", text, StringComparison.Ordinal);
        Assert.Contains("reqd_work_group_size(8, 2, 3)", text, StringComparison.Ordinal);
        Assert.StartsWith("#pragma OPENCL FP_CONTRACT OFF", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Loop_arguments_that_swap_are_read_before_they_are_written()
    {
        var builder = new FunctionBuilder(new(1));
        var (n, y) = (builder.Scalar("n", ScalarType.Int32), builder.View("y", ElementType.Int32));
        var results = builder.While([builder.Int(1), builder.Int(2), builder.Int(0)],
            values => builder.Less(values[2], n),
            values => [values[1], values[0], builder.Add(values[2], builder.Int(1))]);
        builder.Store(y, builder.Int(0), results[0]);
        var lines = OpenClCTarget.Write(builder.Function).Text.Split('\n').Select(line => line.Trim()).ToList();
        // int v0 = 1; int v1 = 2; ... const int t = v0; v0 = v1; v1 = t;
        var first = lines.Single(line => line.EndsWith(" = 1;", StringComparison.Ordinal)).Split(' ')[1];
        var second = lines.Single(line => line.EndsWith(" = 2;", StringComparison.Ordinal)).Split(' ')[1];
        var saved = lines.FindIndex(line => line.StartsWith("const int t", StringComparison.Ordinal));
        var name = lines[saved].Split(' ')[2];
        var written = lines[saved].EndsWith($"= {first};", StringComparison.Ordinal) ? first : second;
        var other = written == first ? second : first;
        Assert.True(saved < lines.IndexOf($"{written} = {other};") || saved < lines.IndexOf($"{other} = {written};"));
        Assert.Contains(lines, line => line == $"{first} = {name};" || line == $"{second} = {name};");
    }

    [Fact]
    public void Numbers_that_C_has_no_literal_for_are_written_otherwise()
    {
        var builder = new FunctionBuilder(new(1));
        var (x, y) = (builder.View("x", ElementType.Float32), builder.View("y", ElementType.Int32));
        float[] floats = [1f, 0.1f, -0f, float.NaN, float.NegativeInfinity, float.Epsilon];
        for (var i = 0; i < floats.Length; i++)
            builder.Store(x, builder.Int(i), builder.Float(floats[i]));
        builder.Store(y, builder.Int(0), builder.Int(int.MinValue));
        var text = OpenClCTarget.Write(builder.Function).Text;
        Assert.Contains("view0[0] = 1.0f;", text, StringComparison.Ordinal);
        Assert.Contains("view0[1] = 0.1f;", text, StringComparison.Ordinal);
        Assert.Contains("view0[2] = -0.0f;", text, StringComparison.Ordinal);
        Assert.Contains($"view0[3] = as_float(0x{BitConverter.SingleToUInt32Bits(float.NaN):x8}u);", text,
            StringComparison.Ordinal);
        Assert.Contains("view0[4] = as_float(0xff800000u);", text, StringComparison.Ordinal);
        Assert.Contains("view0[5] = 1E-45f;", text, StringComparison.Ordinal);
        Assert.Contains("view1[0] = (-2147483647 - 1);", text, StringComparison.Ordinal);
    }

    // y[0] = bits of op(a, b)
    private static string TextOf(string op, ScalarType type)
    {
        var builder = new FunctionBuilder(new(1));
        var (a, b) = (builder.Scalar("a", type), builder.Scalar("b", type));
        var y = builder.View("y", ElementType.Int32);
        var result = builder.Binary(Enum.Parse<BinaryOperator>(op), a, b);
        builder.Store(y, builder.Int(0), type == ScalarType.Int32
            ? result : builder.Values.Unary(UnaryOperator.BitsToInt, result));
        return OpenClCTarget.Write(builder.Function).Text;
    }
}
