using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// The elements of local arrays become variables, and those become values: registers instead of memory. Every index
/// has to be constant by now.
/// <code>
/// store t[0], 1f                      |  r = if (c) { yield 2f }
/// if (c) { store t[0], 2f }           |      else { yield 1f }
/// a = load t[0]                       |
/// store y[i], a                       |  store y[i], r
/// </code>
/// </summary>
internal sealed class ScalarReplacement : FunctionRewriter
{
    private readonly Dictionary<LocalArray, Variable?[]> _elements = [];
    private readonly Stack<Loop> _loops = new();

    private ScalarReplacement(KernelFunction function)
        : base(function)
    {
        foreach (var array in function.LocalArrays)
            _elements[array] = new Variable?[array.Length];
        Result.LocalArrays.Clear();
    }

    /// <exception cref="KernelCompilationException">GF0100: an index is not constant; GF0101: or out of range.</exception>
    public static KernelFunction Run(KernelFunction function)
    {
        if (function.LocalArrays.Count == 0)
            return function;
        var replaced = new ScalarReplacement(function).Rewrite();
        return SsaConstruction.Run(replaced);
    }

    protected override Terminator? Emit(Statement statement)
    {
        switch (statement)
        {
            case Load { Memory: LocalArray array } load:
                Read(Element(array, load.Index, load), load.Result, load);
                return null;
            case Store { Memory: LocalArray array } store:
                var narrow = Narrow(array.Element, Map.Map(store.Value));
                Output.Add(new VariableWrite(Element(array, store.Index, store), narrow) { Source = store.Source });
                return null;
            case AtomicAdd { Memory: LocalArray array } add:
                var element = Element(array, add.Index, add);
                Read(element, add.Result, add);
                var sum = Values.Binary(BinaryOperator.Add, Map.Map(add.Result), Map.Map(add.Value));
                Output.Add(new VariableWrite(element, Narrow(array.Element, sum)) { Source = add.Source });
                return null;
            default:
                return base.Emit(statement);
        }
    }

    protected override Terminator? EmitLoop(Loop old)
    {
        _loops.Push(old);
        var end = base.EmitLoop(old);
        _loops.Pop();
        return end;
    }

    private void Read(Variable element, StatementResult result, Statement source)
    {
        var read = new VariableRead(element) { Source = source.Source };
        Define(result, read.Result);
        Output.Add(read);
    }

    private Variable Element(LocalArray array, Value oldIndex, Statement statement)
    {
        if (Map.Map(oldIndex) is not Constant constant)
        {
            var loop = _loops.FirstOrDefault(loop => loop.Body.Arguments.Exists(argument => IsFrom(oldIndex, argument)));
            throw new KernelCompilationException("GF0100", Result.Name, statement.Source,
                $"an index of the local array '{array.Name}' is not constant after unrolling. Index local arrays by "
                + "constants and by counters of loops whose bounds are compile-time constants"
                + (loop?.Source is { } source ? $"; the loop at {source} could not be unrolled." : "."));
        }

        if ((uint)constant.Bits >= (uint)array.Length)
        {
            throw new KernelCompilationException("GF0101", Result.Name, statement.Source,
                $"index {constant.Bits} is outside the local array '{array.Name}' of {array.Length} elements.");
        }

        if (_elements[array][constant.Bits] is not { } element)
        {
            element = new Variable($"{array.Name}{constant.Bits}", array.Element.Loaded());
            _elements[array][constant.Bits] = element;
            Result.Variables.Add(element);
        }

        return element;
    }

    private static bool IsFrom(Value value, Value leaf)
    {
        var follows = new Dictionary<Value, bool> { [leaf] = true };
        ValueOrder.Visit(value, follows.ContainsKey, inner =>
        {
            var found = false;
            foreach (var operand in inner.Operands)
                found |= follows.GetValueOrDefault(operand);
            follows[inner] = found;
        });
        return follows.GetValueOrDefault(value);
    }

    // What a store to such an element keeps of a value.
    private Value Narrow(ElementType element, Value value) => element switch
    {
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => value,
        ElementType.Float16 => Values.Unary(UnaryOperator.RoundToHalf, value),
        ElementType.Int8 => Values.Unary(UnaryOperator.SignExtend8, value),
        ElementType.UInt8 => Values.Unary(UnaryOperator.ZeroExtend8, value),
        ElementType.Int16 => Values.Unary(UnaryOperator.SignExtend16, value),
        ElementType.UInt16 => Values.Unary(UnaryOperator.ZeroExtend16, value),
    };
}
