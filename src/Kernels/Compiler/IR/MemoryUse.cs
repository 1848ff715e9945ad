using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>Which memories a function writes; what it never writes, a target may declare read-only.</summary>
internal static class MemoryUse
{
    public static IReadOnlySet<Memory> WrittenBy(KernelFunction function)
    {
        var written = new HashSet<Memory>();
        Visit(function.Body, written);
        return written;
    }

    /// <summary>What a function does with its parameters, in their order.</summary>
    public static IReadOnlyList<MemoryAccess> AccessesOf(KernelFunction function)
    {
        var written = WrittenBy(function);
        return [.. function.Parameters.Select(parameter => parameter is ViewParameter view
            ? new MemoryAccess(view.Element.Size(), written.Contains(view))
            : default)];
    }

    private static void Visit(Region region, HashSet<Memory> written)
    {
        foreach (var statement in region.Statements)
        {
            if (statement is Store store)
                written.Add(store.Memory);
            else if (statement is AtomicAdd add)
                written.Add(add.Memory);
            else if (statement is StructuredStatement structured)
                foreach (var inner in structured.Regions)
                    Visit(inner, written);
        }
    }
}
