using System.Reflection;
using System.Reflection.Metadata;
using GpuFormer.Kernels.Compiler.Frontend;
using GpuFormer.Kernels.Language;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Style;

/// <summary>What C# and our compiler allow in kernels, but some compiler of ILGPU gets wrong.</summary>
public sealed class KernelStyleTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // ILGPU's OpenCL C and PTX take the bits of such an integer for those of the float: 1.4e-45 instead of 1.
    [Fact]
    public void No_kernel_makes_a_float_of_a_choice_between_integers()
    {
        var methods = typeof(KernelAttribute).Assembly.GetTypes()
            .Where(type => type.Namespace is "GpuFormer.Kernels.Library" or "GpuFormer.Kernels.Language")
            .SelectMany(type => type.GetMethods(All)).ToArray();
        Assert.NotEmpty(methods);
        var wrong = methods.Where(ConvertsChoice).Select(method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.True(!wrong.Any(), $"Write 'condition ? 1f : 0f' in {string.Join(", ", wrong)}.");
    }

    [Theory]
    [InlineData(nameof(OfComparison), true)]
    [InlineData(nameof(OfFlag), true)]
    [InlineData(nameof(OfFloats), false)]
    [InlineData(nameof(OfNumber), false)]
    public void Choice_between_integers_is_found(string method, bool expected) =>
        Assert.Equal(expected, ConvertsChoice(typeof(KernelStyleTests).GetMethod(method, All)!));

    private static void OfComparison(ArrayView<float> y, int n) => y[0] = n > 3 ? 1 : 0;

    private static void OfFlag(ArrayView<float> y, bool flag) => y[0] = flag ? 1 : 0;

    private static void OfFloats(ArrayView<float> y, int n) => y[0] = n > 3 ? 1f : 0f;

    private static void OfNumber(ArrayView<float> y, int n) => y[0] = n;

    // The conversion follows a comparison, whose result C# takes for the integer, or stands where two paths meet.
    private static bool ConvertsChoice(MethodInfo method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            return false;
        var instructions = ILReader.Read(code);
        var targets = instructions.SelectMany(instruction => instruction.Targets).ToHashSet();
        return instructions.Skip(1).Where((instruction, i) =>
            instruction.Code is ILOpCode.Conv_r4 or ILOpCode.Conv_r_un
            && (targets.Contains(instruction.Offset) || instructions[i].Code is ILOpCode.Ceq or ILOpCode.Cgt
                or ILOpCode.Cgt_un or ILOpCode.Clt or ILOpCode.Clt_un)).Any();
    }
}
