namespace GpuFormer.Kernels.Specialisation;

/// <summary>What a kernel does with one of its arguments.</summary>
/// <param name="ElementBytes">The size of a view's elements; 0 for a scalar.</param>
/// <param name="IsWritten">Whether it may write the view.</param>
internal readonly record struct MemoryAccess(int ElementBytes, bool IsWritten)
{
    public bool IsView => ElementBytes > 0;
}
