using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Passes;

/// <summary>
/// Splits a linear over two concatenated vectors into two linears, so that nothing is copied and the one whose input
/// comes early (the token) runs beside the making of the other.
/// </summary>
/// <remarks>
/// <code>
/// before: c = Concat(a, b);  y = Linear(c, [Wa Wb], bias)
/// after:  s = Linear(b, Wb, bias);  t = Linear(a, Wa, 0);  y = AddResidual(t, s)
/// </code>
/// </remarks>
internal static class ConcatSplitting
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is Linear { FirstToken: false } linear
                && rewriter[node.Inputs[0]].Producer is { Op: Concat } concat)
            {
                var (a, b) = (concat.Inputs[0], concat.Inputs[1]);
                var (first, second) = (a.Shape.Last, b.Shape.Last);
                var (weight, bias) = (rewriter[node.Inputs[1]], rewriter[node.Inputs[2]]);
                var s = rewriter.Builder.Add(node.Name + ".token", linear with { FirstToken = b.Shape.Rank == 3 },
                    b, Columns(weight, first, second), bias);
                var t = rewriter.Builder.Add(node.Name, linear,
                    a, Columns(weight, 0, first), Constants.Zeros(weight.Shape[0]));
                var sum = new Elementwise { Epilogue = Epilogue.Identity.Then(new AddResidual()) };
                rewriter.Replace(node.Output, rewriter.Builder.Add(node.Name + ".sum", sum, t, s));
            }
            else
            {
                rewriter.Copy(node);
            }
        }

        return rewriter.Build();
    }

    private static Tensor Columns(Tensor weight, int first, int count) =>
        GraphBuilder.Derived($"columns {first}..{first + count - 1}", weight.Shape.WithLast(count), [weight],
            c => Constants.Columns(c[0], weight.Shape.Last, first, count));
}
