using System.Globalization;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>A product of values times a constant: one summand of an index.</summary>
/// <param name="Key">Identifies the product of the factors.</param>
/// <param name="Factors">At least one, none of them a sum.</param>
/// <param name="Coefficient">Not 0.</param>
internal sealed record IndexTerm(string Key, Value[] Factors, long Coefficient);

/// <summary>An index as a sum of products plus a constant. 32-bit overflow of an index is not preserved.</summary>
internal sealed record IndexForm(IReadOnlyList<IndexTerm> Terms, long Constant)
{
    /// <summary>Identifies the sum without its constant.</summary>
    public static string KeyOf(IEnumerable<IndexTerm> terms) =>
        string.Join('+', terms.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Coefficient}*{t.Key}")));

    /// <summary>a - b, term by term.</summary>
    public static List<IndexTerm> Difference(IReadOnlyList<IndexTerm> a, IReadOnlyList<IndexTerm> b)
    {
        var result = new List<IndexTerm>();
        foreach (var term in a)
        {
            var other = b.FirstOrDefault(t => t.Key == term.Key);
            var coefficient = term.Coefficient - (other?.Coefficient ?? 0);
            if (coefficient != 0)
                result.Add(term with { Coefficient = coefficient });
        }

        result.AddRange(b.Where(t => a.All(o => o.Key != t.Key)).Select(t => t with { Coefficient = -t.Coefficient }));
        return result;
    }
}

/// <summary>Takes index expressions apart into <see cref="IndexForm"/>s.</summary>
/// <param name="laneOrigin">
/// Where the vector starts along X, added wherever the X index of a thread stands; null if that is always 0.
/// </param>
/// <param name="isWhole">Tells which products are at hand already and stay whole.</param>
internal sealed class IndexForms(Value? laneOrigin, Func<Value, bool> isWhole)
{
    // Products of long sums are left whole: their terms would cost more than they let us share.
    private const int MaximumTerms = 10;

    private readonly Dictionary<Value, int> _numbers = [];
    private readonly Dictionary<Value, IndexForm> _forms = [];

    public IndexForm Of(Value index)
    {
        if (!_forms.TryGetValue(index, out var form))
            _forms[index] = form = Make(index);
        return form;
    }

    private IndexForm Make(Value value)
    {
        switch (value)
        {
            case Constant constant:
                return new([], constant.Bits);
            case BinaryValue { Operator: BinaryOperator.Add, Type: ScalarType.Int32 } sum:
                return Sum(Of(sum.Left), Of(sum.Right), 1, value);
            case BinaryValue { Operator: BinaryOperator.Subtract, Type: ScalarType.Int32 } difference:
                return Sum(Of(difference.Left), Of(difference.Right), -1, value);
            case BinaryValue { Operator: BinaryOperator.Multiply or BinaryOperator.ShiftLeft } when isWhole(value):
                return Atom(value);
            case BinaryValue { Operator: BinaryOperator.Multiply, Type: ScalarType.Int32 } product:
                return Product(Of(product.Left), Of(product.Right), value);
            case BinaryValue { Operator: BinaryOperator.ShiftLeft, Right: Constant count } shift:
                return Product(Of(shift.Left), new([], 1L << (count.Bits & 31)), value);
            case UnaryValue { Operator: UnaryOperator.Negate, Type: ScalarType.Int32 } negation:
                return Product(Of(negation.Operand), new([], -1), value);
            case BuiltInValue { Kind: BuiltIn.GroupIndexX } when laneOrigin is not null:
                return Sum(Atom(value), Atom(laneOrigin), 1, value);
            default:
                return Atom(value);
        }
    }

    private IndexForm Atom(Value value) => new([new(Number(value), [value], 1)], 0);

    private string Number(Value value)
    {
        if (!_numbers.TryGetValue(value, out var number))
            _numbers[value] = number = _numbers.Count;
        return number.ToString("D4", CultureInfo.InvariantCulture);
    }

    private IndexForm Sum(IndexForm a, IndexForm b, long sign, Value whole)
    {
        if (a.Terms.Count + b.Terms.Count > MaximumTerms)
            return Atom(whole);
        var scaled = b.Terms.Select(t => t with { Coefficient = t.Coefficient * sign });
        return new(Collect(a.Terms.Concat(scaled)), a.Constant + (b.Constant * sign));
    }

    private IndexForm Product(IndexForm a, IndexForm b, Value whole)
    {
        if ((a.Terms.Count + 1) * (b.Terms.Count + 1) > MaximumTerms + 1)
            return Atom(whole);
        var terms = new List<IndexTerm>();
        foreach (var x in a.Terms)
        {
            foreach (var y in b.Terms)
            {
                Value[] factors = [.. x.Factors.Concat(y.Factors).OrderBy(Number)];
                terms.Add(new(string.Join('.', factors.Select(Number)), factors, x.Coefficient * y.Coefficient));
            }
        }

        terms.AddRange(a.Terms.Select(t => t with { Coefficient = t.Coefficient * b.Constant }));
        terms.AddRange(b.Terms.Select(t => t with { Coefficient = t.Coefficient * a.Constant }));
        return new(Collect(terms), a.Constant * b.Constant);
    }

    private static List<IndexTerm> Collect(IEnumerable<IndexTerm> terms) =>
    [
        .. terms.GroupBy(t => t.Key, (_, same) =>
        {
            var all = same.ToArray();
            return all[0] with { Coefficient = all.Sum(t => t.Coefficient) };
        }).Where(t => t.Coefficient != 0).OrderBy(t => t.Key, StringComparer.Ordinal),
    ];
}
