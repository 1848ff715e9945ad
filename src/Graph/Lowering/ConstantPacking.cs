using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Lowering;

/// <summary>Lays constants out as the kernels of this device want them; one copy for all who want the same.</summary>
/// <remarks>
/// <code>
/// before: y = Pointwise(x, filter [C, K])
/// after:  y = Pointwise(x, panels(filter) [C / P, K, P])
/// </code>
/// </remarks>
internal static class ConstantPacking
{
    public static ComputeGraph Run(ComputeGraph graph, DeviceCapabilities device)
    {
        var replacements = new Dictionary<Tensor, Tensor>();
        var nodes = new List<Node>();
        foreach (var node in graph.Nodes)
        {
            Shape[] inputShapes = [.. node.Inputs.Select(t => t.Shape)];
            Shape[] outputShapes = [.. node.Outputs.Select(t => t.Shape)];
            var tensors = new Tensor[inputShapes.Length];
            for (var i = 0; i < tensors.Length; i++)
            {
                var tensor = node.Inputs[i];
                tensors[i] = tensor.IsConstant && node.Kernel.Pack(i, inputShapes, outputShapes, device) is { } layout
                    ? GraphBuilder.Derived(layout, tensor)
                    : replacements.GetValueOrDefault(tensor, tensor);
            }

            var made = node.Outputs.Select(t => new Tensor(t.Name, t.Shape)).ToArray();
            for (var i = 0; i < made.Length; i++)
                replacements[node.Outputs[i]] = made[i];
            nodes.Add(new Node(node.Name, node.Op, tensors, made));
        }

        var outputs = graph.Outputs.Select(o => o with { Tensor = replacements.GetValueOrDefault(o.Tensor, o.Tensor) });
        return new ComputeGraph(graph.Inputs, [.. outputs], nodes);
    }
}
