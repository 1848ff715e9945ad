namespace GpuFormer.Kernels.Launch;

/// <summary>The number of groups of a launch along X, Y and Z.</summary>
public readonly record struct LaunchShape(int X, int Y = 1, int Z = 1)
{
    /// <summary>
    /// A hint for devices that divide a launch among processors with caches of their own: each takes a part of X and Z
    /// (rows of maps) with all of Y, so many groups along X at a time. 0: a part is a run of groups, X counting fastest.
    /// </summary>
    public int BlockX { get; init; }

    /// <summary>Of launches that make a map in places one after the other; else null.</summary>
    internal LaunchRows? Rows { get; init; }

    /// <summary>All groups of the launch.</summary>
    public long Groups => (long)X * Y * Z;
}
