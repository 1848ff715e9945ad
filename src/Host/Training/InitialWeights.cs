using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer.Training;

/// <summary>
/// Weights of a file as a state to begin with. Where they were made for other classes, the last linear starts anew.
/// </summary>
internal static class InitialWeights
{
    /// <exception cref="ModelFormatException">The file is damaged or of another model.</exception>
    public static IReadOnlyDictionary<string, float[]> Read(string path, ImageModel model, int seed, Action<string> warn)
    {
        using var weights = ModelFiles.Open(path);
        var last = $"{model.Family.LastLayer}.";
        var others = ClassesOf(weights, last) is var classes && classes != model.Classes;
        bool IsNew(Parameter parameter) => others && parameter.Name.StartsWith(last, StringComparison.Ordinal);
        weights.Verify([.. model.Parameters.Select(parameter => IsNew(parameter)
            ? (parameter.Name, weights.TryGet(parameter.Name, out var found) ? [.. found] : [], Optional: true)
            : (parameter.Name, parameter.Shape.ToArray(), Optional: parameter.Kind == ParameterKind.Counter))]);
        if (others)
            warn($"{path} is of {classes} classes, not of {model.Classes}: the last linear starts anew");
        var state = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var parameter in model.Parameters.Where(p => IsNew(p) || weights.TryGet(p.Name, out _)))
        {
            if (IsNew(parameter))
            {
                state.Add(parameter.Name, Initialisation.Of(parameter, model.LinearDeviation, seed));
                continue;
            }

            var values = new float[parameter.Shape.Elements];
            weights.Read(parameter.Name, values);
            if (WeightCheck.Find(parameter.Name, values) is { } fault)
                warn($"{path}: tensor '{parameter.Name}' {fault}: training cannot begin with that");
            state.Add(parameter.Name, values);
        }

        return state;
    }

    private static int ClassesOf(WeightStore weights, string last) =>
        weights.TryGet($"{last}bias", out var shape) && shape is [> 0] ? shape[0] : 0;
}
