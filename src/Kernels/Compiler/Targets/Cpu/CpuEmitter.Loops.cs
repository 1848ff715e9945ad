using System.Reflection.Emit;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

// Loops whose turns all lanes take together are branches; others run until the last lane has left.
internal sealed partial class CpuEmitter
{
    private sealed class LoopContext(Loop loop, int depth, Slot[] arguments)
    {
        public Loop Loop { get; } = loop;

        public int Depth { get; } = depth;

        public Slot[] Arguments { get; } = arguments;

        public Slot[] Results { get; set; } = [];

        public IlLabel? Top { get; init; }

        public IlLabel? End { get; init; }

        /// <summary>Of a divergent loop: the lanes still in it.</summary>
        public IlLocal? Live { get; init; }

        /// <summary>Of a divergent loop: the next turn's arguments, since a Break after may need this turn's.</summary>
        public Slot[] Next { get; set; } = [];

        /// <summary>True where the code after the body's one Continue decides about the next turn.</summary>
        public bool TestsAtBottom { get; set; }

        public Dictionary<string, AdvancingPointer> Advancing { get; } = [];

        public Dictionary<string, IlLocal> Offsets { get; } = [];
    }

    private void EmitLoop(Loop loop)
    {
        EmitInvariantPointers(loop);
        var arguments = loop.Body.Arguments;
        Slot[] slots = [.. arguments.Select(a => MakeSlot(a, _variance.Of(a)))];
        var divergent = _variance.Exit(loop) == Variance.Lane;
        var context = new LoopContext(loop, _structure.DepthOf(loop), slots)
        {
            Top = _il.DefineLabel(),
            End = _il.DefineLabel(),
            Live = divergent ? new(_vector!.Int, "live") : null,
        };
        EmitAdvancingPointers(context);
        for (var i = 0; i < slots.Length; i++)
            Assign(slots[i], loop.Initial[i]);
        var outer = _loop;
        _loop = context;
        PushScope(new Region());
        for (var i = 0; i < slots.Length; i++)
            Bind(arguments[i], slots[i]);
        context.Results = [.. loop.Results.Select((r, i) => ResultSlot(context, r, i, divergent))];
        if (divergent)
            EmitDivergentBody(context);
        else if (IsTopTested(loop))
            EmitTopTested(context);
        else
            EmitUniformBody(context);
        PopScope();
        _loop = outer;
        BindResults(loop, context.Results);
    }

    // What a loop's one Break hands over of its own arguments stays where it is.
    private Slot ResultSlot(LoopContext context, StatementResult result, int index, bool divergent)
    {
        if (!divergent && _structure.Breaks(context.Loop) is [var leave]
            && leave.Values[index] is RegionArgument argument
            && context.Loop.Body.Arguments.IndexOf(argument) is var place and >= 0
            && _variance.Of(result) == _variance.Of(argument))
        {
            return context.Arguments[place];
        }

        return MakeSlot(result, _variance.Of(result));
    }

    private void EmitUniformBody(LoopContext context)
    {
        _il.Mark(context.Top!);
        EmitRegion(context.Loop.Body, [], null);
        _il.Mark(context.End!);
    }

    // while (condition) { ... }: the test is written twice, before the loop and at its bottom.
    private static bool IsTopTested(Loop loop) =>
        loop.Body.Statements is [.. var lets, If test]
        && test is { Then.Terminator: Continue or Break, Else.Terminator: Continue or Break }
        && lets.All(s => s is Let) && lets.Count <= 2
        && test.Then.Terminator is Continue != test.Else.Terminator is Continue;

    private void EmitTopTested(LoopContext context)
    {
        var body = context.Loop.Body;
        var test = (If)body.Statements[^1];
        var goesOnIfTrue = test.Then.Terminator is Continue;
        var leave = _il.DefineLabel();
        var lets = new List<(Slot Slot, Value Value)>();
        _epoch++;
        foreach (var let in body.Statements.OfType<Let>().Where(l => !_slots.ContainsKey(l.Value)))
        {
            if (let.Value.Operands.Length == 0 || _known?.UsesOf(let.Value).Total == 0)
                continue;
            var slot = MakeSlot(let.Value, _variance.Of(let.Value));
            Compute(slot, let.Value);
            lets.Add((slot, let.Value));
            Bind(let.Value, slot);
        }

        PushScalar(test.Condition);
        _il.Branch(goesOnIfTrue ? OpCodes.Brfalse : OpCodes.Brtrue, leave);
        context.TestsAtBottom = true;
        _il.Mark(context.Top!);
        EmitScopedRegion(goesOnIfTrue ? test.Then : test.Else, [], null);
        // Here the names of the body are gone: the test sees the next turn's arguments alone.
        foreach (var (slot, value) in lets)
            Compute(slot, value);
        PushScalar(test.Condition);
        _il.Branch(goesOnIfTrue ? OpCodes.Brtrue : OpCodes.Brfalse, context.Top!);
        _il.Mark(leave);
        EmitScopedRegion(goesOnIfTrue ? test.Else : test.Then, [], null);
        _il.Mark(context.End!);
    }

    private void Compute(Slot slot, Value value) => Fill(slot, () =>
    {
        if (slot.Variance == Variance.Lane)
            PushVectorPure(value);
        else
            PushScalarPure(value);
    });

    private void EmitDivergentBody(LoopContext context)
    {
        var outer = _mask;
        if (outer is null)
            _il.Call(_vector!.AllOnes);
        else
            _il.Load(outer);
        _il.Store(context.Live!);
        context.Next = [.. context.Arguments.Select(CopyOf)];
        _mask = context.Live;
        _il.Mark(context.Top!);
        EmitRegion(context.Loop.Body, [], null);
        for (var i = 0; i < context.Arguments.Length; i++)
            Move(context.Next[i], context.Arguments[i]);
        EmitAdvance(context);
        PushBits(context.Live!);
        _il.Branch(OpCodes.Brtrue, context.Top!);
        _mask = outer;
    }

    private static Slot CopyOf(Slot slot) => new(slot.Owner, slot.Variance, slot.Segment)
    {
        Scalar = slot.Scalar is { } scalar ? new(scalar.Type, $"{scalar.Name}.next") : null,
        Vector = slot.Vector is { } vector ? new(vector.Type, $"{vector.Name}.next") : null,
        Native = slot.Native is { } native ? new(native.Type, $"{native.Name}.next") : null,
    };

    private void Move(Slot from, Slot to)
    {
        Move(from.Scalar, to.Scalar);
        Move(from.Vector, to.Vector);
        Move(from.Native, to.Native);
    }

    private void Move(IlLocal? from, IlLocal? to)
    {
        if (from is null || to is null)
            return;
        _il.Load(from);
        _il.Store(to);
    }

    private void EmitBreak(Break leave)
    {
        var loop = _loop!;
        if (loop.Live is not { } live)
        {
            for (var i = 0; i < loop.Results.Length; i++)
            {
                if (!loop.Arguments.Contains(loop.Results[i]))
                    Assign(loop.Results[i], leave.Values[i]);
            }

            _il.Branch(OpCodes.Br, loop.End!);
            return;
        }

        var mask = _mask!;
        for (var i = 0; i < loop.Results.Length; i++)
            AssignResult(loop.Results[i], leave.Values[i], mask);
        _il.Load(live);
        _il.Load(mask);
        CallInt("AndNot", 2);
        _il.Store(live);
    }

    private void EmitContinue(Continue next, List<EarlyUpdate> done)
    {
        var loop = _loop!;
        if (loop.Live is not null)
        {
            var blend = _variance.Continues(loop.Loop) > 1 ? _mask : null;
            for (var i = 0; i < next.Values.Count; i++)
                AssignResult(loop.Next[i], next.Values[i], blend);
            return;
        }

        var pending = Enumerable.Range(0, next.Values.Count)
            .Where(i => !ReferenceEquals(next.Values[i], loop.Loop.Body.Arguments[i])
                && done.All(d => d.Argument != loop.Arguments[i]))
            .Select(i => (loop.Arguments[i], next.Values[i])).ToList();
        AssignTogether(pending);
        EmitAdvance(loop);
        _epoch++;
        if (!loop.TestsAtBottom)
            _il.Branch(OpCodes.Br, loop.Top!);
    }

    // Each value is read before the slot it needs is overwritten; only a ring of them takes temporaries.
    private void AssignTogether(List<(Slot Slot, Value Value)> pending)
    {
        var last = new List<(Slot From, Slot To)>();
        while (pending.Count > 0)
        {
            var next = pending.FindIndex(p => pending.All(q => q == p || !Reads(q.Value, p.Slot)));
            var (slot, value) = pending[Math.Max(next, 0)];
            if (next < 0)
            {
                var temporary = CopyOf(slot);
                Assign(temporary, value);
                last.Add((temporary, slot));
            }
            else
            {
                Assign(slot, value);
            }

            pending.RemoveAt(Math.Max(next, 0));
        }

        foreach (var (from, to) in last)
            Move(from, to);
    }

    private bool Reads(Value value, Slot slot) => Reads(value, slot, false, []);

    // Addresses are taken apart anew, so that names within an index do not count.
    private bool Reads(Value value, Slot slot, bool inIndex, HashSet<Value> seen)
    {
        if (_slots.TryGetValue(value, out var own) && (own == slot || !inIndex))
            return own == slot;
        if (!seen.Add(value))
            return false;
        if (value is StatementResult result && _deferred.TryGetValue(result, out var load))
            return Reads(load.Index, slot, true, []);
        foreach (var operand in value.Operands)
        {
            if (Reads(operand, slot, inIndex, seen))
                return true;
        }

        return false;
    }

    // A step of a sum that a loop carries, added to the loop's argument after the statement that brings its other
    // operands; -1 is before the first.
    private sealed record EarlyUpdate(int After, Slot Argument, Value Value);

    // acc' = x1 * w1 + (x0 * w0 + acc), where nothing else needs acc: each product is added when its factors are
    // loaded, in place, so that neither the factors nor two values of acc need registers until the end of the turn.
    private List<EarlyUpdate> PlanEarlyUpdates(Region region)
    {
        var updates = new List<EarlyUpdate>();
        if (region.Terminator is not Continue next || _loop is not { Live: null } loop || loop.Loop != next.Target)
            return updates;
        var places = new Dictionary<Value, int>();
        for (var i = 0; i < region.Statements.Count; i++)
        {
            foreach (var value in DefinedBy(region.Statements[i]))
                places[value] = i;
        }

        for (var i = 0; i < next.Values.Count; i++)
        {
            if (next.Values.Where((v, j) => j != i && ReferenceEquals(v, next.Values[i])).Any())
                continue;
            var steps = StepsTo(loop.Loop, next.Values[i], loop.Loop.Body.Arguments[i]);
            if (steps.Any(s => _variance.Of(s) != loop.Arguments[i].Variance))
                continue;
            var after = -1;
            for (var k = steps.Count - 1; k >= 0; k--)
            {
                var before = k + 1 < steps.Count ? steps[k + 1] : loop.Loop.Body.Arguments[i];
                foreach (var operand in steps[k].Operands)
                {
                    if (!ReferenceEquals(operand, before))
                        after = Math.Max(after, PlaceOf(operand, places));
                }

                updates.Add(new(after, loop.Arguments[i], steps[k]));
            }
        }

        return updates;
    }

    private static IEnumerable<Value> DefinedBy(Statement statement) => statement switch
    {
        Load load => [load.Result],
        AtomicAdd atomic => [atomic.Result],
        Let let => [let.Value],
        StructuredStatement structured => structured.Results,
        _ => [],
    };

    private static int PlaceOf(Value value, Dictionary<Value, int> places)
    {
        if (places.TryGetValue(value, out var place))
            return place;
        place = -1;
        foreach (var operand in value.Operands)
            place = Math.Max(place, PlaceOf(operand, places));
        return places[value] = place;
    }

    // The chain of operators from a value down to the argument, outermost first; empty if anything on it has a second
    // use. What a Break hands over is no such use: it runs instead of this region.
    private List<Value> StepsTo(Loop loop, Value value, Value argument)
    {
        var steps = new List<Value>();
        var handedOver = _structure.Breaks(loop).Sum(b => b.Values.Count(v => ReferenceEquals(v, argument)));
        if (_structure.UsesOf(argument) != 1 + handedOver)
            return steps;
        while (!ReferenceEquals(value, argument))
        {
            if (value.Operands.Length == 0 || _structure.UsesOf(value) != 1 || _structure.Lets.Contains(value))
                return [];
            steps.Add(value);
            Value? inner = null;
            foreach (var operand in value.Operands)
            {
                if (!Contains(operand, argument))
                    continue;
                if (inner is not null)
                    return [];
                inner = operand;
            }

            if (inner is null)
                return [];
            value = inner;
        }

        return steps;
    }

    private bool Contains(Value value, Value part)
    {
        if (ReferenceEquals(value, part))
            return true;
        if (_structure.Lets.Contains(value))
            return false;
        foreach (var operand in value.Operands)
        {
            if (Contains(operand, part))
                return true;
        }

        return false;
    }

    private void EmitEarlyUpdates(List<EarlyUpdate> updates, int after)
    {
        foreach (var update in updates)
        {
            if (update.After != after)
                continue;
            Assign(update.Argument, update.Value);
            Bind(update.Value, update.Argument);
        }
    }
}
