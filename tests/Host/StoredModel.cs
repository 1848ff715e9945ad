using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer.Tests.Host;

/// <summary>Writes weights files for tests: seeded numbers, or a golden file's.</summary>
internal static class StoredModel
{
    /// <summary>Small enough for every device, ilgpu:cpu too.</summary>
    public const string SmallPictures = """{"input_size": [3, 32, 32], "crop_pct": 1.0}""";

    /// <summary>A weights file of seeded numbers, changed as a test wants.</summary>
    public static string Write(
        string path, string model = "mobile_former_26m", int classes = 1000, string? preprocessing = SmallPictures,
        string? labels = null, Action<Dictionary<string, (int[] Shape, float[] Values)>>? change = null)
    {
        var network = ModelCatalogue.Create(model, classes);
        var tensors = network.Parameters.Where(p => p.Kind != ParameterKind.Counter)
            .ToDictionary(p => p.Name, p => (p.Shape.ToArray(), SeededWeights.Fill(p.Name, p.Shape)));
        change?.Invoke(tensors);
        var writer = new SafetensorsWriter();
        if (preprocessing is not null)
            writer.AddMetadata("preprocessing", preprocessing);
        if (labels is not null)
            writer.AddMetadata("labels", labels);
        foreach (var (name, (shape, values)) in tensors)
            writer.Add(name, values, shape);
        writer.Save(path);
        return path;
    }

    /// <summary>A weights file by the rule of a golden file.</summary>
    public static string Write(
        string path, string model, Func<string, IReadOnlyList<int>, float[]> fill, int classes = 1000)
    {
        var writer = new SafetensorsWriter();
        foreach (var parameter in ModelCatalogue.Create(model, classes).Parameters
            .Where(p => p.Kind != ParameterKind.Counter))
        {
            writer.Add(parameter.Name, fill(parameter.Name, parameter.Shape), parameter.Shape.ToArray());
        }

        writer.Save(path);
        return path;
    }
}
