using System.Globalization;
using System.Text;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Graph.Execution;

/// <summary>Writes plans for readers: waves, nodes, shapes, kernels and where tensors lie.</summary>
internal static class GraphPrinter
{
    /// <summary>
    /// One line for each launch: wave, node, op, input shapes, output shapes with arena offsets, thousand
    /// multiply-accumulates.
    /// </summary>
    public static string Print(ExecutionPlan plan)
    {
        var text = new StringBuilder();
        foreach (var input in plan.Graph.Inputs)
            text.Append(CultureInfo.InvariantCulture, $"input {input} @{plan.OffsetOf(input)}\n");
        for (var wave = 0; wave < plan.Schedule.Waves.Count; wave++)
        {
            foreach (var node in plan.Schedule.Waves[wave])
            {
                text.Append(CultureInfo.InvariantCulture, $"{wave,4}  {node.Name}: {node.Op.Name}");
                text.Append('(').AppendJoin(", ", node.Inputs.Select(Describe)).Append(')');
                text.Append(" -> ").AppendJoin(", ", node.Outputs.Select(t =>
                    $"{Kind(t)}{t.Shape}{(node.Op is EpilogueOp { ToPanels: > 0 } ? " in panels" : "")} @{plan.OffsetOf(t)}"));
                if (node.MultiplyAdds > 0)
                    text.Append(CultureInfo.InvariantCulture, $"  {(node.MultiplyAdds + 500) / 1000}k");
                text.Append('\n');
            }
        }

        foreach (var output in plan.Graph.Outputs)
            text.Append(CultureInfo.InvariantCulture, $"output {output.Name} {output.Tensor.Shape}\n");
        return text.Append(CultureInfo.InvariantCulture,
            $"{plan.Graph.Nodes.Count} launches in {plan.Schedule.Waves.Count} waves, arena {plan.ArenaBytes} bytes, "
            + $"constants {plan.ConstantBytes} bytes\n").ToString();
    }

    // Constants by their shape alone: their names tell how they were derived, at length.
    private static string Describe(Tensor tensor) =>
        $"{Kind(tensor)}{(tensor.IsConstant ? "const" : tensor.Name)} {tensor.Shape}";

    private static string Kind(Tensor tensor) => tensor.IsNarrow ? $"{tensor.Format.Name()} " : "";
}
