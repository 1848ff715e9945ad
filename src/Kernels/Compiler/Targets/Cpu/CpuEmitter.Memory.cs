using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

// Loads, stores and atomics: uniform ones as scalars, neighbouring lanes as vectors, others lane by lane.
internal sealed partial class CpuEmitter
{
    private enum Stride
    {
        /// <summary>All lanes at one address.</summary>
        None,

        /// <summary>Lane i at the address of lane 0 plus i elements.</summary>
        One,

        /// <summary>A constant number of elements from lane to lane.</summary>
        Constant,

        Any,
    }

    private (Stride Stride, int Step, IReadOnlyList<IndexTerm> Uniform, long Constant) Classify(Value index)
    {
        var form = _indexForms.Of(index);
        var lane = form.Terms.Where(t => t.Factors.Any(f => _variance.Of(f) == Variance.Lane)).ToArray();
        IndexTerm[] uniform = [.. form.Terms.Except(lane)];
        return lane switch
        {
            [] => (Stride.None, 0, uniform, form.Constant),
            [{ Factors: [BuiltInValue { Kind: BuiltIn.GroupIndexX }], Coefficient: var step and > -1024 and < 1024 }] =>
                (step == 1 ? Stride.One : Stride.Constant, (int)step, uniform, form.Constant),
            _ => (Stride.Any, 0, [], 0),
        };
    }

    private void EmitLoad(Load load)
    {
        _loadEpochs[load.Result] = _epoch;
        if (_known?.UsesOf(load.Result).Total == 0)
            return;
        if (_known?.Defers(load.Result) == true && !_known.Crossing.Contains(load.Result))
        {
            _deferred[load.Result] = load;
            return;
        }

        var variance = _variance.Of(load.Result);
        Define(load.Result, variance, () =>
        {
            if (variance == Variance.Lane)
                PushVectorLoad(load);
            else
                PushScalarLoad(load);
        });
    }

    private void PushScalarLoad(Load load)
    {
        var form = _indexForms.Of(load.Index);
        PushAddress(load.Memory, form.Terms, form.Constant);
        switch (load.Memory.Element)
        {
            case ElementType.Float32:
                _il.Emit(OpCodes.Ldind_R4);
                break;
            case ElementType.Float16:
                _il.Call(Arithmetic("LoadHalf", typeof(byte*)));
                break;
            case ElementType.Int32 or ElementType.UInt32:
                _il.Emit(OpCodes.Ldind_I4);
                break;
            case ElementType.Int16:
                _il.Emit(OpCodes.Ldind_I2);
                break;
            case ElementType.UInt16:
                _il.Emit(OpCodes.Ldind_U2);
                break;
            case ElementType.Int8:
                _il.Emit(OpCodes.Ldind_I1);
                break;
            case ElementType.UInt8:
                _il.Emit(OpCodes.Ldind_U1);
                break;
        }
    }

    private static bool IsWord(ElementType element) =>
        element is ElementType.Float32 or ElementType.Int32 or ElementType.UInt32;

    private void PushVectorLoad(Load load)
    {
        var (stride, step, uniform, constant) = Classify(load.Index);
        var element = load.Memory.Element;
        var type = element == ElementType.Float32 ? _vector!.Float : _vector!.Int;
        if (stride == Stride.One && IsWord(element))
        {
            if (_mask is null)
            {
                PushAddress(load.Memory, uniform, constant);
                _il.LoadObject(type);
                return;
            }

            var word = element == ElementType.Float32 ? typeof(float) : typeof(int);
            if (_vector.Instruction("MaskLoad", word.MakePointerType(), type) is { } maskLoad)
            {
                PushAddress(load.Memory, uniform, constant);
                PushMask(word);
                _il.Call(maskLoad);
                return;
            }

            // AVX-512 asks what lanes that do not run get.
            if (_vector.Instruction("MaskLoad", word.MakePointerType(), type, type) is { } mergingLoad)
            {
                PushAddress(load.Memory, uniform, constant);
                PushMask(word);
                PushZero(load.Result.Type);
                _il.Call(mergingLoad);
                return;
            }
        }

        if (stride == Stride.One && _mask is null && PushNarrowLoad(load, uniform, constant))
            return;
        PushGather(load, stride, step, uniform, constant);
    }

    // Eight bytes, shorts or halves at once, widened.
    private bool PushNarrowLoad(Load load, IReadOnlyList<IndexTerm> uniform, long constant)
    {
        if (load.Memory.Element == ElementType.Float16)
        {
            PushAddress(load.Memory, uniform, constant);
            var finite = load.Memory is ViewParameter { IsFinite: true } ? "Finite" : "";
            _il.Call(typeof(HalfVectors).GetMethod($"Load{finite}{Lanes}")!);
            return true;
        }

        var narrow = load.Memory.Element switch
        {
            ElementType.Int8 => typeof(sbyte*),
            ElementType.UInt8 => typeof(byte*),
            ElementType.Int16 => typeof(short*),
            ElementType.UInt16 => typeof(ushort*),
            _ => null,
        };
        if (narrow is null || _vector!.Instruction($"ConvertToVector{Lanes * 32}Int32", narrow) is not { } widen)
            return false;
        PushAddress(load.Memory, uniform, constant);
        _il.Call(widen);
        return true;
    }

    // The index of each lane relative to the pushed address.
    private void PushLaneIndex(Value index, Stride stride, int step)
    {
        if (stride == Stride.Any)
        {
            PushVector(index);
            return;
        }

        if (stride == Stride.None)
        {
            _il.Integer(0);
            Broadcast(ScalarType.Int32);
            return;
        }

        _il.Call(_vector!.Indices);
        if (step == 1)
            return;
        _il.Integer(step);
        Broadcast(ScalarType.Int32);
        CallInt("Multiply", 2);
    }

    // The instructions, where the processor has them.
    private (MethodInfo All, MethodInfo Masked)? GatherOf(Type word, Type type)
    {
        if (Lanes == 16)
        {
            return Avx2.IsSupported
                ? (WideGather.Method(nameof(WideGather.All), word), WideGather.Method(nameof(WideGather.Masked), word))
                : null;
        }

        var (pointer, index) = (word.MakePointerType(), _vector!.Int);
        return _vector.Instruction($"GatherVector{Lanes * 32}", pointer, index, typeof(byte)) is { } all
            ? (all, _vector.Instruction($"GatherMaskVector{Lanes * 32}", type, pointer, index, type, typeof(byte))!)
            : null;
    }

    private void PushGather(
        Load load, Stride stride, int step, IReadOnlyList<IndexTerm> uniform, long constant)
    {
        var element = load.Memory.Element;
        var isFloat = load.Result.Type == ScalarType.Float32;
        var (word, type) = isFloat ? (typeof(float), _vector!.Float) : (typeof(int), _vector!.Int);
        var index = new IlLocal(_vector.Int, "index");
        PushLaneIndex(load.Index, stride, step);
        _il.Store(index);
        if (IsWord(element) && GatherOf(word, type) is { } gather)
        {
            if (_mask is null)
            {
                PushAddress(load.Memory, uniform, constant);
                _il.Load(index);
                _il.Integer(4);
                _il.Call(gather.All);
                return;
            }

            PushZero(load.Result.Type);
            PushAddress(load.Memory, uniform, constant);
            _il.Load(index);
            PushMask(word);
            _il.Integer(4);
            _il.Call(gather.Masked);
            return;
        }

        StoreTemporary(1, index);
        PushTemporary(0);
        PushAddress(load.Memory, uniform, constant);
        PushTemporary(1);
        PushActiveLanes();
        _il.Integer((int)element);
        _il.Call(Arithmetic("Gather", typeof(int*), typeof(byte*), typeof(int*), typeof(ulong), typeof(int)));
        PushTemporary(0);
        _il.LoadObject(type);
    }

    private void PushMask(Type word)
    {
        _il.Load(_mask!);
        Reinterpret(typeof(int), word);
    }

    private void PushZero(ScalarType type)
    {
        if (type == ScalarType.Float32)
            _il.Float(0);
        else
            _il.Integer(0);
        Broadcast(type);
    }

    // Bit i set where lane i runs.
    private void PushActiveLanes()
    {
        if (_mask is null)
        {
            _il.Integer((1 << Lanes) - 1);
            _il.Emit(OpCodes.Conv_U8);
            return;
        }

        PushBits(_mask);
        _il.Emit(OpCodes.Conv_U8);
    }

    private void PushBits(IlLocal mask)
    {
        _il.Load(mask);
        CallInt("ExtractMostSignificantBits", 1);
    }

    private void EmitStore(Store store)
    {
        var (stride, step, uniform, constant) =
            _vector is null ? (Stride.None, 0, _indexForms.Of(store.Index).Terms, _indexForms.Of(store.Index).Constant)
            : Classify(store.Index);
        var element = store.Memory.Element;
        if (stride == Stride.None && _variance.Of(store.Value) < Variance.Lane)
        {
            EmitScalarStore(store, uniform, constant);
            return;
        }

        var isFloat = store.Value.Type == ScalarType.Float32;
        var (word, type) = isFloat ? (typeof(float), _vector!.Float) : (typeof(int), _vector!.Int);
        if (stride == Stride.One && IsWord(element))
        {
            if (_mask is null)
            {
                PushAddress(store.Memory, uniform, constant);
                PushVector(store.Value);
                _il.StoreObject(type);
                return;
            }

            if (_vector.Instruction("MaskStore", word.MakePointerType(), type, type) is { } maskStore)
            {
                PushAddress(store.Memory, uniform, constant);
                PushMask(word);
                PushVector(store.Value);
                _il.Call(maskStore);
                return;
            }
        }

        EmitScatter("Scatter", store.Memory, store.Index, store.Value, (stride, step, uniform, constant));
    }

    private void EmitScalarStore(Store store, IReadOnlyList<IndexTerm> uniform, long constant)
    {
        PushAddress(store.Memory, uniform, constant);
        PushScalar(store.Value);
        switch (store.Memory.Element)
        {
            case ElementType.Float32:
                _il.Emit(OpCodes.Stind_R4);
                break;
            case ElementType.Float16:
                _il.Call(Arithmetic("StoreHalf", typeof(byte*), typeof(float)));
                break;
            case ElementType.Int32 or ElementType.UInt32:
                _il.Emit(OpCodes.Stind_I4);
                break;
            case ElementType.Int16 or ElementType.UInt16:
                _il.Emit(OpCodes.Stind_I2);
                break;
            case ElementType.Int8 or ElementType.UInt8:
                _il.Emit(OpCodes.Stind_I1);
                break;
        }
    }

    private void EmitScatter(
        string method, Memory memory, Value index, Value value,
        (Stride Stride, int Step, IReadOnlyList<IndexTerm> Uniform, long Constant) place)
    {
        var indices = new IlLocal(_vector!.Int, "index");
        var values = new IlLocal(VectorTypeOf(value), "values");
        PushLaneIndex(index, place.Stride, place.Step);
        _il.Store(indices);
        PushVector(value);
        _il.Store(values);
        StoreTemporary(0, values);
        StoreTemporary(1, indices);
        PushTemporary(0);
        PushAddress(memory, place.Uniform, place.Constant);
        PushTemporary(1);
        PushActiveLanes();
        _il.Integer((int)memory.Element);
        _il.Call(Arithmetic(method, typeof(int*), typeof(byte*), typeof(int*), typeof(ulong), typeof(int)));
    }

    // One line for all lanes; scattered lanes have none in common. To the second-level cache, which holds a panel of any
    // filter: to the first level took the same time.
    private void EmitPrefetch(Prefetch prefetch)
    {
        var (stride, _, uniform, constant) = Classify(prefetch.Index);
        if (!Sse.IsSupported || stride == Stride.Any)
            return;
        PushAddress(prefetch.View, uniform, constant);
        _il.Call(typeof(Sse).GetMethod(nameof(Sse.Prefetch1), [typeof(void*)])!);
    }

    private void EmitAtomic(AtomicAdd atomic)
    {
        if (_vector is not null)
        {
            EmitScatter("AtomicAdd", atomic.Memory, atomic.Index, atomic.Value, Classify(atomic.Index));
            Define(atomic.Result, Variance.Lane, () =>
            {
                PushTemporary(0);
                _il.LoadObject(VectorTypeOf(atomic.Result));
            });
            return;
        }

        var isFloat = atomic.Value.Type == ScalarType.Float32;
        var form = _indexForms.Of(atomic.Index);
        var before = new IlLocal(ScalarTypeOf(atomic.Result), "before");
        PushAddress(atomic.Memory, form.Terms, form.Constant);
        PushScalar(atomic.Value);
        _il.Call(Arithmetic("AtomicAdd", typeof(byte*), isFloat ? typeof(float) : typeof(int)));
        _il.Store(before);
        Define(atomic.Result, Variance.Vector, () => _il.Load(before));
    }
}
