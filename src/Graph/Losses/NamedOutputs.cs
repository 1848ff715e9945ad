namespace GpuFormer.Graph.Losses;

/// <summary>Finds a network's outputs.</summary>
internal static class NamedOutputs
{
    /// <summary>The output of a name.</summary>
    /// <exception cref="ArgumentException">The network has none.</exception>
    public static Tensor Named(this IReadOnlyList<GraphOutput> outputs, string name) =>
        outputs.FirstOrDefault(output => output.Name == name)?.Tensor ?? throw new ArgumentException(
            $"The network has no output '{name}', only {string.Join(", ", outputs.Select(output => output.Name))}.",
            nameof(name));

    /// <summary>The shape of what there is one of for each row of a tensor.</summary>
    public static Shape RowShape(this Tensor tensor) => new([.. tensor.Shape.Take(tensor.Shape.Rank - 1)]);
}
