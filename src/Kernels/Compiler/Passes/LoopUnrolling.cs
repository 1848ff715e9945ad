using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Copies the body of a loop once for each turn, if the number of turns is constant and it is worth it. A turn that can
/// be left early is a block: Continue leaves the block of its turn, Break the block around all turns.
/// <code>
/// r = loop (i = 0, s = 0) {           |  r = block {
///   if (i &lt; 2) {                      |    s1 = block { if (c) { break s1: 0 }
///     if (c) { continue i + 1, s }    |                 a = load t[0]; break s1: a }
///     a = load t[i]                   |    s2 = block { if (c) { break s2: s1 }
///     continue i + 1, s + a           |                 b = load t[1]; break s2: s1 + b }
///   } else { break s } }              |    break r: s2 }
/// </code>
/// </summary>
internal sealed class LoopUnrolling : SimplifyingRewriter
{
    // Nested loops become constant from the outside in: one round for each level.
    private const int MaximumRounds = 8;

    private readonly PipelineOptions _options;
    private readonly KernelFunction _function;
    private readonly Dictionary<Loop, Block> _turns = [];
    private bool _unrolled;

    // How often the output is copied by the loops around it that are being unrolled.
    private long _copies = 1;

    private LoopUnrolling(KernelFunction function, PipelineOptions options)
        : base(function) => (_function, _options) = (function, options);

    public static KernelFunction Run(KernelFunction function, PipelineOptions options)
    {
        for (var round = 0; round < MaximumRounds && options.Unrolling != Unrolling.None; round++)
        {
            var unrolling = new LoopUnrolling(function, options);
            var next = unrolling.Rewrite();
            if (!unrolling._unrolled)
                break;
            function = Simplification.Run(next);
        }

        return function;
    }

    protected override Terminator? EmitLoop(Loop old)
    {
        if (Plan(old) is not { } turns)
            return base.EmitLoop(old);
        _unrolled = true;
        Changed = true;
        var current = Map.MapAll(old.Initial);
        return EmitBlock(old, () => EmitTurns(old, turns, current));
    }

    protected override Terminator EndTurn(Continue old, StructuredStatement target) =>
        _turns.TryGetValue(old.Target, out var turn)
            ? CountedBreak(turn, Map.MapAll(old.Values))
            : base.EndTurn(old, target);

    private Terminator EmitTurns(Loop old, List<Constant?[]> turns, Value[] current)
    {
        _copies *= turns.Count;
        var end = EmitTurnsInOrder(old, turns, current);
        _copies /= turns.Count;
        return end;
    }

    private Terminator EmitTurnsInOrder(Loop old, List<Constant?[]> turns, Value[] current)
    {
        foreach (var constants in turns)
        {
            var mark = Map.OpenScope();
            for (var i = 0; i < current.Length; i++)
                Define(old.Body.Arguments[i], constants[i] ?? current[i]);
            var turn = new Block { Source = old.Source };
            _turns[old] = turn;
            Fill(turn.Body, () => EmitAll(old.Body));
            _turns.Remove(old);
            Map.CloseScope(mark);
            if (!IsBrokenTo(turn))
            {
                // The last turn, or one that always leaves.
                Output.AddRange(turn.Body.Statements);
                return turn.Body.Terminator;
            }

            if (turn.Body.Terminator is Break end && end.Target == turn && BreakCount(turn) == 1)
            {
                Output.AddRange(turn.Body.Statements);
                current = [.. end.Values];
                continue;
            }

            Output.Add(turn);
            for (var i = 0; i < current.Length; i++)
            {
                var result = new StatementResult(old.Body.Arguments[i].Type, old.Body.Arguments[i].Name);
                turn.Results.Add(result);
                current[i] = result;
            }
        }

        throw new InternalCompilerException("an unrolled loop goes on after its last turn");
    }

    private List<Constant?[]>? Plan(Loop loop)
    {
        var isNeeded = _function.LocalArrays.Count > 0 && ArrayIndices.DependOn(loop, Values, _options.MostTurns);
        if (!isNeeded && _options.Unrolling == Unrolling.Arrays)
            return null;
        if (TripCount.Turns(loop, Values, _options.MostTurns) is not { } turns)
            return null;
        var size = (long)Size(loop.Body) * turns.Count;
        // The second turn of a loop that runs once only finds that it is over.
        var isOne = turns.Count <= 2;
        if (size * _copies > _options.LargestUnrolled && !isOne)
            return null;
        return isNeeded || isOne || size <= _options.SmallLoop
            || _options.Unrolling == Unrolling.All
            || (_options.Unrolling == Unrolling.Innermost && !loop.Body.Contains(statement => statement is Loop))
                ? turns
                : null;
    }

    private static int Size(Region body)
    {
        var seen = new HashSet<Value>();
        var statements = 0;
        CountRegion(body);
        return statements + (seen.Count / 4);

        void CountValue(Value value) => ValueOrder.Visit(value, seen.Contains, inner => seen.Add(inner));

        void CountRegion(Region region)
        {
            statements += region.Statements.Count;
            foreach (var statement in region.Statements)
            {
                switch (statement)
                {
                    case Load load:
                        CountValue(load.Index);
                        break;
                    case Store store:
                        CountValue(store.Index);
                        CountValue(store.Value);
                        break;
                    case AtomicAdd add:
                        CountValue(add.Index);
                        CountValue(add.Value);
                        break;
                    case Prefetch prefetch:
                        CountValue(prefetch.Index);
                        break;
                    case MatrixProduct product:
                        foreach (var operand in product.Operands)
                            CountValue(operand);
                        break;
                    case StructuredStatement structured:
                        if (structured is If branch)
                            CountValue(branch.Condition);
                        foreach (var inner in structured.Regions)
                            CountRegion(inner);
                        break;
                }
            }

            foreach (var value in region.Terminator.Values)
                CountValue(value);
        }
    }
}
