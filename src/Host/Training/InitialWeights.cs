using GpuFormer.Data;
using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer.Training;

/// <summary>
/// Weights of a file as a state to begin with. Where they were made for other classes, the last linear starts anew;
/// where the same classes come in another order, its rows are put in that of the data set.
/// </summary>
internal static class InitialWeights
{
    /// <exception cref="ModelFormatException">The file is damaged or of another model.</exception>
    public static IReadOnlyDictionary<string, float[]> Read(
        string path, ImageModel model, ImageSource data, int seed, Action<string> warn)
    {
        using var weights = ModelFiles.Open(path);
        var family = model.Family;
        var match = ClassMatch.Of(ClassLabels.FromMetadata(weights.Metadata, path), data);
        var classes = family.ClassesOf(weights.ShapeOf) ?? 0;
        var others = classes != model.Classes || match.Unknown.Count > 0;
        bool IsNew(Parameter parameter) => others && family.IsOfClasses(parameter.Name);
        weights.Verify([.. model.Parameters.Select(parameter => IsNew(parameter)
            ? (parameter.Name, weights.TryGet(parameter.Name, out var found) ? [.. found] : [], Optional: true)
            : (parameter.Name, parameter.Shape.ToArray(), Optional: parameter.Kind == ParameterKind.Counter))]);
        if (classes != model.Classes)
            warn($"{path} is of {classes} classes, not of {model.Classes}: the last linear starts anew");
        else if (others)
            warn($"{path} is of other classes, {match.Difference}: the last linear starts anew");
        else if (match.Classes is not null)
            warn($"{path} has the same classes in another order: the last linear is put in that of the data set");
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
            if (match.Classes is { } order && family.IsOfClasses(parameter.Name))
                values = Reordered(values, order);
            state.Add(parameter.Name, values);
        }

        return state;
    }

    // Row k becomes that of the class which the data set has in place k.
    private static float[] Reordered(float[] values, IReadOnlyList<int> order)
    {
        var row = values.Length / order.Count;
        var ordered = new float[values.Length];
        for (var k = 0; k < order.Count; k++)
            values.AsSpan(order[k] * row, row).CopyTo(ordered.AsSpan(k * row));
        return ordered;
    }
}
