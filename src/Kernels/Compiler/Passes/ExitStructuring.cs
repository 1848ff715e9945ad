using GpuFormer.Kernels.Compiler.IR;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Gives a function its canonical form: no blocks, no returns, no jumps across a loop. What follows an If moves into the
/// arm that falls through; where several places fall through and others jump, the If yields a code that says which,
/// and a test of the code follows.
/// <code>
/// if (c) { return }                   |  if (c) {
/// a = load x[i]                       |  } else {
/// store y[i], a                       |    a = load x[i]
/// return                              |    store y[i], a }
/// </code>
/// </summary>
internal sealed class ExitStructuring
{
    private readonly KernelFunction _result;
    private readonly ValueMap _map;
    private readonly ValueFactory _values;

    private ExitStructuring(KernelFunction function)
    {
        _values = function.Values;
        _map = new ValueMap(_values);
        _result = new KernelFunction(function.Name, function.Group, _values);
        _result.Parameters.AddRange(function.Parameters);
        _result.SharedArrays.AddRange(function.SharedArrays);
        var tree = Transform(function.Body, 0, _result.Body);
        EndKernel(tree);
    }

    public static KernelFunction Run(KernelFunction function) => new ExitStructuring(function)._result;

    // Copies the statements of a region from one on to the end of another region, and says how control leaves it.
    private TailTree Transform(Region old, int from, Region into)
    {
        for (var i = from; i < old.Statements.Count; i++)
        {
            switch (old.Statements[i])
            {
                case If branch:
                    var copy = new If(_map.Map(branch.Condition)) { Source = branch.Source };
                    into.Statements.Add(copy);
                    var tree = new TailTree(into)
                    {
                        Branch = copy,
                        Then = Transform(branch.Then, 0, copy.Then),
                        Else = Transform(branch.Else, 0, copy.Else),
                    };
                    if (!Join(tree, exit => exit.Kind == ExitKind.Fall, branch.Results, old, i + 1))
                        return tree;
                    break;
                case Block block:
                    var inside = Transform(block.Body, 0, into);
                    if (!Join(inside, exit => exit.Kind == ExitKind.Fall || exit.Target == block, block.Results, old, i + 1))
                        return inside;
                    break;
                case Loop loop:
                    var after = TransformLoop(loop, into);
                    if (!Join(after, exit => exit.Kind == ExitKind.Fall, loop.Results, old, i + 1))
                        return after;
                    break;
                default:
                    Copy(old.Statements[i], into);
                    break;
            }
        }

        return new TailTree(into)
        {
            Exit = old.Terminator switch
            {
                Yield => Exit.Fall,
                Break jump => new Exit(ExitKind.Break, jump.Target),
                Continue jump => new Exit(ExitKind.Continue, jump.Target),
                Return => Exit.Return,
                _ => null,
            },
            Values = _map.MapAll(old.Terminator.Values),
        };
    }

    // Goes on behind a statement: true if its region does so in place, false if the rest went into the tree's leaves.
    private bool Join(
        TailTree tree, Func<Exit, bool> isFall, List<StatementResult> results, Region old, int next)
    {
        MergeConditions(tree);
        MergeSubtrees(tree, isFall, [.. results.Select(result => (result.Type, result.Name))]);
        var leaves = tree.Leaves().ToList();
        var falls = leaves.FindAll(leaf => isFall(leaf.Exit!));
        if (falls.Count == 0)
            return false;
        if (tree.Branch is null)
        {
            BindAll(results, tree.Values);
            tree.Exit = null;
            return true;
        }

        if (falls.Count > 1 && next < old.Statements.Count)
        {
            var codes = new ExitCodes(_values, [.. results.Select(result => (result.Type, result.Name))], isFall, leaves);
            tree.Become(codes.Dispatch(tree));
            falls = [.. tree.Leaves().Where(leaf => leaf.Exit!.Kind == ExitKind.Fall)];
        }

        // One place, or nothing but a jump to copy.
        foreach (var leaf in falls)
        {
            var mark = _map.OpenScope();
            BindAll(results, leaf.Values);
            leaf.Become(Transform(old, next, leaf.Region));
            _map.CloseScope(mark);
        }

        return false;
    }

    private TailTree TransformLoop(Loop old, Region into)
    {
        var copy = new Loop { Source = old.Source };
        copy.Initial.AddRange(_map.MapAll(old.Initial));
        foreach (var argument in old.Body.Arguments)
        {
            var newArgument = new RegionArgument(argument.Type, argument.Name);
            _map.Bind(argument, newArgument);
            copy.Body.Arguments.Add(newArgument);
        }

        into.Statements.Add(copy);
        var body = Transform(old.Body, 0, copy.Body);
        MergeConditions(body);
        var types = old.Results.Select(result => (result.Type, result.Name)).ToList();
        bool IsBreak(Exit exit) => exit.Kind == ExitKind.Break && exit.Target == old;
        bool IsContinue(Exit exit) => exit.Kind == ExitKind.Continue && exit.Target == old;
        MergeSubtrees(body, IsContinue, [.. old.Body.Arguments.Select(argument => (argument.Type, argument.Name))]);
        MergeSubtrees(body, IsBreak, types);
        var exits = body.Leaves().Where(leaf => !IsContinue(leaf.Exit!)).ToList();
        var codes = new ExitCodes(_values, types, IsBreak, exits);
        foreach (var leaf in body.Leaves())
        {
            leaf.Region.Terminator = IsContinue(leaf.Exit!)
                ? new Continue(copy, leaf.Values)
                : new Break(copy, codes.Encode(leaf));
        }

        body.VisitBranches(branch => branch.Region.Terminator = new Unreachable());
        SealDeadEnds(body);
        copy.Results.AddRange(codes.MakeResults());
        return codes.Decode(into, copy.Results);
    }

    // At the end of a kernel falling through and returning are the same. Gives whether the region is left at all.
    private static bool EndKernel(TailTree tree)
    {
        var isLeft = tree.Branch is null ? tree.Exit is not null : EndKernel(tree.Then!) | EndKernel(tree.Else!);
        tree.Region.Terminator = isLeft ? new Yield([]) : new Unreachable();
        return isLeft;
    }

    private static void SealDeadEnds(TailTree tree)
    {
        if (tree.Branch is not null)
        {
            SealDeadEnds(tree.Then!);
            SealDeadEnds(tree.Else!);
        }
        else if (tree.Exit is null)
        {
            tree.Region.Terminator = new Unreachable();
        }
    }

    // if (a) { X } else { if (b) { X } else { Y } } with X the same jump is if (a or b) { X } else { Y }.
    private void MergeConditions(TailTree tree)
    {
        if (tree.Branch is null)
            return;
        MergeConditions(tree.Then!);
        MergeConditions(tree.Else!);
        while (MergeCondition(tree, tree.Then!, tree.Else!, inElse: true)
            || MergeCondition(tree, tree.Else!, tree.Then!, inElse: false))
        {
        }
    }

    private bool MergeCondition(TailTree tree, TailTree leaf, TailTree inner, bool inElse)
    {
        if (leaf.Branch is not null || leaf.Exit is null || leaf.Region.Statements.Count > 0
            || inner.Branch is null || inner.Region.Statements.Count != 1)
        {
            return false;
        }

        var thenIsSame = IsSameJump(leaf, inner.Then!);
        if (!thenIsSame && !IsSameJump(leaf, inner.Else!))
            return false;
        var second = inner.Branch.Condition;
        if (!thenIsSame)
            second = _values.Unary(UnaryOperator.Not, second);
        var first = tree.Branch!.Condition;
        if (!inElse)
            first = _values.Unary(UnaryOperator.Not, first);
        var rest = thenIsSame ? inner.Else! : inner.Then!;
        var merged = new If(_values.Binary(BinaryOperator.Or, first, second))
        {
            Source = tree.Branch.Source,
            Then = leaf.Region,
            Else = rest.Region,
        };
        tree.Region.Statements[^1] = merged;
        (tree.Branch, tree.Then, tree.Else) = (merged, leaf, rest);
        return true;
    }

    private static bool IsSameJump(TailTree a, TailTree b) =>
        b.Branch is null && b.Exit == a.Exit && b.Region.Statements.Count == 0 && a.Values.SequenceEqual(b.Values);

    // A subtree whose leaves all do the same becomes one leaf: its Ifs yield what the leaves hand over.
    private static bool MergeSubtrees(TailTree tree, Func<Exit, bool> isSame, List<(ScalarType Type, string? Name)> types)
    {
        if (tree.Branch is null)
            return tree.Exit is not null && isSame(tree.Exit);
        // Both sides, without a short cut.
        if (!(MergeSubtrees(tree.Then!, isSame, types) & MergeSubtrees(tree.Else!, isSame, types)))
            return false;
        var exit = tree.Then!.Exit;
        tree.Then!.Region.Terminator = new Yield(tree.Then!.Values);
        tree.Else!.Region.Terminator = new Yield(tree.Else!.Values);
        foreach (var (type, name) in types)
            tree.Branch.Results.Add(new StatementResult(type, name));
        tree.Become(new TailTree(tree.Region) { Exit = exit, Values = [.. tree.Branch.Results] });
        return true;
    }

    private void BindAll(List<StatementResult> results, IReadOnlyList<Value> values)
    {
        for (var i = 0; i < results.Count; i++)
            _map.Bind(results[i], values[i]);
    }

    private void Copy(Statement statement, Region into)
    {
        switch (statement)
        {
            case Load load:
                var newLoad = new Load(load.Memory, _map.Map(load.Index)) { Source = load.Source };
                _map.Bind(load.Result, newLoad.Result);
                into.Statements.Add(newLoad);
                break;
            case Store store:
                into.Statements.Add(new Store(store.Memory, _map.Map(store.Index), _map.Map(store.Value))
                {
                    Source = store.Source,
                });
                break;
            case AtomicAdd add:
                var newAdd = new AtomicAdd(add.Memory, _map.Map(add.Index), _map.Map(add.Value)) { Source = add.Source };
                _map.Bind(add.Result, newAdd.Result);
                into.Statements.Add(newAdd);
                break;
            case Prefetch prefetch:
                into.Statements.Add(new Prefetch(prefetch.View, _map.Map(prefetch.Index)) { Source = prefetch.Source });
                break;
            case MatrixProduct product:
                var newProduct = product.With(_map.Map);
                for (var i = 0; i < newProduct.Results.Count; i++)
                    _map.Bind(product.Results[i], newProduct.Results[i]);
                into.Statements.Add(newProduct);
                break;
            case Barrier:
                into.Statements.Add(new Barrier { Source = statement.Source });
                break;
            default:
                throw new InternalCompilerException(
                    $"{statement.GetType().Name} is left when the exits are structured");
        }
    }
}
