using System.Reflection;
using GpuFormer.Graph;
using GpuFormer.Models;

namespace GpuFormer.Onnx;

/// <summary>Turns a model's graph, as the model states it, into an ONNX model.</summary>
internal static class OnnxExport
{
    private const string Producer = "GpuFormer";
    private const string Batch = "batch";

    // Any two will do: sizes that grow with the batch differ between them.
    private const long SomeBatch = 2;
    private const long NextBatch = 3;

    public static OnnxModel Translate(Model model, OnnxExportOptions options)
    {
        if (options.Opset is < OnnxExportOptions.OldestOpset or > OnnxExportOptions.NewestOpset)
        {
            throw new ArgumentOutOfRangeException(nameof(options),
                $"Opset {options.Opset} cannot be written: {OnnxExportOptions.OldestOpset} to "
                + $"{OnnxExportOptions.NewestOpset} can.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        var size = model.Network.DesignSize;
        var (height, width) = (options.Height ?? size.Height, options.Width ?? size.Width);
        var batch = options.DynamicBatch ? 1 : options.BatchSize;
        var graph = model.Network is IPaddedNetwork padded
            ? padded.BuildUnpadded(batch, height, width)
            : model.Network.Build(batch, height, width);
        var builder = new OnnxGraphBuilder(graph, model.ReadWeight, options.DynamicBatch);
        OnnxTranslation.Run(graph, builder);
        return new OnnxModel(IrVersionOf(options.Opset), options.Opset, Assemble(model, graph, builder))
        {
            ProducerName = Producer,
            ProducerVersion = Version,
            DocString = $"{model.Name}: {model.Network.Family} with {model.Classes} classes, for inference.",
            Metadata = Metadata(model),
        };
    }

    private static string Version =>
        typeof(OnnxExport).Assembly.GetName().Version?.ToString(3) ?? "";

    private static OnnxGraph Assemble(Model model, ComputeGraph graph, OnnxGraphBuilder builder)
    {
        var input = Value(graph.Inputs[0].Name, graph.Inputs[0].Shape, builder.DynamicBatch) with
        {
            DocString = "Pictures, RGB, normalised, channels before rows: [batch, 3, height, width].",
        };
        OnnxValue[] outputs =
        [
            .. graph.Outputs.Select(output => Value(output.Name, ShapeOf(output.Tensor), builder.DynamicBatch) with
            {
                DocString = Meaning(output.Name, model.Network.Family.Task),
            }),
        ];
        var plain = new OnnxGraph(model.Name, [input], outputs, builder.Initialisers, builder.Nodes)
        {
            DocString = "Maps are [batch, channels, height, width]; tokens are [batch * tokens, channels].",
        };
        return plain with { Values = ValuesBetween(plain) };
    }

    // Channels of maps are before rows, as those of the input.
    private static Shape ShapeOf(Tensor output) => output.Shape is { Rank: 4 } map
        ? new Shape(map[0], map[3], map[1], map[2])
        : output.Shape;

    private static string Meaning(string output, ModelTask task) => (output, task) switch
    {
        ("logits", ModelTask.Segmentation) => "One number for each class and pixel, before soft-max.",
        ("logits", ModelTask.Detection) => "One number for each object that is looked for and each class, before what "
            + "makes probabilities of them.",
        ("boxes", _) => "Centre, width and height of each object, as shares of the picture.",
        ("confidences", _) => "One number for each anchor and class, before soft-max.",
        ("deltas" or "locations", _) => "From each anchor to its object.",
        _ => "One number for each picture and class, before soft-max.",
    };

    // The batch is the outermost size of what goes in and comes out.
    private static OnnxValue Value(string name, Shape shape, bool dynamicBatch) => new(name, OnnxType.Float,
        [.. shape.Select((size, axis) => new OnnxDimension(size, dynamicBatch && axis == 0 ? Batch : null))]);

    // Shapes of all values between nodes: inferred for two batch sizes, of which those that grow are told by name.
    private static OnnxValue[] ValuesBetween(OnnxGraph graph)
    {
        var (some, next) = (OnnxShapes.Infer(graph, SomeBatch), OnnxShapes.Infer(graph, NextBatch));
        var outputs = graph.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. graph.Nodes.SelectMany(node => node.Outputs.Select(name => (node.Operator, Name: name)))
                .Where(value => !outputs.Contains(value.Name))
                .Select(value => new OnnxValue(
                    value.Name, IsInteger(graph, value.Name) ? OnnxType.Int64 : OnnxType.Float,
                    [.. some[value.Name].Zip(next[value.Name], Dimension)])),
        ];
    }

    private static OnnxDimension Dimension(long some, long next) => (next - some) switch
    {
        0 => new OnnxDimension(some),
        1 => new OnnxDimension(0, Batch),
        var step => new OnnxDimension(0, $"{step} * {Batch}"),
    };

    // Shapes, and what is made of shapes and constants, are int64.
    private static bool IsInteger(OnnxGraph graph, string name)
    {
        var maker = graph.Nodes.First(node => node.Outputs.Contains(name));
        return maker.Operator == "Shape"
            || (maker.Operator == "Concat" && graph.Nodes.Any(node => node.Operator == "Shape"
                && maker.Inputs.Contains(node.Outputs[0])));
    }

    // The first version of the format that knows the operators.
    private static int IrVersionOf(int opset) => opset switch
    {
        < 19 => 8,
        < 21 => 9,
        _ => 10,
    };

    private static List<KeyValuePair<string, string>> Metadata(Model model)
    {
        string[] kept = [ClassLabels.MetadataKey, PreprocessingMetadata.MetadataKey];
        return
        [
            .. kept.Where(model.Weights.Metadata.ContainsKey)
                .Select(key => KeyValuePair.Create(key, model.Weights.Metadata[key])),
        ];
    }
}
