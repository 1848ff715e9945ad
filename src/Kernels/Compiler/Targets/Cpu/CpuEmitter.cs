using System.Reflection.Emit;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>
/// Writes one canonical function as IL: a loop over groups, in it loops over the vectors of a group, in them the
/// function's body with the X side of the group over the lanes. One object is one run; see
/// <see cref="EmissionFacts"/>.
/// </summary>
internal sealed partial class CpuEmitter
{
    /// <summary>Scratch memory begins with room for four vectors that lane-by-lane operators pass through.</summary>
    private const int TemporaryBytes = 4 * 64;

    private readonly KernelFunction _function;
    private readonly VectorTypes? _vector;
    private readonly VarianceAnalysis _variance;
    private readonly FunctionFacts _structure;
    private readonly IndexForms _indexForms;
    private readonly EmissionFacts? _known;
    private readonly EmissionFacts _found = new();
    private readonly IlWriter _il = new();

    private readonly Dictionary<Value, Slot> _slots = [];
    private readonly Stack<Scope> _scopes = new();
    private readonly Dictionary<Memory, IlLocal> _memories = [];
    private readonly Dictionary<StatementResult, int> _loadEpochs = [];
    private readonly Dictionary<StatementResult, Load> _deferred = [];
    private readonly IlLocal _scratch = new(typeof(nint), "scratch");
    private readonly RegionArgument _laneOrigin;
    private IlLocal? _mask;
    private LoopContext? _loop;
    private int _epoch;
    private bool _consistent = true;

    public CpuEmitter(
        KernelFunction function, VectorTypes? vector, VarianceAnalysis variance, FunctionFacts structure,
        RegionArgument laneOrigin, IndexForms indexForms, EmissionFacts? known)
    {
        (_function, _vector, _variance, _structure) = (function, vector, variance, structure);
        (_laneOrigin, _indexForms, _known) = (laneOrigin, indexForms, known);
        Lanes = vector?.Lanes ?? 1;
        VectorsX = (function.Group.X + Lanes - 1) / Lanes;
        Vectors = VectorsX * function.Group.Y * function.Group.Z;
        SplitsAtBarriers = Vectors > 1 && structure.HasBarrier(function.Body);
        var offset = TemporaryBytes;
        foreach (var array in function.SharedArrays)
        {
            _sharedOffsets[array] = offset;
            offset = (offset + (array.Length * array.Element.Size()) + 63) & ~63;
        }

        ScratchBytes = offset;
    }

    public int Lanes { get; }

    public int VectorsX { get; }

    public int Vectors { get; }

    public bool SplitsAtBarriers { get; }

    public int ScratchBytes { get; private set; }

    public IlWriter Program => _il;

    public EmissionFacts Found => _found;

    /// <summary>False if this run needed something the run before did not foresee: its program is no good.</summary>
    public bool IsConsistent => _consistent;

    private readonly Dictionary<SharedArray, int> _sharedOffsets = [];

    /// <summary>Writes the whole method: (argument block, first group, end group, scratch).</summary>
    public void EmitMethod()
    {
        PushScope(_function.Body);
        EmitParameters();
        EmitLaunchValues();
        var (x, y, z) = (Counter("gridX"), Counter("gridY"), Counter("gridZ"));
        var group = new IlLocal(typeof(long), "group");
        var (top, end) = (_il.DefineLabel(), _il.DefineLabel());
        EmitFirstGroup(group, x, y, z);
        _il.Load(group);
        _il.Argument(2);
        _il.Branch(OpCodes.Bge, end);
        _il.Mark(top);
        PushScope(new Region());
        DefineFrom(_function.Values.BuiltIn(BuiltIn.GridIndexX), x);
        DefineFrom(_function.Values.BuiltIn(BuiltIn.GridIndexY), y);
        DefineFrom(_function.Values.BuiltIn(BuiltIn.GridIndexZ), z);
        EmitGroup();
        PopScope();
        EmitNextGroup(group, x, y, z);
        _il.Load(group);
        _il.Argument(2);
        _il.Branch(OpCodes.Blt, top);
        _il.Mark(end);
        _il.Emit(OpCodes.Ret);
        PopScope();
    }

    private static IlLocal Counter(string name) => new(typeof(int), name);

    private void EmitParameters()
    {
        _il.Argument(3);
        _il.Store(_scratch);
        foreach (var array in _function.SharedArrays)
        {
            var local = _memories[array] = new(typeof(nint), array.Name);
            _il.Load(_scratch);
            _il.Integer(_sharedOffsets[array]);
            _il.Emit(OpCodes.Add);
            _il.Store(local);
        }

        for (var i = 0; i < _function.Parameters.Count; i++)
        {
            var offset = CpuArgumentBlock.OffsetOf(i);
            if (_function.Parameters[i] is ViewParameter view)
            {
                var local = _memories[view] = new(typeof(nint), view.Name);
                PushArgument(offset, OpCodes.Ldind_I);
                _il.Store(local);
                Define(_function.Values.Length(view), Variance.Launch,
                    () => PushArgument(offset + 8, OpCodes.Ldind_I4));
            }
            else if (_function.Parameters[i] is ScalarParameter scalar)
            {
                var load = scalar.Type == ScalarType.Float32 ? OpCodes.Ldind_R4 : OpCodes.Ldind_I4;
                Define(scalar, Variance.Launch, () => PushArgument(offset, load));
            }
        }

        BuiltIn[] sizes = [BuiltIn.GridSizeX, BuiltIn.GridSizeY, BuiltIn.GridSizeZ];
        for (var i = 0; i < 3; i++)
        {
            var offset = i * 4;
            Define(_function.Values.BuiltIn(sizes[i]), Variance.Launch, () => PushArgument(offset, OpCodes.Ldind_I4));
        }
    }

    private void PushArgument(int offset, OpCode load)
    {
        _il.Argument(0);
        _il.Integer(offset);
        _il.Emit(OpCodes.Add);
        _il.Emit(load);
    }

    // Values that no group changes are computed once, before the loop over groups.
    private void EmitLaunchValues()
    {
        foreach (var let in _function.Body.Statements.OfType<Let>())
        {
            if (_variance.Of(let.Value) == Variance.Launch && let.Value.Operands.Length > 0)
                Define(let.Value, Variance.Launch, () => PushScalarPure(let.Value));
        }
    }

    private void EmitFirstGroup(IlLocal group, IlLocal x, IlLocal y, IlLocal z)
    {
        // x = first % sizeX, y = first / sizeX % sizeY, z = first / sizeX / sizeY
        _il.Argument(1);
        _il.Store(group);
        var rest = new IlLocal(typeof(long), "rest");
        _il.Load(group);
        _il.Store(rest);
        foreach (var (local, offset) in new[] { (x, 0), (y, 4) })
        {
            _il.Load(rest);
            PushArgument(offset, OpCodes.Ldind_I4);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Rem);
            _il.Emit(OpCodes.Conv_I4);
            _il.Store(local);
            _il.Load(rest);
            PushArgument(offset, OpCodes.Ldind_I4);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Div);
            _il.Store(rest);
        }

        _il.Load(rest);
        _il.Emit(OpCodes.Conv_I4);
        _il.Store(z);
    }

    private void EmitNextGroup(IlLocal group, IlLocal x, IlLocal y, IlLocal z)
    {
        var done = _il.DefineLabel();
        _il.Load(group);
        _il.Integer(1);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Add);
        _il.Store(group);
        foreach (var (local, offset) in new[] { (x, 0), (y, 4) })
        {
            Increment(local);
            _il.Load(local);
            PushArgument(offset, OpCodes.Ldind_I4);
            _il.Branch(OpCodes.Blt, done);
            _il.Integer(0);
            _il.Store(local);
        }

        Increment(z);
        _il.Mark(done);
    }

    private void Increment(IlLocal local, int step = 1)
    {
        _il.Load(local);
        _il.Integer(step);
        _il.Emit(OpCodes.Add);
        _il.Store(local);
    }

    private void EmitGroup()
    {
        if (SplitsAtBarriers)
        {
            EmitGroupRegion(_function.Body, [], null);
        }
        else
        {
            EmitVectorLoops(() =>
            {
                PushScope(_function.Body);
                EmitRegion(_function.Body, [], null);
                PopScope();
            });
        }
    }

    // The loops over the vectors of a group; the mask holds the lanes that exist where X is no multiple of the width.
    private void EmitVectorLoops(Action body)
    {
        var group = _function.Group;
        PushScope(new Region());
        var linear = _vectorByte;
        if (SplitsAtBarriers)
        {
            _il.Integer(0);
            _il.Emit(OpCodes.Conv_I);
            _il.Store(linear);
        }

        EmitCountedLoop(group.Z, 1, "groupZ", z =>
        {
            DefineCounter(_function.Values.BuiltIn(BuiltIn.GroupIndexZ), z);
            EmitCountedLoop(group.Y, 1, "groupY", y =>
            {
                DefineCounter(_function.Values.BuiltIn(BuiltIn.GroupIndexY), y);
                EmitCountedLoop(VectorsX, Lanes, "groupX", x =>
                {
                    DefineCounter(
                        _vector is null ? _function.Values.BuiltIn(BuiltIn.GroupIndexX) : _laneOrigin, x);
                    EmitTailMask();
                    body();
                    _mask = null;
                    if (SplitsAtBarriers)
                        Increment(linear, Math.Max(VectorBytes, 4));
                });
            });
        });
        PopScope();
    }

    private int VectorBytes => _vector?.Bytes ?? 4;

    private void DefineCounter(Value value, IlLocal? counter)
    {
        if (counter is null)
            Define(value, Variance.Vector, () => _il.Integer(0));
        else
            DefineFrom(value, counter);
    }

    private void EmitCountedLoop(int count, int step, string name, Action<IlLocal?> body)
    {
        if (count == 1)
        {
            body(null);
            return;
        }

        var counter = Counter(name);
        var top = _il.DefineLabel();
        _il.Integer(0);
        _il.Store(counter);
        _il.Mark(top);
        PushScope(new Region());
        body(counter);
        PopScope();
        Increment(counter, step);
        _il.Load(counter);
        _il.Integer(count * step);
        _il.Branch(OpCodes.Blt, top);
    }

    private void EmitTailMask()
    {
        if (_vector is null || _function.Group.X % Lanes == 0)
            return;
        // Lanes whose number is below the size of the group less the vector's origin.
        _mask = new(_vector.Int, "tail");
        _il.Call(_vector.Indices);
        _il.Integer(_function.Group.X);
        if (VectorsX > 1)
        {
            PushScalar(_laneOrigin);
            _il.Emit(OpCodes.Sub);
        }

        Broadcast(ScalarType.Int32);
        _il.Call(_vector.Method("LessThan", typeof(int), 2));
        _il.Store(_mask);
    }

    /// <summary>A region whose names and addresses are known until it ends.</summary>
    private sealed class Scope(Region region)
    {
        public Region Region { get; } = region;

        public List<(Value Value, Slot? Before)> Bound { get; } = [];

        public Dictionary<string, (Memory Memory, IReadOnlyList<IndexTerm> Terms, IlLocal Local)> Pointers { get; } =
            [];
    }

    private void PushScope(Region region) => _scopes.Push(new(region));

    private void PopScope()
    {
        var scope = _scopes.Pop();
        for (var i = scope.Bound.Count - 1; i >= 0; i--)
        {
            var (value, before) = scope.Bound[i];
            if (before is null)
                _slots.Remove(value);
            else
                _slots[value] = before;
        }
    }

    private void Bind(Value value, Slot slot)
    {
        _scopes.Peek().Bound.Add((value, _slots.GetValueOrDefault(value)));
        _slots[value] = slot;
    }
}
