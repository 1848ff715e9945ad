namespace GpuFormer.Kernels.Compiler;

/// <summary>A pass broke a rule of the intermediate representation: a defect of the compiler, not of the kernel.</summary>
internal sealed class InternalCompilerException(string message)
    : Exception($"Internal error of the kernel compiler: {message}.");
