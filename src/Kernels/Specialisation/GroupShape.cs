namespace GpuFormer.Kernels.Specialisation;

/// <summary>The number of threads of a group along X, Y and Z: a compile-time constant of a specialisation.</summary>
public readonly record struct GroupShape(int X, int Y = 1, int Z = 1)
{
    /// <summary>All threads of the group.</summary>
    public int Threads => X * Y * Z;
}
