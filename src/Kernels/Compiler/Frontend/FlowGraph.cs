namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>
/// Order, dominators and loops of a control flow graph. Node 0 is the entry; nodes that cannot be reached are in no
/// order and in no loop.
/// </summary>
internal sealed class FlowGraph
{
    private readonly Dictionary<int, HashSet<int>> _loops = [];
    private readonly List<int>[] _headersOf;

    public FlowGraph(IReadOnlyList<IReadOnlyList<int>> successors)
    {
        Successors = successors;
        var count = successors.Count;
        Position = new int[count];
        Array.Fill(Position, -1);
        Order = ReversePostOrder();
        for (var i = 0; i < Order.Count; i++)
            Position[Order[i]] = i;
        Predecessors = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        foreach (var node in Order)
        {
            foreach (var next in successors[node].Distinct())
                Predecessors[next].Add(node);
        }

        ImmediateDominator = Dominators();
        _headersOf = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        FindLoops();
    }

    public IReadOnlyList<IReadOnlyList<int>> Successors { get; }

    /// <summary>Predecessors that can be reached, each once.</summary>
    public List<int>[] Predecessors { get; }

    /// <summary>Reverse post-order: but for edges that go back in a loop, predecessors come first.</summary>
    public List<int> Order { get; }

    /// <summary>The place of a node in <see cref="Order"/>, or -1.</summary>
    public int[] Position { get; }

    /// <summary>The closest other node on every path from the entry; -1 for the entry.</summary>
    public int[] ImmediateDominator { get; }

    /// <summary>True if some loop has two entries, which structured control flow cannot say.</summary>
    public bool IsIrreducible { get; private set; }

    public bool IsForward(int from, int to) => Position[from] < Position[to];

    public bool IsLoopHeader(int node) => _loops.ContainsKey(node);

    /// <summary>The nodes of the loop that starts at a header.</summary>
    public IReadOnlySet<int> Loop(int header) => _loops[header];

    /// <summary>The headers of the loops around a node, outermost first; a header is in its own loop.</summary>
    public IReadOnlyList<int> HeadersOf(int node) => _headersOf[node];

    /// <summary>True if an edge leaves a loop.</summary>
    public bool LeavesLoop(int from, int to)
    {
        foreach (var header in _headersOf[from])
        {
            if (!_loops[header].Contains(to))
                return true;
        }

        return false;
    }

    public bool Dominates(int dominator, int node)
    {
        while (node >= 0 && node != dominator)
            node = ImmediateDominator[node];
        return node == dominator;
    }

    private List<int> ReversePostOrder()
    {
        var order = new List<int>();
        var seen = new bool[Successors.Count];
        var stack = new Stack<(int Node, int Next)>();
        seen[0] = true;
        stack.Push((0, 0));
        while (stack.TryPop(out var top))
        {
            var next = Successors[top.Node];
            // Last successor first, so that the first one comes first in the reversed order.
            if (top.Next < next.Count)
            {
                stack.Push((top.Node, top.Next + 1));
                var successor = next[next.Count - 1 - top.Next];
                if (!seen[successor])
                {
                    seen[successor] = true;
                    stack.Push((successor, 0));
                }
            }
            else
            {
                order.Add(top.Node);
            }
        }

        order.Reverse();
        return order;
    }

    // Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".
    private int[] Dominators()
    {
        var dominator = new int[Successors.Count];
        Array.Fill(dominator, -1);
        dominator[0] = 0;
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var node in Order.Skip(1))
            {
                var meet = -1;
                foreach (var predecessor in Predecessors[node])
                {
                    if (dominator[predecessor] >= 0)
                        meet = meet < 0 ? predecessor : Meet(predecessor, meet);
                }

                if (dominator[node] != meet)
                {
                    dominator[node] = meet;
                    changed = true;
                }
            }
        }

        dominator[0] = -1;
        return dominator;

        int Meet(int a, int b)
        {
            while (a != b)
            {
                while (Position[a] > Position[b])
                    a = dominator[a];
                while (Position[b] > Position[a])
                    b = dominator[b];
            }

            return a;
        }
    }

    private void FindLoops()
    {
        foreach (var header in Order)
        {
            foreach (var latch in Predecessors[header])
            {
                if (IsForward(latch, header))
                    continue;
                if (!Dominates(header, latch))
                {
                    IsIrreducible = true;
                    continue;
                }

                if (!_loops.TryGetValue(header, out var loop))
                    _loops[header] = loop = [header];
                var work = new Stack<int>([latch]);
                while (work.TryPop(out var node))
                {
                    if (loop.Add(node))
                    {
                        foreach (var predecessor in Predecessors[node])
                            work.Push(predecessor);
                    }
                }
            }
        }

        // Headers in order: the header of an outer loop comes first.
        foreach (var header in Order.Where(IsLoopHeader))
        {
            foreach (var node in _loops[header])
                _headersOf[node].Add(header);
        }
    }
}
