using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Planning;

/// <summary>
/// Which nodes follow the one that makes their map row by row, so that the rows between them are read while they are
/// still in a worker's own cache: an expansion, its depthwise convolution and the projection of a large map.
/// </summary>
internal static class LaunchChains
{
    // What a worker makes again where its part of a map meets another's: at most one row in so many.
    private const int RowsPerHalo = 20;

    /// <summary>For each node whether it follows; null if the device has no chains.</summary>
    public static Func<Node, bool>? Of(ComputeGraph graph, DeviceCapabilities device)
    {
        if (device.ChainCacheBytes == 0)
            return null;
        var readers = graph.Nodes.SelectMany(node => node.Inputs).CountBy(tensor => tensor).ToDictionary();
        var outputs = graph.Outputs.Select(output => output.Tensor).ToHashSet();
        return node => node.Inputs.Count > 0 && node.Inputs[0] is { Producer: { } leader, Shape.Rank: 4 } map
            && MakesRows(leader) && MakesRows(node) && readers[map] == 1 && !outputs.Contains(map)
            && Gains(leader, node, map, device);

        bool MakesRows(Node node) => node.Kernel.MakesRows(
            [.. node.Inputs.Select(input => input.Shape)], [.. node.Outputs.Select(output => output.Shape)], device);
    }

    private static bool Gains(Node leader, Node node, Tensor map, DeviceCapabilities device)
    {
        var share = map.Bytes / device.Workers;
        var filters = FilterBytes(leader) + FilterBytes(node);
        // A map that stays in a cache anyway gains nothing, and filters that do not would be read for every row.
        if (map.Bytes < device.LargeMapBytes || share < device.ChainCacheBytes / 2
            || filters > device.ChainCacheBytes / 2)
        {
            return false;
        }

        var halo = node.Op is Depthwise ? node.Inputs[1].Shape[0] - 1 : 0;
        return map.Shape[0] * map.Shape[1] >= RowsPerHalo * halo * device.Workers;
    }

    private static long FilterBytes(Node node) => node.Kernel.FilterInput is { } filter ? node.Inputs[filter].Bytes : 0;
}
