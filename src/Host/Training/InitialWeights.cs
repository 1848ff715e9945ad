using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer.Training;

/// <summary>Weights of a file as a state to begin with.</summary>
internal static class InitialWeights
{
    /// <exception cref="ModelFormatException">The file is damaged or of another model.</exception>
    public static IReadOnlyDictionary<string, float[]> Read(string path, ImageModel model)
    {
        using var weights = WeightStore.Open(path);
        weights.Verify([.. model.Parameters.Select(parameter =>
            (parameter.Name, parameter.Shape.ToArray(), Optional: parameter.Kind == ParameterKind.Counter))]);
        var state = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var parameter in model.Parameters.Where(p => weights.TryGet(p.Name, out _)))
        {
            var values = new float[parameter.Shape.Elements];
            weights.Read(parameter.Name, values);
            state.Add(parameter.Name, values);
        }

        return state;
    }
}
