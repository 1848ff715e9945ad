using System.Numerics;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// The largest power of two, up to <see cref="Most"/>, that is known to divide an integer, whatever a launch passes:
/// what proves that addresses are aligned. Wrapping changes no such divisor.
/// </summary>
internal sealed class Divisibility
{
    public const int Most = 16;

    // What loops carry and statements yield: first the most, then less until nothing contradicts.
    private readonly Dictionary<Value, int> _carried = [];
    private readonly Dictionary<Value, List<Value>> _sources = [];

    private Divisibility()
    {
    }

    public static Divisibility Analyse(KernelFunction function)
    {
        var analysis = new Divisibility();
        analysis.Collect(function.Body, null);
        foreach (var carried in analysis._sources.Keys)
            analysis._carried[carried] = Most;
        bool isChanged;
        do
        {
            isChanged = false;
            foreach (var (carried, sources) in analysis._sources)
            {
                var divisor = sources.Min(analysis.Of);
                isChanged |= divisor != analysis._carried[carried];
                analysis._carried[carried] = divisor;
            }
        }
        while (isChanged);
        return analysis;
    }

    public int Of(Value value) => value switch
    {
        Constant constant => Divisor(constant.Bits),
        BinaryValue { Operator: BinaryOperator.Multiply } product =>
            Math.Min(Most, Of(product.Left) * Of(product.Right)),
        BinaryValue { Operator: BinaryOperator.ShiftLeft, Right: Constant count } shift =>
            (int)Math.Min(Most, (long)Of(shift.Left) << (count.Bits & 31)),
        BinaryValue
        {
            Operator: BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Minimum or BinaryOperator.Maximum,
        } sum => Math.Min(Of(sum.Left), Of(sum.Right)),
        UnaryValue { Operator: UnaryOperator.Negate } negation => Of(negation.Operand),
        TernaryValue { Operator: TernaryOperator.Select } choice => Math.Min(Of(choice.Second), Of(choice.Third)),
        _ => _carried.GetValueOrDefault(value, 1),
    };

    private static int Divisor(int value) =>
        value == 0 ? Most : Math.Min(Most, 1 << Math.Min(30, BitOperations.TrailingZeroCount(value)));

    private void Collect(Region region, StructuredStatement? owner)
    {
        foreach (var statement in region.Statements.OfType<StructuredStatement>())
        {
            if (statement is Loop loop)
                Add(loop.Body.Arguments, loop.Initial);
            foreach (var inner in statement.Regions)
                Collect(inner, statement);
        }

        switch (region.Terminator)
        {
            case Continue next:
                Add(next.Target.Body.Arguments, next.Values);
                break;
            case Break leave:
                Add(leave.Target.Results, leave.Values);
                break;
            case Yield yield when owner is not null:
                Add(owner.Results, yield.Values);
                break;
        }
    }

    private void Add(IEnumerable<Value> carried, IEnumerable<Value> sources)
    {
        foreach (var (value, source) in carried.Zip(sources))
        {
            if (value.Type is not (ScalarType.Int32 or ScalarType.UInt32))
                continue;
            if (!_sources.TryGetValue(value, out var all))
                _sources[value] = all = [];
            all.Add(source);
        }
    }
}
