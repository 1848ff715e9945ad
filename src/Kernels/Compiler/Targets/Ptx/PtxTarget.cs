using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Ptx;

/// <summary>One kernel as PTX.</summary>
/// <param name="EntryPoint">The name of the kernel function.</param>
/// <param name="Text">A whole module, which the driver compiles for its card.</param>
public sealed record PtxProgram(string EntryPoint, string Text);

/// <summary>
/// Prints a canonical function as PTX (NVIDIA, Parallel Thread Execution ISA), for the driver's own compiler: no
/// toolkit is needed where it runs.
/// <para>
/// Parameters, in the order of <see cref="KernelFunction.Parameters"/>: a view is two (the address of its first
/// element, 64 bits; its length, 32 bits), a scalar is one of 32 bits.
/// </para>
/// </summary>
public static class PtxTarget
{
    /// <summary>
    /// The lowest version of the ISA that knows <see cref="Architecture"/>, and so the widest range of drivers.
    /// </summary>
    public const string Version = "4.0";

    /// <summary>The lowest architecture that today's drivers compile for; later ones take it as it is.</summary>
    public const string Architecture = "sm_50";

    /// <summary>The whole module.</summary>
    public static PtxProgram Write(KernelFunction function) => new PtxWriter(function).Write();
}
