using System.Runtime.CompilerServices;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>
/// Walks a canonical function and writes its blocks. An If is a selection, a Loop a loop construct (SPIR-V
/// specification, 2.11): header with the carried values as phis, body, continue target, merge block. Results are phis
/// of the merge block. A pure value is computed once for the region that first uses it and the regions below.
/// </summary>
internal sealed class SpirVWriter : CanonicalVisitor<uint>
{
    private readonly KernelFunction _function;
    private readonly SpirVOptions _options;
    private readonly SpirVAssembler _module = new();
    private readonly SpirVCode _code;
    private readonly SpirVArithmetic _arithmetic;
    private readonly SpirVInterface _interface;
    private readonly SpirVMemory _memory;
    private readonly Stack<LoopBlocks> _loops = new();

    // The values of the regions that are open, innermost last; a view's element index is known by view and index.
    private readonly List<Dictionary<(object, object?), uint>> _scopes = [];

    public SpirVWriter(KernelFunction function, SpirVOptions options)
    {
        _function = function;
        _options = options;
        _module.Require(SpirVCapability.Shader);
        _code = new(_module);
        _arithmetic = new(_code);
        _interface = new(function, _module);
        _memory = new(function, _code, _arithmetic, options);
    }

    public SpirVModule Write()
    {
        var (entryPoint, entry) = (_module.NewId(), _module.NewId());
        var group = _function.Group;
        _module.Mode(entryPoint, SpirVMode.LocalSize, (uint)group.X, (uint)group.Y, (uint)group.Z);
        RequireFloats(entryPoint);

        // The block goes on in the words of the body, after what Finish reads.
        var head = new List<uint>();
        var (nothing, type) = (_module.VoidType(), _module.FunctionType(_module.VoidType()));
        SpirVAssembler.Append(head, SpirVOp.Function, nothing, entryPoint, 0, type);
        _code.Label(entry);
        head.AddRange(_code.Words);
        _code.Words.Clear();
        Open();
        WriteStatements(_function.Body);
        _code.Do(_function.Body.Terminator is Unreachable ? SpirVOp.Unreachable : SpirVOp.Return);
        Close();
        _code.Do(SpirVOp.FunctionEnd);

        var reads = _interface.Finish(_memory.Bindings);
        var words = _module.Assemble(entryPoint, SpirVModule.EntryPoint, [.. head, .. reads, .. _code.Words]);
        return new(
            words, [.. _function.Parameters.Select(Describe)], _memory.Bindings, _interface.ArgumentWords,
            _interface.FitsPushConstants);
    }

    private SpirVParameter Describe(object parameter) => parameter is ViewParameter view
        ? new(_memory.BindingOf(view), view.Element.Size(), _interface.SlotOf(view, isLength: false),
            _interface.SlotOf(view, isLength: true), -1)
        : new(-1, 4, -1, -1, _interface.SlotOf(parameter, isLength: false));

    private void RequireFloats(uint entryPoint)
    {
        void Require(bool isOn, SpirVCapability capability, SpirVMode mode)
        {
            if (!isOn)
                return;
            _module.Require(capability);
            _module.Mode(entryPoint, mode, 32);
        }

        Require(_options.PreservesSpecialFloats,
            SpirVCapability.SignedZeroInfNanPreserve, SpirVMode.SignedZeroInfNanPreserve);
        Require(_options.PreservesDenormals, SpirVCapability.DenormPreserve, SpirVMode.DenormPreserve);
        Require(_options.RoundsToNearestEven, SpirVCapability.RoundingModeRte, SpirVMode.RoundingModeRte);
    }

    private void WriteStatements(Region region)
    {
        foreach (var statement in region.Statements)
            statement.Accept(this);
    }

    public override void Visit(Let let) => ValueOf(let.Value);

    public override void Visit(Load load) =>
        Define(load.Result, _memory.Load(load.Memory, Index(load.Memory, load.Index)));

    public override void Visit(Store store) =>
        _memory.Store(store, Index(store.Memory, store.Index), ValueOf(store.Value));

    public override void Visit(AtomicAdd add) => Define(add.Result,
        _memory.AtomicAdd(add.Memory, Index(add.Memory, add.Index), ValueOf(add.Value)));

    // A GPU has other threads to run meanwhile.
    public override void Visit(Prefetch prefetch)
    {
    }

    public override void Visit(MatrixProduct product) =>
        throw new InvalidOperationException("SPIR-V has no matrix units: the front end inlines their products.");

    public override void Visit(IR.Barrier barrier)
    {
        var group = _module.Constant(SpirVMemoryOrder.WorkgroupScope);
        _code.Do(SpirVOp.ControlBarrier, group, group, _module.Constant(SpirVMemoryOrder.BarrierOfGroup));
    }

    public override void Visit(If branch)
    {
        var condition = ValueOf(branch.Condition);
        var (then, merge) = (_module.NewId(), _module.NewId());
        var hasElse = !IsEmpty(branch.Else);
        var otherwise = hasElse ? _module.NewId() : merge;
        _code.Do(SpirVOp.SelectionMerge, merge, 0);
        _code.Do(SpirVOp.BranchConditional, condition, then, otherwise);

        var exits = new List<(uint[] Values, uint Block)>();
        WriteArm(then, branch.Then, merge, exits);
        if (hasElse)
            WriteArm(otherwise, branch.Else, merge, exits);
        _code.Label(merge);
        DefineResults(branch.Results, exits);
    }

    private void WriteArm(uint label, Region arm, uint merge, List<(uint[] Values, uint Block)> exits)
    {
        _code.Label(label);
        Open();
        WriteStatements(arm);
        if (arm.Terminator is Yield yield)
        {
            exits.Add((ValuesOf(yield.Values), _code.Block));
            _code.Branch(merge);
        }
        else
        {
            arm.Terminator.Accept(this);
        }

        Close();
    }

    public override void Visit(Loop loop)
    {
        var blocks = new LoopBlocks(loop, _module.NewId(), _module.NewId());
        var (header, body) = (_module.NewId(), _module.NewId());
        var initial = ValuesOf(loop.Initial);
        var before = _code.Block;
        var arguments = loop.Body.Arguments;
        var next = arguments.ConvertAll(_ => _module.NewId());
        _code.Branch(header);

        _code.Label(header);
        Open();
        for (var i = 0; i < arguments.Count; i++)
        {
            Define(arguments[i], _module.NewId());
            _code.Phi(ValueOf(arguments[i]), arguments[i].Type, (initial[i], before), (next[i], blocks.Continue));
        }

        _code.Do(SpirVOp.LoopMerge, blocks.Merge, blocks.Continue, 0);
        _code.Branch(body);
        _code.Label(body);
        _loops.Push(blocks);
        WriteStatements(loop.Body);
        loop.Body.Terminator.Accept(this);
        _loops.Pop();
        Close();

        _code.Label(blocks.Continue);
        for (var i = 0; i < arguments.Count; i++)
            WritePhi(next[i], arguments[i].Type, blocks.Continues, i);
        _code.Branch(header);

        _code.Label(blocks.Merge);
        DefineResults(loop.Results, blocks.Breaks);
    }

    public override void Visit(Continue next)
    {
        var blocks = BlocksOf(next.Target);
        blocks.Continues.Add((ValuesOf(next.Values), _code.Block));
        _code.Branch(blocks.Continue);
    }

    public override void Visit(Break leave)
    {
        var blocks = BlocksOf(leave.Target);
        blocks.Breaks.Add((ValuesOf(leave.Values), _code.Block));
        _code.Branch(blocks.Merge);
    }

    public override void Visit(Unreachable unreachable) => _code.Do(SpirVOp.Unreachable);

    // Structured control flow leaves and continues the innermost loop alone.
    private LoopBlocks BlocksOf(StructuredStatement loop) => ReferenceEquals(loop, _loops.Peek().Loop)
        ? _loops.Peek()
        : throw new InvalidOperationException("A jump out of several loops is not canonical.");

    private void DefineResults(List<StatementResult> results, List<(uint[] Values, uint Block)> exits)
    {
        for (var i = 0; i < results.Count; i++)
        {
            Define(results[i], _module.NewId());
            WritePhi(ValueOf(results[i]), results[i].Type, exits, i);
        }
    }

    private void WritePhi(uint id, ScalarType type, List<(uint[] Values, uint Block)> exits, int index)
    {
        // A block that nothing jumps to still has to define what others name.
        if (exits.Count == 0)
            _code.Do(SpirVOp.Undef, _module.Type(type), id);
        else
            _code.Phi(id, type, [.. exits.Select(exit => (exit.Values[index], exit.Block))]);
    }

    // A view's elements are counted from the start of its buffer.
    private uint Index(Memory memory, Value index)
    {
        if (memory is not ViewParameter view)
            return ValueOf(index);
        if (TryGet((view, index), out var known))
            return known;
        var offset = _interface.Offset(view);
        var id = index is Constant { Bits: 0 }
            ? offset : _code.Op(SpirVOp.IAdd, ScalarType.Int32, offset, ValueOf(index));
        _scopes[^1][(view, index)] = id;
        return id;
    }

    private uint[] ValuesOf(IReadOnlyList<Value> values)
    {
        var ids = new uint[values.Count];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = ValueOf(values[i]);
        return ids;
    }

    private uint ValueOf(Value value)
    {
        if (value is Constant constant)
            return Visit(constant);
        if (TryGet((value, null), out var known))
            return known;
        // Sums over unrolled loops nest as deep as they have terms.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var id = value.Accept(this);
        Define(value, id);
        return id;
    }

    public override uint Visit(Constant constant) => _module.Constant(constant.Type, constant.Bits);

    public override uint Visit(ScalarParameter scalar) => scalar.Type == ScalarType.Boolean
        ? _code.Op(SpirVOp.INotEqual, ScalarType.Boolean, _interface.Scalar(scalar), _module.Constant(0u))
        : _interface.Scalar(scalar);

    public override uint Visit(ViewLength length) => _interface.Length(length.View);

    public override uint Visit(BuiltInValue builtIn) => _interface.BuiltIn(builtIn.Kind);

    public override uint Visit(UnaryValue unary) =>
        unary is { Operator: UnaryOperator.Not, Operand: BinaryValue { Left.Type: ScalarType.Float32 } compared }
        && SpirVOperators.NegatedFloat(compared.Operator) is { } negated
            ? _code.Op(negated, ScalarType.Boolean, ValueOf(compared.Left), ValueOf(compared.Right))
            : _arithmetic.Unary(unary, ValueOf(unary.Operand));

    public override uint Visit(BinaryValue binary) =>
        _arithmetic.Binary(binary, ValueOf(binary.Left), ValueOf(binary.Right));

    public override uint Visit(TernaryValue ternary) => _arithmetic.Ternary(
        ternary, ValueOf(ternary.First), ValueOf(ternary.Second), ValueOf(ternary.Third));

    private bool TryGet((object, object?) key, out uint id)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].TryGetValue(key, out id))
                return true;
        }

        id = 0;
        return false;
    }

    private void Define(Value value, uint id) => _scopes[^1][(value, null)] = id;

    private void Open() => _scopes.Add([]);

    private void Close() => _scopes.RemoveAt(_scopes.Count - 1);

    /// <summary>The blocks of a loop that is open, and what jumped to them with which values.</summary>
    private sealed record LoopBlocks(Loop Loop, uint Continue, uint Merge)
    {
        public List<(uint[] Values, uint Block)> Continues { get; } = [];

        public List<(uint[] Values, uint Block)> Breaks { get; } = [];
    }
}
