using System.Globalization;

namespace GpuFormer.Models;

/// <summary>
/// The layers of a network in their order, as layer-wise decay of the learning rate counts them (Clark et al., 2020; Bao
/// et al., 2021): the stem is 0, each block one more, the head the last. They are the groups of timm's
/// <c>group_matcher</c> for the networks that timm has: a last convolution before the pooling counts with the block before
/// it in MobileViT and MobileNetV2, and as a block in MobileNetV3. Mobile-Former's tokens count with the stem, its last
/// bridge with the last block.
/// </summary>
internal sealed class LayerGroups
{
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);

    /// <summary>Groups all entries of a network's state-dict.</summary>
    public LayerGroups(ImageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        var last = model.Family == ModelFamily.MobileNetV2 ? LastFeature(model) : "";
        foreach (var parameter in model.Parameters)
        {
            // What joins the group before it: names follow the order of the layers.
            var layer = LayerOf(parameter.Name);
            var group = layer.Length == 0 || layer == last
                ? Math.Max(0, order.Count - 1)
                : order.TryGetValue(layer, out var known) ? known : order[layer] = order.Count;
            _groups.Add(parameter.Name, group);
        }

        Count = Math.Max(1, order.Count);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The group of an entry of the state-dict, from 0 for the stem.</summary>
    /// <exception cref="KeyNotFoundException">The network has no such entry.</exception>
    public int this[string name] => _groups[name];

    private static string LayerOf(string name)
    {
        var parts = name.Split('.');
        return parts[0] switch
        {
            "tokens" or "stem" or "conv1" or "bn1" => "stem",
            "features" => $"features.{parts[1]}",
            "stages" => $"stages.{parts[1]}.{parts[2]}",
            "layer1" or "layer2" or "layer3" or "layer4" => $"{parts[0]}.{parts[1]}",
            "local_global" or "final_conv" => "",
            _ => "head",
        };
    }

    private static string LastFeature(ImageModel model)
    {
        var last = model.Parameters.Select(p => p.Name.Split('.')).Where(parts => parts[0] == "features")
            .Max(parts => int.Parse(parts[1], CultureInfo.InvariantCulture));
        return string.Create(CultureInfo.InvariantCulture, $"features.{last}");
    }
}
