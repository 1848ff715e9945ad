using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler;

/// <summary>A kernel uses something that the language of kernels lacks: GFnnnn, the method, the line and the rule.</summary>
public sealed class KernelCompilationException(string code, string method, SourceLocation? source, string message)
    : Exception($"{code} {method}{(source is null ? "" : $" ({source})")}: {message}")
{
    /// <summary>The number of the rule, <c>GF0001</c> and so on.</summary>
    public string Code { get; } = code;

    public SourceLocation? Location { get; } = source;
}
