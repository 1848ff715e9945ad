using GpuFormer.Kernels.Compiler.Passes;

namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>The two forms of a function; <see cref="KernelFunction"/> describes them.</summary>
internal enum IRForm
{
    /// <summary>Variables, local arrays, blocks, jumps to any enclosing statement.</summary>
    FrontEnd,

    /// <summary>Ifs and loops alone, with tame exits.</summary>
    Canonical,
}

/// <summary>
/// The rules of the IR. In both forms:
/// <list type="number">
/// <item>A region argument or statement result is used only behind its definition, in the same region or below it; a
/// loop's arguments only inside its body.</item>
/// <item>Indices are Int32, conditions Boolean; a stored value has the type that loading the element gives.</item>
/// <item>A Yield hands over as many values as the If or Block has results, of the same types; likewise a Break to its
/// target's results, a Continue to the loop's arguments, and a loop's initial values.</item>
/// <item>A Break or Continue names an enclosing statement; a loop's body does not end with a Yield; the kernel's body
/// yields nothing.</item>
/// <item>Unreachable ends only regions whose last statement never falls through.</item>
/// <item>A Let stands once for a value in any place, behind the definitions of its operands.</item>
/// <item>Only loops' bodies have arguments; a statement or result belongs to one place.</item>
/// </list>
/// In canonical form also:
/// <list type="number">
/// <item>No variables, local arrays, blocks or returns.</item>
/// <item>Nothing follows a statement that never falls through but Unreachable.</item>
/// <item>A jump names the innermost loop and stands at the end of its body or below Ifs that leave on both
/// sides.</item>
/// <item>An If that leaves on both sides has no results; every other If may be left by yields alone.</item>
/// </list>
/// That threads reach a barrier together is a rule for kernels, not for passes: <see cref="BarrierControl"/>.
/// </summary>
internal sealed class IRValidator
{
    private readonly KernelFunction _function;
    private readonly IRForm _form;
    private readonly string _after;
    private readonly Dictionary<Value, Region> _definedIn = [];
    private readonly Dictionary<Value, Region?> _deepest = [];
    private readonly Dictionary<Region, int> _open = [];
    private readonly HashSet<object> _seen = [];
    private readonly List<StructuredStatement> _around = [];
    private readonly HashSet<StructuredStatement> _brokenTo = [];
    private readonly Dictionary<Value, Region> _lets = [];

    private IRValidator(KernelFunction function, IRForm form, string after) =>
        (_function, _form, _after) = (function, form, after);

    /// <summary>Whether the pipeline checks the result of every pass: in Debug builds and in tests.</summary>
    public static bool IsEnabled { get; set; }
#if DEBUG
        = true;
#endif

    /// <summary>Checks a function against the rules of a form.</summary>
    /// <exception cref="InternalCompilerException">A rule is broken; names the rule and shows the function.</exception>
    public static void Check(KernelFunction function, IRForm form, string after = "a pass")
    {
        var validator = new IRValidator(function, form, after);
        validator.Require(form == IRForm.FrontEnd || (function.Variables.Count == 0 && function.LocalArrays.Count == 0),
            "the canonical form has no variables and no local arrays");
        validator.Require(function.Body.Arguments.Count == 0, "only loops' bodies have arguments");
        validator.CheckRegion(function.Body, null);
    }

    private void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InternalCompilerException(
                $"after {_after}, {_function.Name} breaks the rule that {rule}\n{IRPrinter.Print(_function)}");
        }
    }

    // Gives whether the region falls through.
    private bool CheckRegion(Region region, StructuredStatement? owner)
    {
        Require(_seen.Add(region), "a region belongs to one place");
        _open[region] = _open.Count;
        if (owner is not null)
            _around.Add(owner);
        foreach (var argument in region.Arguments)
            DefineValue(argument, region);
        var falls = true;
        foreach (var statement in region.Statements)
        {
            Require(falls || _form == IRForm.FrontEnd, "nothing follows a statement that never falls through");
            Require(_seen.Add(statement), "a statement belongs to one place");
            falls &= CheckStatement(statement, region);
        }

        if (falls)
            Require(region.Terminator is not Unreachable, "Unreachable ends only what never falls through");
        else
            Require(_form == IRForm.FrontEnd || region.Terminator is Unreachable, "what never falls through ends Unreachable");
        falls = falls && CheckTerminator(region, owner);
        if (owner is not null)
            _around.RemoveAt(_around.Count - 1);
        _open.Remove(region);
        return falls;
    }

    private bool CheckTerminator(Region region, StructuredStatement? owner)
    {
        foreach (var value in region.Terminator.Values)
            CheckVisible(value);
        switch (region.Terminator)
        {
            case Yield yield:
                Require(owner is not Loop, "a loop's body does not end with a Yield");
                CheckTypes(yield.Values, owner?.Results ?? [], "a Yield hands over the results");
                return true;
            case Break jump:
                Require(_around.Contains(jump.Target) && jump.Target is not If, "a Break names an enclosing loop or block");
                CheckTypes(jump.Values, jump.Target.Results, "a Break hands over its target's results");
                _brokenTo.Add(jump.Target);
                RequireInnermost(jump.Target);
                return false;
            case Continue jump:
                Require(_around.Contains(jump.Target), "a Continue names an enclosing loop");
                CheckTypes(jump.Values, jump.Target.Body.Arguments, "a Continue hands over the loop's arguments");
                RequireInnermost(jump.Target);
                return false;
            case Return:
                Require(_form == IRForm.FrontEnd, "the canonical form has no Return");
                return false;
            default:
                Require(false, "a region ends with a known terminator");
                return false;
        }
    }

    private void RequireInnermost(StructuredStatement target)
    {
        if (_form == IRForm.Canonical)
            Require(_around.FindLast(around => around is Loop) == target, "a jump names the innermost loop");
    }

    private bool CheckStatement(Statement statement, Region region)
    {
        switch (statement)
        {
            case Load load:
                CheckAccess(load.Memory, load.Index, null);
                DefineValue(load.Result, region);
                return true;
            case Store store:
                CheckAccess(store.Memory, store.Index, store.Value);
                return true;
            case AtomicAdd add:
                CheckAccess(add.Memory, add.Index, add.Value);
                DefineValue(add.Result, region);
                return true;
            case Prefetch prefetch:
                CheckAccess(prefetch.View, prefetch.Index, null);
                return true;
            case MatrixProduct product:
                foreach (var index in product.LeftIndices)
                    CheckAccess(product.Left, index, null);
                foreach (var index in product.RightIndices)
                    CheckAccess(product.Right, index, null);
                foreach (var sum in product.Sums)
                {
                    CheckVisible(sum);
                    Require(sum.Type == ScalarType.Float32, "sums of a matrix product are floats");
                }

                Require(product is { LeftIndices.Count: 4, RightIndices.Count: 2, Sums.Count: 4 },
                    "a matrix product has four and two pairs and four sums");
                Require(product is { Left.Element: ElementType.Float16, Right.Element: ElementType.Float16 },
                    "a matrix product is one of halves");
                foreach (var result in product.Results)
                    DefineValue(result, region);
                return true;
            case Barrier:
                return true;
            case Let let:
                CheckVisible(let.Value);
                Require(let.Value.Operands.Length > 0, "a Let computes an operator");
                Require(!_lets.TryGetValue(let.Value, out var earlier) || !_open.ContainsKey(earlier),
                    "a value has one Let in any place");
                _lets[let.Value] = region;
                return true;
            case VariableRead read:
                Require(_form == IRForm.FrontEnd && _function.Variables.Contains(read.Variable), "variables are listed");
                DefineValue(read.Result, region);
                return true;
            case VariableWrite write:
                Require(_form == IRForm.FrontEnd && _function.Variables.Contains(write.Variable), "variables are listed");
                CheckVisible(write.Value);
                Require(write.Value.Type == write.Variable.Type, "a written value has the variable's type");
                return true;
            case StructuredStatement structured:
                var falls = CheckStructured(structured);
                foreach (var result in structured.Results)
                    DefineValue(result, region);
                return falls;
            default:
                Require(false, $"{statement.GetType().Name} is a known statement");
                return true;
        }
    }

    private bool CheckStructured(StructuredStatement structured)
    {
        switch (structured)
        {
            case If branch:
                CheckVisible(branch.Condition);
                Require(branch.Condition.Type == ScalarType.Boolean, "conditions are Boolean");
                Require(branch.Then.Arguments.Count == 0 && branch.Else.Arguments.Count == 0,
                    "only loops' bodies have arguments");
                // Both, without a short cut.
                var then = CheckRegion(branch.Then, branch);
                var falls = CheckRegion(branch.Else, branch) | then;
                if (_form == IRForm.Canonical)
                {
                    Require(falls || branch.Results.Count == 0, "an If that leaves on both sides has no results");
                    Require(!falls || (IsYieldOrDead(branch.Then) && IsYieldOrDead(branch.Else)),
                        "an If that falls through is left by yields alone");
                }

                return falls;
            case Loop loop:
                foreach (var value in loop.Initial)
                    CheckVisible(value);
                CheckTypes(loop.Initial, loop.Body.Arguments, "a loop starts with values for its arguments");
                CheckRegion(loop.Body, loop);
                return _brokenTo.Contains(loop);
            case Block block:
                Require(_form == IRForm.FrontEnd, "the canonical form has no Block");
                Require(block.Body.Arguments.Count == 0, "only loops' bodies have arguments");
                return CheckRegion(block.Body, block) | _brokenTo.Contains(block);
            default:
                return true;
        }
    }

    // Dead: an endless loop, from which nothing jumps to the outside in canonical form.
    private static bool IsYieldOrDead(Region region) => region.Terminator is Yield
        || (region.Terminator is Unreachable && region.Statements[^1] switch
        {
            If branch => IsYieldOrDead(branch.Then) && IsYieldOrDead(branch.Else),
            _ => true,
        });

    private void CheckAccess(Memory memory, Value index, Value? value)
    {
        CheckVisible(index);
        Require(index.Type == ScalarType.Int32, "indices are Int32");
        Require(memory switch
        {
            LocalArray array => _form == IRForm.FrontEnd && _function.LocalArrays.Contains(array),
            SharedArray array => _function.SharedArrays.Contains(array),
            ViewParameter view => _function.Parameters.Contains(view),
            _ => false,
        }, $"the memory {memory.Name} is listed in the function, and local arrays are gone in canonical form");
        if (value is null)
            return;
        CheckVisible(value);
        Require(value.Type == memory.Element.Loaded(), "a stored value has the type that loading the element gives");
    }

    private void CheckTypes(IReadOnlyList<Value> given, IReadOnlyList<Value> wanted, string rule)
    {
        Require(given.Count == wanted.Count, $"{rule}: {wanted.Count} values, not {given.Count}");
        for (var i = 0; i < given.Count; i++)
            Require(given[i].Type == wanted[i].Type, $"{rule}: a {wanted[i].Type}, not a {given[i].Type}, as number {i}");
    }

    private void DefineValue(Value value, Region region) =>
        Require(_definedIn.TryAdd(value, region), "a value has one definition");

    private void CheckVisible(Value root)
    {
        ValueOrder.Visit(root, _deepest.ContainsKey, value =>
        {
            Region? deepest = null;
            foreach (var operand in value.Operands)
            {
                var region = DeepestOf(operand);
                if (deepest is null || (region is not null && _open[region] > _open[deepest]))
                    deepest = region;
            }

            _deepest[value] = deepest;
        });
        DeepestOf(root);
    }

    // The innermost region that the value depends on: it must be open.
    private Region? DeepestOf(Value value)
    {
        Region? region = null;
        if (value is RegionArgument or StatementResult)
            Require(_definedIn.TryGetValue(value, out region), "a value is used behind its definition");
        else if (value.Operands.Length > 0)
            region = _deepest[value];
        Require(region is null || _open.ContainsKey(region), "a value is used in the region that defines it or below");
        return region;
    }
}
