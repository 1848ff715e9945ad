using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Keeps what memory, barriers or jumps depend on: loads nobody reads, results and arguments nobody uses, statements
/// without effect, and stores to local arrays that nobody loads go away.
/// <code>
/// a = load x[i]                       |  b = load x[j]
/// b = load x[j]                       |  loop (i = 0) {
/// loop (i = 0, s = 0) {               |    store y[i], b
///   store y[i], b                     |    ... continue i + 1
///   ... continue i + 1, s + a }       |  }
/// </code>
/// </summary>
internal sealed class DeadCode : FunctionRewriter
{
    private readonly Liveness _live;

    private DeadCode(KernelFunction function)
        : base(function)
    {
        _live = new Liveness(function);
        Result.LocalArrays.RemoveAll(array => !_live.IsLoaded(array));
    }

    public static KernelFunction Run(KernelFunction function) => new DeadCode(function).Rewrite();

    protected override Terminator? Emit(Statement statement) => statement switch
    {
        Load load when !_live.IsLive(load.Result) => null,
        Store { Memory: LocalArray array } when !_live.IsLoaded(array) => null,
        StructuredStatement structured when !_live.IsNeeded(structured) => null,
        _ => base.Emit(statement),
    };

    protected override Terminator? EmitIf(If old)
    {
        var copy = new If(Map.Map(old.Condition)) { Source = old.Source };
        var kept = Kept(old);
        _yields.Push(kept);
        RewriteRegion(old.Then, copy.Then);
        RewriteRegion(old.Else, copy.Else);
        _yields.Pop();
        Output.Add(copy);
        if (!FallsThrough(copy.Then) && !FallsThrough(copy.Else))
            return Never;
        AddResults(old, copy, kept);
        return null;
    }

    protected override Terminator? EmitBlock(Block old)
    {
        var copy = new Block { Source = old.Source };
        var kept = Kept(old);
        Retarget(old, copy);
        _yields.Push(kept);
        RewriteRegion(old.Body, copy.Body);
        _yields.Pop();
        Output.Add(copy);
        if (!IsBrokenTo(copy) && !FallsThrough(copy.Body))
            return Never;
        AddResults(old, copy, kept);
        return null;
    }

    protected override Terminator? EmitLoop(Loop old)
    {
        var copy = new Loop { Source = old.Source };
        Retarget(old, copy);
        for (var i = 0; i < old.Initial.Count; i++)
        {
            if (_live.IsLive(old.Body.Arguments[i]))
            {
                copy.Initial.Add(Map.Map(old.Initial[i]));
                copy.Body.Arguments.Add(CopyArgument(old.Body.Arguments[i]));
            }
        }

        RewriteRegion(old.Body, copy.Body);
        Output.Add(copy);
        if (!IsBrokenTo(copy))
            return Never;
        AddResults(old, copy, Kept(old));
        return null;
    }

    protected override Terminator MapTerminator(Terminator old) => old switch
    {
        Yield when _yields.Count > 0 && old.Values.Count > 0 => new Yield(MapSome(old, _yields.Peek())),
        Break jump => MakeBreak(Target(jump.Target), MapSome(old, Kept(jump.Target))),
        Continue jump => new Continue((Loop)Target(jump.Target), [.. jump.Values
            .Where((_, i) => _live.IsLive(jump.Target.Body.Arguments[i])).Select(Map.Map)]),
        _ => base.MapTerminator(old),
    };

    // Which results the enclosing Ifs and Blocks keep, innermost on top.
    private readonly Stack<List<int>> _yields = new();

    private List<int> Kept(StructuredStatement statement) =>
        [.. Enumerable.Range(0, statement.Results.Count).Where(i => _live.IsLive(statement.Results[i]))];

    private Value[] MapSome(Terminator old, List<int> kept) => [.. kept.Select(i => Map.Map(old.Values[i]))];

    private void AddResults(StructuredStatement old, StructuredStatement copy, List<int> kept)
    {
        foreach (var i in kept)
        {
            var result = new StatementResult(old.Results[i].Type, old.Results[i].Name);
            Define(old.Results[i], result);
            copy.Results.Add(result);
        }
    }
}
