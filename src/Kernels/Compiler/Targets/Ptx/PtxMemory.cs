using System.Globalization;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Ptx;

/// <summary>Addresses, loads and stores.</summary>
internal sealed class PtxMemory
{
    private readonly PtxCode _code;
    private readonly Func<Value, string> _operand;
    private readonly IReadOnlySet<Memory> _written;
    private readonly Dictionary<Memory, string> _bases = [];

    // Addresses of elements, by memory and index without its constant part, while the code that made them dominates.
    private readonly Stack<Dictionary<(Memory, Value), string>> _known = new([[]]);

    public PtxMemory(PtxCode code, IReadOnlySet<Memory> written, Func<Value, string> operand) =>
        (_code, _operand, _written) = (code, operand, written);

    public void SetBase(Memory memory, string address) => _bases[memory] = address;

    // Pairs of halves in registers, since the last barrier of the region.
    private readonly Dictionary<(Memory, Value), string> _pairs = [];

    // Of what was loaded as the half of a word: the word, and which half.
    private readonly Dictionary<Value, (string Word, int Part)> _words = [];

    public void Enter()
    {
        _known.Push([]);
        ForgetPairs();
    }

    public void Leave()
    {
        _known.Pop();
        ForgetPairs();
    }

    public void ForgetPairs() => _pairs.Clear();

    /// <summary>Two shared halves from an even index on, which several products may want.</summary>
    public string LoadPair(Memory memory, Value index)
    {
        if (_pairs.TryGetValue((memory, index), out var known))
            return known;
        var pair = _code.New(PtxRegister.Word);
        _code.Line($"ld.shared.u32 {pair}, {Address(memory, index)};");
        return _pairs[(memory, index)] = pair;
    }

    public void Load(Load load, string result, string guard)
    {
        var (memory, address) = (load.Memory, Address(load.Memory, load.Index));
        var space = ReadSpace(memory);
        if (memory.Element == ElementType.Float16)
        {
            var half = _code.New(PtxRegister.Half);
            _code.Line($"{guard}ld.{space}.b16 {half}, {address};");
            _code.Line($"{guard}cvt.f32.f16 {result}, {half};");
            return;
        }

        _code.Line($"{guard}ld.{space}.{TypeOf(memory.Element)} {result}, {address};");
    }

    /// <summary>Loads side by side, in the order of their addresses.</summary>
    public void Load(IReadOnlyList<Load> loads, IReadOnlyList<string> results, string guard)
    {
        var memory = loads[0].Memory;
        if (memory.Element == ElementType.Float16)
        {
            LoadHalves(loads, results, guard);
            return;
        }

        _code.Line($"{guard}ld.{ReadSpace(memory)}.{Vector(memory, loads.Count)} {{{string.Join(", ", results)}}}, "
            + $"{Address(memory, loads[0].Index)};");
    }

    // As words, which go into other memory as they are.
    private void LoadHalves(IReadOnlyList<Load> loads, IReadOnlyList<string> results, string guard)
    {
        var memory = loads[0].Memory;
        var words = Enumerable.Range(0, loads.Count / 2).Select(_ => _code.New(PtxRegister.Word)).ToArray();
        _code.Line($"{guard}ld.{ReadSpace(memory)}.{Words(words)}, {Address(memory, loads[0].Index)};");
        for (var i = 0; i < loads.Count; i += 2)
        {
            var word = words[i / 2];
            var (low, high) = (_code.New(PtxRegister.Half), _code.New(PtxRegister.Half));
            _code.Line($"{guard}mov.b32 {{{low}, {high}}}, {word};");
            _code.Line($"{guard}cvt.f32.f16 {results[i]}, {low};");
            _code.Line($"{guard}cvt.f32.f16 {results[i + 1]}, {high};");
            _words[loads[i].Result] = (word, 0);
            _words[loads[i + 1].Result] = (word, 1);
        }
    }

    /// <summary>Stores side by side, in the order of their addresses.</summary>
    public void Store(IReadOnlyList<Store> stores, string guard)
    {
        ForgetPairs();
        var memory = stores[0].Memory;
        var address = Address(memory, stores[0].Index);
        if (memory.Element == ElementType.Float16)
        {
            string[] words = [.. stores.Chunk(2).Select(pair => Word(pair[0].Value, pair[1].Value))];
            var place = memory is SharedArray ? "shared" : "global";
            _code.Line(words.Length == 1 ? $"{guard}st.{place}.u32 {address}, {words[0]};"
                : $"{guard}st.{place}.v{words.Length}.u32 {address}, {{{string.Join(", ", words)}}};");
            return;
        }

        string[] values = [.. stores.Select(store => Register(store.Value))];
        _code.Line($"{guard}st.{(memory is SharedArray ? "shared" : "global")}.{Vector(memory, stores.Count)} "
            + $"{address}, {{{string.Join(", ", values)}}};");
    }

    public void Store(Store store, string guard)
    {
        ForgetPairs();
        var (memory, address, value) = (store.Memory, Address(store.Memory, store.Index), _operand(store.Value));
        var space = memory is SharedArray ? "shared" : "global";
        if (memory.Element == ElementType.Float16)
        {
            value = _code.Make(PtxRegister.Half, "cvt.rn.f16.f32", value);
            _code.Line($"{guard}st.{space}.b16 {address}, {value};");
            return;
        }

        // Only the low bits of a wider register are written.
        _code.Line($"{guard}st.{space}.{TypeOf(memory.Element)} {address}, {value};");
    }

    public void AtomicAdd(AtomicAdd add, string result)
    {
        var (memory, address, value) = (add.Memory, Address(add.Memory, add.Index), _operand(add.Value));
        var type = memory.Element switch
        {
            ElementType.Float32 => "f32",
            ElementType.Int32 => "s32",
            ElementType.UInt32 => "u32",
            var other => throw new InvalidOperationException($"There is no atomic addition to {other}."),
        };
        _code.Line($"atom.{(memory is SharedArray ? "shared" : "global")}.add.{type} {result}, {address}, {value};");
    }

    // What the kernel never writes may come through the read-only cache.
    private string ReadSpace(Memory memory) =>
        memory is SharedArray ? "shared" : _written.Contains(memory) ? "global" : "global.nc";

    private static string Vector(Memory memory, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"v{count}.{TypeOf(memory.Element)}");

    // Two halves: the word that they came in, or made of two floats.
    private string Word(Value low, Value high)
    {
        if (_words.TryGetValue(low, out var from) && from.Part == 0 && _words.GetValueOrDefault(high) == (from.Word, 1))
            return from.Word;
        var (first, second) = (_code.Make(PtxRegister.Half, "cvt.rn.f16.f32", _operand(low)),
            _code.Make(PtxRegister.Half, "cvt.rn.f16.f32", _operand(high)));
        return _code.Make(PtxRegister.Word, "mov.b32", $"{{{first}, {second}}}");
    }

    private static string Words(string[] words) => words.Length == 1 ? $"u32 {words[0]}"
        : string.Create(CultureInfo.InvariantCulture, $"v{words.Length}.u32 {{{string.Join(", ", words)}}}");

    // Vectors hold registers alone.
    private string Register(Value value) =>
        value is Constant ? _code.Make(PtxCode.KindOf(value.Type), $"mov.{PtxCode.MoveType(value.Type)}",
            _operand(value))
        : _operand(value);

    private static string TypeOf(ElementType element) => element switch
    {
        ElementType.Float32 => "f32",
        ElementType.Float16 => "b16",
        ElementType.Int32 or ElementType.UInt32 => "u32",
        ElementType.Int16 => "s16",
        ElementType.UInt16 => "u16",
        ElementType.Int8 => "s8",
        ElementType.UInt8 => "u8",
    };

    // The constant part of an index goes into the instruction, so that neighbours share one address. x + c is not
    // computed in 32 bits then; it could wrap into a view only if that had nearly 2^31 elements.
    private string Address(Memory memory, Value index)
    {
        var size = memory.Element.Size();
        var (start, offset) = PtxVectors.Parts(index);
        var address = start is null ? _bases[memory] : AddressOf(memory, start, size);
        return offset == 0
            ? $"[{address}]"
            : string.Create(CultureInfo.InvariantCulture, $"[{address}+{offset * size}]");
    }

    private string AddressOf(Memory memory, Value start, int size)
    {
        foreach (var scope in _known)
        {
            if (scope.TryGetValue((memory, start), out var known))
                return known;
        }

        var scale = size.ToString(CultureInfo.InvariantCulture);
        var index = _operand(start);
        return _known.Peek()[(memory, start)] = memory is SharedArray
            ? _code.Make(PtxRegister.Word, "mad.lo.s32", index, scale, _bases[memory])
            : _code.Make(PtxRegister.Address, "mad.wide.s32", index, scale, _bases[memory]);
    }
}
