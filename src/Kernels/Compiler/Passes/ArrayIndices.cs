using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>Whether a loop indexes a local array by something that follows from its own arguments.</summary>
internal sealed class ArrayIndices
{
    private readonly Dictionary<Value, bool> _follows = [];
    private readonly ValueFactory _values;
    private readonly int _mostTurns;
    private bool _isIndex;
    private bool _changed;

    private ArrayIndices(ValueFactory values, int mostTurns) => (_values, _mostTurns) = (values, mostTurns);

    public static bool DependOn(Loop loop, ValueFactory values, int mostTurns)
    {
        if (!UsesLocalArray(loop.Body))
            return false;
        var indices = new ArrayIndices(values, mostTurns);
        var marked = new HashSet<Value>(loop.Body.Arguments);
        do
        {
            indices._follows.Clear();
            foreach (var value in marked)
                indices._follows[value] = true;
            indices._changed = false;
            indices.Walk(loop.Body, null, marked);
        }
        while (indices._changed && !indices._isIndex);

        return indices._isIndex;
    }

    /// <summary>Whether a region loads or stores any local array.</summary>
    public static bool UsesLocalArray(Region region) => region.Statements.Exists(statement => statement switch
    {
        Load load => load.Memory is LocalArray,
        Store store => store.Memory is LocalArray,
        AtomicAdd add => add.Memory is LocalArray,
        StructuredStatement structured => structured.Regions.Any(UsesLocalArray),
        _ => false,
    });

    private void Walk(Region region, StructuredStatement? yieldsTo, HashSet<Value> marked)
    {
        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case Load { Memory: LocalArray } load:
                    _isIndex |= Follows(load.Index);
                    break;
                case Store { Memory: LocalArray } store:
                    _isIndex |= Follows(store.Index);
                    break;
                case AtomicAdd { Memory: LocalArray } add:
                    _isIndex |= Follows(add.Index);
                    break;
                case Loop inner:
                    // An inner loop whose number of turns hangs on the outer counter can be unrolled only after it.
                    var isOpen = UsesLocalArray(inner.Body) && HasMarkedCondition(inner.Body)
                        && TripCount.Turns(inner, _values, _mostTurns) is null;
                    for (var i = 0; i < inner.Initial.Count; i++)
                    {
                        if (isOpen || Follows(inner.Initial[i]))
                            Mark(inner.Body.Arguments[i], marked);
                    }

                    Walk(inner.Body, null, marked);
                    break;
                case If branch:
                    Walk(branch.Then, branch, marked);
                    Walk(branch.Else, branch, marked);
                    break;
                case Block block:
                    Walk(block.Body, block, marked);
                    break;
            }
        }

        var values = region.Terminator.Values;
        for (var i = 0; i < values.Count; i++)
        {
            if (!Follows(values[i]))
                continue;
            switch (region.Terminator)
            {
                case Yield when yieldsTo is not null && i < yieldsTo.Results.Count:
                    Mark(yieldsTo.Results[i], marked);
                    break;
                case Break jump:
                    Mark(jump.Target.Results[i], marked);
                    break;
                case Continue jump:
                    Mark(jump.Target.Body.Arguments[i], marked);
                    break;
            }
        }
    }

    private bool HasMarkedCondition(Region region) => region.Statements.Exists(statement =>
        statement is StructuredStatement structured
        && ((structured is If branch && Follows(branch.Condition)) || structured.Regions.Any(HasMarkedCondition)));

    private void Mark(Value value, HashSet<Value> marked)
    {
        if (marked.Add(value))
            _changed = true;
    }

    private bool Follows(Value root)
    {
        ValueOrder.Visit(root, _follows.ContainsKey, value =>
        {
            var follows = false;
            foreach (var operand in value.Operands)
                follows |= _follows.GetValueOrDefault(operand);
            _follows[value] = follows;
        });
        return _follows.GetValueOrDefault(root);
    }
}
