namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>
/// How a launch lays out its arguments: the three grid sizes as 32-bit integers, then from byte 16 on 16 bytes per
/// parameter, a view as its address and 32-bit length, a scalar as its 32 bits.
/// </summary>
internal static class CpuArgumentBlock
{
    /// <summary>Where the parameter with this place in the function's list lies.</summary>
    public static int OffsetOf(int parameter) => 16 + (16 * parameter);

    /// <summary>The size of the block of a function with so many parameters.</summary>
    public static int SizeOf(int parameters) => OffsetOf(parameters);
}
