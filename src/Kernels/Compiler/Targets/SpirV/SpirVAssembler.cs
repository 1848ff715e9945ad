using System.Text;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>
/// The parts of a module in the order of SPIR-V specification, 2.4, its ids, and its types and constants, each
/// declared once.
/// </summary>
internal sealed class SpirVAssembler
{
    private const uint Magic = 0x07230203;
    private const uint Version = 0x00010500;

    private readonly List<uint> _capabilities = [];
    private readonly List<uint> _modes = [];
    private readonly List<uint> _names = [];
    private readonly List<uint> _annotations = [];
    private readonly List<uint> _globals = [];
    private readonly HashSet<SpirVCapability> _required = [];
    private readonly Dictionary<(SpirVOp Op, uint A, uint B, uint C), uint> _interned = [];
    private readonly List<uint> _interface = [];
    private uint _lastId;

    /// <summary>The instruction set GLSL.std.450.</summary>
    public uint Glsl { get; private set; }

    public uint NewId() => ++_lastId;

    public static void Append(List<uint> words, SpirVOp op, params ReadOnlySpan<uint> operands)
    {
        words.Add(((uint)(operands.Length + 1) << 16) | (uint)op);
        words.AddRange(operands);
    }

    public void Require(SpirVCapability capability)
    {
        if (_required.Add(capability))
            Append(_capabilities, SpirVOp.Capability, (uint)capability);
    }

    public void Mode(uint entryPoint, SpirVMode mode, params ReadOnlySpan<uint> operands) =>
        Append(_modes, SpirVOp.ExecutionMode, [entryPoint, (uint)mode, .. operands]);

    /// <summary>A name for readers of disassembly.</summary>
    public void Name(uint id, string name) => Append(_names, SpirVOp.Name, [id, .. Text(name)]);

    public void Decorate(uint id, SpirVDecoration decoration, params ReadOnlySpan<uint> operands) =>
        Append(_annotations, SpirVOp.Decorate, [id, (uint)decoration, .. operands]);

    public uint GlslSet() => Glsl != 0 ? Glsl : Glsl = NewId();

    public uint VoidType() => Intern(SpirVOp.TypeVoid);

    public uint Type(ScalarType type) => type switch
    {
        ScalarType.Boolean => Intern(SpirVOp.TypeBool),
        ScalarType.Int32 => IntegerType(32, isSigned: true),
        ScalarType.UInt32 => IntegerType(32, isSigned: false),
        ScalarType.Float32 => Intern(SpirVOp.TypeFloat, 32),
    };

    public uint IntegerType(uint bits, bool isSigned) => Intern(SpirVOp.TypeInt, bits, isSigned ? 1u : 0u);

    public uint VectorType(uint component, uint count) => Intern(SpirVOp.TypeVector, component, count);

    public uint PointerType(SpirVStorage storage, uint type) => Intern(SpirVOp.TypePointer, (uint)storage, type);

    public uint FunctionType(uint result) => Intern(SpirVOp.TypeFunction, result);

    public uint ArrayType(uint element, int length) => Intern(SpirVOp.TypeArray, element, Constant((uint)length));

    /// <summary>struct { element elements[]; }, laid out for a storage buffer.</summary>
    public uint BufferType(uint element, int stride)
    {
        var isKnown = _interned.ContainsKey((SpirVOp.TypeRuntimeArray, element, 0, 0));
        var array = Intern(SpirVOp.TypeRuntimeArray, element);
        var block = Intern(SpirVOp.TypeStruct, array);
        if (!isKnown)
        {
            Decorate(array, SpirVDecoration.ArrayStride, (uint)stride);
            Decorate(block, SpirVDecoration.Block);
            DecorateOffset(block, 0, 0);
        }

        return block;
    }

    /// <summary>A struct of 32-bit members, laid out for push constants or a uniform buffer.</summary>
    public uint ArgumentsType(IReadOnlyList<ScalarType> members)
    {
        var type = NewId();
        Append(_globals, SpirVOp.TypeStruct, [type, .. members.Select(Type)]);
        Decorate(type, SpirVDecoration.Block);
        for (var i = 0; i < members.Count; i++)
            DecorateOffset(type, (uint)i, (uint)(4 * i));
        return type;
    }

    public uint Constant(uint value) => Constant(ScalarType.UInt32, (int)value);

    public uint Constant(int value) => Constant(ScalarType.Int32, value);

    public uint Constant(ScalarType type, int bits) => type == ScalarType.Boolean
        ? TypedConstant(bits != 0 ? SpirVOp.ConstantTrue : SpirVOp.ConstantFalse, Type(type))
        : TypedConstant(SpirVOp.Constant, Type(type), (uint)bits);

    /// <summary>A variable of the module.</summary>
    public uint Variable(SpirVStorage storage, uint type)
    {
        var id = NewId();
        Variable(id, storage, type);
        return id;
    }

    public void Variable(uint id, SpirVStorage storage, uint type)
    {
        Append(_globals, SpirVOp.Variable, PointerType(storage, type), id, (uint)storage);
        _interface.Add(id);
    }

    public uint[] Assemble(uint entryPoint, string name, IEnumerable<uint> functions)
    {
        var words = new List<uint>();
        words.AddRange([Magic, Version, 0, _lastId + 1, 0]);
        words.AddRange(_capabilities);
        if (Glsl != 0)
            Append(words, SpirVOp.ExtInstImport, [Glsl, .. Text("GLSL.std.450")]);
        const uint logicalAddressing = 0, glslMemoryModel = 1, compute = 5;
        Append(words, SpirVOp.MemoryModel, logicalAddressing, glslMemoryModel);
        Append(words, SpirVOp.EntryPoint, [compute, entryPoint, .. Text(name), .. _interface]);
        words.AddRange(_modes);
        words.AddRange(_names);
        words.AddRange(_annotations);
        words.AddRange(_globals);
        words.AddRange(functions);
        return [.. words];
    }

    // UTF-8, ended by a zero and filled up to whole words.
    private static uint[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var words = new uint[(bytes.Length / 4) + 1];
        for (var i = 0; i < bytes.Length; i++)
            words[i / 4] |= (uint)bytes[i] << (8 * (i % 4));
        return words;
    }

    private void DecorateOffset(uint type, uint member, uint bytes) =>
        Append(_annotations, SpirVOp.MemberDecorate, type, member, (uint)SpirVDecoration.Offset, bytes);

    private uint Intern(SpirVOp op, params ReadOnlySpan<uint> operands)
    {
        var key = (op, operands.Length > 0 ? operands[0] : 0, operands.Length > 1 ? operands[1] : 0, 0u);
        if (!_interned.TryGetValue(key, out var id))
        {
            _interned[key] = id = NewId();
            Append(_globals, op, [id, .. operands]);
        }

        return id;
    }

    private uint TypedConstant(SpirVOp op, uint type, params ReadOnlySpan<uint> value)
    {
        var key = (op, type, value.Length > 0 ? value[0] : 0, 1u);
        if (!_interned.TryGetValue(key, out var id))
        {
            _interned[key] = id = NewId();
            Append(_globals, op, [type, id, .. value]);
        }

        return id;
    }
}
