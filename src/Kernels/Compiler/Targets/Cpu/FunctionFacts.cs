using GpuFormer.Kernels.Compiler.IR;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>What the emitter asks about the structure of a canonical function.</summary>
internal sealed class FunctionFacts
{
    private readonly Dictionary<Value, int> _depths = [];
    private readonly Dictionary<Value, int> _uses = [];
    private readonly HashSet<Value> _visited = [];
    private readonly HashSet<Region> _barriers = [];
    private readonly Dictionary<Loop, List<Continue>> _continues = [];
    private readonly Dictionary<Loop, List<Break>> _breaks = [];
    private readonly Dictionary<Loop, int> _loopDepths = [];

    public FunctionFacts(KernelFunction function) => Visit(function.Body, 0);

    /// <summary>Values computed once by a Let.</summary>
    public HashSet<Value> Lets { get; } = [];

    public bool HasBarrier(Region region) => _barriers.Contains(region);

    public bool HasBarrier(Statement statement) =>
        statement is Barrier || (statement is StructuredStatement s && s.Regions.Any(HasBarrier));

    public IReadOnlyList<Continue> Continues(Loop loop) => _continues.GetValueOrDefault(loop) ?? [];

    public IReadOnlyList<Break> Breaks(Loop loop) => _breaks.GetValueOrDefault(loop) ?? [];

    /// <summary>1 for an outermost loop.</summary>
    public int DepthOf(Loop loop) => _loopDepths[loop];

    /// <summary>The depth of the innermost loop in which the value can change; 0 outside of loops.</summary>
    public int DepthOf(Value value)
    {
        if (_depths.TryGetValue(value, out var depth))
            return depth;
        foreach (var operand in value.Operands)
            depth = Math.Max(depth, DepthOf(operand));
        return _depths[value] = depth;
    }

    /// <summary>How many operators, statements and jumps take the value as an operand.</summary>
    public int UsesOf(Value value) => _uses.GetValueOrDefault(value);

    /// <summary>What the counter of a loop grows by each turn, or null if that is not one unchanging value.</summary>
    public Value? StepOf(Loop loop, RegionArgument counter)
    {
        if (Continues(loop) is not [var next])
            return null;
        var value = next.Values[loop.Body.Arguments.IndexOf(counter)];
        if (value is not BinaryValue { Operator: BinaryOperator.Add } sum)
            return null;
        var step = ReferenceEquals(sum.Left, counter) ? sum.Right
            : ReferenceEquals(sum.Right, counter) ? sum.Left : null;
        return step is not null && DepthOf(step) < DepthOf(loop) ? step : null;
    }

    private void Visit(Region region, int depth)
    {
        foreach (var argument in region.Arguments)
            _depths[argument] = depth;
        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case Load load:
                    _depths[load.Result] = depth;
                    Use(load.Index);
                    break;
                case Store store:
                    Use(store.Index);
                    Use(store.Value);
                    break;
                case AtomicAdd atomic:
                    _depths[atomic.Result] = depth;
                    Use(atomic.Index);
                    Use(atomic.Value);
                    break;
                case Prefetch prefetch:
                    Use(prefetch.Index);
                    break;
                case Barrier:
                    _barriers.Add(region);
                    break;
                case Let let:
                    Lets.Add(let.Value);
                    Use(let.Value);
                    break;
                case StructuredStatement structured:
                    VisitStructured(structured, region, depth);
                    break;
                default:
                    throw new InvalidOperationException($"{statement.GetType().Name} is not canonical form.");
            }
        }

        foreach (var value in region.Terminator.Values)
            Use(value);
        switch (region.Terminator)
        {
            case Continue next:
                Add(_continues, next.Target, next);
                break;
            case Break { Target: Loop target } leave:
                Add(_breaks, target, leave);
                break;
        }
    }

    private void VisitStructured(StructuredStatement statement, Region region, int depth)
    {
        foreach (var result in statement.Results)
            _depths[result] = depth;
        switch (statement)
        {
            case If branch:
                Use(branch.Condition);
                Visit(branch.Then, depth);
                Visit(branch.Else, depth);
                break;
            case Loop loop:
                foreach (var value in loop.Initial)
                    Use(value);
                _loopDepths[loop] = depth + 1;
                Visit(loop.Body, depth + 1);
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} is not canonical form.");
        }

        if (statement.Regions.Any(HasBarrier))
            _barriers.Add(region);
    }

    private static void Add<T>(Dictionary<Loop, List<T>> map, Loop loop, T jump)
    {
        if (!map.TryGetValue(loop, out var list))
            map[loop] = list = [];
        list.Add(jump);
    }

    private void Use(Value value)
    {
        _uses[value] = UsesOf(value) + 1;
        if (!_visited.Add(value))
            return;
        foreach (var operand in value.Operands)
            Use(operand);
    }
}
