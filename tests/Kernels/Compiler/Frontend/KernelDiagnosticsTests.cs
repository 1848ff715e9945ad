using System.Reflection;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.Frontend;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Specialisation;
using Xunit;

namespace GpuFormer.Tests.Kernels.Compiler.Frontend;

public sealed class KernelDiagnosticsTests
{
    private static readonly MethodInfo[] Kernels = [.. typeof(RefusedKernels)
        .GetMethods(BindingFlags.Static | BindingFlags.Public).Where(m => m.IsDefined(typeof(KernelAttribute)))];

    public static TheoryData<string> Names =>
        [.. Kernels.Select(m => m.Name).Where(name => name.Contains('_', StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Refused_construct_is_named_with_rule_method_and_line(string name)
    {
        var error = Assert.Throws<KernelCompilationException>(() => Translate(name));

        Assert.Equal(name.Split('_')[0], error.Code);
        Assert.Contains(KernelDiagnostics.All.Single(rule => rule.Code == error.Code).Rule, error.Message);
        if (error.Code != KernelDiagnostics.Parameter.Code)
        {
            Assert.EndsWith("RefusedKernels.cs", error.Location!.File);
            Assert.Contains($"RefusedKernels.cs:{error.Location.Line}", error.Message);
        }
    }

    [Fact]
    public void Every_rule_has_a_refused_kernel()
    {
        var tried = Kernels.Select(m => m.Name.Split('_')[0]).ToHashSet();

        Assert.Empty(KernelDiagnostics.All.Select(rule => rule.Code).Except(tried));
    }

    [Fact]
    public void Construct_in_a_branch_that_a_constant_leaves_out_is_not_refused()
    {
        Assert.Throws<KernelCompilationException>(() => Translate(nameof(RefusedKernels.DeadCode), ("check", 1)));
        Assert.Single(Translate(nameof(RefusedKernels.DeadCode), ("check", 0)).Body.Statements);
    }

    [Fact]
    public void Line_is_that_of_the_construct()
    {
        var error = Assert.Throws<KernelCompilationException>(() => Translate(nameof(RefusedKernels.GF0005_Throw)));
        var good = Translate(nameof(RefusedKernels.DeadCode), ("check", 0)).Body.Statements[0].Source!;

        // Both stand in one file: the statement that remains of DeadCode comes long after the throw.
        Assert.True(error.Location!.Line > 1 && error.Location.Line < good.Line);
    }

    private static GpuFormer.Kernels.Compiler.IR.KernelFunction Translate(
        string name, params (string, int)[] constants) =>
        KernelFrontEnd.Translate(new(Kernels.Single(m => m.Name == name), new GroupShape(4), constants));
}
