using System.Globalization;
using System.Text;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;

namespace GpuFormer.Kernels.Compiler.Targets.Ptx;

/// <summary>Walks a canonical function and prints it, one register for each value.</summary>
internal sealed class PtxWriter
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
            WriteStatement(statement);
        _memory.Leave();
    }

    private void WriteStatement(Statement statement)
    {
        switch (statement)
        {
            case Let let:
                _names[let.Value] = Operand(let.Value);
                break;
            case Load or Store when _vectors?.IsMember(statement) is true:
                break;
            case Load when _vectors?.MadeAt(statement) is { } loads:
                _memory.Load([.. loads.Cast<Load>()], [.. loads.Cast<Load>().Select(l => Define(l.Result))], _guard);
                break;
            case Store when _vectors?.MadeAt(statement) is { } stores:
                _memory.Store([.. stores.Cast<Store>()], _guard);
                break;
            case Load load:
                _memory.Load(load, Define(load.Result), _guard);
                break;
            case Store store:
                _memory.Store(store, _guard);
                break;
            case AtomicAdd add:
                _memory.AtomicAdd(add, Define(add.Result));
                break;
            case Prefetch:
                // A card has other warps to run meanwhile.
                break;
            case MatrixProduct product:
                WriteProduct(product);
                break;
            case IR.Barrier:
                _memory.ForgetPairs();
                _grid.WriteBarrier();
                break;
            case If branch when IsEmpty(branch.Else) && IsShort(branch.Then):
                WritePredicated(branch.Then, $"@{Operand(branch.Condition)} ");
                break;
            case If branch when IsEmpty(branch.Then) && IsShort(branch.Else):
                WritePredicated(branch.Else, $"@!{Operand(branch.Condition)} ");
                break;
            case If branch:
                WriteIf(branch);
                break;
            case Loop loop:
                WriteLoop(loop);
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} is not canonical.");
        }
    }

    private void WriteProduct(MatrixProduct product)
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

    private static bool IsEmpty(Region arm) => arm.Statements.Count == 0 && arm.Terminator is Yield { Values.Count: 0 };

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
            WriteJump(arm.Terminator);
    }

    private void WriteLoop(Loop loop)
    {
        var (start, end) = _labels[loop] = (_code.NewLabel(), _code.NewLabel());
        foreach (var argument in loop.Body.Arguments)
            Define(argument);
        foreach (var result in loop.Results)
            Define(result);
        Assign(loop.Body.Arguments, loop.Initial);
        _code.Label(start);
        WriteRegion(loop.Body);
        WriteJump(loop.Body.Terminator);
        _code.Label(end);
    }

    private void WriteJump(Terminator terminator)
    {
        switch (terminator)
        {
            case Continue next:
                Assign(next.Target.Body.Arguments, next.Values);
                _code.Line($"bra.uni {_labels[next.Target].Start};");
                break;
            case Break leave:
                Assign(leave.Target.Results, leave.Values);
                _code.Line($"bra.uni {_labels[(Loop)leave.Target].End};");
                break;
            case Unreachable:
                break;
            default:
                throw new InvalidOperationException($"{terminator.GetType().Name} is not canonical here.");
        }
    }

    // All values are computed before any target is written, and written in an order that loses none: a loop may swap
    // its arguments.
    private void Assign(IReadOnlyList<Value> targets, IReadOnlyList<Value> values)
    {
        var pending = new List<(string Target, string Source, ScalarType Type)>();
        for (var i = 0; i < targets.Count; i++)
        {
            var source = Operand(values[i]);
            if (source != _names[targets[i]])
                pending.Add((_names[targets[i]], source, targets[i].Type));
        }

        while (pending.Count > 0)
        {
            var free = pending.FindIndex(p => !pending.Exists(q => q.Source == p.Target));
            if (free < 0)
            {
                // A cycle: one value goes on under another name, then its register is free.
                var (target, source, type) = pending[0];
                pending[0] = (target, _code.Make(PtxCode.KindOf(type), $"mov.{PtxCode.MoveType(type)}", source), type);
                continue;
            }

            _code.Line($"mov.{PtxCode.MoveType(pending[free].Type)} {pending[free].Target}, {pending[free].Source};");
            pending.RemoveAt(free);
        }
    }

    private string Define(Value value) => _names[value] = _code.New(value.Type);

    private string Operand(Value value)
    {
        if (_names.TryGetValue(value, out var name))
            return name;
        switch (value)
        {
            case Constant { Type: ScalarType.Boolean } constant:
                // There are no immediate predicates.
                return _code.Make(PtxRegister.Predicate, "setp.ne.u32", constant.Bits != 0 ? "1" : "0", "0");
            case Constant constant:
                return PtxOperators.Immediate(constant);
            case ViewLength length:
                return _names[value] =
                    _code.MakeAtEntry(PtxRegister.Word, "ld.param.u32", $"[length{length.View.Index}]");
            case BuiltInValue builtIn:
                return _grid.Value(builtIn.Kind);
            case UnaryValue unary:
                return PtxOperators.Unary(_code, unary.Operator, unary.Operand.Type, Operand(unary.Operand));
            case BinaryValue binary:
                return PtxOperators.Binary(_code, binary.Operator, binary.Left.Type,
                    Operand(binary.Left), Operand(binary.Right), binary.Right);
            case TernaryValue ternary:
                return Ternary(ternary);
            default:
                throw new InvalidOperationException($"A {value.GetType().Name} is used where it is not defined.");
        }
    }

    private string Ternary(TernaryValue value)
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
