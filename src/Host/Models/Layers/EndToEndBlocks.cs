using GpuFormer.Graph;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// What a block of the end-to-end Mobile-Former works on (Networks 9.3).
/// </summary>
/// <param name="X">The map, [N, H, W, width].</param>
/// <param name="States">What the queries have found, [N, Q, width].</param>
/// <param name="Queries">The queries' positions, of the same shape.</param>
internal readonly record struct EndToEndState(Tensor X, Tensor States, Tensor Queries);

/// <summary>What all blocks of one scale share.</summary>
/// <param name="Builder">Where the nodes go.</param>
/// <param name="Dropout">Of the network.</param>
/// <param name="Positions">Of the map's pixels, [N, H, W, width].</param>
/// <param name="Mask">[N, H * W], 0 where a pixel is padding; null where none is.</param>
internal readonly record struct EndToEndScale(
    GraphBuilder Builder, ElementDropout Dropout, Tensor Positions, Tensor? Mask);

/// <summary>
/// Queries look at the map: keys are the map with positions and values the map, as they are; what is found may be gated
/// by what the queries have found before.
/// </summary>
internal sealed class QueriesToMap
{
    private readonly string _path;
    private readonly int _heads;
    private readonly LinearLayer? _gate;
    private readonly LinearLayer _queries;
    private readonly LinearLayer _projection;
    private readonly LayerNormLayer _norm;

    public QueriesToMap(ParameterScope scope, int width, int heads, bool isGated)
    {
        // In state-dict order.
        (_path, _heads) = (scope.Path, heads);
        _gate = isGated ? new LinearLayer(scope.At("alpha"), width, width) : null;
        _queries = new LinearLayer(scope.At("q"), width, width);
        _projection = new LinearLayer(scope.At("proj"), width, width);
        _norm = new LayerNormLayer(scope.At("norm"), width);
    }

    /// <returns>The new states of the queries.</returns>
    public Tensor Build(EndToEndScale scale, EndToEndState state)
    {
        var (builder, dropout) = (scale.Builder, scale.Dropout);
        var keys = builder.Sum($"{_path}.keys", state.X, scale.Positions);
        var queries = _queries.Build(builder, builder.Sum($"{_path}.placed", state.Queries, state.States));
        var found = builder.Attention(_path, _heads, queries, keys, state.X, scale.Mask);
        found = builder.Gate(_path, found, _gate?.Build(builder, state.States));
        found = dropout.Build(_path, _projection.Build(builder, found));
        return _norm.Build(builder, builder.Sum($"{_path}.sum", found, state.States));
    }
}

/// <summary>
/// Rows look at each other and pass a feed-forward network, norms behind the sums: among queries, or among the pixels of
/// the coarsest map.
/// </summary>
internal sealed class RowTransformer
{
    private readonly string _path;
    private readonly int _heads;
    private readonly LinearLayer _queries;
    private readonly LinearLayer _keys;
    private readonly LinearLayer _values;
    private readonly LinearLayer _projection;
    private readonly LayerNormLayer _norm1;
    private readonly FeedForwardLayer _feedForward;
    private readonly LayerNormLayer _norm2;

    public RowTransformer(ParameterScope scope, int width, int heads, int hidden)
    {
        // In state-dict order.
        (_path, _heads) = (scope.Path, heads);
        _queries = new LinearLayer(scope.At("q"), width, width);
        _keys = new LinearLayer(scope.At("k"), width, width);
        _values = new LinearLayer(scope.At("v"), width, width);
        _projection = new LinearLayer(scope.At("proj"), width, width);
        _norm1 = new LayerNormLayer(scope.At("norm1"), width);
        _feedForward = new FeedForwardLayer(scope, width, hidden);
        _norm2 = new LayerNormLayer(scope.At("norm2"), width);
    }

    /// <param name="builder">Where the nodes go.</param>
    /// <param name="dropout">Of the network.</param>
    /// <param name="x">The rows, [N, ..., width].</param>
    /// <param name="positions">Theirs, of the same shape.</param>
    /// <param name="mask">[N, rows], 0 where one takes no part; null where all do.</param>
    public Tensor Build(
        GraphBuilder builder, ElementDropout dropout, Tensor x, Tensor positions, Tensor? mask = null)
    {
        var placed = builder.Sum($"{_path}.placed", x, positions);
        var found = builder.Attention(_path, _heads, _queries.Build(builder, placed), _keys.Build(builder, placed),
            _values.Build(builder, x), mask);
        found = dropout.Build(_path, _projection.Build(builder, found));
        x = _norm1.Build(builder, builder.Sum($"{_path}.sum", found, x));
        return _norm2.Build(builder, _feedForward.Build(builder, dropout, x));
    }
}

/// <summary>
/// The convolutions of a block on the finer maps: a widening depthwise 3x3, dynamic ReLU whose slopes come from the mean of
/// the queries' states, and a 1x1; the input is added.
/// </summary>
internal sealed class QueryBottleneck
{
    private const int Reduction = 4;

    private readonly string _path;
    private readonly ConvolutionNorm _depthwise;
    private readonly LinearLayer _reduce;
    private readonly LinearLayer _slopes;
    private readonly ConvolutionNorm _project;

    public QueryBottleneck(ParameterScope scope, int width, int expansion)
    {
        // In state-dict order.
        var wide = width * expansion;
        _path = scope.Path;
        _depthwise = new ConvolutionNorm(scope.At("dw"), scope.At("bn1"), (width, wide, 3), filterGroups: width);
        _reduce = new LinearLayer(scope.At("hyper.0"), width, width / Reduction);
        _slopes = new LinearLayer(scope.At("hyper.2"), width / Reduction, 2 * wide);
        _project = new ConvolutionNorm(scope.At("pw"), scope.At("bn2"), (wide, width, 1));
    }

    public Tensor Build(GraphBuilder builder, Tensor x, Tensor states)
    {
        var mean = builder.Add($"{_path}.hyper.mean", new GlobalAveragePool(), states);
        var hidden = builder.Apply($"{_path}.hyper.1", new Relu(), _reduce.Build(builder, mean));
        var slopes = builder.Apply($"{_path}.hyper.3", new HyperSlopes(), _slopes.Build(builder, hidden));
        var y = builder.Apply($"{_path}.act", new DyRelu(), _depthwise.Build(builder, x), slopes);
        return builder.Sum($"{_path}.sum", _project.Build(builder, y), x);
    }
}

/// <summary>Pixels look at the queries, and what they find is added.</summary>
internal sealed class QueriesFromMap
{
    private readonly string _path;
    private readonly int _heads;
    private readonly LinearLayer _keys;
    private readonly LinearLayer _values;

    public QueriesFromMap(ParameterScope scope, int width, int heads)
    {
        (_path, _heads) = (scope.Path, heads);
        _keys = new LinearLayer(scope.At("k"), width, width);
        _values = new LinearLayer(scope.At("v"), width, width);
    }

    public Tensor Build(EndToEndScale scale, EndToEndState state)
    {
        var builder = scale.Builder;
        var keys = _keys.Build(builder, builder.Sum($"{_path}.placed", state.Queries, state.States));
        var looking = builder.Sum($"{_path}.looking", state.X, scale.Positions);
        var found = builder.Attention(_path, _heads, looking, keys, _values.Build(builder, state.States));
        return builder.Sum($"{_path}.sum", scale.Dropout.Build(_path, found), state.X);
    }
}

/// <summary>
/// A block of the head: queries look at the map, then at each other; the map is worked on and looks at the queries; the
/// queries' positions move by what was found.
/// </summary>
internal sealed class EndToEndBlock
{
    private readonly string _path;
    private readonly QueriesToMap _toFormer;
    private readonly RowTransformer _former;
    private readonly RowTransformer? _pixels;
    private readonly QueryBottleneck? _convolutions;
    private readonly QueriesFromMap _toMobile;
    private readonly LinearLayer _adapt;
    private readonly LinearLayer _move;

    /// <summary>Declares the layers.</summary>
    /// <param name="scope">Of the block.</param>
    /// <param name="options">Of the network.</param>
    /// <param name="isCoarsest">Whether pixels look at each other, instead of being convolved.</param>
    public EndToEndBlock(ParameterScope scope, EndToEndOptions options, bool isCoarsest)
    {
        // In state-dict order.
        var (width, heads) = (options.Channels, options.Heads);
        _path = scope.Path;
        _toFormer = new QueriesToMap(scope.At("to_former"), width, heads, options.IsGated);
        _former = new RowTransformer(scope.At("former"), width, heads, options.QueryHidden);
        if (isCoarsest)
            _pixels = new RowTransformer(scope.At("mobile.layer"), width, heads, options.MapHidden);
        else
            _convolutions = new QueryBottleneck(scope.At("mobile"), width, options.Expansion);
        _toMobile = new QueriesFromMap(scope.At("to_mobile"), width, heads);
        _adapt = new LinearLayer(scope.At("adapt.0"), width, width);
        _move = new LinearLayer(scope.At("adapt.2"), width, width);
    }

    public EndToEndState Build(EndToEndScale scale, EndToEndState state)
    {
        var builder = scale.Builder;
        state = state with { States = _toFormer.Build(scale, state) };
        state = state with { States = _former.Build(builder, scale.Dropout, state.States, state.Queries) };
        state = state with
        {
            X = _pixels?.Build(builder, scale.Dropout, state.X, scale.Positions, scale.Mask)
                ?? _convolutions!.Build(builder, state.X, state.States),
        };
        state = state with { X = _toMobile.Build(scale, state) };
        var moved = builder.Apply($"{_path}.adapt.1", new Relu(), _adapt.Build(builder, state.States));
        return state with
        {
            Queries = builder.Sum($"{_path}.adapt.sum", _move.Build(builder, moved), state.Queries),
        };
    }
}

/// <summary>From a map to the next finer one: resized, convolved, and the trunk's map added.</summary>
internal sealed class UpsamplingLayer
{
    private readonly string _path;
    private readonly ConvolutionNorm _depthwise;
    private readonly ConvolutionNorm _project;

    public UpsamplingLayer(ParameterScope scope, int width)
    {
        _path = scope.Path;
        _depthwise = new ConvolutionNorm(scope.At("dw"), scope.At("bn1"), (width, width, 3), filterGroups: width);
        _project = new ConvolutionNorm(scope.At("pw"), scope.At("bn2"), (width, width, 1));
    }

    public Tensor Build(GraphBuilder builder, Tensor x, Tensor finer)
    {
        var y = builder.Add($"{_path}.resize", new Resize(finer.Shape[1], finer.Shape[2]), x);
        return builder.Sum($"{_path}.sum", _project.Build(builder, _depthwise.Build(builder, y)), finer);
    }
}
