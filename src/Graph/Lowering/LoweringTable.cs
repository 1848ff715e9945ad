using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;

namespace GpuFormer.Graph.Lowering;

/// <summary>Builds nodes that compute what a node means, and returns their outputs in its place.</summary>
/// <param name="builder">Gets the nodes.</param>
/// <param name="node">Reads tensors of the new graph; its outputs are still to be made.</param>
internal delegate IReadOnlyList<Tensor> LoweringRule(GraphBuilder builder, Node node);

/// <summary>
/// From what networks mean to launches, one row for each op that is no <see cref="KernelOp"/>. Those without a row go in
/// a pass of their own, which looks at their neighbours: norms, shuffles and the bridges of inference.
/// </summary>
internal static class LoweringTable
{
    private static readonly Dictionary<Type, LoweringRule> Rules = new(
    [
        Row<Linear>((op, builder, node) =>
            [builder.Add(node.Name, new Pointwise { FirstToken = op.FirstToken }, node.Inputs)]),
        Row<Convolution>((op, builder, node) => [ConvolutionLowering.Add(op, builder, node)]),
        Row<Slice>((op, builder, node) =>
            [builder.Add(node.Name, new ChannelSlice(op.Offset, op.Count), node.Inputs[0])]),
        Row<StackImages>((_, builder, node) => Pairwise(builder, node)),
        Row<RepeatImages>((op, _, node) => [RepeatImages.Constant(node.Inputs[0], op.Images)]),
        Row<SelfAttention>((op, builder, node) => [Attend(builder, node, op.Heads, op.Scale)]),
        Row<TrainedSelfAttention>((op, builder, node) => [Attend(builder, node, op.Heads, op.Scale)]),
        Row<TrainedBridgeToTokens>(ToTokens),
        Row<TrainedBridgeToMap>((op, builder, node) =>
        [
            builder.Add(node.Name, new FormerToMobile(op.Heads, op.Skips), node.Inputs[0], builder.Add(
                $"{node.Name}.stack", new ScaledStack(op.Scale), node.Inputs[1], node.Inputs[2])),
        ]),
        Row<RunningNorm>(Running),
        Row<NormActivation>(Normalise),
    ]);

    /// <summary>The rule of an op; null where it is a launch, or a pass of its own takes it.</summary>
    public static LoweringRule? RuleOf(Op op) => Rules.GetValueOrDefault(op.GetType());

    private static KeyValuePair<Type, LoweringRule> Row<TOp>(
        Func<TOp, GraphBuilder, Node, IReadOnlyList<Tensor>> rule)
        where TOp : Op => new(typeof(TOp), (builder, node) => rule((TOp)node.Op, builder, node));

    // Neighbours first, so that few tensors are copied more than twice.
    private static List<Tensor> Pairwise(GraphBuilder builder, Node node)
    {
        var parts = node.Inputs.ToList();
        for (var round = 0; parts.Count > 1; round++)
        {
            for (var i = 0; i + 1 < parts.Count; i++)
            {
                parts[i] = builder.Add(parts.Count == 2 ? node.Name : $"{node.Name}.{round}.{i}", new JoinImages(),
                    parts[i], parts[i + 1]);
                parts.RemoveAt(i + 1);
            }
        }

        return parts;
    }

    private static Tensor Attend(GraphBuilder builder, Node node, int heads, float scale)
    {
        var q = node.Inputs[0];
        if (scale != 1)
            q = builder.Add($"{node.Name}.scale", new ScaledStack(scale), q);
        return builder.Add(node.Name, new TokenAttention(heads), q, node.Inputs[1]);
    }

    private static IReadOnlyList<Tensor> ToTokens(TrainedBridgeToTokens op, GraphBuilder builder, Node node)
    {
        var qAlpha = builder.Add(
            $"{node.Name}.stack", new ScaledStack(op.Scale), [.. node.Inputs.Skip(1).Take(op.IsGated ? 2 : 1)]);
        var partial = builder.AddNode($"{node.Name}.attend", new MobileToFormerAttend(op.Heads, op.ReturnsScores),
            [node.Inputs[0], qAlpha, .. op.HasValues ? node.Inputs.TakeLast(1) : []]);
        return
            [.. builder.AddNode(node.Name, new BridgeToTokensMerge(op.Heads), partial[0], qAlpha), .. partial.Skip(1)];
    }

    private static IReadOnlyList<Tensor> Running(RunningNorm op, GraphBuilder builder, Node node)
    {
        var affine = builder.AddNode(node.Name + ".affine", new RunningAffine(op.Epsilon), [.. node.Inputs.Skip(1)]);
        return [builder.Add(node.Name, RunningNorm.Scaled, node.Inputs[0], affine[0]), affine[1], affine[0]];
    }

    private static IReadOnlyList<Tensor> Normalise(NormActivation op, GraphBuilder builder, Node node)
    {
        var x = node.Inputs[0];
        var partial = builder.Add(node.Name + ".statistics", new BatchStatistics(), x);
        var merged = builder.AddNode(node.Name + ".merge", new BatchStatisticsMerge(op.Epsilon, x.Shape.Rows), partial,
            node.Inputs[1], node.Inputs[2]);
        var epilogue = Epilogue.Identity.Then(new ScaleShift());
        if (op.Activation is not null)
            epilogue = epilogue.Then(op.Activation);
        var y = builder.Add(node.Name, new Elementwise { Epilogue = epilogue },
            [x, merged[0], .. node.Inputs.Skip(5)]);
        return [y, .. merged];
    }
}
