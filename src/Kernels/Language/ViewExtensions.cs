using ILGPU;

namespace GpuFormer.Kernels.Language;

/// <summary>What kernels may ask of a view beyond reading and writing its elements.</summary>
public static class ViewExtensions
{
    /// <summary>
    /// Asks for the memory around an element ahead of its use; nothing else happens. The index may lie anywhere, behind
    /// the last element too: what is not there is not fetched. An instruction on x86 processors, nothing elsewhere.
    /// Threads along X ask for the element of the first of them.
    /// </summary>
    public static void Prefetch<T>(this ArrayView<T> view, int index)
        where T : unmanaged
    {
    }
}
