using GpuFormer.Kernels.Compiler.IR;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// What a function's effects depend on. A structured statement is needed if there is an effect or a jump out of it
/// inside, or if a result of it is live; its condition and the jumps inside are live only then.
/// </summary>
internal sealed class Liveness
{
    private readonly HashSet<Value> _live = [];
    private readonly HashSet<StructuredStatement> _needed = [];
    private readonly HashSet<StructuredStatement> _effects = [];
    private readonly HashSet<Memory> _loaded = [];
    private readonly Dictionary<Value, (Statement Statement, int Index)> _definitions = [];
    private readonly Dictionary<StructuredStatement, List<Terminator>> _leaves = [];
    private readonly Dictionary<Loop, List<Continue>> _continues = [];
    private readonly Dictionary<StructuredStatement, StructuredStatement?> _parents = [];
    private readonly Stack<Value> _pending = new();
    private readonly Stack<StructuredStatement> _pendingStatements = new();

    public Liveness(KernelFunction function)
    {
        FindLoads(function.Body);
        Collect(function.Body, null, null, []);
        NeedEffects(function.Body);
        while (true)
        {
            if (_pendingStatements.TryPop(out var statement))
                Process(statement);
            else if (_pending.TryPop(out var value))
                Process(value);
            else
                break;
        }
    }

    public bool IsLive(Value value) => _live.Contains(value);

    public bool IsNeeded(StructuredStatement statement) => _needed.Contains(statement);

    public bool IsLoaded(Memory memory) => _loaded.Contains(memory);

    private void FindLoads(Region region)
    {
        foreach (var statement in region.Statements)
        {
            if (statement is Load load)
                _loaded.Add(load.Memory);
            else if (statement is AtomicAdd add)
                _loaded.Add(add.Memory);
            else if (statement is MatrixProduct product)
                _loaded.UnionWith([product.Left, product.Right]);
            else if (statement is StructuredStatement structured)
            {
                foreach (var inner in structured.Regions)
                    FindLoads(inner);
            }
        }
    }

    // Gives the targets of jumps that leave the region; whether it has an effect lies in the statement's entry.
    private void Collect(
        Region region, StructuredStatement? owner, StructuredStatement? yieldsTo, HashSet<object> leaving)
    {
        if (owner is Loop loop)
        {
            for (var i = 0; i < region.Arguments.Count; i++)
                _definitions[region.Arguments[i]] = (loop, i);
        }

        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case Load load:
                    _definitions[load.Result] = (load, 0);
                    break;
                case StructuredStatement structured:
                    _parents[structured] = owner;
                    for (var i = 0; i < structured.Results.Count; i++)
                        _definitions[structured.Results[i]] = (structured, i);
                    var targets = new HashSet<object>();
                    var effectsBefore = _effectCount;
                    foreach (var inner in structured.Regions)
                        Collect(inner, structured, structured is Loop ? null : structured, targets);
                    targets.Remove(structured);
                    leaving.UnionWith(targets);
                    if (targets.Count > 0 || _effectCount > effectsBefore)
                        _effects.Add(structured);
                    break;
                default:
                    if (IsEffect(statement))
                        _effectCount++;
                    break;
            }
        }

        switch (region.Terminator)
        {
            case Yield when yieldsTo is not null:
                Leaves(yieldsTo).Add(region.Terminator);
                break;
            case Break jump:
                Leaves(jump.Target).Add(jump);
                leaving.Add(jump.Target);
                break;
            case Continue jump:
                if (!_continues.TryGetValue(jump.Target, out var continues))
                    _continues[jump.Target] = continues = [];
                continues.Add(jump);
                leaving.Add(jump.Target);
                break;
            case Return:
                leaving.Add(region.Terminator);
                break;
        }
    }

    private int _effectCount;

    private List<Terminator> Leaves(StructuredStatement statement)
    {
        if (!_leaves.TryGetValue(statement, out var leaves))
            _leaves[statement] = leaves = [];
        return leaves;
    }

    private bool IsEffect(Statement statement) => statement switch
    {
        Store store => store.Memory is not LocalArray || _loaded.Contains(store.Memory),
        AtomicAdd or Prefetch or MatrixProduct or Barrier or VariableWrite => true,
        _ => false,
    };

    private void NeedEffects(Region region)
    {
        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case Store store when IsEffect(store):
                    _pending.Push(store.Index);
                    _pending.Push(store.Value);
                    break;
                case AtomicAdd add:
                    _pending.Push(add.Index);
                    _pending.Push(add.Value);
                    break;
                case Prefetch prefetch:
                    _pending.Push(prefetch.Index);
                    break;
                case MatrixProduct product:
                    foreach (var operand in product.Operands)
                        _pending.Push(operand);
                    break;
                case VariableWrite write:
                    _pending.Push(write.Value);
                    break;
                case StructuredStatement structured when _effects.Contains(structured):
                    Need(structured);
                    break;
            }
        }
    }

    private void Need(StructuredStatement statement)
    {
        if (_needed.Add(statement))
            _pendingStatements.Push(statement);
    }

    private void Process(StructuredStatement statement)
    {
        if (statement is If branch)
            _pending.Push(branch.Condition);
        foreach (var region in statement.Regions)
            NeedEffects(region);
        if (_parents[statement] is { } parent)
            Need(parent);
    }

    private void Process(Value value)
    {
        if (!_live.Add(value))
            return;
        foreach (var operand in value.Operands)
            _pending.Push(operand);
        if (!_definitions.TryGetValue(value, out var definition))
            return;
        switch (definition.Statement)
        {
            case Load load:
                _pending.Push(load.Index);
                break;
            case Loop loop when value is RegionArgument:
                Need(loop);
                _pending.Push(loop.Initial[definition.Index]);
                foreach (var jump in _continues.GetValueOrDefault(loop, []))
                    _pending.Push(jump.Values[definition.Index]);
                break;
            case StructuredStatement structured:
                Need(structured);
                foreach (var leave in _leaves.GetValueOrDefault(structured, []))
                    _pending.Push(leave.Values[definition.Index]);
                break;
        }
    }
}
