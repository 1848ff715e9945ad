using System.Globalization;
using System.Text;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;

namespace GpuFormer.Kernels.Compiler.Targets.Ptx;

/// <summary>Walks a canonical function and prints it, one register for each value.</summary>
internal sealed class PtxWriter : CanonicalVisitor<string>
{
    // A longer arm is cheaper to jump over.
    private const int LongestPredicatedArm = 8;

    private readonly KernelFunction _function;
    private readonly PtxCode _code = new();
    private readonly PtxMemory _memory;
    private readonly Uniformity _uniformity;
    private readonly Dictionary<Value, string> _names = [];
    private readonly PtxOptions _options;
    private readonly PtxGrid _grid;
    private readonly PtxVectors? _vectors;
    private readonly int _sharedBytes;
    private readonly Dictionary<Loop, (string Start, string End)> _labels = [];
    private string _guard = "";

    public PtxWriter(KernelFunction function, PtxOptions options)
    {
        _function = function;
        _options = function.Body.Contains(statement => statement is MatrixProduct) ? options : options.WithoutMatrixUnits;
        _sharedBytes = function.SharedArrays.Sum(SharedBytes);
        _grid = new PtxGrid(_code, function, _sharedBytes, options);
        var written = MemoryUse.WrittenBy(function);
        _memory = new PtxMemory(_code, written, Operand);
        _vectors = options.Vectors ? new PtxVectors(function, written) : null;
        _uniformity = Uniformity.Analyse(function);
    }

    public PtxProgram Write()
    {
        var entryPoint = _function.EntryPoint;
        var parameters = DeclareParameters();
        PlaceShared();
        WriteRegion(_function.Body);
        _code.Line("ret;");

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $".version {_options.Version}\n.target sm_{_options.Architecture}\n.address_size 64\n\n");
        if (_sharedBytes > 0)
            text.Append(".extern .shared .align 16 .b8 shared[];\n\n");
        text.Append(".visible .entry ").Append(entryPoint).Append("(\n\t")
            .AppendJoin(",\n\t", parameters.Concat(PtxGrid.Declarations)).Append(")\n");
        text.Append(_grid.Bounds).Append("\n{\n");
        _code.AppendTo(text);
        return new(entryPoint, text.Append("}\n").ToString(), _function.Group, _grid.MostGroups, _sharedBytes)
        {
            Alignments = [.. _function.Parameters.Select(parameter =>
                parameter is ViewParameter view && _vectors is not null ? _vectors.AlignmentOf(view) : 1)],
        };
    }

    private List<string> DeclareParameters()
    {
        var declarations = new List<string>();
        foreach (var parameter in _function.Parameters)
        {
            switch (parameter)
            {
                case ViewParameter view:
                    declarations.Add($".param .u64 view{view.Index}, // {view.Name}\n\t.param .u32 length{view.Index}");
                    var address = _code.MakeAtEntry(PtxRegister.Address, "ld.param.u64", $"[view{view.Index}]");
                    _memory.SetBase(view,
                        _code.MakeAtEntry(PtxRegister.Address, "cvta.to.global.u64", address));
                    break;
                case ScalarParameter scalar:
                    var type = scalar.Type == ScalarType.Float32 ? "f32" : "u32";
                    declarations.Add($".param .{type} scalar{scalar.Index}");
                    _names[scalar] = LoadScalar(scalar, type);
                    break;
            }
        }

        return declarations;
    }

    private string LoadScalar(ScalarParameter scalar, string type)
    {
        var place = $"[scalar{scalar.Index}]";
        if (scalar.Type != ScalarType.Boolean)
            return _code.MakeAtEntry(PtxCode.KindOf(scalar.Type), $"ld.param.{type}", place);
        var word = _code.MakeAtEntry(PtxRegister.Word, $"ld.param.{type}", place);
        return _code.MakeAtEntry(PtxRegister.Predicate, "setp.ne.u32", $"{word}, 0");
    }

    // All arrays are in one block of dynamic shared memory, whose size the launch gives.
    private void PlaceShared()
    {
        if (_sharedBytes == 0)
            return;
        var start = _grid.SharedStart();
        var offset = 0;
        foreach (var array in _function.SharedArrays)
        {
            _memory.SetBase(array, offset == 0 ? start : _code.MakeAtEntry(PtxRegister.Word, "add.s32",
                string.Create(CultureInfo.InvariantCulture, $"{start}, {offset}")));
            offset += SharedBytes(array);
        }
    }

    private static int SharedBytes(SharedArray array) => ((array.Length * array.Element.Size()) + 15) & ~15;

    private void WriteRegion(Region region)
    {
        _memory.Enter();
        foreach (var statement in region.Statements)
            statement.Accept(this);
        _memory.Leave();
    }

    public override void Visit(Let let) => _names[let.Value] = Operand(let.Value);

    public override void Visit(Load load)
    {
        if (_vectors?.IsMember(load) is true)
            return;
        if (_vectors?.MadeAt(load) is { } loads)
            _memory.Load([.. loads.Cast<Load>()], [.. loads.Cast<Load>().Select(each => Define(each.Result))], _guard);
        else
            _memory.Load(load, Define(load.Result), _guard);
    }

    public override void Visit(Store store)
    {
        if (_vectors?.IsMember(store) is true)
            return;
        if (_vectors?.MadeAt(store) is { } stores)
            _memory.Store([.. stores.Cast<Store>()], _guard);
        else
            _memory.Store(store, _guard);
    }

    public override void Visit(AtomicAdd add) => _memory.AtomicAdd(add, Define(add.Result));

    // A GPU has other warps to run meanwhile.
    public override void Visit(Prefetch prefetch)
    {
    }

    public override void Visit(IR.Barrier barrier)
    {
        _memory.ForgetPairs();
        _grid.WriteBarrier();
    }

    public override void Visit(If branch)
    {
        if (IsEmpty(branch.Else) && IsShort(branch.Then))
            WritePredicated(branch.Then, $"@{Operand(branch.Condition)} ");
        else if (IsEmpty(branch.Then) && IsShort(branch.Else))
            WritePredicated(branch.Else, $"@!{Operand(branch.Condition)} ");
        else
            WriteIf(branch);
    }

    public override void Visit(MatrixProduct product)
    {
        string Pairs(Memory memory, IReadOnlyList<Value> indices) =>
            string.Join(", ", indices.Select(index => _memory.LoadPair(memory, index)));
        var before = product.Sums.Select(sum => sum is Constant
            ? _code.Make(PtxRegister.Float, "mov.f32", Operand(sum)) : Operand(sum)).ToArray();
        var (left, right) = (Pairs(product.Left, product.LeftIndices), Pairs(product.Right, product.RightIndices));
        var after = product.Results.Select(Define).ToArray();
        _code.Line($"mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {{{string.Join(", ", after)}}}, "
            + $"{{{left}}}, {{{right}}}, {{{string.Join(", ", before)}}};");
    }

    private static bool IsShort(Region arm) =>
        arm.Terminator is Yield { Values.Count: 0 } && arm.Statements.Count <= LongestPredicatedArm
        && arm.Statements.TrueForAll(statement => statement is Let or Load or Store);

    // Pure values are computed in any case, which cannot fail; loads and stores are made under the predicate.
    private void WritePredicated(Region arm, string guard)
    {
        _guard = guard;
        WriteRegion(arm);
        _guard = "";
    }

    private void WriteIf(If branch)
    {
        foreach (var result in branch.Results)
            Define(result);
        var condition = Operand(branch.Condition);
        var jump = _grid.FillsWarps && _uniformity.Of(branch.Condition) == UniformityLevel.GroupUniform
            ? "bra.uni" : "bra";
        var end = _code.NewLabel();
        if (IsEmpty(branch.Then))
        {
            _code.Line($"@{condition} {jump} {end};");
            WriteArm(branch.Else, branch.Results);
        }
        else if (IsEmpty(branch.Else))
        {
            _code.Line($"@!{condition} {jump} {end};");
            WriteArm(branch.Then, branch.Results);
        }
        else
        {
            var otherwise = _code.NewLabel();
            _code.Line($"@!{condition} {jump} {otherwise};");
            WriteArm(branch.Then, branch.Results);
            if (branch.Then.Terminator is Yield)
                _code.Line($"bra.uni {end};");
            _code.Label(otherwise);
            WriteArm(branch.Else, branch.Results);
        }

        _code.Label(end);
    }

    private void WriteArm(Region arm, List<StatementResult> results)
    {
        WriteRegion(arm);
        if (arm.Terminator is Yield yield)
            Assign(results, yield.Values);
        else
            arm.Terminator.Accept(this);
    }

    public override void Visit(Loop loop)
    {
        var (start, end) = _labels[loop] = (_code.NewLabel(), _code.NewLabel());
        foreach (var argument in loop.Body.Arguments)
            Define(argument);
        foreach (var result in loop.Results)
            Define(result);
        Assign(loop.Body.Arguments, loop.Initial);
        _code.Label(start);
        WriteRegion(loop.Body);
        loop.Body.Terminator.Accept(this);
        _code.Label(end);
    }

    public override void Visit(Continue next)
    {
        Assign(next.Target.Body.Arguments, next.Values);
        _code.Line($"bra.uni {_labels[next.Target].Start};");
    }

    public override void Visit(Break leave)
    {
        Assign(leave.Target.Results, leave.Values);
        _code.Line($"bra.uni {_labels[(Loop)leave.Target].End};");
    }

    public override void Visit(Unreachable unreachable)
    {
    }

    // All values are computed before any target is written.
    private void Assign(IReadOnlyList<Value> targets, IReadOnlyList<Value> values)
    {
        var pending = new List<((string Name, ScalarType Type) Target, (string Name, ScalarType Type) Source)>();
        for (var i = 0; i < targets.Count; i++)
        {
            var (source, type) = (Operand(values[i]), targets[i].Type);
            if (source != _names[targets[i]])
                pending.Add(((_names[targets[i]], type), (source, type)));
        }

        ParallelCopy.Write(pending, (source, target) => source.Name == target.Name,
            source => (_code.Make(PtxCode.KindOf(source.Type), $"mov.{PtxCode.MoveType(source.Type)}", source.Name),
                source.Type),
            (target, source) => _code.Line($"mov.{PtxCode.MoveType(target.Type)} {target.Name}, {source.Name};"));
    }

    private string Define(Value value) => _names[value] = _code.New(value.Type);

    private string Operand(Value value) => _names.TryGetValue(value, out var name) ? name : value.Accept(this);

    // There are no immediate predicates.
    public override string Visit(Constant constant) => constant.Type == ScalarType.Boolean
        ? _code.Make(PtxRegister.Predicate, "setp.ne.u32", constant.Bits != 0 ? "1" : "0", "0")
        : PtxOperators.Immediate(constant);

    public override string Visit(ScalarParameter scalar) =>
        throw new InvalidOperationException($"'{scalar.Name}' is no parameter of the function.");

    public override string Visit(ViewLength length) => _names[length] =
        _code.MakeAtEntry(PtxRegister.Word, "ld.param.u32", $"[length{length.View.Index}]");

    public override string Visit(BuiltInValue builtIn) => _grid.Value(builtIn.Kind);

    public override string Visit(UnaryValue unary) =>
        PtxOperators.Unary(_code, unary.Operator, unary.Operand.Type, Operand(unary.Operand));

    public override string Visit(BinaryValue binary) => PtxOperators.Binary(_code, binary.Operator, binary.Left.Type,
        Operand(binary.Left), Operand(binary.Right), binary.Right);

    public override string Visit(TernaryValue value)
    {
        var (a, b, c) = (Operand(value.First), Operand(value.Second), Operand(value.Third));
        if (value.Operator == TernaryOperator.FusedMultiplyAdd)
            return _code.Make(PtxRegister.Float, "fma.rn.f32", a, b, c);
        if (value.Type != ScalarType.Boolean)
            return _code.Make(PtxCode.KindOf(value.Type), $"selp.{PtxCode.MoveType(value.Type)}", b, c, a);
        var first = _code.Make(PtxRegister.Predicate, "and.pred", a, b);
        var otherwise = _code.Make(PtxRegister.Predicate, "not.pred", a);
        var second = _code.Make(PtxRegister.Predicate, "and.pred", otherwise, c);
        return _code.Make(PtxRegister.Predicate, "or.pred", first, second);
    }
}
