using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Runs a loop's control with what is constant of its arguments, turn by turn, until no Continue can be reached any
/// more. Knows nothing of how the loop was written: for, while and do, up, down and by factors are all the same.
/// </summary>
internal sealed class TripCount
{
    private readonly Loop _loop;
    private readonly ValueMap _map;
    private readonly HashSet<StructuredStatement> _left = [];

    // The Ifs with a way out of the loop: the others cannot end it.
    private readonly HashSet<If> _exits = [];
    private readonly Dictionary<StructuredStatement, Value[]> _handedOver = [];
    private Constant?[]? _next;
    private bool _continues;
    private bool _isDecided;

    private TripCount(Loop loop, ValueFactory values)
    {
        _loop = loop;
        _map = new ValueMap(values) { KeepUnbound = true };
        FindExits(loop.Body, []);
    }

    /// <summary>The constant arguments (null where unknown) of each turn, or null if their number is not constant.</summary>
    public static List<Constant?[]>? Turns(Loop loop, ValueFactory values, int most)
    {
        var count = new TripCount(loop, values);
        var state = loop.Initial.Select(value => value as Constant).ToArray();
        if (state.Length > 0 && Array.TrueForAll(state, constant => constant is null))
            return null;
        var turns = new List<Constant?[]>();
        while (turns.Count < most)
        {
            turns.Add(state);
            count.Turn(state);
            if (!count._continues)
                return turns;
            // No way out hangs on the counter alone: the number of turns is not constant.
            if (!count._isDecided)
                return null;
            state = count._next!;
        }

        return null;
    }

    private void Turn(Constant?[] state)
    {
        var mark = _map.OpenScope();
        for (var i = 0; i < state.Length; i++)
        {
            if (state[i] is { } constant)
                _map.Bind(_loop.Body.Arguments[i], constant);
        }

        (_continues, _isDecided, _next) = (false, false, null);
        _left.Clear();
        _handedOver.Clear();
        Walk(_loop.Body);
        _map.CloseScope(mark);
    }

    // Gives the end of the region if it is a Yield that can be reached.
    private Yield? Walk(Region region)
    {
        foreach (var statement in region.Statements)
        {
            if (!Walk(statement))
                return null;
        }

        switch (region.Terminator)
        {
            case Yield yield:
                return yield;
            case Break jump:
                _left.Add(jump.Target);
                HandOver(jump.Target, jump.Values);
                break;
            case Continue jump when jump.Target == _loop:
                _continues = true;
                var values = MapAll(jump.Values, jump.Target.Body.Arguments);
                if (_next is null)
                {
                    _next = Array.ConvertAll(values, value => value as Constant);
                }
                else
                {
                    for (var i = 0; i < values.Length; i++)
                    {
                        if (values[i] != _next[i])
                            _next[i] = null;
                    }
                }

                break;
        }

        return null;
    }

    private bool Walk(Statement statement)
    {
        switch (statement)
        {
            case If branch:
                var condition = _map.Map(branch.Condition) as Constant;
                _isDecided |= condition is not null && _exits.Contains(branch);
                var falls = false;
                foreach (var arm in branch.Regions)
                {
                    if (condition is not null && (condition.Bits != 0) != (arm == branch.Then))
                        continue;
                    if (Walk(arm) is { } yield)
                    {
                        falls = true;
                        HandOver(branch, yield.Values);
                    }
                }

                BindResults(branch);
                return falls;
            case Block block:
                var end = Walk(block.Body);
                if (end is not null)
                    HandOver(block, end.Values);
                BindResults(block);
                return end is not null || _left.Contains(block);
            case Loop inner:
                Walk(inner.Body);
                return _left.Contains(inner);
            default:
                return true;
        }
    }

    private void HandOver(StructuredStatement target, IReadOnlyList<Value> values)
    {
        var mapped = MapAll(values, target.Results);
        if (!_handedOver.TryGetValue(target, out var before))
        {
            _handedOver[target] = mapped;
            return;
        }

        for (var i = 0; i < mapped.Length; i++)
        {
            if (mapped[i] != before[i])
                before[i] = target.Results[i];
        }
    }

    // Floats count no turns: what they are is of no interest.
    private Value[] MapAll(IReadOnlyList<Value> values, IReadOnlyList<Value> targets)
    {
        var mapped = new Value[values.Count];
        for (var i = 0; i < mapped.Length; i++)
            mapped[i] = values[i].Type == ScalarType.Float32 ? targets[i] : _map.Map(values[i]);
        return mapped;
    }

    // Gives whether a jump leaves the loop from here or below.
    private bool FindExits(Region region, HashSet<StructuredStatement> inside)
    {
        var leaves = region.Terminator is Return
            || (region.Terminator is Break jump && !inside.Contains(jump.Target));
        foreach (var statement in region.Statements.OfType<StructuredStatement>())
        {
            inside.Add(statement);
            foreach (var inner in statement.Regions)
            {
                if (!FindExits(inner, inside))
                    continue;
                leaves = true;
                if (statement is If branch)
                    _exits.Add(branch);
            }
        }

        return leaves;
    }

    private void BindResults(StructuredStatement statement)
    {
        if (!_handedOver.TryGetValue(statement, out var values))
            return;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is Constant)
                _map.Bind(statement.Results[i], values[i]);
        }
    }
}
