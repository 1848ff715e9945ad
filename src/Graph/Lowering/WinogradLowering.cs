using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Makes dense 3x3 convolutions of products at the points of tiles where they are wide enough: 4 or 2.25 times fewer
/// multiplications. Two that are added up become one whose points have the channels of both.
/// </summary>
/// <remarks>
/// <code>
/// before: s = DenseConvolution(a, Fa, bias);  y = DenseConvolution > AddResidual > Silu(b, Fb, zeros, s)
/// after:  p = Pointwise(WinogradInput(a, b), points([Fa Fb]));  y = WinogradOutput > Silu(p, bias + zeros)
/// </code>
/// </remarks>
internal static class WinogradLowering
{
    // With fewer rows the filter, of which there is more than before, is read for too little.
    private const int FewestTiles = 12;

    public static ComputeGraph Run(ComputeGraph graph, DeviceCapabilities device) =>
        Run(graph, node => SizeFor(node, device));

    /// <param name="graph">What to rewrite.</param>
    /// <param name="sizeFor">Pixels of a tile's side of a dense convolution, or 0 to leave it as it is.</param>
    internal static ComputeGraph Run(ComputeGraph graph, Func<Node, int> sizeFor)
    {
        var rewriter = new GraphRewriter(graph);
        // Convolutions that are only added to another.
        var waiting = new Dictionary<Tensor, Node>();
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is not DenseConvolution op || sizeFor(node) is not (> 0 and var m))
            {
                rewriter.Copy(node);
                continue;
            }

            if (op.Epilogue.Steps.Count == 0 && IsAddedTo(rewriter.SoleConsumer(node.Output), node, m, sizeFor))
            {
                waiting[node.Output] = node;
                continue;
            }

            var inputs = rewriter.MappedInputs(node);
            var points = new WinogradPoints(m);
            var (filter, bias) = (GraphBuilder.Derived(points, inputs[1]), inputs[2]);
            var (steps, further, maps) = (op.Epilogue.Steps, inputs.Skip(3), inputs.Take(1));
            if (steps is [AddResidual, ..] && waiting.TryGetValue(node.Inputs[3], out var other))
            {
                var first = rewriter.MappedInputs(other);
                maps = maps.Prepend(first[0]);
                filter = GraphBuilder.Derived(new Concatenated(1), GraphBuilder.Derived(points, first[1]), filter);
                bias = GraphBuilder.Derived(new Added(), bias, first[2]);
                (steps, further) = ([.. steps.Skip(1)], further.Skip(1));
            }

            var tiles = rewriter.Builder.Add(node.Name + ".tiles", new WinogradInput(m), [.. maps]);
            var products = rewriter.Builder.Add(node.Name, new Pointwise { FilterGroups = Winograd.Points(m) },
                tiles, filter, Zeros.Of(filter.Shape[0]));
            var output = new WinogradOutput(m, node.Output.Shape)
            {
                Epilogue = steps.Aggregate(Epilogue.Identity, (all, step) => all.Then(step)),
            };
            rewriter.Replace(node.Output,
                rewriter.Builder.Add(node.Name + ".map", output, [products, bias, .. further]));
        }

        return rewriter.Build();
    }

    private static bool IsAddedTo(Node? reader, Node node, int m, Func<Node, int> sizeFor) =>
        reader is { Op: DenseConvolution { Epilogue.Steps: [AddResidual, ..] } } && reader.Inputs[3] == node.Output
        && sizeFor(reader) == m;

    private static int SizeFor(Node node, DeviceCapabilities device)
    {
        var (map, K) = (node.Output.Shape, node.Inputs[0].Shape.Last);
        if (Math.Min(K, map.Last) < TileTable.Of(device).WinogradChannels)
            return 0;
        return Winograd.Tiles(map, 4) >= FewestTiles ? 4 : Winograd.Tiles(map, 2) >= FewestTiles ? 2 : 0;
    }
}
