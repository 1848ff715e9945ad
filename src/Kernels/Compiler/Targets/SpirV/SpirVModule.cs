using System.Runtime.InteropServices;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>What a Vulkan device can do beyond the least that all can; each changes the words.</summary>
internal sealed record SpirVOptions
{
    /// <summary>The options that every Vulkan 1.2 device takes.</summary>
    public static SpirVOptions Portable { get; } = new();

    /// <summary>Views of bytes are arrays of bytes; without it they are read by the word, never written.</summary>
    public bool Has8BitStorage { get; init; }

    /// <summary>The same for elements of two bytes.</summary>
    public bool Has16BitStorage { get; init; }

    /// <summary>Asks the driver to respect not-a-number, infinities and -0, left open otherwise.</summary>
    public bool PreservesSpecialFloats { get; init; }

    /// <summary>Asks the driver to respect denormals.</summary>
    public bool PreservesDenormals { get; init; }

    /// <summary>Asks the driver to round to nearest even; Vulkan leaves the direction open otherwise.</summary>
    public bool RoundsToNearestEven { get; init; }
}

/// <summary>Where the module reads one parameter of its function; -1 where it does not.</summary>
/// <param name="Binding">The storage buffer of a view.</param>
/// <param name="ElementSize">Bytes of an element of a view.</param>
/// <param name="OffsetSlot">The 32-bit word of the arguments with the first element of a view in its buffer.</param>
/// <param name="LengthSlot">The word with the length of a view.</param>
/// <param name="ScalarSlot">The word with the bits of a scalar.</param>
internal readonly record struct SpirVParameter(
    int Binding, int ElementSize, int OffsetSlot, int LengthSlot, int ScalarSlot);

/// <summary>One kernel as a SPIR-V 1.5 module for Vulkan 1.2, with one entry point.</summary>
/// <param name="Words">The module.</param>
/// <param name="Parameters">One entry for each of the function's parameters, in their order.</param>
/// <param name="ViewBindings">
/// Storage buffers: bindings 0 to <paramref name="ViewBindings"/> - 1 of descriptor set 0.
/// </param>
/// <param name="ArgumentWords">The number of 32-bit words of arguments.</param>
/// <param name="ArgumentsInPushConstants">
/// True: the arguments are push constants from byte 0 on. False, where they might not fit: they are a uniform buffer,
/// the binding after the views'.
/// </param>
internal sealed record SpirVModule(
    uint[] Words, IReadOnlyList<SpirVParameter> Parameters, int ViewBindings, int ArgumentWords,
    bool ArgumentsInPushConstants)
{
    public const string EntryPoint = "main";

    /// <summary>The module as a file holds it (little-endian).</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<uint>(Words);
}
