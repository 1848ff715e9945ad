using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.Targets.Ptx;

/// <summary>What the text may use.</summary>
/// <param name="Architecture">
/// The lowest architecture that it must run on: 50; 70, from where on parts of a warp may wait for each other; or 80,
/// which multiplies fragments of matrices.
/// </param>
/// <param name="Vectors">Whether loads and stores side by side may be one instruction.</param>
internal sealed record PtxOptions(int Architecture = PtxOptions.Lowest, bool Vectors = true)
{
    /// <summary>The lowest architecture that today's drivers compile for; later ones take it as it is.</summary>
    public const int Lowest = 50;

    /// <summary>The first whose threads are scheduled on their own.</summary>
    public const int IndependentThreads = 70;

    /// <summary>The first that multiplies fragments of the sizes of <see cref="Language.Fragment"/>.</summary>
    public const int MatrixUnits = 80;

    /// <summary>For every card.</summary>
    public static PtxOptions Portable { get; } = new();

    /// <summary>The lowest version of the ISA that knows the architecture, and so the widest range of drivers.</summary>
    public string Version =>
        Architecture >= MatrixUnits ? "7.0" : Architecture >= IndependentThreads ? "6.0" : "4.0";

    /// <summary>What the common passes may leave to this target.</summary>
    public PipelineOptions Pipeline => new() { HasMatrixProducts = Architecture >= MatrixUnits };

    /// <summary>The same for a kernel that multiplies no matrices, so that older cards and drivers take it.</summary>
    internal PtxOptions WithoutMatrixUnits =>
        this with { Architecture = Math.Min(Architecture, IndependentThreads) };
}

/// <summary>One kernel as PTX, and how it is launched.</summary>
/// <param name="EntryPoint">The name of the kernel function.</param>
/// <param name="Text">A whole module, which the driver compiles for its card.</param>
/// <param name="Group">The kernel's own groups.</param>
/// <param name="MostGroups">How many of them a block of the card may hold, below each other along Y.</param>
/// <param name="SharedBytes">Dynamic shared memory of one of them.</param>
internal sealed record PtxProgram(string EntryPoint, string Text, GroupShape Group, int MostGroups, int SharedBytes)
{
    // 2^31 blocks lie along X, but only 65,535 along Y and Z: all groups lie along X.
    private const long MostBlocks = int.MaxValue;

    /// <summary>For each parameter of the kernel the bytes that a view must be aligned to.</summary>
    public required IReadOnlyList<int> Alignments { get; init; }

    /// <summary>Whether views may start at these addresses; one for each parameter, whatever it is for scalars.</summary>
    public bool Takes(IEnumerable<long> addresses) =>
        addresses.Zip(Alignments).All(pair => pair.First % pair.Second == 0);

    /// <summary>The block that holds <paramref name="groups"/> groups.</summary>
    public GroupShape Block(int groups) => Group with { Y = Group.Y * groups };

    /// <summary>The blocks of a launch, along X.</summary>
    /// <exception cref="ArgumentException">More groups than a card counts.</exception>
    public static int Blocks(LaunchShape grid, int groups) => grid.Groups <= MostBlocks
        ? (int)((grid.Groups + groups - 1) / groups)
        : throw new ArgumentException($"A launch of {grid.X} x {grid.Y} x {grid.Z} groups is more than 2^31 - 1.");

    /// <summary>The parameters that follow the kernel's own; see <see cref="PtxGrid"/>.</summary>
    public static IEnumerable<uint> Sizes(LaunchShape grid) =>
    [
        (uint)grid.X, (uint)grid.Y, (uint)grid.Z, (uint)grid.Groups,
        .. PtxGrid.Reciprocal((uint)grid.X), .. PtxGrid.Reciprocal((uint)grid.Y),
    ];
}

/// <summary>
/// Prints a canonical function as PTX (NVIDIA, Parallel Thread Execution ISA), for the driver's own compiler: no
/// toolkit is needed where it runs.
/// <para>
/// Parameters, in the order of <see cref="KernelFunction.Parameters"/>: a view is two (the address of its first
/// element, 64 bits; its length, 32 bits), a scalar is one of 32 bits; then <see cref="PtxProgram.Sizes"/>.
/// </para>
/// </summary>
internal static class PtxTarget
{
    /// <summary>The whole module.</summary>
    public static PtxProgram Write(KernelFunction function, PtxOptions? options = null) =>
        new PtxWriter(function, options ?? PtxOptions.Portable).Write();
}
