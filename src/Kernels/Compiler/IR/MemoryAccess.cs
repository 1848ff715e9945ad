namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>What a function does with one of its parameters.</summary>
/// <param name="ElementBytes">The size of a view's elements; 0 for a scalar.</param>
/// <param name="IsWritten">Whether it may write the view.</param>
public readonly record struct MemoryAccess(int ElementBytes, bool IsWritten)
{
    public bool IsView => ElementBytes > 0;

    /// <summary>In the order of <see cref="KernelFunction.Parameters"/>.</summary>
    public static IReadOnlyList<MemoryAccess> Of(KernelFunction function)
    {
        var written = MemoryUse.WrittenBy(function);
        return [.. function.Parameters.Select(parameter => parameter is ViewParameter view
            ? new MemoryAccess(view.Element.Size(), written.Contains(view))
            : default)];
    }
}
