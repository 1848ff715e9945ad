using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>Says what batch norms do in training.</summary>
internal static class NormStatistics
{
    /// <param name="graph">As a model states it.</param>
    /// <param name="training">What norms do.</param>
    /// <param name="beneath">The path of the layers whose norms are meant; those beside them stay as they are.</param>
    public static ComputeGraph Run(ComputeGraph graph, NormTraining training, string beneath)
    {
        if (training == NormTraining.Batch)
            return graph;
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            var op = node.Op is BatchNorm norm && node.Name.StartsWith(beneath + ".", StringComparison.Ordinal)
                ? norm with { Training = training }
                : node.Op;
            rewriter.Copy(node, op, rewriter.MappedInputs(node));
        }

        return rewriter.Build();
    }
}
