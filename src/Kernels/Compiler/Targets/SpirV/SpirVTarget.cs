using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>
/// Writes a canonical function as SPIR-V for Vulkan compute.
/// <para>
/// A view is a storage buffer of descriptor set 0 and the number of its first element there, because a view may start
/// anywhere, a descriptor only on the device's alignment. Descriptors rather than buffer device addresses: every
/// Vulkan device has them, loads through them are typed and may be declared read-only, and drivers prefer them;
/// addresses are an option of Vulkan 1.2 that mobile drivers lack or emulate.
/// </para>
/// <para>
/// What SPIR-V leaves open and the module cannot close: GLSL.std.450 Fma may round twice, division may be off by 2.5
/// units in the last place and square root by about as much, denormals may count as 0 and the direction of rounding is
/// open where <see cref="SpirVOptions"/> cannot ask for more.
/// </para>
/// </summary>
internal static class SpirVTarget
{
    /// <summary>The push constants that every Vulkan device has, in bytes.</summary>
    public const int PushConstantBytes = 128;

    /// <summary>The module.</summary>
    /// <exception cref="KernelCompilationException">It writes narrow elements, and the device cannot.</exception>
    public static SpirVModule Write(KernelFunction function, SpirVOptions options) =>
        new SpirVWriter(function, options).Write();
}
