using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>
/// What a launch hands to the module: the words of the arguments and the place in the grid. Each is read once, at the
/// top of the entry point, and only if the function uses it.
/// </summary>
internal sealed class SpirVInterface(KernelFunction function, SpirVAssembler module)
{
    private readonly List<(ScalarType Type, uint Id)> _slots = [];
    private readonly Dictionary<(object Parameter, bool IsLength), int> _slotOf = [];
    private readonly SortedDictionary<BuiltIn, uint> _builtIns = [];

    /// <summary>The number of 32-bit words read so far.</summary>
    public int ArgumentWords => _slots.Count;

    // The most that could be read; whether it fits must not depend on what is.
    public bool FitsPushConstants { get; } = 4 * function.Parameters.Sum(p => p is ViewParameter ? 2 : 1)
        <= SpirVTarget.PushConstantBytes;

    public uint Scalar(ScalarParameter parameter)
    {
        var declared = function.Parameters[parameter.Index];
        // A Boolean cannot be shared with the host: it is a word, 0 or not.
        return Argument((declared, false), parameter.Type == ScalarType.Boolean ? ScalarType.UInt32 : parameter.Type);
    }

    public uint Offset(ViewParameter view) => Argument((view, false), ScalarType.Int32);

    public uint Length(ViewParameter view) => Argument((view, true), ScalarType.Int32);

    public uint BuiltIn(BuiltIn kind)
    {
        if (!_builtIns.TryGetValue(kind, out var id))
            _builtIns[kind] = id = module.NewId();
        return id;
    }

    public int SlotOf(object parameter, bool isLength) => _slotOf.GetValueOrDefault((parameter, isLength), -1);

    /// <summary>Declares what was asked for and returns the instructions that read it.</summary>
    public List<uint> Finish(int uniformBinding)
    {
        var words = new List<uint>();
        ReadArguments(words, uniformBinding);
        ReadBuiltIns(words);
        return words;
    }

    private void ReadArguments(List<uint> words, int uniformBinding)
    {
        if (_slots.Count == 0)
            return;
        var storage = FitsPushConstants ? SpirVStorage.PushConstant : SpirVStorage.Uniform;
        var variable = module.Variable(storage, module.ArgumentsType([.. _slots.Select(slot => slot.Type)]));
        module.Name(variable, "arguments");
        if (!FitsPushConstants)
        {
            module.Decorate(variable, SpirVDecoration.DescriptorSet, 0);
            module.Decorate(variable, SpirVDecoration.Binding, (uint)uniformBinding);
        }

        for (var i = 0; i < _slots.Count; i++)
        {
            var (type, id) = _slots[i];
            var pointer = module.NewId();
            SpirVAssembler.Append(words, SpirVOp.AccessChain,
                module.PointerType(storage, module.Type(type)), pointer, variable, module.Constant(i));
            SpirVAssembler.Append(words, SpirVOp.Load, module.Type(type), id, pointer);
        }
    }

    private void ReadBuiltIns(List<uint> words)
    {
        foreach (var vector in _builtIns.GroupBy(builtIn => VectorOf(builtIn.Key)))
        {
            var type = module.VectorType(module.Type(ScalarType.UInt32), 3);
            var variable = module.Variable(SpirVStorage.Input, type);
            module.Decorate(variable, SpirVDecoration.BuiltIn, (uint)vector.Key);
            module.Name(variable, vector.Key.ToString());
            var loaded = module.NewId();
            SpirVAssembler.Append(words, SpirVOp.Load, type, loaded, variable);
            foreach (var (kind, id) in vector)
            {
                var component = module.NewId();
                SpirVAssembler.Append(words, SpirVOp.CompositeExtract,
                    module.Type(ScalarType.UInt32), component, loaded, ComponentOf(kind));
                SpirVAssembler.Append(words, SpirVOp.Bitcast, module.Type(ScalarType.Int32), id, component);
            }
        }
    }

    private uint Argument((object Parameter, bool IsLength) key, ScalarType type)
    {
        if (!_slotOf.TryGetValue(key, out var slot))
        {
            _slotOf[key] = slot = _slots.Count;
            _slots.Add((type, module.NewId()));
        }

        return _slots[slot].Id;
    }

    private static SpirVBuiltIn VectorOf(BuiltIn kind) => kind switch
    {
        IR.BuiltIn.GridIndexX or IR.BuiltIn.GridIndexY or IR.BuiltIn.GridIndexZ => SpirVBuiltIn.WorkgroupId,
        IR.BuiltIn.GridSizeX or IR.BuiltIn.GridSizeY or IR.BuiltIn.GridSizeZ => SpirVBuiltIn.NumWorkgroups,
        IR.BuiltIn.GroupIndexX or IR.BuiltIn.GroupIndexY or IR.BuiltIn.GroupIndexZ => SpirVBuiltIn.LocalInvocationId,
    };

    private static uint ComponentOf(BuiltIn kind) => kind switch
    {
        IR.BuiltIn.GridIndexX or IR.BuiltIn.GridSizeX or IR.BuiltIn.GroupIndexX => 0,
        IR.BuiltIn.GridIndexY or IR.BuiltIn.GridSizeY or IR.BuiltIn.GroupIndexY => 1,
        IR.BuiltIn.GridIndexZ or IR.BuiltIn.GridSizeZ or IR.BuiltIn.GroupIndexZ => 2,
    };
}
