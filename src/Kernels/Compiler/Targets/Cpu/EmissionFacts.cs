using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>How often a value was asked for, and in which form.</summary>
internal sealed class ValueUses
{
    public int Scalar { get; set; }

    /// <summary>As a vector: of a uniform value, its broadcast.</summary>
    public int Vector { get; set; }

    /// <summary>As a 64-bit integer, for addresses.</summary>
    public int Native { get; set; }

    /// <summary>True if a use of a loaded value may stand behind a store, or in another region than the load.</summary>
    public bool Elsewhere { get; set; }

    public int Total => Scalar + Vector + Native;
}

/// <summary>An address that stays the same while a loop runs, to be computed before it.</summary>
internal sealed record PointerRequest(string Key, Memory Memory, IReadOnlyList<IndexTerm> Terms);

/// <summary>
/// An address that grows by the same amount each turn of a loop. Those with the same <see cref="Inner"/> terms share a
/// pointer and differ by an offset that the loop does not change.
/// </summary>
internal sealed record AdvancingRequest(
    string Key, Memory Memory, IReadOnlyList<IndexTerm> Outer, IReadOnlyList<IndexTerm> Inner, RegionArgument Counter);

/// <summary>
/// What one run of the emitter over a function learned for the next: the emitter decides what to keep in locals, and
/// where, from what the run before asked for, and stops when a run repeats itself.
/// </summary>
internal sealed class EmissionFacts
{
    public Dictionary<Value, ValueUses> Uses { get; } = [];

    public Dictionary<Loop, List<PointerRequest>> Invariant { get; } = [];

    public Dictionary<Loop, List<AdvancingRequest>> Advancing { get; } = [];

    /// <summary>How often a region asks for an address outside of its loops.</summary>
    public Dictionary<(Region Region, string Key), int> Pointers { get; } = [];

    /// <summary>Values of one vector that live across a barrier.</summary>
    public HashSet<Value> Crossing { get; } = [];

    /// <summary>By segment between barriers: the values it needs from segments before.</summary>
    public Dictionary<int, List<Value>> Reloads { get; } = [];

    /// <summary>Loads with one use that nothing can come between: done where they are used.</summary>
    public bool Defers(StatementResult loaded) =>
        Uses.TryGetValue(loaded, out var uses) && uses.Total == 1 && !uses.Elsewhere;

    public ValueUses UsesOf(Value value)
    {
        if (!Uses.TryGetValue(value, out var uses))
            Uses[value] = uses = new ValueUses();
        return uses;
    }

    /// <summary>Takes over what an earlier run needed, so that alternating runs come to rest.</summary>
    public void Merge(EmissionFacts earlier)
    {
        foreach (var (value, uses) in earlier.Uses)
        {
            var mine = UsesOf(value);
            mine.Scalar = Math.Max(mine.Scalar, uses.Scalar);
            mine.Vector = Math.Max(mine.Vector, uses.Vector);
            mine.Native = Math.Max(mine.Native, uses.Native);
            mine.Elsewhere = true;
        }

        Crossing.UnionWith(earlier.Crossing);
        foreach (var (segment, values) in earlier.Reloads)
            Reloads[segment] = [.. values.Union(Reloads.GetValueOrDefault(segment) ?? [])];
    }
}
