using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Turns depthwise convolutions into <see cref="Depthwise"/>, whose output channels stand in another order when there
/// is a channel multiplier, and puts the shuffle behind it that restores the model's order.
/// </summary>
/// <remarks>
/// <code>
/// before: y = Convolution(x, filter [C * m, 1, R, S]), C filter groups      (channel i * m + j from input channel i)
/// after:  t = Depthwise(x, filter [R, S, C * m])                            (channel j * C + i from input channel i)
///         y = ChannelShuffle(m)(t)
/// </code>
/// </remarks>
internal static class DepthwiseLowering
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is Convolution { Planar: false, Shuffle: false } convolution && IsDepthwise(node, convolution))
                rewriter.Replace(node.Output, Lower(rewriter, node, convolution));
            else
                rewriter.Copy(node);
        }

        return rewriter.Build();
    }

    private static bool IsDepthwise(Node node, Convolution convolution) =>
        node.Inputs[0].Shape.Last == convolution.FilterGroups && node.Inputs[1].Shape is { Rank: 4 } filter
        && filter[1] == 1 && convolution.KeepsSize(filter)
        && (filter[2] * filter[3] > 1 || convolution.Stride > 1);

    private static Tensor Lower(GraphRewriter rewriter, Node node, Convolution convolution)
    {
        var inputs = rewriter.MappedInputs(node);
        var channels = inputs[0].Shape.Last;
        var (height, width) = (inputs[1].Shape[2], inputs[1].Shape[3]);
        var outputs = inputs[1].Shape[0];
        var multiplier = outputs / channels;
        var taps = new Reshaped(new Shape(channels, multiplier, height, width)).Then(new Permuted(2, 3, 1, 0))
            .Then(new Reshaped(new Shape(height, width, outputs)));
        var filter = GraphBuilder.Derived(taps, inputs[1]);
        var bias = inputs.Count == 2
            ? Zeros.Of(outputs)
            : multiplier == 1
                ? inputs[2]
                : GraphBuilder.Derived(Permuted.Shuffled(channels, outputs), inputs[2]);
        var op = new Depthwise(convolution.Stride) { ColumnStride = convolution.ColumnStride };
        var y = rewriter.Builder.Add(node.Name, op, inputs[0], filter, bias);
        return multiplier == 1
            ? y
            : rewriter.Builder.Add(node.Name + ".order", new ChannelShuffle(multiplier), y);
    }
}
