using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Stores filters and maps in two bytes a number; inputs, outputs, tokens, biases, scores and partial
/// sums stay as they are.
/// </summary>
/// <remarks>
/// <code>
/// before: y [N, H, W, C] = Pointwise(x, panels, bias)
/// after:  half y [N, H, W, C] = Pointwise(x, half panels, bias)
/// </code>
/// </remarks>
internal static class HalfStorage
{
    // Where conversions cost time, filters are halves if memory is what their kernels wait for: those of tokens and
    // vectors. Measured on AVX2 in 294M: linears of one row take 0.69 of the time, of six rows 0.9, 1x1 convolutions of
    // maps 1.5 to 2.3 times as long; with maps in halves the network would take three times as long.
    private const int FewRows = 8;

    /// <summary>For inference.</summary>
    public static ComputeGraph Run(ComputeGraph graph, DeviceCapabilities device, Precision precision)
    {
        if (precision == Precision.Single)
            return graph;
        var (filters, maps) = precision == Precision.BFloat16
            ? (FloatFormat.BFloat16, FloatFormat.BFloat16)
            // Filters are checked before they are stored.
            : (device.ConvertsHalves ? FloatFormat.Half : FloatFormat.FiniteHalf, FloatFormat.Half);
        var outputs = graph.Outputs.Select(output => output.Tensor).ToHashSet();
        // A constant that something reads otherwise too stays as it is.
        var kept = graph.Nodes.SelectMany(node => node.Inputs.Where((_, i) => !IsHalfFilter(node, i, device)))
            .Concat(outputs).ToHashSet();
        var replacements = new Dictionary<Tensor, Tensor>();
        foreach (var constant in graph.Constants().Where(constant => !kept.Contains(constant)))
            replacements[constant] = Stored(constant, filters);
        return Replaced(graph, replacements, (node, made) =>
            device.ConvertsHalves && node.Kernel.MakesMaps && node.Output.Shape.Rank == 4 && !outputs.Contains(made)
                ? maps
                : FloatFormat.Single);
    }

    /// <summary>
    /// For training: maps and their gradients alone. Variables, their gradients, statistics, tokens, scores and losses
    /// stay float32.
    /// </summary>
    public static ComputeGraph RunForTraining(ComputeGraph graph, Precision precision)
    {
        if (precision == Precision.Single)
            return graph;
        var maps = precision == Precision.BFloat16 ? FloatFormat.BFloat16 : FloatFormat.Half;
        var outputs = graph.Outputs.Select(output => output.Tensor).ToHashSet();
        return Replaced(graph, [], (node, made) =>
            // Further outputs of other shapes are partial sums and scores.
            node.Kernel.MakesMaps && IsMap(made.Shape) && made.Shape == node.Output.Shape && !outputs.Contains(made)
                ? maps
                : FloatFormat.Single);
    }

    private static bool IsMap(Shape shape) => shape.Rank == 4 && shape[1] * shape[2] > 1;

    private static ComputeGraph Replaced(
        ComputeGraph graph, Dictionary<Tensor, Tensor> replacements, Func<Node, Tensor, FloatFormat> formatOf)
    {
        var nodes = new List<Node>();
        foreach (var node in graph.Nodes)
        {
            foreach (var made in node.Outputs)
                replacements[made] = Stored(made, formatOf(node, made));
            nodes.Add(new Node(node.Name, node.Op, [.. node.Inputs.Select(Now)], [.. node.Outputs.Select(Now)]));
        }

        return new ComputeGraph(
            graph.Inputs, [.. graph.Outputs.Select(o => o with { Tensor = Now(o.Tensor) })], nodes);

        Tensor Now(Tensor tensor) => replacements.GetValueOrDefault(tensor, tensor);
    }

    private static bool IsHalfFilter(Node node, int input, DeviceCapabilities device) =>
        input == node.Kernel.FilterInput && (device.ConvertsHalves || node.Output.Shape.Rows <= FewRows);

    private static Tensor Stored(Tensor tensor, FloatFormat format) =>
        new(tensor.Name, tensor.Shape, tensor.Source, format);
}
