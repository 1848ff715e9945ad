using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Variables become values: what a structured statement writes is handed over by its jumps.
/// <code>
/// write i, 0                          |  r = loop (a = 0) {
/// loop {                              |    if (a &lt; n) {
///   x = read i                        |      continue a + 1
///   if (x &lt; n) { write i, x + 1;      |    } else {
///     continue } else { break }       |      break a
/// }                                   |    } }
/// </code>
/// </summary>
internal sealed class SsaConstruction : FunctionRewriter
{
    private readonly Dictionary<Variable, int> _indices = [];
    private readonly Dictionary<StructuredStatement, int[]> _written = [];
    private readonly Variable[] _variables;

    // What each variable holds at this point, by index.
    private Value[] _current;

    // The If or Block whose results a Yield hands over.
    private StructuredStatement? _yieldsTo;

    private SsaConstruction(KernelFunction function)
        : base(function)
    {
        _variables = [.. function.Variables];
        for (var i = 0; i < _variables.Length; i++)
            _indices[_variables[i]] = i;
        _current = Array.ConvertAll(_variables, variable => (Value)Values.Constant(variable.Type, 0));
        CollectWrites(function.Body, []);
        Result.Variables.Clear();
    }

    public static KernelFunction Run(KernelFunction function) => new SsaConstruction(function).Rewrite();

    protected override Terminator? Emit(Statement statement)
    {
        switch (statement)
        {
            case VariableRead read:
                Define(read.Result, _current[_indices[read.Variable]]);
                return null;
            case VariableWrite write:
                _current[_indices[write.Variable]] = Map.Map(write.Value);
                return null;
            default:
                return base.Emit(statement);
        }
    }

    protected override Terminator? EmitIf(If old)
    {
        var copy = new If(Map.Map(old.Condition)) { Source = old.Source };
        var before = _current;
        Enter(old, () =>
        {
            _current = [.. before];
            RewriteRegion(old.Then, copy.Then);
            _current = [.. before];
            RewriteRegion(old.Else, copy.Else);
        });
        _current = before;
        Output.Add(copy);
        return FallsThrough(copy.Then) || FallsThrough(copy.Else) ? Leave(old, copy) : Never;
    }

    protected override Terminator? EmitBlock(Block old)
    {
        var copy = new Block { Source = old.Source };
        Retarget(old, copy);
        var before = _current;
        _current = [.. before];
        Enter(old, () => RewriteRegion(old.Body, copy.Body));
        _current = before;
        Output.Add(copy);
        return FallsThrough(copy.Body) || IsBrokenTo(copy) ? Leave(old, copy) : Never;
    }

    protected override Terminator? EmitLoop(Loop old)
    {
        var copy = new Loop { Source = old.Source };
        Retarget(old, copy);
        copy.Initial.AddRange(Map.MapAll(old.Initial));
        foreach (var argument in old.Body.Arguments)
            copy.Body.Arguments.Add(CopyArgument(argument));
        var before = _current;
        _current = [.. before];
        foreach (var i in _written[old])
        {
            var argument = new RegionArgument(_variables[i].Type, _variables[i].Name);
            copy.Initial.Add(_current[i]);
            copy.Body.Arguments.Add(argument);
            _current[i] = argument;
        }

        Enter(null, () => RewriteRegion(old.Body, copy.Body));
        _current = before;
        Output.Add(copy);
        return IsBrokenTo(copy) ? Leave(old, copy) : Never;
    }

    protected override Terminator MapTerminator(Terminator old) => old switch
    {
        Yield when _yieldsTo is not null => new Yield(HandOver(old, _yieldsTo)),
        Break jump => MakeBreak(Target(jump.Target), HandOver(old, jump.Target)),
        Continue jump => new Continue((Loop)Target(jump.Target), HandOver(old, jump.Target)),
        _ => base.MapTerminator(old),
    };

    private Value[] HandOver(Terminator old, StructuredStatement target) =>
        [.. Map.MapAll(old.Values), .. _written[target].Select(i => _current[i])];

    private void Enter(StructuredStatement? yieldsTo, Action body)
    {
        var before = _yieldsTo;
        _yieldsTo = yieldsTo;
        body();
        _yieldsTo = before;
    }

    private Terminator? Leave(StructuredStatement old, StructuredStatement copy)
    {
        CopyResults(old, copy);
        foreach (var i in _written[old])
        {
            var result = new StatementResult(_variables[i].Type, _variables[i].Name);
            copy.Results.Add(result);
            _current[i] = result;
        }

        return null;
    }

    private void CollectWrites(Region region, SortedSet<int> written)
    {
        foreach (var statement in region.Statements)
        {
            if (statement is VariableWrite write)
            {
                written.Add(_indices[write.Variable]);
            }
            else if (statement is StructuredStatement structured)
            {
                var inside = new SortedSet<int>();
                foreach (var inner in structured.Regions)
                    CollectWrites(inner, inside);
                _written[structured] = [.. inside];
                written.UnionWith(inside);
            }
        }
    }
}
