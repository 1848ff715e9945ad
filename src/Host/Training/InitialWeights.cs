using System.Runtime.InteropServices;
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
        // Layers of detectors have several outputs for each class, and one for none: where classes come in another order,
        // they start anew.
        var others = classes != model.Classes || match.Unknown.Count > 0
            || (match.Classes is not null && family.Task != ModelTask.Classification);
        bool IsNew(Parameter parameter) => others && family.IsOfClasses(parameter.Name);
        weights.Verify([.. model.Parameters.Select(parameter => IsNew(parameter)
            ? (parameter.Name, weights.TryGet(parameter.Name, out var found) ? [.. found] : [], Optional: true)
            : (parameter.Name, parameter.Shape.ToArray(), Optional: parameter.Kind == ParameterKind.Counter))]);
        var layers = family.Task == ModelTask.Classification ? "the last linear starts" : "the layers of classes start";
        if (classes != model.Classes)
            warn($"{path} is of {classes} classes, not of {model.Classes}: {layers} anew");
        else if (others)
            warn($"{path} is of other classes, {match.Difference}: {layers} anew");
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

    /// <summary>Puts weights of a network for classes into the trunk of a detector or segmenter.</summary>
    /// <param name="path">Of a Mobile-Former, MobileViT or ResNet, or of another detector on the same trunk.</param>
    /// <param name="model">The detector.</param>
    /// <param name="state">Of the detector; the trunk's entries are replaced.</param>
    /// <param name="warn">Gets to know what is strange about the weights.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or lacks a part of the trunk.</exception>
    /// <exception cref="RecipeException">The network has no trunk.</exception>
    public static void PutTrunk(
        string path, ImageModel model, Dictionary<string, float[]> state, Action<string> warn)
    {
        var family = model.Family;
        if (family.Trunk.Length == 0)
        {
            throw new RecipeException($"--initial-backbone is for detectors and segmenters; {model.Name} starts with "
                + "--initial-checkpoint.");
        }

        using var weights = ModelFiles.Open(path);
        var missing = new List<string>();
        foreach (var parameter in model.Parameters.Where(parameter => family.IsOfTrunk(parameter.Name)))
        {
            var name = parameter.Name[(family.Trunk.Length + 1)..];
            // A detector's own weights, those of the trunk's network, and timm's of what stands in cvnets' detectors.
            var found = new[] { parameter.Name, name, MobileVitKeys.ToTimm(name) }.FirstOrDefault(
                candidate => candidate is not null && weights.TryGet(candidate, out _));
            if (found is null)
            {
                if (parameter.Kind != ParameterKind.Counter)
                    missing.Add(parameter.Name);
                continue;
            }

            if (!weights.TryGet(found, out var shape) || !shape.SequenceEqual(parameter.Shape.ToArray()))
            {
                throw new ModelFormatException(path, found,
                    $"has the shape [{string.Join(", ", shape)}], the trunk of {model.Name} needs "
                        + $"[{string.Join(", ", parameter.Shape.ToArray())}]", "Name weights of the network of the trunk.");
            }

            var values = new float[parameter.Shape.Elements];
            weights.Read(found, values);
            if (WeightCheck.Find(found, values) is { } fault)
                warn($"{path}: tensor '{found}' {fault}: training cannot begin with that");
            // timm's networks see red first, cvnets' detectors blue.
            if (name == MobileVitKeys.FirstConvolution && found != parameter.Name && found != name)
                MobileVitKeys.ReverseChannels(MemoryMarshal.AsBytes(values.AsSpan()), parameter.Shape[0]);
            state[parameter.Name] = values;
        }

        if (missing.Count > 0)
        {
            throw new ModelFormatException(path, null, $"lacks {missing.Count} tensors of the trunk of {model.Name}, such as "
                + missing[0][(family.Trunk.Length + 1)..], "Name weights of the network of the trunk.");
        }
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
