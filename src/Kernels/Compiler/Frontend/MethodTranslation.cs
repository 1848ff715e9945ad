using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>
/// Translates one call of one method. Blocks are evaluated in reverse post-order, each once, with what is known at
/// their start; a branch on a constant leaves the other side unreached, and unreached blocks are never looked at. What was
/// reached then becomes regions.
/// <para>A loop's header is evaluated before the ends of the loop are known: variables that the loop may change are
/// unknown there, views and references are taken to stay the same. If the end of the loop proves that wrong, the method
/// is translated again with a conflict in their place.</para>
/// </summary>
internal sealed partial class MethodTranslation
{
    private readonly KernelTranslation _translation;
    private readonly ValueFactory _values;
    private readonly Arithmetic _arithmetic;
    private readonly MethodCode _code;
    private readonly State _outer;
    private readonly bool _isInLoop;
    private readonly Place[] _slots;
    private readonly IReadOnlyList<Operand> _arguments;
    private readonly HashSet<Place> _reachable = [];
    private readonly HashSet<(int Header, Place Place)> _conflicts = [];
    private BlockResult?[] _results = [];
    private Dictionary<int, State> _assumed = [];

    public MethodTranslation(
        KernelTranslation translation, MethodCode code, IReadOnlyList<Operand> arguments, State outer, bool isInLoop)
    {
        (_translation, _code, _outer, _isInLoop, _arguments) = (translation, code, outer, isInLoop, arguments);
        (_values, _arithmetic) = (translation.Values, translation.Arithmetic);
        foreach (var reference in arguments.OfType<PlaceReference>())
            _reachable.Add(reference.Place.Root);
        _slots = new Place[code.ParameterTypes.Length + code.LocalTypes.Length];
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            var local = slot - code.ParameterTypes.Length;
            _slots[slot] = local >= 0 ? Place.Make(code.LocalTypes[local], code.Source.Local(local) ?? $"local{local}")
                : code.MayChange(slot) && !IsRead(code, slot)
                    ? Place.Make(code.ParameterTypes[slot], code.ParameterNames[slot])
                : new BoundPlace(arguments[slot]);
        }
    }

    // Constants are read through a reference, which changes nothing.
    private static bool IsRead(MethodCode code, int slot) =>
        !code.IsAssigned(slot) && KernelSignature.StructOfConstants(code.ParameterTypes[slot]) is not null;

    /// <summary>What the evaluation of one block gave.</summary>
    private sealed class BlockResult
    {
        public List<Statement> Statements { get; } = [];

        public List<Operand> Stack { get; set; } = [];

        public State State { get; set; } = new();

        /// <summary>Decides between two successors, or among the cases of a switch.</summary>
        public Value? Condition { get; set; }

        public SourceLocation? Source { get; set; }

        /// <summary>The successors that can be reached.</summary>
        public List<int> Successors { get; } = [];

        public bool IsSwitch { get; set; }

        public bool Returns { get; set; }

        /// <summary>What is returned, if the method returns something.</summary>
        public Operand? Returned { get; set; }
    }

    /// <summary>Translates the kernel itself.</summary>
    public Region TranslateKernel()
    {
        Evaluate();
        var top = new Region();
        Structure(top, () => new Return());
        return top;
    }

    /// <summary>Translates a callee at the end of the statements of its caller.</summary>
    /// <returns>What it returns, or null if it returns nothing; and the state after it.</returns>
    public (Operand? Returned, State State) TranslateCall(List<Statement> output)
    {
        Evaluate();
        var returns = Returns();
        var returnType = (_code.Method as System.Reflection.MethodInfo)?.ReturnType ?? typeof(void);
        var merged = returnType == typeof(void) || returns.Count == 1
            ? null
            : Merge(returns.Select(r => r.Returned!).ToArray(), returns, "result");
        var top = new Region();
        var block = new Block { Body = top };
        var isLeft = false;
        var regions = Structure(top, () =>
        {
            isLeft = true;
            return new Break(block, []);
        });
        if (isLeft)
            output.Add(block);
        else
            output.AddRange(top.Statements);

        // Values of the only return can be seen here if it stands at the top.
        if (returns.Count == 1 && !isLeft && regions[Array.IndexOf(_results, returns[0])] == top)
            return (returns[0].Returned, WithoutSlots(returns[0].State));
        if (returns.Count == 1 && returnType != typeof(void))
            merged = Merge([returns[0].Returned!], returns, "result", regions);
        var state = State.Meet(returns.Select(r => r.State.Outside(_outer)).ToList());
        return (merged is null ? null : Settle(merged, output), WithoutSlots(state));
    }

    // The slots of this call end with it.
    private State WithoutSlots(State state)
    {
        var slots = _slots.ToHashSet();
        foreach (var place in state.Places.Where(place => slots.Contains(place.Root)).ToList())
            state[place] = null;
        return state;
    }

    // Reads what paths left in variables.
    private Operand Settle(Operand operand, List<Statement> output)
    {
        switch (operand)
        {
            case VariableOperand v:
                return new ScalarOperand(ReadVariable(v.Variable, output));
            case ElementVariableOperand e:
                return new ElementReference(e.Memory, ReadVariable(e.Index, output));
            case StructOperand s:
                return s with { Fields = s.Fields.Select(field => Settle(field, output)).ToArray() };
            default:
                return operand;
        }
    }

    private StatementResult ReadVariable(Variable variable, List<Statement> output)
    {
        var read = new VariableRead(variable) { Source = _source };
        output.Add(read);
        return read.Result;
    }

    private List<BlockResult> Returns()
    {
        var returns = _results.OfType<BlockResult>().Where(result => result.Returns).ToList();
        return returns.Count > 0
            ? returns
            : throw KernelDiagnostics.Endless.Error(_code.Method, _code.Source.At(0), "a method that never ends");
    }

    private void Evaluate()
    {
        while (!TryEvaluate())
        {
            // One more conflict is known each time, and there are only so many places.
        }
    }

    private bool TryEvaluate()
    {
        _results = new BlockResult?[_code.Blocks.Count];
        _assumed = [];
        foreach (var block in _code.Graph.Order)
        {
            if (!Enter(block, out var stack, out var state))
                continue;
            var result = _results[block] = EvaluateBlock(block, stack, state);
            foreach (var header in result.Successors.Where(next => !_code.Graph.IsForward(block, next)))
            {
                if (result.Stack.Count > 0)
                    throw Error(KernelDiagnostics.Instruction, "a loop inside an expression");
                if (!Agrees(header, result.State))
                    return false;
            }
        }

        return true;
    }

    // Finds what is known at the start of a block; false if nothing that was reached leads there.
    private bool Enter(int block, out List<Operand> stack, out State state)
    {
        if (block == 0)
        {
            (stack, state) = ([], _outer.Copy());
            BindArguments(state);
        }
        else
        {
            var sources = _code.Graph.Predecessors[block]
                .Where(p => _code.Graph.IsForward(p, block) && _results[p] is { } r && r.Successors.Contains(block))
                .ToList();
            stack = [];
            state = null!;
            if (sources.Count == 0)
                return false;
            var results = sources.Select(p => _results[p]!).ToList();
            var leaves = sources.Any(p => _code.Graph.LeavesLoop(p, block));
            for (var i = 0; i < results[0].Stack.Count; i++)
            {
                var operands = results.Select(r => r.Stack[i]).ToArray();
                stack.Add(!leaves && operands.All(o => o == operands[0])
                    ? operands[0]
                    : Merge(operands, results, "stack"));
            }

            state = State.Meet(sources.Select(p => _code.Graph.LeavesLoop(p, block)
                ? _results[p]!.State.Outside(_outer)
                : _results[p]!.State).ToList());
        }

        if (_code.Graph.IsLoopHeader(block))
            Forget(block, state);
        return true;
    }

    // At the top of a loop: forgets the variables that it may change.
    private void Forget(int header, State state)
    {
        var changed = new HashSet<int>(_code.Graph.Loop(header).SelectMany(node => _code.Blocks[node].Assigned));
        foreach (var place in state.Places.ToList())
        {
            var slot = Array.IndexOf(_slots, place.Root);
            var mayChange = slot >= 0
                ? changed.Contains(slot) || _code.IsAddressTaken(slot)
                : _reachable.Contains(place.Root);
            if (_conflicts.Contains((header, place)))
                state[place] = ConflictOperand.Instance;
            else if (mayChange && place is ScalarPlace)
                state[place] = null;
            else if (mayChange && state[place] is ElementReference element)
                state[place] = element with { Index = null };
        }

        _assumed[header] = state.Copy();
    }

    // At the bottom of a loop: checks what was taken for granted at its top.
    private bool Agrees(int header, State end)
    {
        var agrees = true;
        var assumed = _assumed[header];
        foreach (var place in assumed.Places)
        {
            if (place is ScalarPlace || assumed[place] is ConflictOperand or UnassignedOperand)
                continue;
            var (a, b) = (assumed[place], end[place]);
            var same = a == b
                || (a is ElementReference { Index: null } x && b is ElementReference y && x.Memory == y.Memory);
            if (!same)
                agrees &= !_conflicts.Add((header, place));
        }

        return agrees;
    }

    private void BindArguments(State state)
    {
        _state = state;
        _statements = _entryStatements = [];
        _source = _code.Source.At(0);
        for (var slot = 0; slot < _arguments.Count; slot++)
        {
            if (_slots[slot] is not BoundPlace)
                Write(_slots[slot], _arguments[slot]);
        }
    }

    /// <summary>
    /// One operand for the operands of several paths. Values go through a variable that is written at the end of each
    /// path and read where the operand is used next.
    /// </summary>
    private Operand Merge(
        Operand[] operands, List<BlockResult> paths, string name, IReadOnlyDictionary<int, Region>? placed = null)
    {
        var first = operands[0];
        if (operands.All(o => o == first) && first is not (ScalarOperand or ElementReference or StructOperand))
            return first;
        if (operands.All(o => o == first) && first is ScalarOperand { Value: Constant })
            return first;
        switch (first)
        {
            case ScalarOperand when operands.All(o => o is ScalarOperand):
                var values = operands.Select(o => ((ScalarOperand)o).Value).ToArray();
                var type = Common(values);
                var variable = new Variable(name, type);
                for (var i = 0; i < values.Length; i++)
                    WriteAtEnd(paths[i], variable, _arithmetic.Convert(values[i], type), placed);
                return new VariableOperand(variable);
            case StructOperand s when operands.All(o => o is StructOperand):
                return s with
                {
                    Fields = Enumerable.Range(0, s.Fields.Length).Select(f => Merge(
                        operands.Select(o => ((StructOperand)o).Fields[f]).ToArray(), paths, name, placed)).ToArray(),
                };
            case ElementReference e when operands.All(o => o is ElementReference r && r.Memory == e.Memory):
                var index = new Variable($"{name}.index", ScalarType.Int32);
                for (var i = 0; i < operands.Length; i++)
                    WriteAtEnd(paths[i], index, ((ElementReference)operands[i]).Index!, placed);
                return new ElementVariableOperand(e.Memory, index);
            default:
                return ConflictOperand.Instance;
        }
    }

    private void WriteAtEnd(
        BlockResult path, Variable variable, Value value, IReadOnlyDictionary<int, Region>? placed)
    {
        var write = new VariableWrite(variable, value) { Source = path.Source };
        if (placed is null)
            path.Statements.Add(write);
        else
            placed[Array.IndexOf(_results, path)].Statements.Add(write);
    }

    // IL has no Boolean: a comparison on one path may meet a constant 0 or 1 on the other.
    private static ScalarType Common(Value[] values)
    {
        if (values.All(v => v.Type == values[0].Type))
            return values[0].Type;
        return values.All(v => v.Type == ScalarType.Boolean || v is Constant { Type: ScalarType.Int32, Bits: 0 or 1 })
            ? ScalarType.Boolean
            : ScalarType.Int32;
    }

    /// <summary>Builds the regions of what was reached.</summary>
    private Dictionary<int, Region> Structure(Region top, Func<Terminator> leave)
    {
        Returns();
        var numbers = new Dictionary<int, int>();
        var nodes = new List<FlowNode>();
        foreach (var block in _code.Graph.Order.Where(block => _results[block] is not null))
        {
            numbers[block] = nodes.Count;
            nodes.Add(new() { Statements = _results[block]!.Statements, Source = _results[block]!.Source });
        }

        var exit = nodes.Count;
        nodes.Add(new());
        foreach (var (block, node) in numbers)
        {
            var result = _results[block]!;
            if (result.IsSwitch)
            {
                AddSwitch(nodes, nodes[node], result, numbers);
                continue;
            }

            nodes[node].Condition = result.Condition;
            nodes[node].Successors.AddRange(result.Returns ? [exit] : result.Successors.Select(next => numbers[next]));
        }

        var regions = RegionBuilder.Build(top, nodes, exit, leave);
        return numbers.ToDictionary(entry => entry.Key, entry => regions[entry.Value]);
    }

    // A switch becomes a chain of comparisons, one for each run of cases that go to the same block.
    private void AddSwitch(
        List<FlowNode> nodes, FlowNode node, BlockResult result, Dictionary<int, int> numbers)
    {
        var targets = result.Successors;
        var otherwise = targets[^1];
        for (var i = 0; i < targets.Count - 1;)
        {
            var target = targets[i];
            Value? isCase = null;
            for (; i < targets.Count - 1 && targets[i] == target; i++)
            {
                var equal = _values.Binary(BinaryOperator.Equal, result.Condition!, _values.Int(i));
                isCase = isCase is null ? equal : _values.Binary(BinaryOperator.Or, isCase, equal);
            }

            if (target == otherwise)
                continue;
            var next = new FlowNode { Source = result.Source };
            node.Condition = isCase;
            node.Successors.AddRange([numbers[target], nodes.Count]);
            nodes.Add(next);
            node = next;
        }

        node.Successors.Add(numbers[otherwise]);
    }
}
