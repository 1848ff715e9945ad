namespace GpuFormer.Tests.Ops.Backward;

/// <summary>
/// Remembers fp64 arithmetic, so that a plain loop which defines an op's result also gives its gradient: each operation
/// keeps its operands and its derivatives by them.
/// </summary>
internal sealed class Tape
{
    private readonly List<(int Left, double ByLeft, int Right, double ByRight)> _operations = [];

    public Term Variable(double value) => Record(value, -1, 0, -1, 0);

    public Term Record(double value, int left, double byLeft, int right, double byRight)
    {
        _operations.Add((left, byLeft, right, byRight));
        return new Term(this, _operations.Count - 1, value);
    }

    /// <summary>The derivatives of the sum of results times their given gradients by every term.</summary>
    public double[] Gradients(IEnumerable<(Term Result, double Gradient)> results)
    {
        var gradients = new double[_operations.Count];
        foreach (var (result, gradient) in results)
            gradients[result.Index] += gradient;
        for (var i = _operations.Count - 1; i >= 0; i--)
        {
            var (left, byLeft, right, byRight) = _operations[i];
            if (left >= 0)
                gradients[left] += byLeft * gradients[i];
            if (right >= 0)
                gradients[right] += byRight * gradients[i];
        }

        return gradients;
    }
}

/// <summary>A number on a <see cref="Tape"/>.</summary>
internal readonly struct Term(Tape tape, int index, double value)
{
    public int Index { get; } = index;

    public double Value { get; } = value;

    public static Term operator +(Term a, Term b) => a.Tape.Record(a.Value + b.Value, a.Index, 1, b.Index, 1);

    public static Term operator -(Term a, Term b) => a.Tape.Record(a.Value - b.Value, a.Index, 1, b.Index, -1);

    public static Term operator *(Term a, Term b) =>
        a.Tape.Record(a.Value * b.Value, a.Index, b.Value, b.Index, a.Value);

    public static Term operator /(Term a, Term b) =>
        a.Tape.Record(a.Value / b.Value, a.Index, 1 / b.Value, b.Index, -a.Value / (b.Value * b.Value));

    public static Term operator +(Term a, double b) => a.Tape.Record(a.Value + b, a.Index, 1, -1, 0);

    public static Term operator *(Term a, double b) => a.Tape.Record(a.Value * b, a.Index, b, -1, 0);

    /// <summary>A function of this number, from its value and its derivative here.</summary>
    public Term Apply(double value, double derivative) => Tape.Record(value, Index, derivative, -1, 0);

    public Term Exp() => Apply(Math.Exp(Value), Math.Exp(Value));

    public Term Sqrt() => Apply(Math.Sqrt(Value), 0.5 / Math.Sqrt(Value));

    /// <summary>The larger of two; at a tie each has half of the gradient, as in PyTorch.</summary>
    public static Term Max(Term a, Term b)
    {
        var share = a.Value > b.Value ? 1 : a.Value < b.Value ? 0 : 0.5;
        return a.Tape.Record(Math.Max(a.Value, b.Value), a.Index, share, b.Index, 1 - share);
    }

    public static Term Sum(IEnumerable<Term> terms) => terms.Aggregate((a, b) => a + b);

    /// <summary>Soft-max, with the largest number taken away from all.</summary>
    public static Term[] Softmax(Term[] scores)
    {
        var top = scores.Max(s => s.Value);
        var powers = scores.Select(s => (s + -top).Exp()).ToArray();
        var total = Sum(powers);
        return [.. powers.Select(p => p / total)];
    }

    /// <summary>min(max(x + 3, 0), 6) / 6, without gradient at and beyond its kinks.</summary>
    public Term HardSigmoid() => Apply(Reference.HardSigmoid(Value), Value > -3 && Value < 3 ? 1 / 6.0 : 0);

    private Tape Tape { get; } = tape;
}
