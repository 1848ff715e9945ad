using GpuFormer.Graph.Execution;

namespace GpuFormer.Graph.Training;

/// <summary>
/// Where the elements of a constant come from, if its functions move elements and do not compute with them: found by
/// letting them move numbers that say where they came from.
/// </summary>
internal static class VariableIndices
{
    private const int Digit = 1 << 12;

    /// <summary>The stored tensors behind a constant, in order.</summary>
    public static IEnumerable<string> Roots(Tensor constant) => constant.Source switch
    {
        ConstantSource.Stored stored => [stored.Name],
        ConstantSource.Derived derived => derived.Inputs.SelectMany(Roots),
        _ => [],
    };

    /// <summary>For each element of a constant the place of the element it is, or -1 where it is 0.</summary>
    /// <param name="constant">Stored, or derived from stored tensors by moving elements.</param>
    /// <param name="placeOf">The place of the first element of a stored tensor.</param>
    /// <exception cref="NotSupportedException">A function computes.</exception>
    public static int[] Of(Tensor constant, Func<string, long> placeOf)
    {
        // Two digits, since a float holds 24 bits; 1 is added, so that a place is told from a 0 that was filled in.
        var low = ConstantEvaluation.Evaluate(constant, (name, shape) => Places(name, shape, place => place % Digit));
        var high = ConstantEvaluation.Evaluate(constant, (name, shape) => Places(name, shape, place => place / Digit));
        var indices = new int[low.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = (int)(((long)high[i] * Digit) + (long)low[i] - 1);
            if (low[i] is < 0 or >= Digit || low[i] != MathF.Floor(low[i]) || high[i] != MathF.Floor(high[i]))
                throw new NotSupportedException($"{constant} computes with parameters: it cannot be trained.");
        }

        return indices;

        float[] Places(string name, Shape shape, Func<long, long> digit)
        {
            var places = new float[shape.Elements];
            var first = placeOf(name) + 1;
            for (var i = 0; i < places.Length; i++)
                places[i] = digit(first + i);
            return places;
        }
    }
}
