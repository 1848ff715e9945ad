using System.Runtime.CompilerServices;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Tests.Kernels.Compiler;

/// <summary>In tests the result of every pass is checked, in Release builds too.</summary>
internal static class CheckedCompilation
{
#pragma warning disable CA2255 // A test assembly is nobody's library.
    [ModuleInitializer]
    public static void Enable() => IRValidator.IsEnabled = true;
#pragma warning restore CA2255
}
