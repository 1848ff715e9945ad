using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// PyTorch's <c>MultiheadAttention</c>: linears of queries, keys and values, whose weights are one parameter, attention,
/// and a linear of what it found.
/// </summary>
internal sealed class PackedAttention
{
    private readonly string _path;
    private readonly int _heads;
    private readonly int _channels;
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly LinearLayer _output;

    public PackedAttention(ParameterScope scope, int channels, int heads)
    {
        (_path, _channels, _heads) = (scope.Path, channels, heads);
        _weight = scope.Declare("in_proj_weight", new Shape(3 * channels, channels));
        _bias = scope.Declare("in_proj_bias", new Shape(3 * channels), initial: InitialValues.Constant(0));
        _output = new LinearLayer(scope.At("out_proj"), channels, channels);
    }

    /// <param name="builder">Where the nodes go.</param>
    /// <param name="dropout">Of the shares of keys and of the result.</param>
    /// <param name="q">What looks, [N, ..., channels].</param>
    /// <param name="k">What is looked at, [N, ..., channels].</param>
    /// <param name="v">What is found, of the shape of <paramref name="k"/>.</param>
    /// <param name="mask">[N, rows of k], 0 where a key takes no part; null where all do.</param>
    public Tensor Build(
        GraphBuilder builder, ElementDropout dropout, Tensor q, Tensor k, Tensor v, Tensor? mask = null)
    {
        var found = dropout.Attend(_path, _heads, Part(builder, "q", 0, q), Part(builder, "k", 1, k),
            Part(builder, "v", 2, v), mask);
        return dropout.Build(_path, _output.Build(builder, found));
    }

    private Tensor Part(GraphBuilder builder, string name, int part, Tensor x) =>
        builder.Add($"{_path}.{name}", new Linear(), x, Rows(builder.Stored(_weight), part),
            Rows(builder.Stored(_bias), part));

    // A third of the rows, which lie side by side.
    private Tensor Rows(Tensor packed, int part) =>
        GraphBuilder.Derived($"third {part}", new Sliced(0, part * _channels, _channels), packed);
}

/// <summary>Two linears with ReLU between, and their input added.</summary>
internal sealed class FeedForwardLayer
{
    private readonly string _path;
    private readonly LinearLayer _widen;
    private readonly LinearLayer _narrow;

    /// <summary>Declares the linears.</summary>
    /// <param name="scope">Of the layer that has it.</param>
    /// <param name="channels">Of its rows.</param>
    /// <param name="hidden">Between the linears.</param>
    /// <param name="startsByReads">Whether biases start as PyTorch's linears do; otherwise with 0.</param>
    public FeedForwardLayer(ParameterScope scope, int channels, int hidden, bool startsByReads = false)
    {
        _path = scope.Path;
        _widen = new LinearLayer(scope.At("linear1"), channels, hidden, Bias(channels));
        _narrow = new LinearLayer(scope.At("linear2"), hidden, channels, Bias(hidden));

        InitialValues? Bias(int reads) => startsByReads ? InitialValues.OfReads(reads) : null;
    }

    public Tensor Build(GraphBuilder builder, ElementDropout dropout, Tensor x)
    {
        var hidden = builder.Apply($"{_path}.relu", new Relu(), _widen.Build(builder, x));
        var y = _narrow.Build(builder, dropout.Build($"{_path}.linear1", hidden));
        return builder.Sum($"{_path}.linear2.sum", dropout.Build($"{_path}.linear2", y), x);
    }
}

/// <summary>A layer of DETR's encoder: pixels look at each other; norms behind the sums.</summary>
internal sealed class DetrEncoderLayer
{
    private readonly string _path;
    private readonly PackedAttention _attention;
    private readonly FeedForwardLayer _feedForward;
    private readonly LayerNormLayer _norm1;
    private readonly LayerNormLayer _norm2;

    public DetrEncoderLayer(ParameterScope scope, int channels, int heads, int hidden)
    {
        // In state-dict order.
        _path = scope.Path;
        _attention = new PackedAttention(scope.At("self_attn"), channels, heads);
        _feedForward = new FeedForwardLayer(scope, channels, hidden, startsByReads: true);
        _norm1 = new LayerNormLayer(scope.At("norm1"), channels);
        _norm2 = new LayerNormLayer(scope.At("norm2"), channels);
    }

    public Tensor Build(GraphBuilder builder, ElementDropout dropout, Tensor x, Tensor positions, Tensor? mask)
    {
        var placed = builder.Sum($"{_path}.placed", x, positions);
        var found = _attention.Build(builder, dropout, placed, placed, x, mask);
        x = _norm1.Build(builder, builder.Sum($"{_path}.sum", found, x));
        return _norm2.Build(builder, _feedForward.Build(builder, dropout, x));
    }
}

/// <summary>A layer of DETR's decoder: queries look at each other, then at the pixels; norms behind the sums.</summary>
internal sealed class DetrDecoderLayer
{
    private readonly string _path;
    private readonly PackedAttention _amongQueries;
    private readonly PackedAttention _overPixels;
    private readonly FeedForwardLayer _feedForward;
    private readonly LayerNormLayer _norm1;
    private readonly LayerNormLayer _norm2;
    private readonly LayerNormLayer _norm3;

    public DetrDecoderLayer(ParameterScope scope, int channels, int heads, int hidden)
    {
        // In state-dict order.
        _path = scope.Path;
        _amongQueries = new PackedAttention(scope.At("self_attn"), channels, heads);
        _overPixels = new PackedAttention(scope.At("multihead_attn"), channels, heads);
        _feedForward = new FeedForwardLayer(scope, channels, hidden, startsByReads: true);
        _norm1 = new LayerNormLayer(scope.At("norm1"), channels);
        _norm2 = new LayerNormLayer(scope.At("norm2"), channels);
        _norm3 = new LayerNormLayer(scope.At("norm3"), channels);
    }

    /// <param name="builder">Where the nodes go.</param>
    /// <param name="dropout">Of the network.</param>
    /// <param name="x">[N, Q, channels].</param>
    /// <param name="queries">The queries' positions, of the same shape.</param>
    /// <param name="keys">The encoder's result with positions, [N, H, W, channels].</param>
    /// <param name="memory">The encoder's result.</param>
    /// <param name="mask">[N, H * W]; null where no pixel is padding.</param>
    public Tensor Build(GraphBuilder builder, ElementDropout dropout, Tensor x, Tensor queries, Tensor keys,
        Tensor memory, Tensor? mask)
    {
        var placed = builder.Sum($"{_path}.placed1", x, queries);
        var found = _amongQueries.Build(builder, dropout, placed, placed, x);
        x = _norm1.Build(builder, builder.Sum($"{_path}.sum1", found, x));
        placed = builder.Sum($"{_path}.placed2", x, queries);
        found = _overPixels.Build(builder, dropout, placed, keys, memory, mask);
        x = _norm2.Build(builder, builder.Sum($"{_path}.sum2", found, x));
        return _norm3.Build(builder, _feedForward.Build(builder, dropout, x));
    }
}

/// <summary>
/// What detectors with queries make of the state of each: logits of classes, the last for no object, and a box as centre,
/// width and height relative to the image.
/// </summary>
internal sealed class QueryHead
{
    private readonly LinearLayer _classes;
    private readonly (string Path, LinearLayer Layer)[] _box;

    public QueryHead(ParameterScope scope, int channels, int classes)
    {
        _classes = new LinearLayer(scope.At("class_embed"), channels, classes);
        _box =
        [
            .. Enumerable.Range(0, 3).Select(i => scope.At($"bbox_embed.layers.{i}"))
                .Select((at, i) => (at.Path, new LinearLayer(at, channels, i < 2 ? channels : 4))),
        ];
    }

    /// <param name="builder">Where the nodes go.</param>
    /// <param name="states">[N, Q, channels], normalised.</param>
    /// <returns><c>logits</c> [N, Q, classes]; <c>boxes</c> [N, Q, 4].</returns>
    public IReadOnlyList<GraphOutput> Build(GraphBuilder builder, Tensor states)
    {
        var x = states;
        foreach (var (path, layer) in _box[..^1])
            x = builder.Apply($"{path}.relu", new Relu(), layer.Build(builder, x));
        var boxes = builder.Apply("bbox_embed.sigmoid", new Sigmoid(), _box[^1].Layer.Build(builder, x));
        return [new("logits", _classes.Build(builder, states)), new("boxes", boxes)];
    }
}
