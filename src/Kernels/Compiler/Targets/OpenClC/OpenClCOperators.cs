using System.Globalization;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.OpenClC;

/// <summary>How OpenCL C spells operators, constants and built-ins. {0}, {1} and {2} are the operands.</summary>
internal static class OpenClCOperators
{
    /// <summary>
    /// What the language of kernels defines and OpenCL C leaves open, by name; a program carries those it uses. Each
    /// operand is computed once, because it is an argument.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Functions = new Dictionary<string, string>
    {
        ["gf_max"] = "inline float gf_max(float a, float b) { return a > b ? a : b; }",
        ["gf_min"] = "inline float gf_min(float a, float b) { return a < b ? a : b; }",
        ["gf_div"] = "inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }",
        ["gf_rem"] = "inline int gf_rem(int a, int b) { return b == 0 || b == -1 ? 0 : a % b; }",
        ["gf_udiv"] = "inline uint gf_udiv(uint a, uint b) { return b == 0u ? 0u : a / b; }",
        ["gf_urem"] = "inline uint gf_urem(uint a, uint b) { return b == 0u ? 0u : a % b; }",
        // A saturating conversion "should" make 0 of a NaN (OpenCL C 1.2, 6.2.3.3), and not every driver does.
        ["gf_int"] = "inline int gf_int(float a) { return a != a ? 0 : convert_int_sat_rtz(a); }",
        ["gf_half"] =
            "inline float gf_half(float a) { ushort bits; vstore_half_rte(a, 0, (half *)&bits); "
            + "return vload_half(0, (const half *)&bits); }",
        ["gf_add_global"] = AtomicAdd("global"),
        ["gf_add_local"] = AtomicAdd("local"),
    };

    public static string Unary(UnaryOperator op, ScalarType operand) => op switch
    {
        // Unsigned arithmetic wraps by definition; signed overflow is undefined in C.
        UnaryOperator.Negate => operand == ScalarType.Int32 ? "as_int(0u - as_uint({0}))" : "-({0})",
        UnaryOperator.Not => operand == ScalarType.Boolean ? "!({0})" : "~({0})",
        UnaryOperator.Absolute => operand == ScalarType.Float32 ? "fabs({0})" : "as_int(abs({0}))",
        UnaryOperator.SquareRoot => "sqrt({0})",
        UnaryOperator.Floor => "floor({0})",
        UnaryOperator.IntToFloat or UnaryOperator.UIntToFloat => "convert_float_rte({0})",
        UnaryOperator.FloatToInt => "gf_int({0})",
        UnaryOperator.BitsToInt => "as_int({0})",
        UnaryOperator.BitsToUInt => "as_uint({0})",
        UnaryOperator.BitsToFloat => "as_float({0})",
        UnaryOperator.BoolToInt => "({0} ? 1 : 0)",
        UnaryOperator.RoundToHalf => "gf_half({0})",
        UnaryOperator.SignExtend8 => "(int)(char)({0})",
        UnaryOperator.ZeroExtend8 => "(int)(uchar)({0})",
        UnaryOperator.SignExtend16 => "(int)(short)({0})",
        UnaryOperator.ZeroExtend16 => "(int)(ushort)({0})",
    };

    public static string Binary(BinaryOperator op, ScalarType operands, bool isSafeDivisor)
    {
        var isFloat = operands == ScalarType.Float32;
        var isSigned = operands == ScalarType.Int32;
        return op switch
        {
            // Kernel integers wrap; overflow of signed ones is undefined in C, and drivers' optimisers rely on that.
            BinaryOperator.Add => isSigned ? "as_int(as_uint({0}) + as_uint({1}))" : "{0} + {1}",
            BinaryOperator.Subtract => isSigned ? "as_int(as_uint({0}) - as_uint({1}))" : "{0} - {1}",
            BinaryOperator.Multiply => isSigned ? "as_int(as_uint({0}) * as_uint({1}))" : "{0} * {1}",
            BinaryOperator.Divide => isFloat || isSafeDivisor
                ? "{0} / {1}" : isSigned ? "gf_div({0}, {1})" : "gf_udiv({0}, {1})",
            BinaryOperator.Remainder => isSafeDivisor
                ? "{0} % {1}" : isSigned ? "gf_rem({0}, {1})" : "gf_urem({0}, {1})",
            BinaryOperator.Maximum => isFloat ? "gf_max({0}, {1})" : "max({0}, {1})",
            BinaryOperator.Minimum => isFloat ? "gf_min({0}, {1})" : "min({0}, {1})",
            BinaryOperator.And => operands == ScalarType.Boolean ? "{0} && {1}" : "{0} & {1}",
            BinaryOperator.Or => operands == ScalarType.Boolean ? "{0} || {1}" : "{0} | {1}",
            BinaryOperator.Xor => operands == ScalarType.Boolean ? "{0} != {1}" : "{0} ^ {1}",
            // The count is taken modulo the width of the operand, as in the language of kernels.
            BinaryOperator.ShiftLeft => "{0} << {1}",
            BinaryOperator.ShiftRight => "{0} >> {1}",
            BinaryOperator.Equal => "{0} == {1}",
            BinaryOperator.NotEqual => "{0} != {1}",
            BinaryOperator.Less => "{0} < {1}",
            BinaryOperator.LessOrEqual => "{0} <= {1}",
            BinaryOperator.Greater => "{0} > {1}",
            BinaryOperator.GreaterOrEqual => "{0} >= {1}",
        };
    }

    public static string Ternary(TernaryOperator op) => op switch
    {
        TernaryOperator.Select => "{0} ? {1} : {2}",
        TernaryOperator.FusedMultiplyAdd => "fma({0}, {1}, {2})",
    };

    public static string BuiltIn(BuiltIn kind) => kind switch
    {
        IR.BuiltIn.GridIndexX => "(int)get_group_id(0)",
        IR.BuiltIn.GridIndexY => "(int)get_group_id(1)",
        IR.BuiltIn.GridIndexZ => "(int)get_group_id(2)",
        IR.BuiltIn.GridSizeX => "(int)get_num_groups(0)",
        IR.BuiltIn.GridSizeY => "(int)get_num_groups(1)",
        IR.BuiltIn.GridSizeZ => "(int)get_num_groups(2)",
        IR.BuiltIn.GroupIndexX => "(int)get_local_id(0)",
        IR.BuiltIn.GroupIndexY => "(int)get_local_id(1)",
        IR.BuiltIn.GroupIndexZ => "(int)get_local_id(2)",
    };

    public static string Constant(Constant constant) => constant.Type switch
    {
        ScalarType.Boolean => constant.Bits != 0 ? "true" : "false",
        // -2147483648 is a long in C: the minus is not part of the literal.
        ScalarType.Int32 => constant.Bits == int.MinValue
            ? "(-2147483647 - 1)" : constant.Bits.ToString(CultureInfo.InvariantCulture),
        ScalarType.UInt32 => string.Create(CultureInfo.InvariantCulture, $"{(uint)constant.Bits}u"),
        ScalarType.Float32 => Float(constant.AsFloat),
    };

    private static string Float(float value)
    {
        if (!float.IsFinite(value))
            return string.Create(CultureInfo.InvariantCulture, $"as_float(0x{BitConverter.SingleToUInt32Bits(value):x8}u)");
        // The shortest decimal that reads back as the same float.
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text + "f" : text + ".0f";
    }

    private static string AtomicAdd(string space) =>
        $$"""
        inline float gf_add_{{space}}(volatile __{{space}} float *p, float value)
        {
            uint expected, found = as_uint(*p);
            do
            {
                expected = found;
                found = atomic_cmpxchg((volatile __{{space}} uint *)p, expected, as_uint(as_float(expected) + value));
            } while (found != expected);
            return as_float(found);
        }
        """;
}
