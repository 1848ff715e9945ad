using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer.Tests.Host;

/// <summary>Writes weights of a small detector that says the same of every image: two equal objects in the middle, a three
/// with the likelihood that is asked for.</summary>
internal static class StoredDetectorFile
{
    private const string Options = "width=16 heads=2 blocks=1,1,1 query_hidden=16 map_hidden=16 queries=2";

    /// <summary>Writes a file.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="sure">The logit of a three, beside 1 of a cow and 0 of no object.</param>
    public static string Write(string path, float sure)
    {
        var network = ModelCatalogue.Create("e2e_mobile_former_26m", 3, Options.Split(' '));
        var writer = new SafetensorsWriter();
        writer.AddMetadata("model", network.Name);
        writer.AddMetadata("model_options", string.Join(' ', network.OptionTexts));
        writer.AddMetadata("labels", """["cow", "three"]""");
        writer.AddMetadata("preprocessing", """{"input_size": [3, 64, 64]}""");
        foreach (var parameter in network.Parameters.Where(parameter => parameter.Kind != ParameterKind.Counter))
        {
            writer.Add(parameter.Name, parameter.Name switch
            {
                "class_embed.weight" or "bbox_embed.layers.2.weight" => new float[parameter.Shape.Elements],
                "class_embed.bias" => [1, sure, 0],
                "bbox_embed.layers.2.bias" => new float[4], // a sigmoid of 0: half
                _ => SeededWeights.Fill(parameter.Name, parameter.Shape),
            }, [.. parameter.Shape]);
        }

        writer.Save(path);
        return path;
    }
}
