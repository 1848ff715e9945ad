using GpuFormer.Kernels.Compiler.IR;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Builds a function anew, statement by statement; a pass overrides what it changes. The old function stays as it is.
/// Statements after one that never falls through are not copied.
/// </summary>
internal abstract class FunctionRewriter
{
    private readonly Dictionary<StructuredStatement, StructuredStatement> _targets = [];
    private readonly HashSet<StructuredStatement> _brokenTo = [];
    private readonly KernelFunction _old;

    protected FunctionRewriter(KernelFunction function, Func<Value, Value>? normalise = null)
    {
        _old = function;
        Result = new KernelFunction(function.Name, function.Group, function.Values);
        Result.Parameters.AddRange(function.Parameters);
        Result.SharedArrays.AddRange(function.SharedArrays);
        Result.LocalArrays.AddRange(function.LocalArrays);
        Result.Variables.AddRange(function.Variables);
        Map = new ValueMap(function.Values) { Normalise = normalise };
    }

    /// <summary>How a region ends whose last statement never falls through.</summary>
    protected static Terminator Never { get; } = new Unreachable();

    /// <summary>The function under construction.</summary>
    protected KernelFunction Result { get; }

    protected ValueFactory Values => Result.Values;

    /// <summary>From values of the old function to values of the new one.</summary>
    protected ValueMap Map { get; }

    /// <summary>Where statements are added.</summary>
    protected List<Statement> Output { get; private set; } = [];

    /// <summary>The number of regions around <see cref="Output"/>.</summary>
    protected int Depth { get; private set; }

    /// <summary>Rewrites the whole function.</summary>
    protected KernelFunction Rewrite()
    {
        RewriteRegion(_old.Body, Result.Body);
        return Result;
    }

    protected virtual void RewriteRegion(Region old, Region into) => Fill(into, () => EmitAll(old));

    /// <summary>Runs <paramref name="emit"/> with <paramref name="into"/> as the output; its result ends the region.</summary>
    protected void Fill(Region into, Func<Terminator> emit)
    {
        var before = Output;
        Output = into.Statements;
        Depth++;
        into.Terminator = emit();
        Depth--;
        Output = before;
    }

    /// <summary>Emits the statements of a region into the output and gives the end of that region, mapped.</summary>
    protected virtual Terminator EmitAll(Region old)
    {
        foreach (var statement in old.Statements)
        {
            if (Emit(statement) is { } end)
                return end;
        }

        return MapTerminator(old.Terminator);
    }

    /// <summary>Emits one statement; gives how the region ends if control does not go on behind it.</summary>
    protected virtual Terminator? Emit(Statement statement)
    {
        switch (statement)
        {
            case Load load:
                var newLoad = new Load(load.Memory, Map.Map(load.Index)) { Source = load.Source };
                Define(load.Result, newLoad.Result);
                Output.Add(newLoad);
                return null;
            case Store store:
                Output.Add(new Store(store.Memory, Map.Map(store.Index), Map.Map(store.Value)) { Source = store.Source });
                return null;
            case AtomicAdd add:
                var newAdd = new AtomicAdd(add.Memory, Map.Map(add.Index), Map.Map(add.Value)) { Source = add.Source };
                Define(add.Result, newAdd.Result);
                Output.Add(newAdd);
                return null;
            case Prefetch prefetch:
                Output.Add(new Prefetch(prefetch.View, Map.Map(prefetch.Index)) { Source = prefetch.Source });
                return null;
            case MatrixProduct product:
                var newProduct = product.With(Map.Map);
                for (var i = 0; i < newProduct.Results.Count; i++)
                    Define(product.Results[i], newProduct.Results[i]);
                Output.Add(newProduct);
                return null;
            case Barrier:
                Output.Add(new Barrier { Source = statement.Source });
                return null;
            case Let:
                // Scheduling makes them anew.
                return null;
            case VariableRead read:
                var newRead = new VariableRead(read.Variable) { Source = read.Source };
                Define(read.Result, newRead.Result);
                Output.Add(newRead);
                return null;
            case VariableWrite write:
                Output.Add(new VariableWrite(write.Variable, Map.Map(write.Value)) { Source = write.Source });
                return null;
            case If branch:
                return EmitIf(branch);
            case Loop loop:
                return EmitLoop(loop);
            case Block block:
                return EmitBlock(block);
            default:
                throw new InternalCompilerException($"{statement.GetType().Name} is no known statement");
        }
    }

    protected virtual Terminator? EmitIf(If old)
    {
        var copy = new If(Map.Map(old.Condition)) { Source = old.Source };
        RewriteRegion(old.Then, copy.Then);
        RewriteRegion(old.Else, copy.Else);
        Output.Add(copy);
        if (!FallsThrough(copy.Then) && !FallsThrough(copy.Else))
            return Never;
        CopyResults(old, copy);
        return null;
    }

    protected virtual Terminator? EmitLoop(Loop old)
    {
        var copy = new Loop { Source = old.Source };
        Retarget(old, copy);
        copy.Initial.AddRange(Map.MapAll(old.Initial));
        foreach (var argument in old.Body.Arguments)
            copy.Body.Arguments.Add(CopyArgument(argument));
        RewriteRegion(old.Body, copy.Body);
        Output.Add(copy);
        if (!IsBrokenTo(copy))
            return Never;
        CopyResults(old, copy);
        return null;
    }

    protected virtual Terminator? EmitBlock(Block old)
    {
        var copy = new Block { Source = old.Source };
        Retarget(old, copy);
        RewriteRegion(old.Body, copy.Body);
        Output.Add(copy);
        if (!IsBrokenTo(copy) && !FallsThrough(copy.Body))
            return Never;
        CopyResults(old, copy);
        return null;
    }

    protected virtual Terminator MapTerminator(Terminator old) => old switch
    {
        Yield => new Yield(Map.MapAll(old.Values)),
        Break jump => MakeBreak(Target(jump.Target), Map.MapAll(old.Values)),
        Continue jump => new Continue((Loop)Target(jump.Target), Map.MapAll(old.Values)),
        Return => new Return(),
        Unreachable => Never,
        _ => throw new InternalCompilerException($"{old.GetType().Name} is no known end of a region"),
    };

    protected Break MakeBreak(StructuredStatement target, IReadOnlyList<Value> values)
    {
        _brokenTo.Add(target);
        return new Break(target, values);
    }

    protected static bool FallsThrough(Region region) => region.Terminator is Yield;

    protected bool IsBrokenTo(StructuredStatement target) => _brokenTo.Contains(target);

    /// <summary>Jumps to <paramref name="old"/> become jumps to <paramref name="target"/>.</summary>
    protected void Retarget(StructuredStatement old, StructuredStatement target) => _targets[old] = target;

    protected StructuredStatement Target(StructuredStatement old) => _targets[old];

    /// <summary>An old argument or result is this new value.</summary>
    protected virtual void Define(Value old, Value value) => Map.Bind(old, value);

    protected RegionArgument CopyArgument(RegionArgument old)
    {
        var copy = new RegionArgument(old.Type, old.Name);
        Define(old, copy);
        return copy;
    }

    protected void CopyResults(StructuredStatement old, StructuredStatement copy)
    {
        foreach (var result in old.Results)
        {
            var newResult = new StatementResult(result.Type, result.Name);
            Define(result, newResult);
            copy.Results.Add(newResult);
        }
    }
}
