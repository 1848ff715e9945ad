using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Makes 1x1 convolutions and linears of products of small matrices where a device has units for them and numbers may
/// be rounded to halves.
/// </summary>
/// <remarks>
/// <code>
/// before: y [64, 7, 7, 96] = Pointwise(x [64, 7, 7, 24], filter [96, 24], bias)
/// after:  the same with MultipliesFragments
/// </code>
/// </remarks>
internal static class MatrixUnits
{
    public static ComputeGraph Run(ComputeGraph graph, DeviceCapabilities device)
    {
        if (!device.HasMatrixUnits)
            return graph;
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is Pointwise pointwise && FillsFragments(node, pointwise) && FillsDevice(node, device))
                rewriter.Copy(node, pointwise with { MultipliesFragments = true }, [.. rewriter.MappedInputs(node)]);
            else
                rewriter.Copy(node);
        }

        return rewriter.Build();
    }

    // With a few tiles, most multiprocessors would wait for those that have one; other threads share their sums.
    private static bool FillsDevice(Node node, DeviceCapabilities device)
    {
        var tile = TileTable.Of(device).Fragments;
        return 4L * Tiling.Panels(node.Output.Shape.Rows, tile.Rows) * Tiling.Panels(node.Output.Shape.Last, tile.Columns)
            >= device.Workers;
    }

    // Less than one fragment leaves most of the unit idle; the zeros of filter groups are multiplied too.
    private static bool FillsFragments(Node node, Pointwise op) =>
        node.Output.Shape.Rows >= Fragment.Rows && node.Output.Shape.Last >= Fragment.Columns
        && op.ReducedChannels(node.Inputs[0].Shape) / op.FilterGroups >= Fragment.Depth / 2;
}
