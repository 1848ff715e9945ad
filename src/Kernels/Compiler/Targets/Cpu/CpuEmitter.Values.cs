using System.Reflection.Emit;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

// Where values live, and how the forms in which they are asked for come about.
internal sealed partial class CpuEmitter
{
    // Values of one vector that outlive a segment lie in scratch memory, one place for each vector of the group.
    private readonly IlLocal _vectorByte = new(typeof(nint), "vectorByte");
    private readonly Dictionary<Value, int> _spills = [];
    private int _segment;
    private Value? _uncounted;

    private enum Form
    {
        Scalar,
        Vector,
        Native,
    }

    // The locals that hold a value; the uses of the owner decide which there are.
    private sealed class Slot(Value owner, Variance variance, int segment)
    {
        public Value Owner { get; } = owner;

        public Variance Variance { get; } = variance;

        public int Segment { get; } = segment;

        public IlLocal? Scalar { get; set; }

        public IlLocal? Vector { get; set; }

        public IlLocal? Native { get; set; }
    }

    private static string NameOf(Value value) => value switch
    {
        RegionArgument { Name: { } name } => name,
        StatementResult { Name: { } name } => name,
        ScalarParameter parameter => parameter.Name,
        ViewLength length => $"{length.View.Name}.length",
        BuiltInValue builtIn => char.ToLowerInvariant(builtIn.Kind.ToString()[0]) + builtIn.Kind.ToString()[1..],
        BinaryValue binary => char.ToLowerInvariant(binary.Operator.ToString()[0]) + binary.Operator.ToString()[1..],
        _ => "value",
    };

    private static Type ScalarTypeOf(Value value) => value.Type == ScalarType.Float32 ? typeof(float) : typeof(int);

    private Type VectorTypeOf(Value value) =>
        value.Type == ScalarType.Float32 ? _vector!.Float : _vector!.Int;

    // Makes the locals for the forms that the run before saw asked for.
    private Slot MakeSlot(Value owner, Variance variance)
    {
        var slot = new Slot(owner, variance, _segment);
        var name = NameOf(owner);
        if (variance == Variance.Lane)
        {
            if (_known is null || _known.UsesOf(owner).Vector > 0)
                slot.Vector = new(VectorTypeOf(owner), name);
            return slot;
        }

        var uses = _known?.UsesOf(owner);
        if (uses is null || uses.Scalar > 0 || (uses.Vector > 0 && uses.Native > 0) || _known!.Crossing.Contains(owner))
            slot.Scalar = new(ScalarTypeOf(owner), name);
        if (uses?.Vector > 0)
            slot.Vector = new(VectorTypeOf(owner), $"{name}.all");
        if (uses?.Native > 0)
            slot.Native = new(typeof(nint), $"{name}.native");
        return slot;
    }

    // Fills a slot's locals; the scalar is computed once.
    private void Fill(Slot slot, Action push)
    {
        if (slot.Variance == Variance.Lane)
        {
            if (slot.Vector is not null)
            {
                push();
                _il.Store(slot.Vector);
            }

            return;
        }

        if (slot.Scalar is not null)
        {
            push();
            _il.Store(slot.Scalar);
            push = () => _il.Load(slot.Scalar);
        }

        if (slot.Native is not null)
        {
            push();
            _il.Emit(OpCodes.Conv_I);
            _il.Store(slot.Native);
        }

        if (slot.Vector is not null)
        {
            push();
            Broadcast(slot.Owner.Type);
            _il.Store(slot.Vector);
        }
    }

    private void Define(Value value, Variance variance, Action push)
    {
        var slot = MakeSlot(value, variance);
        Fill(slot, push);
        Bind(value, slot);
        Spill(slot);
    }

    private void DefineFrom(Value value, IlLocal local)
    {
        var slot = new Slot(value, _variance.Of(value), _segment) { Scalar = local };
        var uses = _known?.UsesOf(value);
        if (uses?.Native > 0)
        {
            _il.Load(local);
            _il.Emit(OpCodes.Conv_I);
            _il.Store(slot.Native = new(typeof(nint), $"{local.Name}.native"));
        }

        if (uses?.Vector > 0)
        {
            _il.Load(local);
            Broadcast(value.Type);
            _il.Store(slot.Vector = new(_vector!.Int, $"{local.Name}.all"));
        }

        Bind(value, slot);
    }

    private void Assign(Slot slot, Value value)
    {
        if (slot.Variance == Variance.Lane)
        {
            if (slot.Vector is not null)
            {
                PushVector(value);
                _il.Store(slot.Vector);
            }
        }
        else if (slot is { Scalar: null, Native: null, Vector: { } vector })
        {
            PushVector(value);
            _il.Store(vector);
        }
        else if (slot.Native is { } native && IsStepOf(value, slot))
        {
            // That a counter counts itself is no reason to have it in two forms.
            _uncounted = slot.Owner;
            PushNativeSum(value);
            if (slot.Scalar is { } scalar)
            {
                PushScalar(value);
                _il.Store(scalar);
            }

            _uncounted = null;
            _il.Store(native);
            if (slot.Vector is { } all)
            {
                if (slot.Scalar is null)
                    PushScalar(value);
                else
                    _il.Load(slot.Scalar);
                Broadcast(value.Type);
                _il.Store(all);
            }
        }
        else
        {
            Fill(slot, () => PushScalar(value));
        }
    }

    // The counter plus something else.
    private bool IsStepOf(Value value, Slot counter) =>
        !_slots.ContainsKey(value) && value is BinaryValue { Operator: BinaryOperator.Add, Type: ScalarType.Int32 } sum
        && (ReferenceEquals(sum.Left, counter.Owner) ? !Reads(sum.Right, counter)
            : ReferenceEquals(sum.Right, counter.Owner) && !Reads(sum.Left, counter));

    // The slot of a value in the form asked for, or null if the value must be computed here.
    private IlLocal? Find(Value value, Form form)
    {
        if (!_slots.TryGetValue(value, out var slot))
            return null;
        var uses = Count(slot.Owner, form);
        if (SplitsAtBarriers && slot.Variance > Variance.Group && slot.Segment != _segment)
        {
            _found.Crossing.Add(slot.Owner);
            if (!_found.Reloads.TryGetValue(_segment, out var reloads))
                _found.Reloads[_segment] = reloads = [];
            if (!reloads.Contains(value))
                reloads.Add(value);
            _consistent = false;
        }

        return form switch
        {
            Form.Scalar => slot.Scalar,
            Form.Vector => slot.Vector,
            _ => slot.Native,
        };
    }

    private ValueUses Count(Value owner, Form form)
    {
        var uses = _found.UsesOf(owner);
        if (ReferenceEquals(owner, _uncounted))
            return uses;
        switch (form)
        {
            case Form.Scalar:
                uses.Scalar++;
                break;
            case Form.Vector:
                uses.Vector++;
                break;
            case Form.Native:
                uses.Native++;
                break;
        }

        if (owner is StatementResult result && _loadEpochs.TryGetValue(result, out var epoch) && epoch != _epoch)
            uses.Elsewhere = true;
        return uses;
    }

    /// <summary>Pushes a uniform value: an int (Booleans 0 or 1) or a float.</summary>
    private void PushScalar(Value value)
    {
        if (value is Constant constant)
        {
            if (value.Type == ScalarType.Float32)
                _il.Float(constant.AsFloat);
            else
                _il.Integer(constant.Bits);
            return;
        }

        if (TakeDeferred(value, Form.Scalar) is { } load)
        {
            PushScalarLoad(load);
            return;
        }

        if (Find(value, Form.Scalar) is { } local)
            _il.Load(local);
        else if (_slots.ContainsKey(value) || value is RegionArgument or StatementResult)
            Unforeseen(ScalarTypeOf(value));
        else
            PushScalarPure(value);
    }

    private void PushNative(Value value)
    {
        if (value is Constant constant)
        {
            _il.Integer(constant.Bits);
            _il.Emit(OpCodes.Conv_I);
            return;
        }

        if (_slots.TryGetValue(value, out var slot))
        {
            if (Find(value, Form.Native) is { } local)
            {
                _il.Load(local);
                return;
            }

            if (slot.Scalar is null)
            {
                Unforeseen(typeof(int));
                _il.Emit(OpCodes.Conv_I);
                return;
            }

            _consistent &= _known is null;
            _il.Load(slot.Scalar);
        }
        else
        {
            PushScalar(value);
        }

        _il.Emit(OpCodes.Conv_I);
    }

    // An index as a 64-bit sum of 64-bit parts.
    private void PushNativeSum(Value value)
    {
        if (!_slots.ContainsKey(value)
            && value is BinaryValue { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum)
        {
            PushNativeSum(sum.Left);
            PushNativeSum(sum.Right);
            _il.Emit(sum.Operator == BinaryOperator.Add ? OpCodes.Add : OpCodes.Sub);
        }
        else
        {
            PushNative(value);
        }
    }

    /// <summary>Pushes a vector; a uniform value is broadcast.</summary>
    private void PushVector(Value value)
    {
        if (_variance.Of(value) == Variance.Lane)
        {
            if (TakeDeferred(value, Form.Vector) is { } load)
                PushVectorLoad(load);
            else if (Find(value, Form.Vector) is { } local)
                _il.Load(local);
            else if (_slots.ContainsKey(value) || value is RegionArgument or StatementResult)
                Unforeseen(VectorTypeOf(value));
            else
                PushVectorPure(value);
            return;
        }

        if (TakeDeferred(value, Form.Vector) is { } uniformLoad)
        {
            PushScalarLoad(uniformLoad);
        }
        else if (_slots.TryGetValue(value, out var slot))
        {
            if (Find(value, Form.Vector) is { } local)
            {
                _il.Load(local);
                return;
            }

            if (slot.Scalar is null)
            {
                Unforeseen(VectorTypeOf(value));
                return;
            }

            _consistent &= _known is null;
            _il.Load(slot.Scalar);
        }
        else
        {
            PushScalar(value);
        }

        Broadcast(value.Type);
    }

    // A form that the run before did not ask for: the stack is kept right, and this run's program is thrown away.
    private void Unforeseen(Type type)
    {
        _consistent = false;
        if (type == typeof(float))
            _il.Float(0);
        else
            _il.Integer(0);
        if (type == typeof(int) || type == typeof(float))
            return;
        Broadcast(type == _vector!.Float ? ScalarType.Float32 : ScalarType.Int32, type != _vector.Float);
    }

    private void Broadcast(ScalarType type, bool isMask = false)
    {
        if (type == ScalarType.Boolean && !isMask)
            _il.Emit(OpCodes.Neg);
        var element = type == ScalarType.Float32 ? typeof(float) : typeof(int);
        _il.Call(_vector!.Method("Create", element, [element]));
    }

    private Load? TakeDeferred(Value value, Form form)
    {
        if (value is not StatementResult result || !_deferred.Remove(result, out var load))
            return null;
        Count(result, form);
        return load;
    }

    private void Spill(Slot slot)
    {
        if (!SplitsAtBarriers || slot.Variance <= Variance.Group || _known?.Crossing.Contains(slot.Owner) != true)
            return;
        PushSpillAddress(slot.Owner);
        if (slot.Variance == Variance.Lane)
        {
            if (slot.Vector is null)
                Unforeseen(VectorTypeOf(slot.Owner));
            else
                _il.Load(slot.Vector);
            _il.StoreObject(VectorTypeOf(slot.Owner));
        }
        else
        {
            if (slot.Scalar is null)
                Unforeseen(ScalarTypeOf(slot.Owner));
            else
                _il.Load(slot.Scalar);
            _il.Emit(slot.Owner.Type == ScalarType.Float32 ? OpCodes.Stind_R4 : OpCodes.Stind_I4);
        }
    }

    private void PushSpillAddress(Value owner)
    {
        if (!_spills.TryGetValue(owner, out var offset))
        {
            _spills[owner] = offset = ScratchBytes;
            ScratchBytes += (Vectors * VectorBytes + 63) & ~63;
        }

        _il.Load(_scratch);
        _il.Load(_vectorByte);
        _il.Emit(OpCodes.Add);
        _il.Integer(offset);
        _il.Emit(OpCodes.Add);
    }

    private void PushReload(Value owner, Variance variance)
    {
        PushSpillAddress(owner);
        if (variance == Variance.Lane)
            _il.LoadObject(VectorTypeOf(owner));
        else
            _il.Emit(owner.Type == ScalarType.Float32 ? OpCodes.Ldind_R4 : OpCodes.Ldind_I4);
    }
}
