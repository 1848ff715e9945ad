using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>Which threads surely hold the same value, among those that compute it.</summary>
internal enum UniformityLevel
{
    /// <summary>All threads of a group.</summary>
    GroupUniform,

    /// <summary>All threads with the same Y and Z index in their group: the lanes of one vector.</summary>
    VectorUniform,

    /// <summary>No two threads.</summary>
    Varying,
}

/// <summary>
/// Which values of a function in canonical form differ between the threads of a group, and how they run along the
/// lanes. A value below a varying condition may be uniform: it is, among the threads that got there. What such a
/// condition chooses is not: results of an If whose arms yield different values, results of a loop that threads leave
/// at different turns.
/// </summary>
internal sealed class Uniformity
{
    private readonly Dictionary<Value, UniformityLevel> _levels = [];
    private readonly Dictionary<Value, int?> _strides = [];
    private readonly Dictionary<Value, UniformityLevel> _levelMemo = [];
    private readonly Dictionary<Value, int?> _strideMemo = [];
    private bool _changed;

    private Uniformity()
    {
    }

    /// <summary>Analyses a function in canonical form.</summary>
    public static Uniformity Analyse(KernelFunction function)
    {
        // Both start from the best case and get worse until nothing changes.
        var uniformity = new Uniformity();
        do
        {
            uniformity._changed = false;
            uniformity._levelMemo.Clear();
            uniformity.WalkLevels(function.Body, new LoopExits());
        }
        while (uniformity._changed);
        do
        {
            uniformity._changed = false;
            uniformity._strideMemo.Clear();
            uniformity.WalkStrides(function.Body, null);
        }
        while (uniformity._changed);
        return uniformity;
    }

    /// <summary>Who holds the same value.</summary>
    public UniformityLevel Of(Value value)
    {
        ValueOrder.Visit(value, _levelMemo.ContainsKey, inner =>
        {
            var level = UniformityLevel.GroupUniform;
            foreach (var operand in inner.Operands)
                level = Join(level, LeafOrKnown(operand));
            _levelMemo[inner] = level;
        });
        return LeafOrKnown(value);
    }

    /// <summary>Whether all lanes of a vector hold the same value.</summary>
    public bool IsUniform(Value value) => Of(value) != UniformityLevel.Varying;

    /// <summary>
    /// By how much the integer value grows from one lane to the next (modulo 2^32): 0 if it is the same in all, 1 if
    /// lanes are neighbours, null if there is no such number.
    /// </summary>
    public int? LaneStride(Value value)
    {
        ValueOrder.Visit(value, _strideMemo.ContainsKey, inner => _strideMemo[inner] = StrideOfOperator(inner));
        return KnownStride(value);
    }

    private static UniformityLevel Join(UniformityLevel a, UniformityLevel b) => a > b ? a : b;

    private UniformityLevel LeafOrKnown(Value value) => value switch
    {
        BuiltInValue { Kind: BuiltIn.GroupIndexX } => UniformityLevel.Varying,
        BuiltInValue { Kind: BuiltIn.GroupIndexY or BuiltIn.GroupIndexZ } => UniformityLevel.VectorUniform,
        RegionArgument or StatementResult => _levels.GetValueOrDefault(value),
        _ => _levelMemo.GetValueOrDefault(value),
    };

    private void Raise(Value value, UniformityLevel level)
    {
        if (_levels.GetValueOrDefault(value) >= level)
            return;
        _levels[value] = level;
        // What was computed from it is out of date until the next round.
        _changed = true;
    }

    private void WalkLevels(Region region, LoopExits exits)
    {
        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case Load load:
                    Raise(load.Result, Of(load.Index));
                    break;
                case AtomicAdd add:
                    Raise(add.Result, UniformityLevel.Varying);
                    break;
                case MatrixProduct product:
                    foreach (var result in product.Results)
                        Raise(result, UniformityLevel.Varying);
                    break;
                case If branch:
                    var level = Of(branch.Condition);
                    WalkLevels(branch.Then, exits);
                    WalkLevels(branch.Else, exits);
                    if (branch.Then.Terminator is not Yield && branch.Else.Terminator is not Yield)
                        exits.Condition = Join(exits.Condition, level);
                    RaiseResults(branch, level);
                    break;
                case Loop loop:
                    WalkLoop(loop);
                    break;
            }
        }

        if (region.Terminator is Continue)
            exits.Continues.Add(region.Terminator);
        else if (region.Terminator is Break)
            exits.Breaks.Add(region.Terminator);
    }

    private void RaiseResults(If branch, UniformityLevel condition)
    {
        for (var i = 0; i < branch.Results.Count; i++)
        {
            var level = UniformityLevel.GroupUniform;
            var then = branch.Then.Terminator is Yield ? branch.Then.Terminator.Values[i] : null;
            var otherwise = branch.Else.Terminator is Yield ? branch.Else.Terminator.Values[i] : null;
            if (then is not null)
                level = Join(level, Of(then));
            if (otherwise is not null)
                level = Join(level, Of(otherwise));
            if (then != otherwise && then is not null && otherwise is not null)
                level = Join(level, condition);
            Raise(branch.Results[i], level);
        }
    }

    private void WalkLoop(Loop loop)
    {
        var arguments = loop.Body.Arguments;
        for (var i = 0; i < arguments.Count; i++)
            Raise(arguments[i], Of(loop.Initial[i]));
        var exits = new LoopExits();
        WalkLevels(loop.Body, exits);
        RaiseAll(arguments, exits.Continues, exits.Continues.Count > 1 ? exits.Condition : UniformityLevel.GroupUniform);
        RaiseAll(loop.Results, exits.Breaks, exits.Condition);
    }

    private void RaiseAll(IReadOnlyList<Value> targets, List<Terminator> jumps, UniformityLevel condition)
    {
        for (var i = 0; i < targets.Count; i++)
        {
            var level = condition;
            foreach (var jump in jumps)
                level = Join(level, Of(jump.Values[i]));
            Raise(targets[i], level);
        }
    }

    private void WalkStrides(Region region, Loop? around)
    {
        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case If branch:
                    WalkStrides(branch.Then, around);
                    WalkStrides(branch.Else, around);
                    for (var i = 0; i < branch.Results.Count; i++)
                    {
                        if (!IsUniform(branch.Condition))
                            Meet(branch.Results[i], null);
                        foreach (var arm in branch.Regions)
                        {
                            if (arm.Terminator is Yield)
                                Meet(branch.Results[i], LaneStride(arm.Terminator.Values[i]));
                        }
                    }

                    break;
                case Loop loop:
                    for (var i = 0; i < loop.Initial.Count; i++)
                        Meet(loop.Body.Arguments[i], LaneStride(loop.Initial[i]));
                    WalkStrides(loop.Body, loop);
                    break;
            }
        }

        var targets = region.Terminator switch
        {
            Continue => around!.Body.Arguments,
            Break => (IReadOnlyList<Value>)around!.Results,
            _ => [],
        };
        for (var i = 0; i < targets.Count; i++)
        {
            // Threads that leave at different turns hold different turns' values.
            var isMixed = region.Terminator is Break && Of(targets[i]) == UniformityLevel.Varying && IsMixed(around!);
            Meet(targets[i], isMixed ? null : LaneStride(region.Terminator.Values[i]));
        }
    }

    private bool IsMixed(Loop loop)
    {
        return Varies(loop.Body);

        bool Varies(Region region) => region.Statements is [.., If branch] && region.Terminator is Unreachable
            && (!IsUniform(branch.Condition) || Varies(branch.Then) || Varies(branch.Else));
    }

    private void Meet(Value value, int? stride)
    {
        if (value.Type is not (ScalarType.Int32 or ScalarType.UInt32))
            return;
        if (!_strides.TryGetValue(value, out var before))
        {
            _strides[value] = stride;
            _changed = true;
        }
        else if (before is not null && before != stride)
        {
            _strides[value] = null;
            _changed = true;
        }
    }

    private int? KnownStride(Value value)
    {
        if (Of(value) != UniformityLevel.Varying)
            return 0;
        return value switch
        {
            BuiltInValue => 1,
            RegionArgument or StatementResult => _strides.GetValueOrDefault(value),
            _ => _strideMemo.GetValueOrDefault(value),
        };
    }

    private int? StrideOfOperator(Value value)
    {
        unchecked
        {
            return value switch
            {
                BinaryValue { Operator: BinaryOperator.Add } sum when sum.Type != ScalarType.Float32 =>
                    KnownStride(sum.Left) + KnownStride(sum.Right),
                BinaryValue { Operator: BinaryOperator.Subtract } difference when difference.Type != ScalarType.Float32 =>
                    KnownStride(difference.Left) - KnownStride(difference.Right),
                BinaryValue { Operator: BinaryOperator.Multiply, Right: Constant factor } product
                    when product.Type != ScalarType.Float32 => KnownStride(product.Left) * factor.Bits,
                BinaryValue { Operator: BinaryOperator.ShiftLeft, Right: Constant count } shift =>
                    KnownStride(shift.Left) << count.Bits,
                UnaryValue { Operator: UnaryOperator.Negate } negation when negation.Type != ScalarType.Float32 =>
                    -KnownStride(negation.Operand),
                UnaryValue { Operator: UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt } bits
                    when bits.Operand.Type != ScalarType.Float32 => KnownStride(bits.Operand),
                TernaryValue { Operator: TernaryOperator.Select } select when IsUniform(select.First)
                    && KnownStride(select.Second) == KnownStride(select.Third) => KnownStride(select.Second),
                _ => null,
            };
        }
    }

    private sealed class LoopExits
    {
        public List<Terminator> Continues { get; } = [];

        public List<Terminator> Breaks { get; } = [];

        /// <summary>The conditions that choose between the ways out.</summary>
        public UniformityLevel Condition { get; set; }
    }
}
