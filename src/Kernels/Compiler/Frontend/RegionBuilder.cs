using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>A node of the flow graph that becomes regions: statements, then one or two ways on.</summary>
internal sealed class FlowNode
{
    public List<Statement> Statements { get; init; } = [];

    /// <summary>Decides between two successors, the first if true; null with one successor.</summary>
    public Value? Condition { get; set; }

    public SourceLocation? Source { get; set; }

    /// <summary>None for the exit.</summary>
    public List<int> Successors { get; } = [];
}

/// <summary>
/// Makes structured regions of a reducible flow graph along its dominator tree, after Ramsey, "Beyond Relooper" (2022):
/// a node with several predecessors follows a Block that jumps to it leave, a node that is jumped back to is a Loop, a
/// branch is an If whose regions hold what the branch alone reaches.
/// <para>Unlike there, what a loop's header dominates but the loop does not contain follows the loop instead of
/// standing in it, so that a loop's body is the loop; and a jump to what follows anyway is no jump.</para>
/// </summary>
internal sealed class RegionBuilder
{
    private readonly IReadOnlyList<FlowNode> _nodes;
    private readonly FlowGraph _graph;
    private readonly List<int>[] _mergesUnder;
    private readonly Dictionary<int, List<int>> _followers = [];
    private readonly Dictionary<int, Jump> _jumps = [];
    private readonly Dictionary<int, Region> _regions = [];

    private RegionBuilder(IReadOnlyList<FlowNode> nodes, int exit)
    {
        _nodes = nodes;
        _graph = new(nodes.Select(node => (IReadOnlyList<int>)node.Successors).ToArray());
        _mergesUnder = Enumerable.Range(0, nodes.Count).Select(_ => new List<int>()).ToArray();
        foreach (var node in _graph.Order.Skip(1))
        {
            // The exit has no statements: it is only ever jumped to.
            if (node == exit)
                continue;
            var dominator = _graph.ImmediateDominator[node];
            // The outermost loop around the dominator that the node is not in.
            var left = _graph.HeadersOf(dominator).Where(h => !_graph.Loop(h).Contains(node)).Take(1).ToArray();
            if (left.Length > 0)
                (_followers.TryGetValue(left[0], out var list) ? list : _followers[left[0]] = []).Add(node);
            else if (_graph.Predecessors[node].Count(p => _graph.IsForward(p, node)) > 1)
                _mergesUnder[dominator].Add(node);
        }
    }

    // How control gets to a node that is not placed where the jump stands.
    private sealed class Jump(Func<Terminator> make)
    {
        public int Uses { get; private set; }

        public Terminator Make()
        {
            Uses++;
            return make();
        }
    }

    /// <summary>Where falling off the end of a region leads, and how the region says so.</summary>
    private readonly record struct Fall(int Node, Func<Terminator> Make);

    /// <summary>Builds the regions of nodes 0 (the entry) to the exit, which ends <paramref name="top"/>.</summary>
    /// <param name="top">Takes the statements.</param>
    /// <param name="nodes">The graph; all nodes can be reached.</param>
    /// <param name="exit">The node without successors.</param>
    /// <param name="leave">Leaves <paramref name="top"/> from a nested region.</param>
    /// <returns>The region in which each node's statements stand.</returns>
    public static IReadOnlyDictionary<int, Region> Build(
        Region top, IReadOnlyList<FlowNode> nodes, int exit, Func<Terminator> leave)
    {
        var builder = new RegionBuilder(nodes, exit);
        builder._jumps[exit] = new(leave);
        builder.Place(0, top, new(exit, () => new Yield([])));
        return builder._regions;
    }

    private void Place(int node, Region region, Fall fall)
    {
        if (!_graph.IsLoopHeader(node))
        {
            PlaceBody(node, region, fall);
            return;
        }

        var loop = new Loop { Source = _nodes[node].Source };
        var followers = _followers.GetValueOrDefault(node, []);
        // Without a follower, falling out of the loop means the place to which most of its exits go.
        var after = followers.Count > 0 ? followers[0] : CommonExit(node);
        var rest = followers.Skip(1).ToList();
        Nest(rest, region, fall, (inner, innerFall) =>
        {
            inner.Statements.Add(loop);
            var outer = _jumps.GetValueOrDefault(after);
            if (after >= 0)
                _jumps[after] = new(() => new Break(loop, []));
            var before = _jumps.GetValueOrDefault(node);
            _jumps[node] = new(() => new Continue(loop, []));
            PlaceBody(node, loop.Body, new(node, () => new Continue(loop, [])));
            Restore(node, before);
            Restore(after, outer);
            if (followers.Count > 0)
                Place(after, inner, innerFall);
            else
                inner.Terminator = after >= 0 && after != innerFall.Node ? _jumps[after].Make() : innerFall.Make();
        });
    }

    private void PlaceBody(int node, Region region, Fall fall)
    {
        _regions[node] = region;
        region.Statements.AddRange(_nodes[node].Statements);
        Nest(_mergesUnder[node], region, fall, (inner, innerFall) => PlaceSuccessors(node, inner, innerFall));
    }

    private void PlaceSuccessors(int node, Region region, Fall fall)
    {
        var flow = _nodes[node];
        if (flow.Successors.Count == 0)
        {
            region.Terminator = fall.Make();
        }
        else if (flow.Condition is null)
        {
            Go(node, flow.Successors[0], region, fall);
        }
        else
        {
            var (condition, whenTrue, whenFalse) = (flow.Condition, flow.Successors[0], flow.Successors[1]);
            if (condition is UnaryValue { Operator: UnaryOperator.Not } not)
                (condition, whenTrue, whenFalse) = (not.Operand, whenFalse, whenTrue);
            var branch = new If(condition) { Source = flow.Source };
            region.Statements.Add(branch);
            region.Terminator = fall.Make();
            var join = new Fall(fall.Node, () => new Yield([]));
            Go(node, whenTrue, branch.Then, join);
            Go(node, whenFalse, branch.Else, join);
        }
    }

    // Goes on with a node: by falling through, by a jump, or by placing it here.
    private void Go(int from, int to, Region region, Fall fall)
    {
        if (to == fall.Node)
            region.Terminator = fall.Make();
        else if (_jumps.TryGetValue(to, out var jump))
            region.Terminator = jump.Make();
        else
            Place(to, region, fall);
    }

    // Puts nodes, in order, behind what `inside` makes: each after a Block that jumps to it leave. A Block that nothing
    // leaves is dissolved.
    private void Nest(IReadOnlyList<int> after, Region region, Fall fall, Action<Region, Fall> inside)
    {
        if (after.Count == 0)
        {
            inside(region, fall);
            return;
        }

        var last = after[^1];
        var block = new Block();
        var before = _jumps.GetValueOrDefault(last);
        var jump = _jumps[last] = new(() => new Break(block, []));
        Nest(after.Take(after.Count - 1).ToList(), block.Body, new(last, () => new Yield([])), inside);
        Restore(last, before);
        if (jump.Uses > 0)
            region.Statements.Add(block);
        else
            Dissolve(block.Body, region);
        Place(last, region, fall);
    }

    private void Dissolve(Region body, Region region)
    {
        region.Statements.AddRange(body.Statements);
        foreach (var node in _regions.Where(entry => entry.Value == body).Select(entry => entry.Key).ToList())
            _regions[node] = region;
    }

    private void Restore(int node, Jump? jump)
    {
        if (jump is null)
            _jumps.Remove(node);
        else
            _jumps[node] = jump;
    }

    private int CommonExit(int header)
    {
        var loop = _graph.Loop(header);
        return loop.SelectMany(node => _nodes[node].Successors).Where(node => !loop.Contains(node))
            .GroupBy(node => node).OrderByDescending(group => group.Count()).ThenBy(group => _graph.Position[group.Key])
            .Select(group => group.Key).FirstOrDefault(-1);
    }
}
