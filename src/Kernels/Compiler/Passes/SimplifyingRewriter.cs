using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>A rewrite that folds control as it copies: constant conditions, blocks nobody jumps out of, and so on.</summary>
internal abstract class SimplifyingRewriter : FunctionRewriter
{
    // A Select computes both sides: worth it for a few operators, not for a polynomial.
    private const int SelectableOperators = 12;

    private readonly Dictionary<Value, int> _depths = [];
    private readonly Dictionary<Loop, List<Continue>> _continues = [];
    private readonly Dictionary<Loop, int[]> _keptArguments = [];
    private readonly Dictionary<StructuredStatement, List<IReadOnlyList<Value>>> _breaks = [];

    protected SimplifyingRewriter(KernelFunction function)
        : base(function)
    {
        CollectContinues(function.Body);
        // The only index of a group that is one thread wide.
        if (function.Group.X == 1)
            Map.Bind(Values.BuiltIn(BuiltIn.GroupIndexX), Values.Int(0));
        if (function.Group.Y == 1)
            Map.Bind(Values.BuiltIn(BuiltIn.GroupIndexY), Values.Int(0));
        if (function.Group.Z == 1)
            Map.Bind(Values.BuiltIn(BuiltIn.GroupIndexZ), Values.Int(0));
    }

    /// <summary>Whether anything became simpler, so that another round may find more.</summary>
    protected bool Changed { get; set; }

    protected override Terminator? EmitIf(If old)
    {
        var condition = Map.Map(old.Condition);
        if (condition is Constant constant)
        {
            Changed = true;
            return Splice(EmitAll(constant.Bits != 0 ? old.Then : old.Else), old.Results);
        }

        var isNegated = condition is UnaryValue { Operator: UnaryOperator.Not };
        var copy = new If(isNegated ? ((UnaryValue)condition).Operand : condition) { Source = old.Source };
        RewriteArm(old.Then, isNegated ? copy.Else : copy.Then, old.Condition, holds: true);
        RewriteArm(old.Else, isNegated ? copy.Then : copy.Else, old.Condition, holds: false);
        var (then, otherwise) = (copy.Then.Terminator, copy.Else.Terminator);
        var isEmpty = copy.Then.Statements.Count == 0 && copy.Else.Statements.Count == 0;
        if (isEmpty && SameJump(then, otherwise) is { } jump && SelectAll(copy.Condition, then, otherwise) is { } values)
        {
            Changed = true;
            if (then is Break { Target: { } target })
            {
                // One jump instead of the two counted last.
                _breaks[target].RemoveRange(_breaks[target].Count - 2, 2);
                _breaks[target].Add(values);
            }

            return jump(values);
        }

        if (then is not Yield && otherwise is not Yield)
        {
            Output.Add(copy);
            return Never;
        }

        var isDropped = isEmpty && then is Yield && otherwise is Yield;
        for (var i = 0; i < old.Results.Count; i++)
        {
            if (ResultOf(copy.Condition, then, otherwise, i) is { } known)
            {
                // Stays as a result without a use, for DeadCode to take away.
                Define(old.Results[i], known);
                copy.Results.Add(new StatementResult(known.Type, old.Results[i].Name));
            }
            else
            {
                isDropped = false;
                var result = new StatementResult(old.Results[i].Type, old.Results[i].Name);
                Define(old.Results[i], result);
                copy.Results.Add(result);
            }
        }

        if (isDropped)
            Changed = true;
        else
            Output.Add(copy);
        return null;
    }

    protected override Terminator? EmitBlock(Block old) =>
        EmitBlock(old, () => EmitAll(old.Body));

    /// <summary>A block around what <paramref name="body"/> emits; spliced in if only its end leaves it.</summary>
    protected Terminator? EmitBlock(StructuredStatement old, Func<Terminator> body)
    {
        var copy = new Block { Source = old.Source };
        Retarget(old, copy);
        Fill(copy.Body, body);
        var end = copy.Body.Terminator;
        var breaks = BreakCount(copy);
        if (breaks == 0 || (breaks == 1 && end is Break last && last.Target == copy))
        {
            Changed = true;
            Output.AddRange(copy.Body.Statements);
            return Splice(end is Break ownEnd && ownEnd.Target == copy ? new Yield(ownEnd.Values) : end, old.Results);
        }

        Output.Add(copy);
        DefineResults(old, copy, end as Yield);
        return null;
    }

    protected override Terminator? EmitLoop(Loop old)
    {
        var continues = _continues.GetValueOrDefault(old, []);
        var initial = Map.MapAll(old.Initial);
        if (continues.Count == 0)
        {
            // A loop that never repeats is a block.
            Changed = true;
            for (var i = 0; i < initial.Length; i++)
                Define(old.Body.Arguments[i], initial[i]);
            return EmitBlock(old, () => EmitAll(old.Body));
        }

        var copy = new Loop { Source = old.Source };
        Retarget(old, copy);
        var kept = new List<int>();
        for (var i = 0; i < initial.Length; i++)
        {
            var argument = old.Body.Arguments[i];
            if (continues.TrueForAll(jump => jump.Values[i] == argument || jump.Values[i] == old.Initial[i]))
            {
                Define(argument, initial[i]);
                Changed = true;
                continue;
            }

            kept.Add(i);
            copy.Initial.Add(initial[i]);
            var newArgument = new RegionArgument(argument.Type, argument.Name);
            copy.Body.Arguments.Add(newArgument);
            _depths[newArgument] = Depth + 1;
            Map.Bind(argument, newArgument);
        }

        _keptArguments[copy] = [.. kept];
        RewriteRegion(old.Body, copy.Body);
        Output.Add(copy);
        if (!IsBrokenTo(copy))
            return Never;
        DefineResults(old, copy, null);
        return null;
    }

    protected override Terminator MapTerminator(Terminator old)
    {
        if (old is Continue jump && Target(jump.Target) is Loop target)
            return new Continue(target, [.. _keptArguments[target].Select(i => Map.Map(jump.Values[i]))]);
        if (old is Continue endOfTurn)
            return EndTurn(endOfTurn, Target(endOfTurn.Target));
        var end = base.MapTerminator(old);
        if (end is Break leave)
            Count(leave);
        return end;
    }

    /// <summary>What a Continue becomes whose loop is none any more.</summary>
    protected virtual Terminator EndTurn(Continue old, StructuredStatement target) =>
        throw new InternalCompilerException("a loop that never repeats is repeated");

    protected int BreakCount(StructuredStatement target) => _breaks.TryGetValue(target, out var all) ? all.Count : 0;

    /// <summary>Counts a Break that did not come from <see cref="MapTerminator"/>.</summary>
    protected Break CountedBreak(StructuredStatement target, IReadOnlyList<Value> values)
    {
        var jump = MakeBreak(target, values);
        Count(jump);
        return jump;
    }

    private void Count(Break jump)
    {
        if (!_breaks.TryGetValue(jump.Target, out var all))
            _breaks[jump.Target] = all = [];
        all.Add(jump.Values);
    }

    // A result that every way out hands over alike is no result; DeadCode takes it away.
    private void DefineResults(StructuredStatement old, StructuredStatement copy, Yield? end)
    {
        var all = _breaks.GetValueOrDefault(copy, []);
        var first = end?.Values ?? all[0];
        for (var i = 0; i < old.Results.Count; i++)
        {
            var result = new StatementResult(old.Results[i].Type, old.Results[i].Name);
            copy.Results.Add(result);
            var isSame = all.TrueForAll(values => values[i] == first[i]) && IsVisible(first[i]);
            Define(old.Results[i], isSame ? first[i] : result);
        }
    }

    protected override void Define(Value old, Value value)
    {
        if (value is StatementResult)
            _depths.TryAdd(value, Depth);
        base.Define(old, value);
    }

    /// <summary>Binds results to what the statements just emitted yield.</summary>
    protected Terminator? Splice(Terminator end, List<StatementResult> results)
    {
        if (end is not Yield)
            return end;
        for (var i = 0; i < results.Count; i++)
            Define(results[i], end.Values[i]);
        return null;
    }

    // Inside an arm the condition is known.
    private void RewriteArm(Region old, Region into, Value condition, bool holds)
    {
        var mark = Map.OpenScope();
        Map.Bind(condition, Values.Bool(holds));
        if (condition is UnaryValue { Operator: UnaryOperator.Not } not)
            Map.Bind(not.Operand, Values.Bool(!holds));
        RewriteRegion(old, into);
        Map.CloseScope(mark);
    }

    private Value? ResultOf(Value condition, Terminator then, Terminator otherwise, int i)
    {
        if (then is Yield && otherwise is Yield)
        {
            if (then.Values[i] == otherwise.Values[i])
                return then.Values[i];
            return IsVisible(then.Values[i]) && IsVisible(otherwise.Values[i])
                && IsCheap(then.Values[i], otherwise.Values[i])
                    ? Values.Select(condition, then.Values[i], otherwise.Values[i])
                    : null;
        }

        var only = then is Yield ? then.Values[i] : otherwise.Values[i];
        return IsVisible(only) ? only : null;
    }

    private static Func<IReadOnlyList<Value>, Terminator>? SameJump(Terminator a, Terminator b) => (a, b) switch
    {
        (Break x, Break y) when x.Target == y.Target => values => new Break(x.Target, values),
        (Continue x, Continue y) when x.Target == y.Target => values => new Continue(x.Target, values),
        (Return, Return) => _ => new Return(),
        _ => null,
    };

    private Value[]? SelectAll(Value condition, Terminator then, Terminator otherwise)
    {
        var values = new Value[then.Values.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (then.Values[i] != otherwise.Values[i] && !IsCheap(then.Values[i], otherwise.Values[i]))
                return null;
            values[i] = Values.Select(condition, then.Values[i], otherwise.Values[i]);
        }

        return values;
    }

    private static bool IsCheap(Value a, Value b)
    {
        var left = SelectableOperators;
        return CountDown(a, ref left) && CountDown(b, ref left);
    }

    private static bool CountDown(Value value, ref int left)
    {
        if (value.Operands.Length == 0)
            return true;
        if (--left < 0 || value is UnaryValue { Operator: UnaryOperator.SquareRoot }
            or BinaryValue { Operator: BinaryOperator.Divide or BinaryOperator.Remainder })
        {
            return false;
        }

        foreach (var operand in value.Operands)
        {
            if (!CountDown(operand, ref left))
                return false;
        }

        return true;
    }

    private bool IsVisible(Value value)
    {
        if (_depths.TryGetValue(value, out var depth))
            return depth <= Depth;
        ValueOrder.Visit(value, _depths.ContainsKey, inner =>
        {
            var deepest = 0;
            foreach (var operand in inner.Operands)
                deepest = Math.Max(deepest, _depths.GetValueOrDefault(operand));
            _depths[inner] = deepest;
        });
        return _depths.GetValueOrDefault(value) <= Depth;
    }

    private void CollectContinues(Region region)
    {
        foreach (var statement in region.Statements)
        {
            if (statement is StructuredStatement structured)
            {
                foreach (var inner in structured.Regions)
                    CollectContinues(inner);
            }
        }

        if (region.Terminator is Continue jump)
        {
            if (!_continues.TryGetValue(jump.Target, out var list))
                _continues[jump.Target] = list = [];
            list.Add(jump);
        }
    }
}
