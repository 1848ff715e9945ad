using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Rebuilds pure values with other leaves: bound arguments and results are replaced, and every operator above them is
/// made anew by the factory, which folds it. Bindings made inside a scope end with it, so that one old body can be
/// copied several times.
/// </summary>
internal sealed class ValueMap(ValueFactory values)
{
    private readonly Dictionary<Value, Value> _map = [];
    private readonly List<(Value Key, Value? Before)> _log = [];
    private readonly Stack<Value> _pending = new();

    /// <summary>What an argument or result without a binding maps to: itself, or an error of the compiler.</summary>
    public bool KeepUnbound { get; init; }

    /// <summary>Called for each value that was made anew; gives the value to use instead.</summary>
    public Func<Value, Value>? Normalise { get; init; }

    public void Bind(Value old, Value value) => Set(old, value);

    public int OpenScope() => _log.Count;

    public void CloseScope(int mark)
    {
        for (var i = _log.Count - 1; i >= mark; i--)
        {
            if (_log[i].Before is { } before)
                _map[_log[i].Key] = before;
            else
                _map.Remove(_log[i].Key);
        }

        _log.RemoveRange(mark, _log.Count - mark);
    }

    public Value[] MapAll(IReadOnlyList<Value> old)
    {
        var mapped = new Value[old.Count];
        for (var i = 0; i < mapped.Length; i++)
            mapped[i] = Map(old[i]);
        return mapped;
    }

    public Value Map(Value old)
    {
        if (TryGet(old, out var known))
            return known;
        // With a stack of its own: sums of unrolled loops are thousands of operators deep.
        _pending.Push(old);
        while (_pending.Count > 0)
        {
            var value = _pending.Peek();
            if (_map.ContainsKey(value))
            {
                _pending.Pop();
                continue;
            }

            var ready = true;
            foreach (var operand in value.Operands)
            {
                if (!TryGet(operand, out _))
                {
                    _pending.Push(operand);
                    ready = false;
                }
            }

            if (ready)
            {
                _pending.Pop();
                Set(value, Rebuild(value));
            }
        }

        return _map[old];
    }

    private bool TryGet(Value old, out Value mapped)
    {
        if (_map.TryGetValue(old, out mapped!))
            return true;
        if (old.Operands.Length > 0)
            return false;
        if (old is RegionArgument or StatementResult && !KeepUnbound)
            throw new InternalCompilerException("a value is used outside the region that defines it");
        mapped = old;
        return true;
    }

    private Value Rebuild(Value value)
    {
        var operands = value.Operands;
        Value Operand(int i, ReadOnlySpan<Value> of)
        {
            TryGet(of[i], out var mapped);
            return mapped;
        }

        var made = value switch
        {
            UnaryValue unary => values.Unary(unary.Operator, Operand(0, operands)),
            BinaryValue binary => values.Binary(binary.Operator, Operand(0, operands), Operand(1, operands)),
            TernaryValue { Operator: TernaryOperator.Select } =>
                values.Select(Operand(0, operands), Operand(1, operands), Operand(2, operands)),
            TernaryValue { Operator: TernaryOperator.FusedMultiplyAdd } =>
                values.FusedMultiplyAdd(Operand(0, operands), Operand(1, operands), Operand(2, operands)),
            _ => throw new InternalCompilerException($"{value.GetType().Name} is no operator"),
        };
        return Normalise is null ? made : Normalise(made);
    }

    private void Set(Value old, Value value)
    {
        _log.Add((old, _map.GetValueOrDefault(old)));
        _map[old] = value;
    }
}
