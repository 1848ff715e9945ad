namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>Which loops with a constant number of turns are unrolled.</summary>
internal enum Unrolling
{
    /// <summary>None; a kernel that indexes a local array by a counter is refused.</summary>
    None,

    /// <summary>Those whose counter indexes a local array.</summary>
    Arrays,

    /// <summary>Those, and small ones.</summary>
    Small,

    /// <summary>Those, and every innermost one.</summary>
    Innermost,

    /// <summary>All.</summary>
    All,
}

/// <summary>How much the pipeline unrolls, and what the target has.</summary>
internal sealed record PipelineOptions
{
    public static PipelineOptions Default { get; } = new();

    /// <summary>
    /// Whether the target has an instruction for products of small matrices; if not, they are inlined. The only option
    /// that results depend on, by the rounding of sums.
    /// </summary>
    public bool HasMatrixProducts { get; init; }

    public Unrolling Unrolling { get; init; } = Unrolling.Small;

    /// <summary>A loop is small if turns times statements (plus a quarter of the operators) are at most this.</summary>
    public int SmallLoop { get; init; } = 64;

    /// <summary>No loop is unrolled to more than this, measured in the same way.</summary>
    public int LargestUnrolled { get; init; } = 8192;

    /// <summary>No loop of more turns than this is unrolled.</summary>
    public int MostTurns { get; init; } = 256;
}
