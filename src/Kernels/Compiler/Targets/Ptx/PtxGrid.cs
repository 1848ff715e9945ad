using System.Globalization;
using System.Numerics;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.Targets.Ptx;

/// <summary>
/// Where a thread is. A card counts 2^31 blocks along X but few along Y and Z, and holds few blocks at a time however
/// small they are: so all groups of a launch are numbered along X, X counting fastest, and a block may hold several
/// narrow ones. Each thread finds its group's place from the number; a group too many ends at once.
/// </summary>
internal sealed class PtxGrid
{
    // Of a multiprocessor.
    private const int Registers = 64 << 10;

    // The threads of a full warp; narrower groups share one.
    private const int Warp = 32;
    private const int MostThreads = 128;
    private const int MostSharedBytes = 48 << 10;
    private const int FewestBlocks = 4;

    private static readonly string[] Parameters =
        ["gridX", "gridY", "gridZ", "groups", "reciprocalX", "shiftX", "reciprocalY", "shiftY"];

    private readonly PtxCode _code;
    private readonly GroupShape _group;
    private readonly int _sharedBytes;
    private readonly bool _waitsInWarp;
    private readonly Dictionary<BuiltIn, string> _known = [];
    private readonly string _number;
    private string? _row;
    private string? _rows;
    private string? _image;
    private string? _mask;

    public PtxGrid(PtxCode code, KernelFunction function, int sharedBytes, PtxOptions options)
    {
        (_code, _group, _sharedBytes) = (code, function.Group, sharedBytes);
        var hasBarriers = function.Body.Contains(statement => statement is IR.Barrier);
        var isNarrow = _group is { Y: 1, Z: 1 } && _group.X <= Warp && BitOperations.IsPow2(_group.X);
        _waitsInWarp = hasBarriers && isNarrow && options.Architecture >= PtxOptions.IndependentThreads;
        MostGroups = isNarrow && (!hasBarriers || _waitsInWarp)
            ? Math.Max(1, Math.Min(MostThreads / _group.X, sharedBytes == 0 ? Warp : MostSharedBytes / sharedBytes))
            : 1;
        var block = code.MakeAtEntry(PtxRegister.Word, "mov.u32", "%ctaid.x");
        if (MostGroups == 1)
        {
            _number = block;
            return;
        }

        var height = code.MakeAtEntry(PtxRegister.Word, "mov.u32", "%ntid.y");
        _number = code.MakeAtEntry(PtxRegister.Word, "mad.lo.s32", $"{block}, {height}, {Row()}");
        var isBeyond = code.MakeAtEntry(PtxRegister.Predicate, "setp.ge.u32", $"{_number}, {Size("groups")}");
        code.LineAtEntry($"@{isBeyond} ret;");
    }

    /// <summary>How many groups a block may hold.</summary>
    public int MostGroups { get; }

    /// <summary>Whether what is the same for a group is the same for a warp.</summary>
    public bool FillsWarps => MostGroups == 1 || _group.X == Warp;

    public static IEnumerable<string> Declarations => Parameters.Select(name => $".param .u32 {name}");

    /// <summary>
    /// The bounds of a block: exact where a barrier counts its threads. Told only the threads, the assembler makes room
    /// for as many blocks as it can and spills registers for them: four to a multiprocessor are enough, of exact ones as
    /// many as leave 128 registers for each thread.
    /// </summary>
    public string Bounds => MostGroups == 1
        ? string.Create(CultureInfo.InvariantCulture, $".reqntid {_group.X}, {_group.Y}, {_group.Z}\n.minnctapersm ")
            + Math.Clamp(Registers / 128 / _group.Threads, 1, 16).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture,
            $".maxntid {_group.X}, {MostGroups}, 1\n.minnctapersm {FewestBlocks}");

    /// <summary>
    /// n / d is n * multiplier >> shift, for all n below 2^31: with 2^31 times a power of two at least d, the
    /// multiplier is too large by less than what could reach the next integer.
    /// </summary>
    public static uint[] Reciprocal(uint d)
    {
        var shift = 31 + BitOperations.Log2(BitOperations.RoundUpToPowerOf2(d));
        return [(uint)((1ul << shift) / d) + 1, (uint)shift];
    }

    /// <summary>The address of the group's shared memory.</summary>
    public string SharedStart()
    {
        var start = _code.MakeAtEntry(PtxRegister.Word, "mov.u32", "shared");
        return MostGroups == 1 ? start : _code.MakeAtEntry(PtxRegister.Word, "mad.lo.s32",
            string.Create(CultureInfo.InvariantCulture, $"{Row()}, {_sharedBytes}, {start}"));
    }

    public void WriteBarrier() => _code.Line(_waitsInWarp ? $"bar.warp.sync {Mask()};" : "bar.sync 0;");

    public string Value(BuiltIn kind)
    {
        if (_known.TryGetValue(kind, out var known))
            return known;
        return _known[kind] = kind switch
        {
            BuiltIn.GridSizeX => Size("gridX"),
            BuiltIn.GridSizeY => Size("gridY"),
            BuiltIn.GridSizeZ => Size("gridZ"),
            BuiltIn.GridIndexX => Remainder(_number, Rows(), Value(BuiltIn.GridSizeX)),
            BuiltIn.GridIndexY => Remainder(Rows(), Image(), Value(BuiltIn.GridSizeY)),
            BuiltIn.GridIndexZ => Image(),
            BuiltIn.GroupIndexX => _code.MakeAtEntry(PtxRegister.Word, "mov.u32", "%tid.x"),
            BuiltIn.GroupIndexY when MostGroups > 1 => "0",
            BuiltIn.GroupIndexY => _code.MakeAtEntry(PtxRegister.Word, "mov.u32", "%tid.y"),
            BuiltIn.GroupIndexZ => _code.MakeAtEntry(PtxRegister.Word, "mov.u32", "%tid.z"),
        };
    }

    private string Row() => _row ??= _code.MakeAtEntry(PtxRegister.Word, "mov.u32", "%tid.y");

    private string Size(string name) => _code.MakeAtEntry(PtxRegister.Word, "ld.param.u32", $"[{name}]");

    private string Rows() => _rows ??= Quotient(_number, "X");

    private string Image() => _image ??= Quotient(Rows(), "Y");

    private string Quotient(string number, string side)
    {
        var product = _code.MakeAtEntry(
            PtxRegister.Address, "mul.wide.u32", $"{number}, {Size($"reciprocal{side}")}");
        var quotient = _code.MakeAtEntry(PtxRegister.Address, "shr.u64", $"{product}, {Size($"shift{side}")}");
        return _code.MakeAtEntry(PtxRegister.Word, "cvt.u32.u64", quotient);
    }

    private string Remainder(string number, string quotient, string divisor)
    {
        var product = _code.MakeAtEntry(PtxRegister.Word, "mul.lo.s32", $"{quotient}, {divisor}");
        return _code.MakeAtEntry(PtxRegister.Word, "sub.s32", $"{number}, {product}");
    }

    // The lanes of this group in its warp.
    private string Mask()
    {
        if (_group.X == Warp)
            return "-1";
        if (_mask is not null)
            return _mask;
        var first = _code.MakeAtEntry(PtxRegister.Word, "mul.lo.s32",
            string.Create(CultureInfo.InvariantCulture, $"{Row()}, {_group.X}"));
        first = _code.MakeAtEntry(PtxRegister.Word, "and.b32", $"{first}, 31");
        return _mask = _code.MakeAtEntry(PtxRegister.Word, "shl.b32",
            string.Create(CultureInfo.InvariantCulture, $"{(1 << _group.X) - 1}, {first}"));
    }
}
