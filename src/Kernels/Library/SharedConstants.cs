namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of kernels that sum over rows, whose threads make several columns.</summary>
public record struct ColumnConstants
{
    /// <summary>Vectors of columns that a thread makes.</summary>
    public int Tile;
}

/// <summary>Compile-time constants of kernels that keep something of every token in registers.</summary>
public record struct TokenConstants
{
    /// <summary>All tokens.</summary>
    public int Tokens;
}
