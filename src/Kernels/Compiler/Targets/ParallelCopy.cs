namespace GpuFormer.Kernels.Compiler.Targets;

/// <summary>
/// Assignments that mean all of their sources before any target is written, one after the other: a loop may swap its
/// arguments.
/// </summary>
internal static class ParallelCopy
{
    /// <summary>Writes the assignments in an order that loses no source.</summary>
    /// <param name="copies">Targets, each once, and their sources, which are others; empty afterwards.</param>
    /// <param name="reads">Whether a source (first) needs a target (second) as it was before.</param>
    /// <param name="save">Keeps a source of a circle under another name, which is returned.</param>
    /// <param name="assign">Writes one assignment: target, source.</param>
    public static void Write<T>(
        List<(T Target, T Source)> copies, Func<T, T, bool> reads, Func<T, T> save, Action<T, T> assign)
    {
        while (copies.Count > 0)
        {
            var free = copies.FindIndex(copy => !copies.Exists(other =>
                !EqualityComparer<T>.Default.Equals(other.Target, copy.Target) && reads(other.Source, copy.Target)));
            if (free >= 0)
            {
                assign(copies[free].Target, copies[free].Source);
                copies.RemoveAt(free);
                continue;
            }

            copies[0] = (copies[0].Target, save(copies[0].Source));
        }
    }
}
