using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>The Former sub-block (Networks 1.5): tokens look at each other.</summary>
internal sealed class FormerBlock
{
    // Whatever the bridges have.
    private const int Heads = 4;

    private readonly string _path;
    private readonly MixingPlace _place;
    private readonly LinearLayer? _widen;
    private readonly LinearLayer? _narrow;
    private readonly LayerNormLayer? _feedForwardNorm;
    private readonly LinearLayer? _alpha;
    private readonly LinearLayer? _spread;
    private readonly LinearLayer? _gather;
    private readonly LinearLayer? _queries;
    private readonly LinearLayer _projection;
    private readonly LayerNormLayer _norm;
    private readonly float _scale;

    public FormerBlock(ParameterScope scope, MixingPlace place)
    {
        (_path, _place) = (scope.Path, place);
        var (d, options) = (place.TokenChannels, place.Options);
        if (options.FeedForward)
        {
            _widen = new LinearLayer(scope.At("ffn.0"), d, 2 * d);
            _narrow = new LinearLayer(scope.At("ffn.2"), 2 * d, d);
            _feedForwardNorm = new LayerNormLayer(scope.At("ffn_norm"), d);
        }

        if (options.GatesFormer)
            _alpha = new LinearLayer(scope.At("alpha.0"), d, d);
        if (place.HasMlp)
        {
            var hidden = place.Tokens * options.TokenExpansion;
            _spread = new LinearLayer(scope.At("token_mlp.0"), place.Tokens, hidden);
            _gather = new LinearLayer(scope.At("token_mlp.2"), hidden, place.Tokens);
        }

        if (place.HasAttention)
            _queries = new LinearLayer(scope.At("q"), d, d);
        _projection = new LinearLayer(scope.At("channel_mlp"), d, d);
        _norm = new LayerNormLayer(scope.At("layer_norm"), d);
        _scale = (float)(1 / Math.Sqrt(d / Heads));
    }

    public Tensor Build(GraphBuilder builder, BranchDropping dropping, Tensor tokens)
    {
        Tensor? mixed = null;
        if (_spread is not null)
        {
            var columns = builder.Add(_path + ".columns", new Transpose(), tokens);
            var hidden = builder.Apply(_path + ".token_mlp.1", new Gelu(), _spread.Build(builder, columns));
            mixed = builder.Add(_path + ".rows", new Transpose(), _gather!.Build(builder, hidden));
        }

        if (_queries is not null)
        {
            var attended =
                builder.Add(_path, new SelfAttention(Heads, _scale), _queries.Build(builder, tokens), tokens);
            mixed = mixed is null ? attended : builder.Sum(_path + ".both", attended, mixed);
        }

        mixed = builder.Gate(_path, mixed!, _alpha?.Build(builder, tokens));
        var branch = dropping.DropPath(_path, _projection.Build(builder, mixed), _place.DropShare);
        tokens = _norm.Build(builder, builder.Sum(_path + ".sum", branch, tokens));
        return _widen is null ? tokens : FeedForward(builder, tokens);
    }

    private Tensor FeedForward(GraphBuilder builder, Tensor tokens)
    {
        var hidden = builder.Apply(_path + ".ffn.1", new Gelu(), _widen!.Build(builder, tokens));
        var narrowed = _narrow!.Build(builder, hidden);
        return _feedForwardNorm!.Build(builder, builder.Sum(_path + ".ffn.sum", narrowed, tokens));
    }
}
