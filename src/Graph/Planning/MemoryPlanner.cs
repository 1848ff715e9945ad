namespace GpuFormer.Graph.Planning;

/// <summary>Where the tensors of a graph lie in one arena.</summary>
/// <param name="Offsets">The first byte of each tensor, a multiple of <see cref="MemoryPlanner.Alignment"/>.</param>
/// <param name="Bytes">The size of the arena.</param>
internal sealed record ArenaLayout(IReadOnlyDictionary<Tensor, long> Offsets, long Bytes);

/// <summary>
/// Places tensors in one arena so that no two that are alive in the same wave overlap: the largest first, each into the
/// smallest gap that holds it between those that are alive together with it, else behind them.
/// </summary>
internal static class MemoryPlanner
{
    /// <summary>Bytes: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    /// <summary>Places all tensors. The result depends on the lifetimes and their order alone.</summary>
    public static ArenaLayout Place(IReadOnlyList<Lifetime> lifetimes)
    {
        var placed = new List<(Lifetime Lifetime, long Offset, long End)>();
        var offsets = new Dictionary<Tensor, long>();
        long bytes = 0;
        foreach (var lifetime in lifetimes.OrderByDescending(l => l.Bytes).ThenBy(l => l.FirstWave))
        {
            var size = Align(lifetime.Bytes);
            var offset = FindGap(placed.Where(p => p.Lifetime.Overlaps(lifetime)).OrderBy(p => p.Offset), size);
            placed.Add((lifetime, offset, offset + size));
            offsets[lifetime.Tensor] = offset;
            bytes = Math.Max(bytes, offset + size);
        }

        return new ArenaLayout(offsets, bytes);
    }

    /// <summary>The next multiple of <see cref="Alignment"/>.</summary>
    public static long Align(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static long FindGap(IEnumerable<(Lifetime Lifetime, long Offset, long End)> neighbours, long size)
    {
        long end = 0, best = -1, smallest = long.MaxValue;
        foreach (var (_, offset, neighbourEnd) in neighbours)
        {
            var gap = offset - end;
            if (gap >= size && gap < smallest)
                (best, smallest) = (end, gap);
            end = Math.Max(end, neighbourEnd);
        }

        return best >= 0 ? best : end;
    }
}
