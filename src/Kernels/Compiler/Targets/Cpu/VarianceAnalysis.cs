using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>What a value may differ between, each step containing the ones before.</summary>
internal enum Variance
{
    /// <summary>One value for the whole launch.</summary>
    Launch,

    /// <summary>One value for a group.</summary>
    Group,

    /// <summary>One value for the lanes of a vector that are active together.</summary>
    Vector,

    /// <summary>One value per lane.</summary>
    Lane,
}

/// <summary>
/// Finds how far every value of a canonical function varies when the X side of a group is laid over lanes. A value
/// that a loop carries is one scalar if all lanes still in the loop agree on it, even where they leave at different
/// turns; what the loop hands over then differs between lanes.
/// </summary>
internal sealed class VarianceAnalysis
{
    private readonly Dictionary<Value, Variance> _placed = [];
    private readonly Dictionary<Value, Variance> _pure = [];
    private readonly Dictionary<Loop, Variance> _exits = [];
    private readonly Dictionary<Loop, int> _continues = [];
    private readonly Variance _lane;
    private bool _changed;

    /// <param name="function">In canonical form.</param>
    /// <param name="scalar">True for vectors of one lane: then nothing differs between lanes.</param>
    public VarianceAnalysis(KernelFunction function, bool scalar)
    {
        _lane = scalar ? Variance.Vector : Variance.Lane;
        CountContinues(function.Body);
        do
        {
            _changed = false;
            _pure.Clear();
            Visit(function.Body, null, Variance.Launch, []);
        }
        while (_changed);
    }

    /// <summary>How far the condition of any jump out of the loop, or to its next turn, varies.</summary>
    public Variance Exit(Loop loop) => _exits.GetValueOrDefault(loop);

    public int Continues(Loop loop) => _continues.GetValueOrDefault(loop);

    /// <summary>Gives a value that the target made itself its place in the order.</summary>
    public void Declare(Value value, Variance variance) => _placed[value] = variance;

    public Variance Of(Value value)
    {
        switch (value)
        {
            case Constant or ScalarParameter or ViewLength:
                return Variance.Launch;
            case BuiltInValue builtIn:
                return builtIn.Kind switch
                {
                    BuiltIn.GridSizeX or BuiltIn.GridSizeY or BuiltIn.GridSizeZ => Variance.Launch,
                    BuiltIn.GridIndexX or BuiltIn.GridIndexY or BuiltIn.GridIndexZ => Variance.Group,
                    BuiltIn.GroupIndexX => _lane,
                    BuiltIn.GroupIndexY or BuiltIn.GroupIndexZ => Variance.Vector,
                };
            case RegionArgument or StatementResult:
                return _placed.GetValueOrDefault(value);
        }

        if (_pure.TryGetValue(value, out var known))
            return known;
        var variance = Variance.Launch;
        foreach (var operand in value.Operands)
            variance = Max(variance, Of(operand));
        _pure[value] = variance;
        return variance;
    }

    public static Variance Max(Variance a, Variance b) => a > b ? a : b;

    private void CountContinues(Region region)
    {
        if (region.Terminator is Continue next)
            _continues[next.Target] = _continues.GetValueOrDefault(next.Target) + 1;
        foreach (var inner in region.Statements.OfType<StructuredStatement>().SelectMany(s => s.Regions))
            CountContinues(inner);
    }

    private void Raise(Value value, Variance variance)
    {
        if (_placed.TryGetValue(value, out var known) && known >= variance)
            return;
        _placed[value] = variance;
        _changed = true;
    }

    // control: how far the conditions between the top of the innermost loop's body and this region vary.
    private void Visit(Region region, Loop? loop, Variance control, List<StatementResult> results)
    {
        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case Load load:
                    Raise(load.Result, Max(Variance.Group, Of(load.Index)));
                    break;
                case AtomicAdd atomic:
                    Raise(atomic.Result, _lane);
                    break;
                case If branch:
                    VisitIf(branch, loop, control);
                    break;
                case Loop inner:
                    for (var i = 0; i < inner.Initial.Count; i++)
                        Raise(inner.Body.Arguments[i], Of(inner.Initial[i]));
                    Visit(inner.Body, inner, Variance.Launch, []);
                    break;
            }
        }

        switch (region.Terminator)
        {
            case Yield yield:
                for (var i = 0; i < results.Count; i++)
                    Raise(results[i], Of(yield.Values[i]));
                break;
            case Break leave:
                Leave(loop!, control);
                for (var i = 0; i < leave.Values.Count; i++)
                    Raise(loop!.Results[i], Max(Of(leave.Values[i]), Exit(loop)));
                break;
            case Continue next:
                Leave(loop!, control);
                for (var i = 0; i < next.Values.Count; i++)
                {
                    Raise(loop!.Body.Arguments[i], Of(next.Values[i]));
                    if (Continues(loop) > 1)
                        Raise(loop.Body.Arguments[i], control);
                }

                break;
        }
    }

    private void VisitIf(If branch, Loop? loop, Variance control)
    {
        var condition = Of(branch.Condition);
        Visit(branch.Then, loop, Max(control, condition), branch.Results);
        Visit(branch.Else, loop, Max(control, condition), branch.Results);
        if (branch.Then.Terminator is Yield a && branch.Else.Terminator is Yield b)
        {
            for (var i = 0; i < branch.Results.Count; i++)
            {
                if (!ReferenceEquals(a.Values[i], b.Values[i]))
                    Raise(branch.Results[i], condition);
            }
        }
    }

    private void Leave(Loop loop, Variance control)
    {
        if (Exit(loop) < control)
        {
            _exits[loop] = control;
            _changed = true;
        }
    }
}
