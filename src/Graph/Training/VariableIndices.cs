using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Execution;

namespace GpuFormer.Graph.Training;

/// <summary>Where the elements of a constant come from, if its transforms are rearrangements.</summary>
internal static class VariableIndices
{
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
    /// <exception cref="NotSupportedException">A transform computes.</exception>
    public static int[] Of(Tensor constant, Func<string, int> placeOf)
    {
        // Counted from 1 on: what a transform fills in is 0.
        var places = ConstantEvaluation.Evaluate<int>(
            constant, (name, shape) => [.. Enumerable.Range(placeOf(name) + 1, shape.Elements)],
            (transform, inputs) => transform is Rearrangement rearrangement
                ? rearrangement.Rearrange(inputs)
                : throw new NotSupportedException($"{constant} computes with parameters: it cannot be trained."));
        return Array.ConvertAll(places, place => place - 1);
    }
}
