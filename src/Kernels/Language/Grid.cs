namespace GpuFormer.Kernels.Language;

/// <summary>The grid of groups that a launch runs. Indices and sizes count groups.</summary>
public static class Grid
{
    /// <summary>The X index of this thread's group, 0 to <see cref="SizeX"/> - 1.</summary>
    public static int IndexX => KernelThread.Current.GridIndexX;

    /// <summary>The Y index of this thread's group.</summary>
    public static int IndexY => KernelThread.Current.GridIndexY;

    /// <summary>The Z index of this thread's group.</summary>
    public static int IndexZ => KernelThread.Current.GridIndexZ;

    /// <summary>The number of groups along X.</summary>
    public static int SizeX => KernelThread.Current.Group.GridSizeX;

    /// <summary>The number of groups along Y.</summary>
    public static int SizeY => KernelThread.Current.Group.GridSizeY;

    /// <summary>The number of groups along Z.</summary>
    public static int SizeZ => KernelThread.Current.Group.GridSizeZ;
}

/// <summary>
/// The group of this thread: threads that share memory and a barrier. Its size is a compile-time constant of the
/// specialisation. Neighbouring threads along X are neighbouring lanes of a vector or subgroup.
/// </summary>
public static class Group
{
    /// <summary>The X index of this thread in its group, 0 to <see cref="SizeX"/> - 1.</summary>
    public static int IndexX => KernelThread.Current.IndexX;

    /// <summary>The Y index of this thread in its group.</summary>
    public static int IndexY => KernelThread.Current.IndexY;

    /// <summary>The Z index of this thread in its group.</summary>
    public static int IndexZ => KernelThread.Current.IndexZ;

    /// <summary>The number of threads along X.</summary>
    public static int SizeX => KernelThread.Current.Group.SizeX;

    /// <summary>The number of threads along Y.</summary>
    public static int SizeY => KernelThread.Current.Group.SizeY;

    /// <summary>The number of threads along Z.</summary>
    public static int SizeZ => KernelThread.Current.Group.SizeZ;

    /// <summary>
    /// Waits until all threads of the group are here; shared memory written before is seen after. All threads of the
    /// group must reach the same barrier: not below a condition that differs between them.
    /// </summary>
    public static void Barrier() => KernelThread.Current.Group.Barrier();
}
