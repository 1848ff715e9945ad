using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Gives a place (a Let) to every operator that is used more than once, or in a deeper loop than it must be: as few
/// loops around it as possible, and of those places the one under the most conditions. The others are computed at
/// their single use; adding a constant to an index costs nothing and is never stored. A chain of fused multiply-adds is
/// cut into links, each placed as soon as its operands are there: a loaded value goes into all sums that want it before
/// the next is loaded, so that few registers hold values that wait. <see cref="Interleaving"/> then turns long chains
/// side by side.
/// <code>
/// loop (i = 0) {                      |  q = n / c
///   if (i &lt; n) {                      |  loop (i = 0) {
///     store y[i * (n / c)], 1f        |    if (i &lt; n) {
///     store z[i * (n / c)], 2f        |      k = i * q; store y[k], 1f; store z[k], 2f
///     continue i + 1 }                |      continue i + 1 }
/// </code>
/// </summary>
internal sealed class Scheduling
{
    // An expression higher than this is cut, so that targets may walk it recursively.
    private const int HighestExpression = 32;

    private readonly Dictionary<Region, Place> _places = [];
    private readonly Dictionary<Value, Place> _definitions = [];

    // Before which statement of its region (of its earliest place) a value can stand.
    private readonly Dictionary<Value, int> _positions = [];
    private readonly HashSet<Value> _links = [];
    private readonly Dictionary<Value, Use> _uses = [];
    private readonly Dictionary<Value, Place> _earliest = [];
    private readonly Dictionary<(Region Region, int Position), List<Value>> _lets = [];
    private readonly List<Value> _operators = [];
    private readonly Place _root;

    private Scheduling(KernelFunction function)
    {
        _root = new Place(function.Body, null, 0, 0, 0);
        Collect(_root);
    }

    /// <summary>Rebuilds a function in canonical form with Lets.</summary>
    public static KernelFunction Run(KernelFunction function)
    {
        var scheduling = new Scheduling(function);
        scheduling.PlaceAll();
        return new LetInserter(function, scheduling._lets).Run();
    }

    // From users to operands: a place is known when all uses are.
    private void PlaceAll()
    {
        var heights = new Dictionary<Value, int>();
        foreach (var value in _operators)
        {
            var height = 0;
            foreach (var operand in value.Operands)
                height = Math.Max(height, heights.GetValueOrDefault(operand));
            heights[value] = height >= HighestExpression ? 0 : height + 1;
        }

        for (var i = _operators.Count - 1; i >= 0; i--)
        {
            var value = _operators[i];
            var use = _uses[value];
            var place = Choose(value, use.Place);
            var isHoisted = place.LoopDepth < use.Place.LoopDepth;
            var isEager = IsLink(value) && place == _earliest[value] && place == use.Place;
            if (!IsFree(value) && (use.Count > 1 || isHoisted || isEager || heights[value] == 0))
            {
                // Before the first use inside this region or below it.
                var position = isEager ? _positions.GetValueOrDefault(value) : use.PositionIn(place);
                if (!_lets.TryGetValue((place.Region, position), out var list))
                    _lets[(place.Region, position)] = list = [];
                list.Add(value);
                foreach (var operand in value.Operands)
                    AddUse(operand, place, position, 1);
            }
            else
            {
                // Computed wherever it is used.
                foreach (var operand in value.Operands)
                    AddUse(operand, use.Place, use.Position, use.Count);
            }
        }

        // Users were placed first.
        foreach (var list in _lets.Values)
            list.Reverse();
        Interleaving.Run(_places.Keys, _lets);
    }

    // The region with the fewest loops around it between the operands' and the uses'; of those the innermost.
    private Place Choose(Value value, Place latest)
    {
        var earliest = _earliest[value];
        var best = latest;
        for (var place = latest; ; place = place.Parent!)
        {
            if (place.LoopDepth < best.LoopDepth)
                best = place;
            if (place == earliest)
                return best;
        }
    }

    // x + constant is part of an address; so is !c of a branch.
    private static bool IsFree(Value value) => value is
        BinaryValue { Operator: BinaryOperator.Add, Type: ScalarType.Int32, Right: Constant }
        or UnaryValue { Operator: UnaryOperator.Not, Type: ScalarType.Boolean };

    // One of several multiply-adds to one sum; users come before their operands here.
    private bool IsLink(Value value)
    {
        if (value is not TernaryValue { Operator: TernaryOperator.FusedMultiplyAdd } sum)
            return false;
        var continues = sum.Third is TernaryValue { Operator: TernaryOperator.FusedMultiplyAdd };
        if (continues)
            _links.Add(sum.Third);
        return continues || _links.Contains(sum);
    }

    private void Collect(Place place)
    {
        var region = place.Region;
        _places[region] = place;
        foreach (var argument in region.Arguments)
            _definitions[argument] = place;
        for (var i = 0; i < region.Statements.Count; i++)
        {
            switch (region.Statements[i])
            {
                case Load load:
                    CollectUse(load.Index, place, i);
                    Define(load.Result, place, i);
                    break;
                case Store store:
                    CollectUse(store.Index, place, i);
                    CollectUse(store.Value, place, i);
                    break;
                case AtomicAdd add:
                    CollectUse(add.Index, place, i);
                    CollectUse(add.Value, place, i);
                    Define(add.Result, place, i);
                    break;
                case Prefetch prefetch:
                    CollectUse(prefetch.Index, place, i);
                    break;
                case MatrixProduct product:
                    foreach (var operand in product.Operands)
                        CollectUse(operand, place, i);
                    foreach (var result in product.Results)
                        Define(result, place, i);
                    break;
                case If branch:
                    CollectUse(branch.Condition, place, i);
                    CollectInner(branch, place, i, loops: 0);
                    break;
                case Loop loop:
                    foreach (var value in loop.Initial)
                        CollectUse(value, place, i);
                    CollectInner(loop, place, i, loops: 1);
                    break;
            }
        }

        foreach (var value in region.Terminator.Values)
            CollectUse(value, place, region.Statements.Count);
    }

    private void CollectInner(StructuredStatement statement, Place place, int position, int loops)
    {
        foreach (var region in statement.Regions)
            Collect(new Place(region, place, position, place.Depth + 1, place.LoopDepth + loops));
        foreach (var result in statement.Results)
            Define(result, place, position);
    }

    private void Define(Value result, Place place, int position)
    {
        _definitions[result] = place;
        _positions[result] = position + 1;
    }

    // A use by a statement or a terminator.
    private void CollectUse(Value root, Place place, int position)
    {
        ValueOrder.Visit(root, _earliest.ContainsKey, value =>
        {
            var earliest = _root;
            foreach (var operand in value.Operands)
            {
                var known = _earliest.TryGetValue(operand, out var inner) ? inner
                    : _definitions.GetValueOrDefault(operand, _root);
                if (known.Depth > earliest.Depth)
                    earliest = known;
            }

            var first = 0;
            foreach (var operand in value.Operands)
            {
                if ((_earliest.GetValueOrDefault(operand) ?? _definitions.GetValueOrDefault(operand)) == earliest)
                    first = Math.Max(first, _positions.GetValueOrDefault(operand));
            }

            _earliest[value] = earliest;
            _positions[value] = first;
            _operators.Add(value);
        });
        AddUse(root, place, position, 1);
    }

    private void AddUse(Value value, Place place, int position, int count)
    {
        if (value.Operands.Length == 0)
            return;
        _uses[value] = _uses.TryGetValue(value, out var before)
            ? before.Join(place, position, count)
            : new Use(place, position, count);
    }

    /// <summary>A region in the tree of regions.</summary>
    private sealed record Place(Region Region, Place? Parent, int PositionInParent, int Depth, int LoopDepth)
    {
        public bool Equals(Place? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }

    /// <summary>The innermost region around all uses of a value, where its first use is, and how many there are.</summary>
    private readonly record struct Use(Place Place, int Position, int Count)
    {
        public Use Join(Place place, int position, int count)
        {
            var (a, at) = (Place, Position);
            var (b, bt) = (place, position);
            while (a != b)
            {
                if (a.Depth >= b.Depth)
                    (a, at) = (a.Parent!, a.PositionInParent);
                else
                    (b, bt) = (b.Parent!, b.PositionInParent);
            }

            return new Use(a, Math.Min(at, bt), Count + count);
        }

        public int PositionIn(Place around)
        {
            var (place, position) = (Place, Position);
            while (place != around)
                (place, position) = (place.Parent!, place.PositionInParent);
            return position;
        }
    }
}
