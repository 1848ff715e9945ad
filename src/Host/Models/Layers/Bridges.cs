using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>What the bridges and the Former sub-block of one place in the network have.</summary>
/// <param name="Options">The network's.</param>
/// <param name="Tokens">How many there are.</param>
/// <param name="TokenChannels">Of a token.</param>
/// <param name="ProjectsMap">Whether maps pass 1x1 convolutions: never before the head.</param>
/// <param name="DropShare">The share of the largest drop-path rate at this depth.</param>
internal sealed record MixingPlace(
    MobileFormerOptions Options, int Tokens, int TokenChannels, bool ProjectsMap, double DropShare)
{
    public int Heads => Options.Heads;

    public bool HasMlp => Options.Mixing.HasFlag(TokenMixing.Mlp);

    public bool HasAttention => Options.Mixing.HasFlag(TokenMixing.Attention);
}

/// <summary>The bridge Mobile to Former (Networks 1.4): tokens look at the map.</summary>
internal sealed class MobileToFormerBridge
{
    private readonly string _path;
    private readonly MixingPlace _place;
    private readonly LinearLayer? _alpha;
    private readonly LinearLayer? _mlp;
    private readonly LinearLayer? _queries;
    private readonly LinearLayer _projection;
    private readonly LayerNormLayer _norm;
    private readonly ProjectionLayer? _keys;
    private readonly ProjectionLayer? _values;
    private readonly float _scale;

    public MobileToFormerBridge(ParameterScope scope, int channels, int pixels, MixingPlace place)
    {
        (_path, _place) = (scope.Path, place);
        var d = place.TokenChannels;
        if (place.Options.GatesBridgeToTokens)
            _alpha = new LinearLayer(scope.At("alpha.0"), d, channels);
        if (place.HasMlp)
            _mlp = new LinearLayer(scope.At("mlp"), pixels, place.Tokens);
        if (place.HasAttention)
            _queries = new LinearLayer(scope.At("q"), d, channels);
        _projection = new LinearLayer(scope.At("proj"), channels, d);
        _norm = new LayerNormLayer(scope.At("layer_norm"), d);
        if (place.ProjectsMap)
        {
            _keys = new ProjectionLayer(scope.At("k"), channels);
            _values = new ProjectionLayer(scope.At("v"), channels);
        }

        _scale = (float)(1 / Math.Sqrt(channels / place.Heads));
    }

    /// <summary>
    /// The weights with which the tokens read the map, for each head [N, M, pixels]: soft-max over the pixels. Nothing
    /// where the bridge has no attention.
    /// </summary>
    // The op of the network gives the mean of the heads' scores alone: with the queries of all others zero, that of one.
    public IEnumerable<Tensor> BuildAttention(GraphBuilder builder, Tensor x, Tensor tokens)
    {
        if (_queries is null)
            yield break;
        var keys = _keys?.Build(builder, x) ?? x;
        var channels = keys.Shape.Last;
        for (var head = 0; head < _place.Heads; head++)
        {
            var name = $"{_path}.attention.{head}";
            var factors = new float[channels];
            Array.Fill(factors, _scale * _place.Heads, head * (channels / _place.Heads), channels / _place.Heads);
            var scores = builder.AddNode(name, new MobileToFormerAttend(_place.Heads, ReturnsLogits: true), keys,
                _queries.BuildScaled(builder, name + ".q", tokens, factors))[1];
            yield return builder.Add(name + ".softmax", new Softmax(),
                builder.Add(name + ".columns", new Transpose(), scores));
        }
    }

    /// <summary>New tokens, and if asked for the mean of the heads' scores [N, H, W, M].</summary>
    public (Tensor Tokens, Tensor? Scores) Build(
        GraphBuilder builder, BranchDropping dropping, Tensor x, Tensor tokens, bool returnsScores = false)
    {
        Tensor? found = null, scores = null;
        var queries = _queries?.Build(builder, tokens);
        var alpha = _alpha?.Build(builder, tokens);
        if (_mlp is not null)
        {
            var columns = builder.Add(_path + ".pixels", new Transpose(), x);
            found = builder.Add(_path + ".tokens", new Transpose(), _mlp.Build(builder, columns));
            found = builder.Gate(_path + ".mlp", found, alpha);
        }

        if (queries is not null)
        {
            var op = new BridgeToTokens(_place.Heads, _scale, returnsScores)
            {
                IsGated = alpha is not null,
                HasValues = _values is not null,
            };
            List<Tensor> inputs = [_keys?.Build(builder, x) ?? x, queries];
            if (alpha is not null)
                inputs.Add(alpha);
            if (_values is not null)
                inputs.Add(_values.Build(builder, x));
            var attended = builder.AddNode(_path, op, inputs);
            scores = returnsScores ? attended[1] : null;
            found = found is null ? attended[0] : builder.Sum(_path + ".both", attended[0], found);
        }

        var branch = dropping.DropPath(_path, _projection.Build(builder, found!), _place.DropShare);
        return (_norm.Build(builder, builder.Sum(_path + ".sum", branch, tokens)), scores);
    }
}

/// <summary>The bridge Former to Mobile (Networks 1.6): the map looks at the tokens.</summary>
internal sealed class FormerToMobileBridge
{
    private readonly string _path;
    private readonly MixingPlace _place;
    private readonly LinearLayer? _alpha;
    private readonly LinearLayer? _mlp;
    private readonly LinearLayer? _keys;
    private readonly LinearLayer _values;
    private readonly ProjectionLayer? _queries;
    private readonly ProjectionLayer? _fuse;
    private readonly float _scale;

    public FormerToMobileBridge(ParameterScope scope, int channels, int pixels, MixingPlace place)
    {
        (_path, _place) = (scope.Path, place);
        var d = place.TokenChannels;
        if (place.Options.GatesBridgeToMap)
            _alpha = new LinearLayer(scope.At("alpha.0"), d, channels);
        if (place.HasMlp)
            _mlp = new LinearLayer(scope.At("mlp"), place.Tokens, pixels);
        if (place.HasAttention)
            _keys = new LinearLayer(scope.At("k"), d, channels);
        _values = new LinearLayer(scope.At("proj"), d, channels);
        if (place.ProjectsMap)
        {
            _queries = new ProjectionLayer(scope.At("q"), channels);
            _fuse = new ProjectionLayer(scope.At("fuse"), channels);
        }

        _scale = (float)(1 / Math.Sqrt(channels / place.Heads));
    }

    public Tensor Build(GraphBuilder builder, BranchDropping dropping, Tensor x, Tensor tokens)
    {
        var keys = _keys?.Build(builder, tokens);
        var values = builder.Gate(_path + ".proj", _values.Build(builder, tokens), _alpha?.Build(builder, tokens));
        var op = new BridgeToMap(_place.Heads, _scale);
        if (_mlp is null && _fuse is null)
        {
            // What is found is linear in the values: to drop them is to drop it, and a map need not be written twice.
            return builder.Add(_path, op, x, keys!, dropping.DropPath(_path, values, _place.DropShare));
        }

        Tensor? found = null;
        if (_mlp is not null)
        {
            var columns = builder.Add(_path + ".tokens", new Transpose(), values);
            found = builder.Add(
                _path + ".pixels", new Transpose(x.Shape[1], x.Shape[2]), _mlp.Build(builder, columns));
        }

        if (keys is not null)
        {
            var attended = builder.Add(
                _path, op with { Skips = false }, _queries?.Build(builder, x) ?? x, keys, values);
            attended = _fuse?.Build(builder, attended) ?? attended;
            found = found is null ? attended : builder.Sum(_path + ".both", attended, found);
        }

        return builder.Sum(_path + ".sum", dropping.DropPath(_path, found!, _place.DropShare), x);
    }
}
