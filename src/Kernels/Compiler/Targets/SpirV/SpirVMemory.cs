using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>
/// Declares views and shared arrays as variables, and reads and writes their elements.
/// <para>
/// Bytes and halfwords of views need a capability to be elements of an array; without it a view is an array of words
/// whose parts are read by shifts, and cannot be written: two threads would overwrite each other's parts of a word.
/// Shared arrays keep narrow elements in whole words.
/// </para>
/// </summary>
internal sealed class SpirVMemory
{
    private const ScalarType Bool = ScalarType.Boolean;
    private const ScalarType Int = ScalarType.Int32;
    private const ScalarType UInt = ScalarType.UInt32;
    private const ScalarType Float = ScalarType.Float32;

    private readonly KernelFunction _function;
    private readonly SpirVCode _code;
    private readonly SpirVArithmetic _arithmetic;
    private readonly SpirVOptions _options;
    private readonly Dictionary<Memory, Place> _places = [];
    private readonly SpirVAccesses _accesses;

    public SpirVMemory(KernelFunction function, SpirVCode code, SpirVArithmetic arithmetic, SpirVOptions options)
    {
        _function = function;
        _code = code;
        _arithmetic = arithmetic;
        _options = options;
        _accesses = new SpirVAccesses(function);
        foreach (var view in function.Parameters.OfType<ViewParameter>().Where(_accesses.Uses))
            DeclareView(view);
        foreach (var array in function.SharedArrays.Where(_accesses.Uses))
            DeclareShared(array);
    }

    // Whole words, and parts of the type of their elements.
    private enum Access
    {
        Whole,
        Narrow,
        PartOfWord,
    }

    /// <summary>Storage buffers of views.</summary>
    public int Bindings { get; private set; }

    public int BindingOf(ViewParameter view) => _places.TryGetValue(view, out var place) ? place.Binding : -1;

    /// <summary>Reads an element; a view's index counts from the start of its binding.</summary>
    public uint Load(Memory memory, uint index)
    {
        var place = _places[memory];
        switch (place.Access)
        {
            case Access.Whole:
                return FromWord(memory, _code.Op(SpirVOp.Load, place.ElementType, Pointer(place, index)));
            case Access.Narrow:
                var narrow = _code.Op(SpirVOp.Load, place.ElementType, Pointer(place, index));
                return memory.Element is ElementType.Int8 or ElementType.Int16
                    ? _code.Op(SpirVOp.SConvert, Int, narrow)
                    : FromBits(memory.Element, _code.Op(SpirVOp.UConvert, UInt, narrow));
            case Access.PartOfWord:
                return LoadPart(memory.Element, place, index);
            default:
                throw new InvalidOperationException($"Access {place.Access}.");
        }
    }

    public void Store(Store store, uint index, uint value)
    {
        var memory = store.Memory;
        var place = _places[memory];
        if (place.Access == Access.PartOfWord)
        {
            throw new KernelCompilationException("GF0050", _function.Name, store.Source,
                $"'{memory.Name}' has elements of {memory.Element.Size()} byte(s), and this device cannot write parts "
                + "of a word; use int or float elements on it");
        }

        var element = memory.Element;
        var stored = (place.Access, element) switch
        {
            (Access.Narrow, ElementType.Float16) =>
                _code.Op(SpirVOp.UConvert, place.ElementType, _arithmetic.FloatToHalf(value)),
            (Access.Narrow, ElementType.Int8 or ElementType.Int16) =>
                _code.Op(SpirVOp.SConvert, place.ElementType, value),
            (Access.Narrow, _) => _code.Op(SpirVOp.UConvert, place.ElementType, value),
            _ => ToWord(memory, value),
        };
        _code.Do(SpirVOp.Store, Pointer(place, index), stored);
    }

    public uint AtomicAdd(Memory memory, uint index, uint value)
    {
        var place = _places[memory];
        var pointer = Pointer(place, index);
        var scope = _code.Module.Constant(
            memory is SharedArray ? SpirVMemoryOrder.WorkgroupScope : SpirVMemoryOrder.DeviceScope);
        var relaxed = _code.Module.Constant(SpirVMemoryOrder.Relaxed);
        return memory.Element switch
        {
            ElementType.Int32 or ElementType.UInt32 =>
                _code.Op(SpirVOp.AtomicIAdd, place.ElementType, pointer, scope, relaxed, value),
            ElementType.Float32 => AddFloat(pointer, scope, relaxed, value),
            ElementType.Float16 or ElementType.Int16 or ElementType.UInt16 or ElementType.Int8 or ElementType.UInt8 =>
                throw new KernelCompilationException("GF0051", _function.Name, null,
                    $"'{memory.Name}': atomics add to int, uint and float elements"),
        };
    }

    // Exchanges the bits until no other thread came in between.
    private uint AddFloat(uint pointer, uint scope, uint relaxed, uint value)
    {
        var module = _code.Module;
        var (header, body, next, merge) = (module.NewId(), module.NewId(), module.NewId(), module.NewId());
        var first = _code.Op(SpirVOp.AtomicLoad, UInt, pointer, scope, relaxed);
        var before = _code.Block;
        var expected = module.NewId();
        var found = module.NewId();
        _code.Branch(header);

        _code.Label(header);
        _code.Phi(expected, UInt, (first, before), (found, next));
        _code.Do(SpirVOp.LoopMerge, merge, next, 0);
        _code.Branch(body);

        _code.Label(body);
        var sum = _code.Op(SpirVOp.FAdd, Float, _code.Op(SpirVOp.Bitcast, Float, expected), value);
        var bits = _code.Op(SpirVOp.Bitcast, UInt, sum);
        _code.Do(SpirVOp.AtomicCompareExchange,
            module.Type(UInt), found, pointer, scope, relaxed, relaxed, bits, expected);
        var isDone = _code.Op(SpirVOp.IEqual, Bool, found, expected);
        _code.Do(SpirVOp.BranchConditional, isDone, merge, next);

        _code.Label(next);
        _code.Branch(header);

        _code.Label(merge);
        return _code.Op(SpirVOp.Bitcast, Float, found);
    }

    // Elements are aligned to their size, so that none crosses a word.
    private uint LoadPart(ElementType element, Place place, uint index)
    {
        var bits = 8 * element.Size();
        var perWord = _code.Module.Constant(element.Size() == 1 ? 2u : 1u);
        var mask = _code.Module.Constant(element.Size() == 1 ? 3u : 1u);
        var element32 = _code.Op(SpirVOp.Bitcast, UInt, index);
        var wordIndex = _code.Op(SpirVOp.ShiftRightLogical, UInt, element32, perWord);
        var word = _code.Op(SpirVOp.Load, UInt, Pointer(place, wordIndex));
        var part = _code.Op(SpirVOp.BitwiseAnd, UInt, element32, mask);
        var shift = _code.Op(SpirVOp.ShiftLeftLogical, UInt, part, _code.Module.Constant(bits == 8 ? 3u : 4u));
        var low = _code.Op(SpirVOp.ShiftRightLogical, UInt, word, shift);
        return element is ElementType.Int8 or ElementType.Int16
            ? _arithmetic.SignExtend(_code.Op(SpirVOp.Bitcast, Int, low), bits)
            : FromBits(element, _code.Op(SpirVOp.BitwiseAnd, UInt, low, _code.Module.Constant((1u << bits) - 1)));
    }

    private uint FromBits(ElementType element, uint bits) =>
        element == ElementType.Float16 ? _arithmetic.HalfToFloat(bits) : _code.Op(SpirVOp.Bitcast, Int, bits);

    private uint FromWord(Memory memory, uint word) =>
        _accesses.AddsFloats(memory) ? _code.Op(SpirVOp.Bitcast, Float, word) : word;

    // What a store to a narrow shared element keeps is cut off here, what a load gives is whole.
    private uint ToWord(Memory memory, uint value) => memory.Element switch
    {
        ElementType.Float32 => _accesses.AddsFloats(memory) ? _code.Op(SpirVOp.Bitcast, UInt, value) : value,
        ElementType.Float16 => _arithmetic.HalfToFloat(_arithmetic.FloatToHalf(value)),
        ElementType.Int32 or ElementType.UInt32 => value,
        ElementType.Int8 => _arithmetic.SignExtend(value, 8),
        ElementType.Int16 => _arithmetic.SignExtend(value, 16),
        ElementType.UInt8 => _code.Op(SpirVOp.BitwiseAnd, Int, value, _code.Module.Constant(0xFF)),
        ElementType.UInt16 => _code.Op(SpirVOp.BitwiseAnd, Int, value, _code.Module.Constant(0xFFFF)),
    };

    private uint Pointer(Place place, uint index)
    {
        var type = _code.Module.PointerType(place.Storage, place.ElementType);
        return place.Storage == SpirVStorage.StorageBuffer
            ? _code.Op(SpirVOp.AccessChain, type, place.Variable, _code.Module.Constant(0), index)
            : _code.Op(SpirVOp.AccessChain, type, place.Variable, index);
    }

    private void DeclareView(ViewParameter view)
    {
        var module = _code.Module;
        var size = view.Element.Size();
        var access = size == 4 ? Access.Whole
            : size == 1 && _options.Has8BitStorage || size == 2 && _options.Has16BitStorage ? Access.Narrow
            : Access.PartOfWord;
        if (access == Access.Narrow)
        {
            module.Require(
                size == 1 ? SpirVCapability.StorageBuffer8BitAccess : SpirVCapability.StorageBuffer16BitAccess);
        }

        var element = access switch
        {
            Access.Whole => module.Type(_accesses.AddsFloats(view) ? UInt : view.Element.Loaded()),
            Access.Narrow =>
                module.IntegerType(8 * (uint)size, view.Element is ElementType.Int8 or ElementType.Int16),
            Access.PartOfWord => module.Type(UInt),
            _ => throw new InvalidOperationException($"Access {access}."),
        };
        var variable = module.Variable(
            SpirVStorage.StorageBuffer, module.BufferType(element, access == Access.Narrow ? size : 4));
        module.Decorate(variable, SpirVDecoration.DescriptorSet, 0);
        module.Decorate(variable, SpirVDecoration.Binding, (uint)Bindings);
        if (!_accesses.Writes(view))
            module.Decorate(variable, SpirVDecoration.NonWritable);
        module.Name(variable, view.Name);
        _places[view] = new(variable, SpirVStorage.StorageBuffer, element, access, Bindings++);
    }

    private void DeclareShared(SharedArray array)
    {
        var module = _code.Module;
        var element = module.Type(_accesses.AddsFloats(array) ? UInt : array.Element.Loaded());
        var variable = module.Variable(SpirVStorage.Workgroup, module.ArrayType(element, array.Length));
        module.Name(variable, array.Name);
        _places[array] = new(variable, SpirVStorage.Workgroup, element, Access.Whole, -1);
    }

    private readonly record struct Place(
        uint Variable, SpirVStorage Storage, uint ElementType, Access Access, int Binding);
}
