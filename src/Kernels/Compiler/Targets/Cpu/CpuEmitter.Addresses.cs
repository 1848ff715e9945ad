using System.Reflection.Emit;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

// Addresses: what a loop does not change is added up before it, what grows evenly becomes a pointer that advances.
internal sealed partial class CpuEmitter
{
    // The cost of one term of one factor.
    private const int CheapSum = 2;

    /// <summary>A pointer that a loop moves on at each turn, and how far: bytes or a local that holds them.</summary>
    private sealed record AdvancingPointer(
        Memory Memory, IReadOnlyList<IndexTerm> Outer, IlLocal Pointer, int Step, IlLocal? StepLocal);

    private static string KeyOf(Memory memory, IEnumerable<IndexTerm> terms) =>
        $"{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(memory)}:{IndexForm.KeyOf(terms)}";

    private int DepthOf(IndexTerm term) => term.Factors.Max(_structure.DepthOf);

    /// <summary>Pushes the address of the element at the sum of uniform terms and a constant.</summary>
    private void PushAddress(Memory memory, IReadOnlyList<IndexTerm> terms, long constant)
    {
        var size = memory.Element.Size();
        var bytes = checked((int)(constant * size));
        if (_loop is null)
            PushRegionPointer(memory, terms);
        else
            PushAddressInLoop(_loop, memory, terms, size);
        if (bytes != 0)
        {
            _il.Integer(bytes);
            _il.Emit(OpCodes.Add);
        }
    }

    private void PushAddressInLoop(LoopContext loop, Memory memory, IReadOnlyList<IndexTerm> terms, int size)
    {
        IndexTerm[] outer = [.. terms.Where(t => DepthOf(t) < loop.Depth)];
        IndexTerm[] inner = [.. terms.Where(t => DepthOf(t) >= loop.Depth)];
        if (inner.Length == 0)
        {
            PushInvariant(loop, memory, outer);
        }
        else if (inner is [{ Factors.Length: 1 } single] && single.Coefficient * size is 1 or 2 or 4 or 8)
        {
            // [pointer + counter * size]: x86 and Arm add that while they load.
            PushInvariant(loop, memory, outer);
            PushNative(single.Factors[0]);
            Scale(single.Coefficient * size);
            _il.Emit(OpCodes.Add);
        }
        else if (CounterOf(loop, inner) is { } counter)
        {
            PushAdvancing(loop, new(KeyOf(memory, inner), memory, outer, inner, counter));
        }
        else
        {
            PushRegionPointer(memory, terms);
        }
    }

    private void Scale(long factor)
    {
        if (factor == 1)
            return;
        _il.Integer(checked((int)factor));
        _il.Emit(OpCodes.Mul);
    }

    private void PushInvariant(LoopContext loop, Memory memory, IReadOnlyList<IndexTerm> terms)
    {
        if (terms.Count == 0)
        {
            _il.Load(_memories[memory]);
            return;
        }

        var request = new PointerRequest(KeyOf(memory, terms), memory, terms);
        Record(_found.Invariant, loop.Loop, request);
        if (FindPointer(request.Key) is { } local)
            _il.Load(local);
        else
            PushSum(memory, terms);
    }

    private static void Record(
        Dictionary<Loop, List<PointerRequest>> requests, Loop loop, PointerRequest request)
    {
        if (!requests.TryGetValue(loop, out var list))
            requests[loop] = list = [];
        if (list.All(r => r.Key != request.Key))
            list.Add(request);
    }

    private IlLocal? FindPointer(string key)
    {
        foreach (var scope in _scopes)
        {
            if (scope.Pointers.TryGetValue(key, out var pointer))
                return pointer.Local;
        }

        return null;
    }

    // Outside of loops, and for what no loop knows: an address that a region asks for twice is kept in a local, and one
    // that costs more than a term of one factor, since the next ones are likely to lie near it.
    private void PushRegionPointer(Memory memory, IReadOnlyList<IndexTerm> terms)
    {
        if (terms.Count == 0)
        {
            _il.Load(_memories[memory]);
            return;
        }

        var key = KeyOf(memory, terms);
        var place = (_scopes.Peek().Region, key);
        _found.Pointers[place] = _found.Pointers.GetValueOrDefault(place) + 1;
        if (FindPointer(key) is { } known)
        {
            _il.Load(known);
            return;
        }

        var cost = PushSum(memory, terms);
        if (cost > CheapSum || _known?.Pointers.GetValueOrDefault(place) > 1)
        {
            _il.Emit(OpCodes.Dup);
            _il.Store(Keep(key, memory, terms));
        }
    }

    private IlLocal Keep(string key, Memory memory, IReadOnlyList<IndexTerm> terms)
    {
        var local = new IlLocal(typeof(nint), $"{memory.Name}.at");
        _scopes.Peek().Pointers[key] = (memory, terms, local);
        return local;
    }

    // The memory's first byte, or the nearest address known here, plus what is missing, whose cost is returned.
    private int PushSum(Memory memory, IReadOnlyList<IndexTerm> terms)
    {
        var start = _memories[memory];
        var missing = terms;
        foreach (var known in _scopes.SelectMany(s => s.Pointers.Values).Where(p => p.Memory == memory))
        {
            var difference = IndexForm.Difference(terms, known.Terms);
            if (Cost(difference) < Cost(missing))
                (start, missing) = (known.Local, difference);
        }

        _il.Load(start);
        foreach (var term in missing)
        {
            PushTerm(term, memory.Element.Size());
            _il.Emit(OpCodes.Add);
        }

        return Cost(missing);
    }

    private static int Cost(IReadOnlyList<IndexTerm> terms) => terms.Sum(t => t.Factors.Length + 1);

    private void PushTerm(IndexTerm term, int size)
    {
        PushNative(term.Factors[0]);
        foreach (var factor in term.Factors.Skip(1))
        {
            PushNative(factor);
            _il.Emit(OpCodes.Mul);
        }

        Scale(term.Coefficient * size);
    }

    // The counter that all of the terms are multiples of, if the loop adds the same to it every turn.
    private RegionArgument? CounterOf(LoopContext loop, IndexTerm[] terms)
    {
        RegionArgument? counter = null;
        foreach (var term in terms)
        {
            var changing = term.Factors.Where(f => _structure.DepthOf(f) >= loop.Depth).ToArray();
            if (changing is not [RegionArgument argument] || (counter ?? argument) != argument)
                return null;
            counter = argument;
        }

        return counter is not null && loop.Loop.Body.Arguments.Contains(counter)
            && _structure.StepOf(loop.Loop, counter) is not null ? counter : null;
    }

    private void PushAdvancing(LoopContext loop, AdvancingRequest request)
    {
        if (!_found.Advancing.TryGetValue(loop.Loop, out var list))
            _found.Advancing[loop.Loop] = list = [];
        if (!list.Any(r => r.Key == request.Key && IndexForm.KeyOf(r.Outer) == IndexForm.KeyOf(request.Outer)))
            list.Add(request);
        if (!loop.Advancing.TryGetValue(request.Key, out var pointer))
        {
            PushSum(request.Memory, [.. request.Outer, .. request.Inner]);
            return;
        }

        _il.Load(pointer.Pointer);
        var offset = IndexForm.Difference(request.Outer, pointer.Outer);
        if (offset.Count == 0)
            return;
        if (loop.Offsets.TryGetValue(OffsetKey(request.Memory, offset), out var local))
        {
            _il.Load(local);
            _il.Emit(OpCodes.Add);
            return;
        }

        foreach (var term in offset)
        {
            PushTerm(term, request.Memory.Element.Size());
            _il.Emit(OpCodes.Add);
        }
    }

    private static string OffsetKey(Memory memory, IEnumerable<IndexTerm> terms) =>
        $"{memory.Element.Size()}:{IndexForm.KeyOf(terms)}";

    // Before a loop, while the loop around it is still the current one: the addresses its body will ask for.
    private void EmitInvariantPointers(Loop loop)
    {
        foreach (var request in _known?.Invariant.GetValueOrDefault(loop) ?? [])
        {
            if (_loop is { } around && request.Terms.All(t => DepthOf(t) < around.Depth))
                Record(_found.Invariant, around.Loop, request);
            if (FindPointer(request.Key) is not null)
                continue;
            PushSum(request.Memory, request.Terms);
            _il.Store(Keep(request.Key, request.Memory, request.Terms));
        }
    }

    // Also before the loop: needs the counter's initial value.
    private void EmitAdvancingPointers(LoopContext loop)
    {
        foreach (var group in (_known?.Advancing.GetValueOrDefault(loop.Loop) ?? []).GroupBy(r => r.Key))
        {
            var first = group.First();
            var size = first.Memory.Element.Size();
            var initial = loop.Loop.Initial[loop.Loop.Body.Arguments.IndexOf(first.Counter)];
            var pointer = new IlLocal(typeof(nint), $"{first.Memory.Name}.next");
            PushSum(first.Memory, first.Outer);
            if (initial is not Constant { Bits: 0 })
            {
                foreach (var term in first.Inner)
                {
                    PushTerm(Replace(term, first.Counter, initial), size);
                    _il.Emit(OpCodes.Add);
                }
            }

            _il.Store(pointer);
            loop.Advancing[group.Key] = MakeAdvancing(loop.Loop, first, pointer, size);
            foreach (var request in group.Skip(1))
                EmitOffset(loop, request, first, size);
        }
    }

    private AdvancingPointer MakeAdvancing(Loop loop, AdvancingRequest request, IlLocal pointer, int size)
    {
        var step = _structure.StepOf(loop, request.Counter)!;
        if (step is Constant constant && request.Inner.All(t => t.Factors.Length == 1))
        {
            var bytes = checked((int)(request.Inner.Sum(t => t.Coefficient) * constant.Bits * size));
            return new(request.Memory, request.Outer, pointer, bytes, null);
        }

        var local = new IlLocal(typeof(nint), $"{request.Memory.Name}.step");
        for (var i = 0; i < request.Inner.Count; i++)
        {
            PushTerm(Replace(request.Inner[i], request.Counter, step), size);
            if (i > 0)
                _il.Emit(OpCodes.Add);
        }

        _il.Store(local);
        return new(request.Memory, request.Outer, pointer, 0, local);
    }

    private void EmitOffset(LoopContext loop, AdvancingRequest request, AdvancingRequest first, int size)
    {
        var offset = IndexForm.Difference(request.Outer, first.Outer);
        var key = OffsetKey(request.Memory, offset);
        if (loop.Offsets.ContainsKey(key))
            return;
        var local = loop.Offsets[key] = new(typeof(nint), $"{request.Memory.Name}.offset");
        for (var i = 0; i < offset.Count; i++)
        {
            PushTerm(offset[i], size);
            if (i > 0)
                _il.Emit(OpCodes.Add);
        }

        _il.Store(local);
    }

    private static IndexTerm Replace(IndexTerm term, Value from, Value to)
    {
        Value[] factors = [.. term.Factors.Select(f => ReferenceEquals(f, from) ? to : f)];
        return term with { Factors = factors };
    }

    private void EmitAdvance(LoopContext loop)
    {
        foreach (var pointer in loop.Advancing.Values)
        {
            _il.Load(pointer.Pointer);
            if (pointer.StepLocal is { } step)
                _il.Load(step);
            else
                _il.Integer(pointer.Step);
            _il.Emit(OpCodes.Add);
            _il.Store(pointer.Pointer);
        }
    }
}
