using System.Reflection.Emit;
using GpuFormer.Kernels.Compiler.IR;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

// Statements in their order, and conditions: branches where all lanes agree, masks where they do not.
internal sealed partial class CpuEmitter
{
    // results: where a Yield puts its values, already blended if `blend` is set; loop: the innermost loop around.
    private void EmitRegion(Region region, IReadOnlyList<Slot> results, IlLocal? blend)
    {
        _epoch++;
        var early = PlanEarlyUpdates(region);
        EmitEarlyUpdates(early, -1);
        for (var i = 0; i < region.Statements.Count; i++)
        {
            EmitStatement(region.Statements[i]);
            EmitEarlyUpdates(early, i);
        }

        switch (region.Terminator)
        {
            case Yield yield:
                for (var i = 0; i < results.Count; i++)
                    AssignResult(results[i], yield.Values[i], blend);
                break;
            case Break leave:
                EmitBreak(leave);
                break;
            case Continue next:
                EmitContinue(next, early);
                break;
        }

        _epoch++;
    }

    private void EmitStatement(Statement statement)
    {
        switch (statement)
        {
            case Load load:
                EmitLoad(load);
                break;
            case Store store:
                EmitStore(store);
                _epoch++;
                break;
            case AtomicAdd atomic:
                EmitAtomic(atomic);
                _epoch++;
                break;
            case Prefetch prefetch:
                EmitPrefetch(prefetch);
                break;
            case Let let:
                EmitLet(let);
                break;
            case Barrier:
                // A group of one vector runs in lockstep; larger groups never come here with a barrier.
                _epoch++;
                break;
            case If branch:
                EmitIf(branch);
                _epoch++;
                break;
            case Loop loop:
                EmitLoop(loop);
                _epoch++;
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} is not canonical form.");
        }
    }

    private void EmitLet(Let let)
    {
        if (let.Value.Operands.Length == 0 || _slots.ContainsKey(let.Value) || _known?.UsesOf(let.Value).Total == 0)
            return;
        if (IsCheapCondition(let.Value))
            return;
        var slot = MakeSlot(let.Value, _variance.Of(let.Value));
        Compute(slot, let.Value);
        Bind(let.Value, slot);
        Spill(slot);
    }

    // Comparing again and branching is shorter than keeping the truth value and testing it.
    private bool IsCheapCondition(Value value) =>
        value is BinaryValue comparison && ValueFactory.IsComparison(comparison.Operator)
        && _variance.Of(value) < Variance.Lane && IsAtHand(comparison.Left) && IsAtHand(comparison.Right);

    private bool IsAtHand(Value value) => IsNamed(value) || value is BinaryValue
    {
        Operator: BinaryOperator.Add, Type: ScalarType.Int32, Right: Constant,
    } sum && IsNamed(sum.Left);

    // A result of a divergent If: lanes outside `blend` keep what the other side gave them.
    private void AssignResult(Slot slot, Value value, IlLocal? blend)
    {
        if (blend is null || slot.Variance != Variance.Lane)
        {
            Assign(slot, value);
        }
        else if (slot.Vector is { } vector)
        {
            PushBlend(value.Type, () => _il.Load(blend), () => PushVector(value), () => _il.Load(vector));
            _il.Store(vector);
        }
    }

    private void EmitIf(If branch)
    {
        if (_variance.Of(branch.Condition) == Variance.Lane)
        {
            EmitDivergentIf(branch);
            return;
        }

        Slot[] results = [.. branch.Results.Select(r => MakeSlot(r, _variance.Of(r)))];
        var (other, end) = (_il.DefineLabel(), _il.DefineLabel());
        var hasElse = branch.Else.Statements.Count > 0 || branch.Else.Terminator is not Yield || results.Length > 0;
        PushScalar(branch.Condition);
        _il.Branch(OpCodes.Brfalse, hasElse ? other : end);
        EmitScopedRegion(branch.Then, results, null);
        if (hasElse)
        {
            // A jump out of a divergent loop's turn only changes masks: control goes on behind the If.
            if (branch.Then.Terminator is Yield || _loop is { Live: not null })
                _il.Branch(OpCodes.Br, end);
            _il.Mark(other);
            EmitScopedRegion(branch.Else, results, null);
        }

        _il.Mark(end);
        BindResults(branch, results);
    }

    private void BindResults(StructuredStatement statement, Slot[] results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            Bind(statement.Results[i], results[i]);
            Spill(results[i]);
        }
    }

    private void EmitScopedRegion(Region region, IReadOnlyList<Slot> results, IlLocal? blend)
    {
        PushScope(region);
        EmitRegion(region, results, blend);
        PopScope();
    }

    private void EmitDivergentIf(If branch)
    {
        Slot[] results = [.. branch.Results.Select(r => MakeSlot(r, _variance.Of(r)))];
        if (branch.Then is { Statements.Count: 0, Terminator: Yield whenTrue }
            && branch.Else is { Statements.Count: 0, Terminator: Yield whenFalse })
        {
            for (var i = 0; i < results.Length; i++)
                EmitSelectedResult(branch.Condition, results[i], whenTrue.Values[i], whenFalse.Values[i]);
            BindResults(branch, results);
            return;
        }

        var outer = _mask;
        var condition = new IlLocal(_vector!.Int, "condition");
        PushVector(branch.Condition);
        _il.Store(condition);
        var (then, other) = (condition, new IlLocal(_vector.Int, "otherwise"));
        if (outer is not null)
        {
            then = new(_vector.Int, "then");
            _il.Load(condition);
            _il.Load(outer);
            CallInt("BitwiseAnd", 2);
            _il.Store(then);
        }

        var hasElse = branch.Else.Statements.Count > 0 || branch.Else.Terminator is not Yield || results.Length > 0;
        if (hasElse)
        {
            if (outer is null)
                _il.Call(_vector.AllOnes);
            else
                _il.Load(outer);
            _il.Load(condition);
            CallInt("AndNot", 2);
            _il.Store(other);
        }

        EmitMasked(branch.Then, then, results, null);
        if (hasElse)
            EmitMasked(branch.Else, other, results, other);
        _mask = outer;
        BindResults(branch, results);
    }

    private void EmitSelectedResult(Value condition, Slot slot, Value whenTrue, Value whenFalse)
    {
        if (slot.Variance != Variance.Lane)
        {
            Assign(slot, whenTrue);
        }
        else if (slot.Vector is { } vector)
        {
            PushBlend(
                whenTrue.Type, () => PushVector(condition), () => PushVector(whenTrue), () => PushVector(whenFalse));
            _il.Store(vector);
        }
    }

    // No lane, no run: scalars loaded on behalf of the active lanes must have one.
    private void EmitMasked(Region region, IlLocal mask, Slot[] results, IlLocal? blend)
    {
        var end = _il.DefineLabel();
        PushBits(mask);
        _il.Branch(OpCodes.Brfalse, end);
        _mask = mask;
        EmitScopedRegion(region, results, blend);
        _il.Mark(end);
    }
}
