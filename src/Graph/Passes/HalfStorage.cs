using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Passes;

/// <summary>
/// Stores filters and maps in half precision; inputs, outputs, tokens, biases, scores and partial sums stay as they are.
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

    public static ComputeGraph Run(ComputeGraph graph, DeviceCapabilities device)
    {
        var outputs = graph.Outputs.Select(output => output.Tensor).ToHashSet();
        // A constant that something reads otherwise too stays as it is.
        var kept = graph.Nodes.SelectMany(node => node.Inputs.Where((_, i) => !IsHalfFilter(node, i, device)))
            .Concat(outputs).ToHashSet();
        var replacements = new Dictionary<Tensor, Tensor>();
        foreach (var constant in graph.Constants().Where(constant => !kept.Contains(constant)))
            replacements[constant] = Half(constant);
        var nodes = new List<Node>();
        foreach (var node in graph.Nodes)
        {
            var isHalf = device.ConvertsHalves && node.Op.MakesMaps && node.Output.Shape.Rank == 4;
            foreach (var made in node.Outputs)
                replacements[made] = isHalf && !outputs.Contains(made) ? Half(made) : new(made.Name, made.Shape);
            nodes.Add(new Node(node.Name, node.Op, [.. node.Inputs.Select(Stored)], [.. node.Outputs.Select(Stored)]));
        }

        return new ComputeGraph(
            graph.Inputs, [.. graph.Outputs.Select(o => o with { Tensor = Stored(o.Tensor) })], nodes);

        Tensor Stored(Tensor tensor) => replacements.GetValueOrDefault(tensor, tensor);
    }

    private static bool IsHalfFilter(Node node, int input, DeviceCapabilities device) =>
        input == node.Op.FilterInput && (device.ConvertsHalves || node.Output.Shape.Rows <= FewRows);

    private static Tensor Half(Tensor tensor) => new(tensor.Name, tensor.Shape, tensor.Source, isHalf: true);
}
