using System.Reflection.Emit;
using GpuFormer.Kernels.Compiler.IR;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

// Groups of several vectors with barriers: what lies between two barriers is a segment, a loop of its own over the
// vectors. Statements that contain a barrier run once for the group, so their conditions must not vary within it.
// Values of one vector that a later segment needs pass through scratch memory.
internal sealed partial class CpuEmitter
{
    // Slots that only ever live in scratch memory belong to no segment.
    private const int NoSegment = -1;

    private int _segments;

    private sealed record GroupLoop(Loop Loop, Slot[] Arguments, Slot[] Results, IlLabel Top, IlLabel End);

    private void EmitGroupRegion(Region region, Slot[] results, GroupLoop? loop)
    {
        PushScope(region);
        var pending = new List<Statement>();
        foreach (var statement in region.Statements)
        {
            if (statement is Let let && IsGroupValue(let.Value, pending))
            {
                EmitLet(let);
            }
            else if (_structure.HasBarrier(statement) || statement is If { Then.Terminator: not Yield })
            {
                EmitSegment(pending, null);
                pending.Clear();
                EmitGroupStatement(statement, loop);
            }
            else
            {
                pending.Add(statement);
            }
        }

        switch (region.Terminator)
        {
            case Yield yield:
                EmitHandOver(pending, results, yield.Values);
                break;
            case Break leave:
                EmitHandOver(pending, loop!.Results, leave.Values);
                _il.Branch(OpCodes.Br, loop.End);
                break;
            case Continue next:
                EmitHandOver(pending, loop!.Arguments, next.Values);
                _il.Branch(OpCodes.Br, loop.Top);
                break;
            default:
                EmitSegment(pending, null);
                break;
        }

        PopScope();
    }

    // A pure value of the group whose operands no pending statement defines.
    private bool IsGroupValue(Value value, List<Statement> pending) =>
        _variance.Of(value) <= Variance.Group && !DependsOn(value, [.. pending.SelectMany(DefinedBy)]);

    private static bool DependsOn(Value value, HashSet<Value> defined)
    {
        if (defined.Contains(value))
            return true;
        foreach (var operand in value.Operands)
        {
            if (DependsOn(operand, defined))
                return true;
        }

        return false;
    }

    private void EmitGroupStatement(Statement statement, GroupLoop? loop)
    {
        switch (statement)
        {
            case Barrier:
                break;
            case If branch:
                EmitGroupIf(branch, loop);
                break;
            case Loop inner:
                EmitGroupLoop(inner);
                break;
        }
    }

    private void RequireGroupUniform(Variance variance)
    {
        if (variance > Variance.Group)
        {
            throw new InvalidOperationException(
                $"{_function.Name}: a barrier stands below a condition that differs between threads of a group.");
        }
    }

    private Slot MakeGroupSlot(Value owner)
    {
        var variance = _variance.Of(owner);
        return variance <= Variance.Group ? MakeSlot(owner, variance) : new Slot(owner, variance, NoSegment);
    }

    private void EmitGroupIf(If branch, GroupLoop? loop)
    {
        RequireGroupUniform(_variance.Of(branch.Condition));
        Slot[] results = [.. branch.Results.Select(MakeGroupSlot)];
        var (other, end) = (_il.DefineLabel(), _il.DefineLabel());
        PushScalar(branch.Condition);
        _il.Branch(OpCodes.Brfalse, other);
        EmitGroupRegion(branch.Then, results, loop);
        if (branch.Then.Terminator is Yield)
            _il.Branch(OpCodes.Br, end);
        _il.Mark(other);
        EmitGroupRegion(branch.Else, results, loop);
        _il.Mark(end);
        for (var i = 0; i < results.Length; i++)
            Bind(branch.Results[i], results[i]);
    }

    private void EmitGroupLoop(Loop loop)
    {
        RequireGroupUniform(_variance.Exit(loop));
        var arguments = loop.Body.Arguments;
        Slot[] slots = [.. arguments.Select(MakeGroupSlot)];
        EmitHandOver([], slots, loop.Initial);
        Slot[] results = [.. loop.Results.Select(MakeGroupSlot)];
        var context = new GroupLoop(loop, slots, results, _il.DefineLabel(), _il.DefineLabel());
        PushScope(new Region());
        for (var i = 0; i < slots.Length; i++)
            Bind(arguments[i], slots[i]);
        _il.Mark(context.Top);
        EmitGroupRegion(loop.Body, [], context);
        _il.Mark(context.End);
        PopScope();
        for (var i = 0; i < results.Length; i++)
            Bind(loop.Results[i], results[i]);
    }

    // Ends a run of statements by giving slots their values: those of one vector in scratch memory within the last
    // segment, all read before the first is written; those of the group in locals after it.
    private void EmitHandOver(List<Statement> pending, Slot[] slots, IReadOnlyList<Value> values)
    {
        var places = Enumerable.Range(0, values.Count).Where(i => slots[i].Segment == NoSegment).ToArray();
        EmitSegment(pending, places.Length == 0 ? null : () => StoreAcross(places, slots, values));
        AssignTogether([
            .. Enumerable.Range(0, values.Count).Except(places).Where(i => slots[i].Owner != values[i])
                .Select(i => (slots[i], values[i])),
        ]);
    }

    private void StoreAcross(int[] places, Slot[] slots, IReadOnlyList<Value> values)
    {
        var read = new List<(Slot To, IlLocal Local)>();
        foreach (var i in places)
        {
            var slot = slots[i];
            var lane = slot.Variance == Variance.Lane;
            var local = new IlLocal(lane ? VectorTypeOf(slot.Owner) : ScalarTypeOf(slot.Owner), "across");
            if (lane)
                PushVector(values[i]);
            else
                PushScalar(values[i]);
            _il.Store(local);
            read.Add((slot, local));
        }

        foreach (var (slot, local) in read)
        {
            PushSpillAddress(slot.Owner);
            _il.Load(local);
            if (slot.Variance == Variance.Lane)
                _il.StoreObject(local.Type);
            else
                _il.Emit(slot.Owner.Type == ScalarType.Float32 ? OpCodes.Stind_R4 : OpCodes.Stind_I4);
        }
    }

    private void EmitSegment(List<Statement> statements, Action? tail)
    {
        if (statements.Count == 0 && tail is null)
            return;
        var segment = ++_segments;
        var defined = new List<(Value Value, Slot Slot)>();
        _segment = segment;
        _epoch++;
        EmitVectorLoops(() =>
        {
            EmitReloads(segment);
            PushScope(new Region());
            foreach (var statement in statements)
                EmitStatement(statement);
            tail?.Invoke();
            defined.AddRange(_scopes.Peek().Bound.Select(b => (b.Value, _slots[b.Value])));
            PopScope();
        });
        _epoch++;
        _segment = 0;
        foreach (var (value, slot) in defined)
            Bind(value, slot);
    }

    private void EmitReloads(int segment)
    {
        foreach (var value in _known?.Reloads.GetValueOrDefault(segment) ?? [])
        {
            if (!_slots.TryGetValue(value, out var home) || home.Segment == segment)
                continue;
            if (!_found.Reloads.TryGetValue(segment, out var list))
                _found.Reloads[segment] = list = [];
            list.Add(value);
            _found.Crossing.Add(home.Owner);
            var slot = MakeSlot(home.Owner, home.Variance);
            Fill(slot, () => PushReload(home.Owner, home.Variance));
            Bind(value, slot);
        }
    }
}
