using System.Reflection;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>Rules as the faults of a kernel that breaks them.</summary>
internal static class KernelRuleErrors
{
    public static KernelCompilationException Error(
        this KernelRule rule, MethodBase method, SourceLocation? source, string what) =>
        new(rule.Code, $"{method.DeclaringType?.Name}.{method.Name}", source, $"{what}: {rule.Rule}.");
}
