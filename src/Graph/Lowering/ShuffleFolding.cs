using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Folds channel shuffles into what surrounds them: the store of a grouped 1x1 convolution, the order of a dynamic
/// ReLU's generator, the columns of the next 1x1 convolution. Shuffles that undo each other vanish; one that meets
/// anything else becomes a 1x1 convolution with a permutation matrix.
/// </summary>
/// <remarks>
/// <code>
/// before: y = ChannelShuffle(m)(t);  a = DyRelu(y, HyperSlopes(Linear(h, W)));  z = Convolution(a, filter)
/// after:  a = DyRelu(t, HyperSlopes(Linear(h, W with rows moved)));  z = Convolution(a, filter with columns moved)
/// </code>
/// </remarks>
internal sealed class ShuffleFolding
{
    private readonly GraphRewriter _rewriter;

    // Tensors of the old graph that have no tensor of their own in the new one: channel o is channel Source[o] of Of.
    private readonly Dictionary<Tensor, (Tensor Of, int[] Source)> _permuted = [];

    private ShuffleFolding(ComputeGraph graph) => _rewriter = new GraphRewriter(graph);

    public static ComputeGraph Run(ComputeGraph graph)
    {
        if (!graph.Nodes.Any(node => node.Op is ChannelShuffle))
            return graph;
        var pass = new ShuffleFolding(graph);
        foreach (var node in graph.Nodes)
            pass.Visit(node);
        foreach (var output in graph.Outputs)
            pass.Materialise(output.Tensor);
        return pass._rewriter.Build();
    }

    private void Visit(Node node)
    {
        if (node.Op is ChannelShuffle shuffle)
        {
            VisitShuffle(node, shuffle);
            return;
        }

        if (node.Inputs.Any(_permuted.ContainsKey))
        {
            if (node.Op is Elementwise elementwise && TryElementwise(node, elementwise))
                return;
            if (node.Op is BatchNorm)
            {
                VisitNorm(node);
                return;
            }

            if (node.Op is Convolution { FilterGroups: 1, Planar: false } && node.Inputs[1].Shape[2] == 1)
            {
                VisitConvolution(node);
                return;
            }

            foreach (var input in node.Inputs)
                Materialise(input);
        }

        _rewriter.Copy(node);
    }

    private void VisitShuffle(Node node, ChannelShuffle shuffle)
    {
        var input = node.Inputs[0];
        var channels = input.Shape.Last;
        if (_rewriter[input].Producer is { Op: Convolution { Shuffle: false } convolution } producer
            && convolution.FilterGroups == shuffle.Groups && !_permuted.ContainsKey(input)
            && _rewriter.SoleConsumer(input) is not null)
        {
            _rewriter.Replace(node.Output,
                _rewriter.Builder.Add(producer.Name, convolution with { Shuffle = true }, producer.Inputs));
            return;
        }

        var (of, source) = _permuted.GetValueOrDefault(input, (_rewriter[input], [.. Enumerable.Range(0, channels)]));
        var composed = Enumerable.Range(0, channels).Select(o => source[shuffle.Source(o, channels)]).ToArray();
        if (composed.SequenceEqual(Enumerable.Range(0, channels)))
            _rewriter.Replace(node.Output, of);
        else
            _permuted[node.Output] = (of, composed);
    }

    // Per channel the same function of channel Source[o]: done before the shuffle instead, if what differs between
    // channels, the slopes, can be reordered where it is made.
    private bool TryElementwise(Node node, Elementwise elementwise)
    {
        if (elementwise.Epilogue.Steps is not [var step] || !_permuted.TryGetValue(node.Inputs[0], out var main))
            return false;
        var inputs = _rewriter.MappedInputs(node).ToArray();
        inputs[0] = main.Of;
        switch (step)
        {
            case { InputCount: 0 }:
                break;
            case DyRelu or SpatialDyRelu:
                var slopes = step is DyRelu ? 1 : 2;
                if (Reordered(node.Inputs[slopes], main.Source) is not { } reordered)
                    return false;
                inputs[slopes] = reordered;
                break;
            case Maximum when _permuted.TryGetValue(node.Inputs[1], out var other)
                && other.Source.AsSpan().SequenceEqual(main.Source):
                inputs[1] = other.Of;
                break;
            default:
                return false;
        }

        _permuted[node.Output] = (_rewriter.Builder.Add(node.Name, elementwise, inputs), main.Source);
        return true;
    }

    // Element o of a norm's parameters belongs to channel Source[o] of the tensor as it stands.
    private void VisitNorm(Node node)
    {
        var (of, source) = _permuted[node.Inputs[0]];
        var order = new Reordered(0, Inverse(source));
        var parameters = _rewriter.MappedInputs(node).Skip(1).Select(t => GraphBuilder.Derived(order, t));
        _permuted[node.Output] = (_rewriter.Builder.Add(node.Name, node.Op, [of, .. parameters]), source);
    }

    // Slopes HyperSlopes(Linear(h, W, b)) with the rows of W and b moved: two halves, channel o to Source[o].
    private Tensor? Reordered(Tensor slopes, int[] source)
    {
        if (_rewriter.SoleConsumer(slopes) is not null && _rewriter[slopes].Producer is { Op: Concat } twice
            && twice.Inputs[0] == twice.Inputs[1])
        {
            return ReorderedGate(twice, source);
        }

        if (_rewriter.SoleConsumer(slopes) is null
            || _rewriter[slopes].Producer is not { Op: Elementwise { Epilogue.Steps: [HyperSlopes] } } activation
            || activation.Inputs[0].Producer is not { Op: Linear } linear)
        {
            return null;
        }

        var order = Inverse(source);
        var both = new Reordered(0, [.. order, .. order.Select(row => source.Length + row)]);
        var moved = linear.Inputs.Skip(1).Select(constant => GraphBuilder.Derived(both, constant));
        var raw = _rewriter.Builder.Add(linear.Name, linear.Op, [linear.Inputs[0], .. moved]);
        return _rewriter.Builder.Add(activation.Name, activation.Op, raw);
    }

    // The same of a gate that stands in both halves: Concat(g, g), g = HardGate(Linear(h, W, b)).
    private Tensor? ReorderedGate(Node twice, int[] source)
    {
        if (twice.Inputs[0].Producer is not { Op: Elementwise { Epilogue.Steps: [HardGate] } } activation
            || activation.Inputs[0].Producer is not { Op: Linear } linear)
        {
            return null;
        }

        var order = new Reordered(0, Inverse(source));
        var moved = linear.Inputs.Skip(1).Select(constant => GraphBuilder.Derived(order, constant));
        var raw = _rewriter.Builder.Add(linear.Name, linear.Op, [linear.Inputs[0], .. moved]);
        var gate = _rewriter.Builder.Add(activation.Name, activation.Op, raw);
        return _rewriter.Builder.Add(twice.Name, twice.Op, gate, gate);
    }

    private void VisitConvolution(Node node)
    {
        var (of, source) = _permuted[node.Inputs[0]];
        var inputs = _rewriter.MappedInputs(node).ToArray();
        inputs[0] = of;
        inputs[1] = GraphBuilder.Derived(new Reordered(1, Inverse(source)), inputs[1]);
        _rewriter.Copy(node, node.Op, inputs);
    }

    private void Materialise(Tensor old)
    {
        if (!_permuted.Remove(old, out var permuted))
            return;
        var (of, source) = permuted;
        var matrix = GraphBuilder.Derived(new PermutationFilter(new(source)));
        _rewriter.Replace(old, _rewriter.Builder.Add(old.Name, new Convolution(1, 1), of, matrix));
    }

    // Channel c of a tensor as it stands is channel Inverse(source)[c] of the model's.
    private static int[] Inverse(int[] source)
    {
        var order = new int[source.Length];
        for (var o = 0; o < source.Length; o++)
            order[source[o]] = o;
        return order;
    }
}
