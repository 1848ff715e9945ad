using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.OpenClC;

/// <summary>One kernel as OpenCL C.</summary>
/// <param name="EntryPoint">The name of the kernel function.</param>
/// <param name="Text">A whole translation unit of OpenCL C 1.2.</param>
internal sealed record OpenClCProgram(string EntryPoint, string Text);

/// <summary>
/// Prints a canonical function as OpenCL C 1.2 without optional features: no generic address space, no subgroups, no
/// half arithmetic.
/// <para>
/// Arguments, in the order of <see cref="KernelFunction.Parameters"/>: a view is three (the buffer, its first element
/// as int, its length as int), because a sub-buffer would have to start on the device's base alignment; a scalar is one.
/// </para>
/// </summary>
internal static class OpenClCTarget
{
    /// <summary>The whole program.</summary>
    public static OpenClCProgram Write(KernelFunction function) => new OpenClCWriter(function).Write();

    /// <summary>C names of types.</summary>
    internal static string Name(ScalarType type) => type switch
    {
        ScalarType.Boolean => "bool",
        ScalarType.Int32 => "int",
        ScalarType.UInt32 => "uint",
        ScalarType.Float32 => "float",
    };

    internal static string Name(ElementType element) => element switch
    {
        ElementType.Float32 => "float",
        ElementType.Float16 => "half",
        ElementType.Int32 => "int",
        ElementType.UInt32 => "uint",
        ElementType.Int16 => "short",
        ElementType.UInt16 => "ushort",
        ElementType.Int8 => "char",
        ElementType.UInt8 => "uchar",
    };
}
