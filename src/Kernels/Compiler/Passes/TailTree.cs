using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// How control leaves a region under construction: at a leaf by one jump, or by an If, its last statement, whose arms
/// are trees again. Leaves have no terminator yet.
/// </summary>
internal sealed class TailTree(Region region)
{
    public Region Region { get; } = region;

    /// <summary>The region's last statement, if this is no leaf.</summary>
    public If? Branch { get; set; }

    public TailTree? Then { get; set; }

    public TailTree? Else { get; set; }

    /// <summary>Where a leaf goes.</summary>
    public Exit? Exit { get; set; }

    /// <summary>What a leaf hands over.</summary>
    public IReadOnlyList<Value> Values { get; set; } = [];

    /// <summary>Becomes what <paramref name="other"/>, a tree of the same region, is.</summary>
    public void Become(TailTree other) =>
        (Branch, Then, Else, Exit, Values) = (other.Branch, other.Then, other.Else, other.Exit, other.Values);

    public IEnumerable<TailTree> Leaves()
    {
        var pending = new Stack<TailTree>();
        pending.Push(this);
        while (pending.TryPop(out var tree))
        {
            if (tree.Branch is null)
            {
                if (tree.Exit is not null)
                    yield return tree;
            }
            else
            {
                pending.Push(tree.Else!);
                pending.Push(tree.Then!);
            }
        }
    }

    /// <summary>Calls <paramref name="visit"/> for every branch, the innermost first.</summary>
    public void VisitBranches(Action<TailTree> visit)
    {
        if (Branch is null)
            return;
        Then!.VisitBranches(visit);
        Else!.VisitBranches(visit);
        visit(this);
    }
}

/// <summary>A way out: falling through (to be resolved by the construct around it), a jump, or the thread's end.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Target">The statement of the old function that is left or continued; null for the other two.</param>
internal sealed record Exit(ExitKind Kind, StructuredStatement? Target)
{
    public static Exit Fall { get; } = new(ExitKind.Fall, null);

    public static Exit Return { get; } = new(ExitKind.Return, null);
}

internal enum ExitKind
{
    Fall,
    Break,
    Continue,
    Return,
}
