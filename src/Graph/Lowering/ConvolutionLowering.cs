using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Makes convolutions the fastest kernel there is for them, or <see cref="GeneralConvolution"/>. Depthwise ones are taken
/// by <see cref="DepthwiseLowering"/> before.
/// </summary>
internal static class ConvolutionLowering
{
    public static Tensor Add(Convolution op, GraphBuilder builder, Node node)
    {
        var (x, filter) = (node.Inputs[0], node.Inputs[1]);
        var bias = node.Inputs.Count > 2 ? node.Inputs[2] : Zeros.Of(filter.Shape[0]);
        if (op.IsStem(filter.Shape))
        {
            // [C, K, 3, 3] to [3, 3, K, C]: lanes are output channels.
            var lanes = GraphBuilder.Derived(new Permuted(2, 3, 1, 0), filter);
            return builder.Add(node.Name, new Stem(op.Stride), x, lanes, bias);
        }

        if (op.IsPointwise(filter.Shape))
        {
            var flat = GraphBuilder.Derived(new Reshaped(new Shape(filter.Shape[0], filter.Shape[1])), filter);
            var pointwise = new Pointwise { FilterGroups = op.FilterGroups, Shuffle = op.Shuffle };
            return builder.Add(node.Name, pointwise, x, flat, bias);
        }

        // [C, K, R, S], as PyTorch stores it, to [C, R, S, K].
        var tapsFirst = GraphBuilder.Derived(new Permuted(0, 2, 3, 1), filter);
        return op.IsDense(filter.Shape)
            ? builder.Add(node.Name, new DenseConvolution(), x, tapsFirst, bias)
            : GeneralConvolution.Add(
                builder, node.Name, op.General(node, x.Shape, filter.Shape), x, op.Planar, tapsFirst, bias);
    }
}
