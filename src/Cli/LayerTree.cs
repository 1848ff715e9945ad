using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Graph;
using GpuFormer.Models;

namespace GpuFormer.Cli;

/// <summary>
/// A network as a tree of its layers, by the parts of their names: what each makes, learns and computes. Numbers of a
/// layer include those of the layers inside it.
/// </summary>
internal sealed class LayerTree
{
    private readonly List<LayerTree> _inner = [];

    private LayerTree(string name, string path) => (Name, Path) = (name, path);

    /// <summary>The last part of its name.</summary>
    public string Name { get; }

    /// <summary>Its whole name, as in a state-dict; that of the network for the root.</summary>
    public string Path { get; }

    /// <summary>What it makes of one image, the batch left out; null for parameters that no op is named after.</summary>
    public Shape? Output { get; private set; }

    /// <summary>The op of a layer that is one; else empty.</summary>
    public string Op { get; private set; } = "";

    /// <summary>How many numbers it learns.</summary>
    public long Parameters { get; private set; }

    /// <summary>Multiply-accumulates for one image.</summary>
    public long MultiplyAdds { get; private set; }

    /// <summary>The layers inside it, in the order in which they run.</summary>
    public IReadOnlyList<LayerTree> Inner => _inner;

    /// <summary>The tree of a network for images of a size.</summary>
    public static LayerTree Of(ImageModel model, int height, int width)
    {
        var root = new LayerTree(model.Name, "");
        foreach (var node in model.Build(1, height, width).Nodes)
        {
            foreach (var layer in root.Along(node.Name))
            {
                layer.Output = node.Output.Shape;
                layer.MultiplyAdds += node.MultiplyAdds;
                if (layer.Path == node.Name)
                    layer.Op = node.Op.Name;
            }
        }

        foreach (var parameter in model.Parameters.Where(parameter => parameter.Kind == ParameterKind.Weight))
        {
            var end = parameter.Name.LastIndexOf('.');
            foreach (var layer in root.Along(end < 0 ? parameter.Name : parameter.Name[..end]))
                layer.Parameters += parameter.Shape.Elements;
        }

        return root;
    }

    /// <summary>As JSON, down to a depth.</summary>
    public JsonObject ToJson(int depth) => new()
    {
        ["name"] = Path,
        ["op"] = Op,
        ["output"] = Output is { } shape ? new JsonArray([.. shape.Select(size => (JsonNode)size)]) : null,
        ["params"] = Parameters,
        ["macs"] = MultiplyAdds,
        ["flops"] = 2 * MultiplyAdds,
        ["layers"] = new JsonArray(depth == 0 ? [] : [.. _inner.Select(layer => (JsonNode)layer.ToJson(depth - 1))]),
    };

    /// <summary>Writes the tree.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="depth">How many layers deep; null for the blocks of the network and what stands beside them.</param>
    public void Write(CommandOutput output, int? depth)
    {
        var rows = new List<(string Label, LayerTree Layer)>();
        Collect(rows, Name, "", depth);
        ResultTable.Write(output, Columns(MultiplyAdds), rows);
    }

    private static Column<(string Label, LayerTree Layer)>[] Columns(long total) =>
    [
        new("layer", "layer", row => row.Label, IsNumber: false),
        new("op", "op", row => row.Layer._inner.Count == 0 ? row.Layer.Op : "", IsNumber: false)
        {
            Terminal = new() { LeavesOut = 2 },
        },
        new("output", "output", row => row.Layer.Output is { } shape ? string.Join('x', shape.Skip(1)) : "",
            IsNumber: false),
        new("params", "params", row => row.Layer.Parameters, row => Quantities.Count(row.Layer.Parameters)),
        new("macs", "MACs", row => row.Layer.MultiplyAdds, row => Quantities.Count(row.Layer.MultiplyAdds)),
        new("flops", "FLOPs", row => 2 * row.Layer.MultiplyAdds,
            row => Quantities.Count(2 * row.Layer.MultiplyAdds))
        {
            Terminal = new() { LeavesOut = 1 },
        },
        new("share", "MACs %", row => Share(row.Layer, total), row => Quantities.Number(Share(row.Layer, total))),
    ];

    private static double Share(LayerTree layer, long total) => total == 0 ? 0 : 100.0 * layer.MultiplyAdds / total;

    // The layers that a name runs through, from the root on; those that are not there yet are made.
    private IEnumerable<LayerTree> Along(string name)
    {
        var layer = this;
        yield return layer;
        foreach (var part in name.Split('.'))
        {
            var next = layer._inner.Find(inner => inner.Name == part);
            if (next is null)
            {
                next = new LayerTree(part, layer.Path.Length == 0 ? part : $"{layer.Path}.{part}");
                layer._inner.Add(next);
            }

            yield return layer = next;
        }
    }

    private void Collect(List<(string Label, LayerTree Layer)> rows, string label, string guides, int? depth)
    {
        rows.Add((label, this));
        if (depth is { } left ? left == 0 : IsBlock)
            return;
        for (var i = 0; i < _inner.Count; i++)
        {
            var isLast = i == _inner.Count - 1;
            _inner[i].Collect(rows, $"{guides}{(isLast ? "└─ " : "├─ ")}{_inner[i].Name}",
                guides + (isLast ? "   " : "│  "), depth - 1);
        }
    }

    // Below the blocks the tree is long and tells little: 'features' and 'stages.2' are opened, 'features.3' is not.
    private bool IsBlock => Path.Length > 0
        && !(_inner.Any(inner => inner._inner.Count > 0) && _inner.All(inner => inner.Name.All(char.IsAsciiDigit)));
}
