using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>The bridge Mobile to Former (SPEC 1.4): tokens look at the map.</summary>
internal sealed class MobileToFormerBridge
{
    private const int Heads = 2;

    private readonly string _path;
    private readonly LinearLayer _alpha;
    private readonly LinearLayer _queries;
    private readonly LinearLayer _projection;
    private readonly LayerNormLayer _norm;
    private readonly float _scale;

    public MobileToFormerBridge(ParameterScope scope, int channels, int tokenChannels)
    {
        _path = scope.Path;
        _alpha = new LinearLayer(scope.At("alpha.0"), tokenChannels, channels);
        _queries = new LinearLayer(scope.At("q"), tokenChannels, channels);
        _projection = new LinearLayer(scope.At("proj"), channels, tokenChannels);
        _norm = new LayerNormLayer(scope.At("layer_norm"), tokenChannels);
        _scale = (float)(1 / Math.Sqrt(channels / Heads));
    }

    /// <summary>New tokens, and if asked for the mean of the heads' scores [N, H, W, M].</summary>
    public (Tensor Tokens, Tensor? Scores) Build(
        GraphBuilder builder, Tensor x, Tensor tokens, bool returnsScores = false)
    {
        var queries = _queries.Build(builder, tokens);
        var alpha = _alpha.Build(builder, tokens);
        var attended = builder.AddNode(_path, new BridgeToTokens(Heads, _scale, returnsScores), x, queries, alpha);
        var sum = builder.Sum(_path + ".sum", _projection.Build(builder, attended[0]), tokens);
        return (_norm.Build(builder, sum), returnsScores ? attended[1] : null);
    }
}

/// <summary>The Former sub-block (SPEC 1.5): tokens look at each other.</summary>
internal sealed class FormerBlock
{
    private const int Heads = 4;

    private readonly string _path;
    private readonly LinearLayer _widen;
    private readonly LinearLayer _narrow;
    private readonly LayerNormLayer _feedForwardNorm;
    private readonly LinearLayer _queries;
    private readonly LinearLayer _projection;
    private readonly LayerNormLayer _norm;
    private readonly float _scale;

    public FormerBlock(ParameterScope scope, int tokenChannels)
    {
        _path = scope.Path;
        _widen = new LinearLayer(scope.At("ffn.0"), tokenChannels, 2 * tokenChannels);
        _narrow = new LinearLayer(scope.At("ffn.2"), 2 * tokenChannels, tokenChannels);
        _feedForwardNorm = new LayerNormLayer(scope.At("ffn_norm"), tokenChannels);
        _queries = new LinearLayer(scope.At("q"), tokenChannels, tokenChannels);
        _projection = new LinearLayer(scope.At("channel_mlp"), tokenChannels, tokenChannels);
        _norm = new LayerNormLayer(scope.At("layer_norm"), tokenChannels);
        _scale = (float)(1 / Math.Sqrt(tokenChannels / Heads));
    }

    public Tensor Build(GraphBuilder builder, Tensor tokens)
    {
        var queries = _queries.Build(builder, tokens);
        var attended = builder.Add(_path, new SelfAttention(Heads, _scale), queries, tokens);
        tokens = _norm.Build(builder, builder.Sum(_path + ".sum", _projection.Build(builder, attended), tokens));
        var hidden = builder.Apply(_path + ".ffn.1", new Gelu(), _widen.Build(builder, tokens));
        var narrowed = _narrow.Build(builder, hidden);
        return _feedForwardNorm.Build(builder, builder.Sum(_path + ".ffn.sum", narrowed, tokens));
    }
}

/// <summary>The bridge Former to Mobile (SPEC 1.6): the map looks at the tokens.</summary>
internal sealed class FormerToMobileBridge
{
    private const int Heads = 2;

    private readonly string _path;
    private readonly LinearLayer _keys;
    private readonly LinearLayer _values;
    private readonly float _scale;

    public FormerToMobileBridge(ParameterScope scope, int channels, int tokenChannels)
    {
        _path = scope.Path;
        _keys = new LinearLayer(scope.At("k"), tokenChannels, channels);
        _values = new LinearLayer(scope.At("proj"), tokenChannels, channels);
        _scale = (float)(1 / Math.Sqrt(channels / Heads));
    }

    public Tensor Build(GraphBuilder builder, Tensor x, Tensor tokens) =>
        builder.Add(_path, new BridgeToMap(Heads, _scale),
            x, _keys.Build(builder, tokens), _values.Build(builder, tokens));
}
