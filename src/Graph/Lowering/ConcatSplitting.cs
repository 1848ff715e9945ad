using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Splits a linear over two concatenated vectors into two linears, and a convolution over two concatenated maps into two
/// convolutions, so that nothing is copied and the one whose input comes early (the token, the input of a MobileViT
/// block) runs beside the making of the other.
/// </summary>
/// <remarks>
/// <code>
/// before: c = Concat(a, b);  y = Linear(c, [Wa Wb], bias)
/// after:  s = Linear(b, Wb, bias);  t = Linear(a, Wa, 0);  y = AddResidual(t, s)
///
/// before: c = Concat(a, b);  y = Convolution(c, [Fa Fb], bias)
/// after:  s = Convolution(a, Fa, bias);  t = Convolution(b, Fb, 0);  y = AddResidual(t, s)
/// </code>
/// </remarks>
internal static class ConcatSplitting
{
    /// <param name="graph">What to rewrite.</param>
    /// <param name="mapsOnly">Whether linears are left as they are.</param>
    public static ComputeGraph Run(ComputeGraph graph, bool mapsOnly = false)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is Convolution { FilterGroups: 1, Planar: false, Shuffle: false }
                && rewriter[node.Inputs[0]] is { Producer.Op: Concat } maps)
            {
                rewriter.Replace(node.Output, Split(rewriter.Builder, node.Name, node.Op, maps, rewriter[node.Inputs[1]],
                    [.. node.Inputs.Skip(2).Select(t => rewriter[t])]));
            }
            else if (!mapsOnly && node.Op is Linear { FirstToken: false } linear
                && rewriter[node.Inputs[0]].Producer is { Op: Concat { Tokens: 1, FirstToken: 0 } } concat)
            {
                var (a, b) = (concat.Inputs[0], concat.Inputs[1]);
                var (first, second) = (a.Shape.Last, b.Shape.Last);
                var (weight, bias) = (rewriter[node.Inputs[1]], rewriter[node.Inputs[2]]);
                var s = rewriter.Builder.Add(node.Name + ".token", linear with { FirstToken = b.Shape.Rank == 3 },
                    b, InputChannels(weight, first, second), bias);
                var t = rewriter.Builder.Add(node.Name, linear,
                    a, InputChannels(weight, 0, first), Zeros.Of(weight.Shape[0]));
                rewriter.Replace(node.Output, rewriter.Builder.Add(node.Name + ".sum", Sum, t, s));
            }
            else
            {
                rewriter.Copy(node);
            }
        }

        return rewriter.Build();
    }

    private static Elementwise Sum => new() { Epilogue = Epilogue.Identity.Then(new AddResidual()) };

    // Of a chain of concatenations, each map gets a convolution of its own.
    private static Tensor Split(
        GraphBuilder builder, string name, Op op, Tensor x, Tensor filter, IReadOnlyList<Tensor> bias)
    {
        if (x.Producer is not { Op: Concat } maps)
            return builder.Add(name, op, [x, filter, .. bias]);
        var (a, b) = (maps.Inputs[0], maps.Inputs[1]);
        var (first, second) = (a.Shape.Last, b.Shape.Last);
        var s = Split(builder, name + ".first", op, a, InputChannels(filter, 0, first), bias);
        var t = Split(builder, name, op, b, InputChannels(filter, first, second), []);
        return builder.Add(name + ".sum", Sum, t, s);
    }

    // Of a filter [C, K, ...] or a weight [C, K].
    private static Tensor InputChannels(Tensor filter, int first, int count) =>
        GraphBuilder.Derived(new Sliced(1, first, count), filter);
}
