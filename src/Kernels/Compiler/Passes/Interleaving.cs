using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Lets long chains of operators whose results are stored one after the other take turns, operator by operator: each
/// waits for its own last result, and a processor looks only some dozens of operators ahead for another.
/// <code>
/// store y[0], f(g(h(a)))  |  p = h(a); q = h(b); p' = g(p); q' = g(q); store y[0], f(p'); store y[1], f(q')
/// store y[1], f(g(h(b)))  |
/// </code>
/// </summary>
internal sealed class Interleaving
{
    // Shorter chains fit side by side into what a processor sees.
    private const int ShortestChain = 10;

    // As many as sixteen registers hold beside the values of two chains, about three of each at a time. Where there are
    // more, and a constant for every third operator, what is spilled takes longer than what waited: without turns SiLU
    // takes 0.9 of the time.
    private const int FewConstants = 8;
    private const int OperatorsPerConstant = 3;

    private const int MostChains = 2;

    // What waits for its turn takes registers too.
    private const int MostStores = 6;

    private readonly Dictionary<(Region Region, int Position), List<Value>> _lets;
    private readonly HashSet<Value> _placed = [];

    private Interleaving(Dictionary<(Region Region, int Position), List<Value>> lets)
    {
        _lets = lets;
        foreach (var list in lets.Values)
            _placed.UnionWith(list);
    }

    /// <summary>Moves and adds values of <paramref name="lets"/>, what stands before which statement.</summary>
    public static void Run(
        IEnumerable<Region> regions, Dictionary<(Region Region, int Position), List<Value>> lets)
    {
        var interleaving = new Interleaving(lets);
        foreach (var region in regions)
            interleaving.Visit(region);
    }

    private void Visit(Region region)
    {
        // Those of stores one after the other.
        var chains = new List<List<Value>>();
        var known = new HashSet<Value>();
        for (var i = 0; i <= region.Statements.Count; i++)
        {
            List<Value> chain = [];
            if (i < region.Statements.Count && region.Statements[i] is Store { Value.Type: ScalarType.Float32 } store)
                chain = Chain(region, i, store.Value, known);
            if (chain.Count >= ShortestChain && FitsRegisters(chain))
            {
                chains.Add(chain);
                continue;
            }

            for (var first = 0; first < chains.Count && chains.Count <= MostStores; first += MostChains)
                TakeTurns(region, i - chains.Count + first, [.. chains.Skip(first).Take(MostChains)]);
            chains.Clear();
        }
    }

    // What is computed for a store alone, operands first.
    private List<Value> Chain(Region region, int position, Value stored, HashSet<Value> known)
    {
        var chain = new List<Value>();
        foreach (var value in _lets.GetValueOrDefault((region, position), []))
        {
            foreach (var operand in value.Operands)
                Add(operand);
            chain.Add(value);
        }

        Add(stored);
        return chain;

        void Add(Value root) => ValueOrder.Visit(root, IsKnown, value =>
        {
            known.Add(value);
            if (IsOperator(value))
                chain.Add(value);
        });

        bool IsKnown(Value value) => _placed.Contains(value) || known.Contains(value);
    }

    private static bool FitsRegisters(List<Value> chain)
    {
        var constants = chain.SelectMany(value => value.Operands.ToArray())
            .Where(operand => operand is Constant { Type: ScalarType.Float32 }).Distinct().Count();
        return constants <= FewConstants || chain.Count >= OperatorsPerConstant * constants;
    }

    // Conditions and changes of sign are parts of instructions; so is adding a constant to an index.
    private static bool IsOperator(Value value) => value.Type != ScalarType.Boolean && value is not UnaryValue
        && value is not BinaryValue { Operator: BinaryOperator.Add, Type: ScalarType.Int32, Right: Constant };

    // The last operators of all chains stand beside each other, and so do those before them.
    private void TakeTurns(Region region, int position, List<List<Value>> chains)
    {
        if (chains.Count < 2)
            return;
        var waiting = chains.SelectMany(chain => chain).ToHashSet();
        var done = new HashSet<Value>();
        var order = new List<Value>(waiting.Count);
        var length = chains.Max(chain => chain.Count);
        for (var step = 0; step < length; step++)
        {
            foreach (var chain in chains)
            {
                var at = step - length + chain.Count;
                if (at >= 0)
                    Place(chain[at]);
            }
        }

        for (var i = 0; i < chains.Count; i++)
            _lets.Remove((region, position + i));
        _lets[(region, position)] = order;

        // After what it is computed from, which another chain may have.
        void Place(Value root) => ValueOrder.Visit(root, IsDone, value =>
        {
            done.Add(value);
            if (waiting.Contains(value))
                order.Add(value);
        });

        bool IsDone(Value value) => done.Contains(value) || (_placed.Contains(value) && !waiting.Contains(value));
    }
}
