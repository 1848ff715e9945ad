using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Sorts sums of 32-bit integers, which may be summed in any order since they wrap: what is the same for all lanes
/// first, of that what loops change least first, the constant last. A product with a sum is split where that sets
/// something free to leave a loop or the lanes.
/// <code>
/// loop (k = 0) {                      |  loop (k = 0) {
///   a = load f[((k + 1) * P           |    a = load f[(p * Q + k * P)
///     + GroupIndex.X) + p * Q]        |      + GroupIndex.X + P]
///   continue k + 1                    |    continue k + 1
/// }                                   |  }   (p * Q is now a value of its own, outside the loop)
/// </code>
/// </summary>
internal sealed class IndexReassociation : FunctionRewriter
{
    // Longer sums stay as they are, so that a chain of n additions is not flattened n times.
    private const int LongestSum = 24;

    private readonly Uniformity _uniformity;
    private readonly Dictionary<Value, Rank> _ranks = [];
    private readonly Dictionary<Value, int> _orders = [];
    private readonly HashSet<Region> _loopBodies = [];
    private int _loopDepth;

    private IndexReassociation(KernelFunction function, IndexNormaliser normaliser)
        : base(function, value => normaliser.Normalise!(value))
    {
        _uniformity = Uniformity.Analyse(function);
        normaliser.Normalise = Normalise;
    }

    public static KernelFunction Run(KernelFunction function) =>
        new IndexReassociation(function, new IndexNormaliser()).Rewrite();

    protected override void RewriteRegion(Region old, Region into)
    {
        var isLoop = _loopBodies.Contains(old);
        _loopDepth += isLoop ? 1 : 0;
        base.RewriteRegion(old, into);
        _loopDepth -= isLoop ? 1 : 0;
    }

    protected override Terminator? EmitLoop(Loop old)
    {
        _loopBodies.Add(old.Body);
        return base.EmitLoop(old);
    }

    protected override void Define(Value old, Value value)
    {
        // Arguments are defined just before their loop's body.
        _ranks.TryAdd(value, new Rank(!_uniformity.IsUniform(old), value is RegionArgument ? _loopDepth + 1 : _loopDepth));
        base.Define(old, value);
    }

    private Rank RankOf(Value value)
    {
        ValueOrder.Visit(value, _ranks.ContainsKey, inner =>
        {
            var rank = default(Rank);
            foreach (var operand in inner.Operands)
                rank = rank.Join(LeafRank(operand));
            _ranks[inner] = rank;
        });
        return LeafRank(value);
    }

    private Rank LeafRank(Value value) => value is BuiltInValue { Kind: BuiltIn.GroupIndexX }
        ? new Rank(IsVarying: true, 0)
        : _ranks.GetValueOrDefault(value);

    private Value Normalise(Value value)
    {
        if (value is not BinaryValue { Type: ScalarType.Int32 } binary)
            return value;
        switch (binary.Operator)
        {
            case BinaryOperator.Add or BinaryOperator.Subtract:
            case BinaryOperator.Multiply when HasSum(binary.Left) || HasSum(binary.Right):
                var terms = new SortedTerms();
                return Flatten(value, 1, terms) ? Build(terms) : value;
            default:
                return value;
        }
    }

    private static bool HasSum(Value value) =>
        value is BinaryValue { Operator: BinaryOperator.Add or BinaryOperator.Subtract };

    // Adds coefficient * value to the terms; false if there are too many.
    private bool Flatten(Value value, int coefficient, SortedTerms terms)
    {
        unchecked
        {
            switch (value)
            {
                case Constant constant:
                    terms.Constant += coefficient * constant.Bits;
                    return true;
                case BinaryValue { Operator: BinaryOperator.Add } sum:
                    return Flatten(sum.Left, coefficient, terms) && Flatten(sum.Right, coefficient, terms);
                case BinaryValue { Operator: BinaryOperator.Subtract } difference:
                    return Flatten(difference.Left, coefficient, terms) && Flatten(difference.Right, -coefficient, terms);
                case UnaryValue { Operator: UnaryOperator.Negate } negation:
                    return Flatten(negation.Operand, -coefficient, terms);
                // The bits of a float are no index, and a shift is less work than a multiplication.
                case BinaryValue { Operator: BinaryOperator.ShiftLeft, Right: Constant count } shift
                    when shift.Left is not UnaryValue { Operator: UnaryOperator.BitsToInt }:
                    return Flatten(shift.Left, coefficient << count.Bits, terms);
                case BinaryValue { Operator: BinaryOperator.Multiply, Right: Constant factor } product:
                    return FlattenProduct(product.Left, factor, coefficient, terms);
                case BinaryValue { Operator: BinaryOperator.Multiply } product:
                    return HasSum(product.Left) || !HasSum(product.Right)
                        ? FlattenProduct(product.Left, product.Right, coefficient, terms)
                        : FlattenProduct(product.Right, product.Left, coefficient, terms);
                default:
                    return terms.Add(value, coefficient, OrderOf(value)) && terms.Count <= LongestSum;
            }
        }
    }

    // sum * factor: terms of the sum with a lower rank than the whole are multiplied on their own.
    private bool FlattenProduct(Value left, Value factor, int coefficient, SortedTerms terms)
    {
        unchecked
        {
            if (!HasSum(left))
            {
                if (factor is Constant by)
                    return Flatten(left, coefficient * by.Bits, terms);
                return AddTerm(Values.Binary(BinaryOperator.Multiply, left, factor), coefficient, terms);
            }

            var inner = new SortedTerms();
            if (!Flatten(left, 1, inner))
                return AddTerm(Values.Binary(BinaryOperator.Multiply, left, factor), coefficient, terms);
            var (whole, factorRank) = (RankOf(left), RankOf(factor));
            var isSplit = factorRank.Depth < whole.Depth || (whole.IsVarying && !factorRank.IsVarying);
            foreach (var group in inner.Sorted(RankOf).GroupBy(term => isSplit ? RankOf(term.Value) : whole))
            {
                var part = new SortedTerms();
                foreach (var term in group)
                    part.Add(term.Value, term.Coefficient, OrderOf(term.Value));
                // A part of one term times a constant is one term.
                if (factor is Constant by && part.Count == 1)
                    terms.Add(group.First().Value, group.First().Coefficient * by.Bits * coefficient,
                        OrderOf(group.First().Value));
                else if (!AddTerm(Values.Binary(BinaryOperator.Multiply, Build(part), factor), coefficient, terms))
                    return false;
            }

            if (factor is Constant f)
                terms.Constant += inner.Constant * f.Bits * coefficient;
            else if (inner.Constant != 0)
                return AddTerm(factor, inner.Constant * coefficient, terms);
            return terms.Count <= LongestSum;
        }
    }

    private bool AddTerm(Value value, int coefficient, SortedTerms terms)
    {
        if (value is Constant constant)
            terms.Constant += unchecked(constant.Bits * coefficient);
        else if (value is BinaryValue { Operator: BinaryOperator.Multiply, Right: Constant factor } product
            && !HasSum(product.Left))
            terms.Add(product.Left, unchecked(coefficient * factor.Bits), OrderOf(product.Left));
        else
            terms.Add(value, coefficient, OrderOf(value));
        return terms.Count <= LongestSum;
    }

    private Value Build(SortedTerms terms)
    {
        Value? sum = null;
        foreach (var (value, coefficient) in terms.Sorted(RankOf))
        {
            if (coefficient == -1 && sum is not null)
            {
                sum = Values.Binary(BinaryOperator.Subtract, sum, value);
                continue;
            }

            var term = coefficient == -1
                ? Values.Unary(UnaryOperator.Negate, value)
                : Values.Binary(BinaryOperator.Multiply, value, Values.Int(coefficient));
            sum = sum is null ? term : Values.Binary(BinaryOperator.Add, sum, term);
        }

        return sum is null ? Values.Int(terms.Constant) : Values.Binary(BinaryOperator.Add, sum, Values.Int(terms.Constant));
    }

    private int OrderOf(Value value)
    {
        if (!_orders.TryGetValue(value, out var order))
            _orders[value] = order = _orders.Count;
        return order;
    }

    /// <summary>Uniform before varying, then by the number of loops around.</summary>
    private readonly record struct Rank(bool IsVarying, int Depth) : IComparable<Rank>
    {
        public Rank Join(Rank other) => new(IsVarying || other.IsVarying, Math.Max(Depth, other.Depth));

        public int CompareTo(Rank other) =>
            IsVarying != other.IsVarying ? IsVarying.CompareTo(other.IsVarying) : Depth.CompareTo(other.Depth);
    }

    // The base class wants the function before this object has it.
    private sealed class IndexNormaliser
    {
        public Func<Value, Value>? Normalise { get; set; }
    }

    /// <summary>A sum of values with coefficients, and a constant.</summary>
    private sealed class SortedTerms
    {
        private readonly Dictionary<Value, (int Coefficient, int Order)> _terms = [];

        public int Constant { get; set; }

        public int Count => _terms.Count;

        public bool Add(Value value, int coefficient, int order)
        {
            var sum = unchecked(_terms.GetValueOrDefault(value).Coefficient + coefficient);
            if (sum == 0)
                _terms.Remove(value);
            else
                _terms[value] = (sum, order);
            return true;
        }

        public IEnumerable<(Value Value, int Coefficient)> Sorted(Func<Value, Rank> rank) => _terms
            .OrderBy(term => rank(term.Key)).ThenBy(term => term.Value.Order)
            .Select(term => (term.Key, term.Value.Coefficient));
    }
}
