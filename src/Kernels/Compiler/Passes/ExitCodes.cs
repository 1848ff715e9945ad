using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Hands several ways out over as numbers: 0 is going on, 1 and up are the jumps. Beside the code travel the results
/// and what each jump hands over; slots that do not matter for a code are 0.
/// </summary>
internal sealed class ExitCodes
{
    private readonly ValueFactory _values;
    private readonly List<(ScalarType Type, string? Name)> _results;
    private readonly Func<Exit, bool> _isFall;
    private readonly List<Exit> _jumps = [];
    private readonly List<int> _starts = [];
    private readonly List<int> _counts = [];
    private readonly List<(ScalarType Type, string? Name)> _slots = [];
    private readonly bool _hasFall;

    public ExitCodes(
        ValueFactory values, List<(ScalarType Type, string? Name)> results, Func<Exit, bool> isFall,
        IReadOnlyList<TailTree> leaves)
    {
        (_values, _results, _isFall) = (values, results, isFall);
        _hasFall = leaves.Any(leaf => isFall(leaf.Exit!));
        var jumps = leaves.Where(leaf => !isFall(leaf.Exit!)).DistinctBy(leaf => leaf.Exit).ToList();
        HasCode = jumps.Count > (_hasFall ? 0 : 1);
        if (HasCode)
            _slots.Add((ScalarType.Int32, "exit"));
        if (_hasFall)
            _slots.AddRange(results);
        foreach (var jump in jumps)
        {
            _jumps.Add(jump.Exit!);
            _starts.Add(_slots.Count);
            _counts.Add(jump.Values.Count);
            _slots.AddRange(jump.Values.Select(value => (value.Type, (string?)null)));
        }
    }

    private bool HasCode { get; }

    public IEnumerable<StatementResult> MakeResults() => _slots.Select(slot => new StatementResult(slot.Type, slot.Name));

    /// <summary>What a leaf hands over.</summary>
    public Value[] Encode(TailTree leaf)
    {
        var encoded = new Value[_slots.Count];
        for (var i = 0; i < encoded.Length; i++)
            encoded[i] = _values.Constant(_slots[i].Type, 0);
        var first = HasCode ? 1 : 0;
        var start = first;
        if (!_isFall(leaf.Exit!))
        {
            var jump = _jumps.IndexOf(leaf.Exit!);
            start = _starts[jump];
            if (HasCode)
                encoded[0] = _values.Int(jump + 1);
        }

        for (var i = 0; i < leaf.Values.Count; i++)
            encoded[start + i] = leaf.Values[i];
        return encoded;
    }

    /// <summary>Tests the code behind the statement with these results, the last of its region.</summary>
    public TailTree Decode(Region region, List<StatementResult> results)
    {
        if (_hasFall)
        {
            var going = new TailTree(region) { Exit = Exit.Fall, Values = [.. results[(HasCode ? 1 : 0)..][.._results.Count]] };
            return HasCode
                ? Test(region, results, 0, inside => new TailTree(inside) { Exit = Exit.Fall, Values = going.Values })
                : going;
        }

        return _jumps.Count switch
        {
            0 => new TailTree(region),
            1 => Jump(region, results, 0),
            _ => Test(region, results, 1, inside => Jump(inside, results, 0)),
        };
    }

    /// <summary>Makes the Ifs of a tree yield the code, and tests it behind them.</summary>
    public TailTree Dispatch(TailTree tree)
    {
        tree.VisitBranches(branch =>
        {
            YieldFrom(branch.Then!);
            YieldFrom(branch.Else!);
            if (FallsThrough(branch.Then!) || FallsThrough(branch.Else!))
                branch.Branch!.Results.AddRange(MakeResults());
        });
        return Decode(tree.Region, tree.Branch!.Results);
    }

    private static bool FallsThrough(TailTree arm) => arm.Region.Terminator is Yield;

    private void YieldFrom(TailTree arm) => arm.Region.Terminator = arm switch
    {
        { Branch: { Results.Count: > 0 } inner } => new Yield([.. inner.Results]),
        { Branch: null, Exit: not null } => new Yield(Encode(arm)),
        _ => new Unreachable(),
    };

    private TailTree Test(Region region, List<StatementResult> results, int code, Func<Region, TailTree> then)
    {
        var test = new If(_values.Binary(BinaryOperator.Equal, results[0], _values.Int(code)));
        region.Statements.Add(test);
        // The code after this one; the last needs no test.
        var isLast = code + 1 == _jumps.Count;
        return new TailTree(region)
        {
            Branch = test,
            Then = then(test.Then),
            Else = isLast
                ? Jump(test.Else, results, code)
                : Test(test.Else, results, code + 1, inside => Jump(inside, results, code)),
        };
    }

    private TailTree Jump(Region region, List<StatementResult> results, int jump) => new(region)
    {
        Exit = _jumps[jump],
        Values = [.. results[_starts[jump]..(_starts[jump] + _counts[jump])]],
    };
}
