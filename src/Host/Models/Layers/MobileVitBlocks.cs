using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// An inverted residual (Networks 3.2): 1x1 convolution to more channels, depthwise 3x3, 1x1 to few; the first two with
/// SiLU. The input is added where it has the result's shape.
/// </summary>
internal sealed class MobileVitResidual
{
    private readonly string _path;
    private readonly MobileVitNames _names;
    private readonly ConvolutionNorm _expand;
    private readonly ConvolutionNorm _depthwise;
    private readonly ConvolutionNorm _project;
    private readonly bool _hasResidual;

    public MobileVitResidual(
        ParameterScope scope, MobileVitNames names, int inputs, int hidden, int outputs, int stride)
    {
        (_path, _names) = (scope.Path, names);
        _expand = names.Convolution(scope.At(names.Expand), (inputs, hidden, 1));
        _depthwise = names.Convolution(scope.At(names.Depthwise), (hidden, hidden, 3), stride, filterGroups: hidden);
        _project = names.Convolution(scope.At(names.Project), (hidden, outputs, 1));
        _hasResidual = stride == 1 && inputs == outputs;
    }

    public Tensor Build(GraphBuilder builder, Tensor x)
    {
        var y = builder.Apply($"{_path}.{_names.Expand}.act", new Silu(), _expand.Build(builder, x));
        y = builder.Apply($"{_path}.{_names.Depthwise}.act", new Silu(), _depthwise.Build(builder, y));
        y = _project.Build(builder, y);
        return _hasResidual ? builder.Sum($"{_path}.sum", y, x) : y;
    }
}

/// <summary>
/// A MobileViT block (Networks 3.3): a 3x3 convolution, a transformer across patches of 2x2 pixels, and a 3x3
/// convolution of what goes in and what comes out.
/// </summary>
internal sealed class MobileVitBlock
{
    private readonly string _path;
    private readonly MobileVitNames _names;
    private readonly ConvolutionNorm _local;
    private readonly Parameter _toTokens;
    private readonly PatchTransformerLayer[] _layers;
    private readonly LayerNormLayer _norm;
    private readonly ConvolutionNorm _fromTokens;
    private readonly ConvolutionNorm _fusion;

    public MobileVitBlock(ParameterScope scope, MobileVitNames names, int channels, int tokenChannels, int depth)
    {
        (_path, _names) = (scope.Path, names);
        _local = names.Convolution(scope.At(names.Local), (channels, channels, 3));
        _toTokens = scope.At(names.ToTokens).Declare("weight", new Shape(tokenChannels, channels, 1, 1));
        _layers = [.. Enumerable.Range(0, depth).Select(i =>
            new PatchTransformerLayer(scope.At(names.Layer(i)), names, tokenChannels))];
        _norm = new LayerNormLayer(scope.At(names.LastNorm(depth)), tokenChannels);
        _fromTokens = names.Convolution(scope.At(names.FromTokens), (tokenChannels, channels, 1));
        _fusion = names.Convolution(scope.At(names.Fusion), (2 * channels, channels, 3));
    }

    public Tensor Build(GraphBuilder builder, Tensor x, TokenDropout? dropout)
    {
        var y = builder.Apply($"{_path}.{_names.Local}.act", new Silu(), _local.Build(builder, x));
        y = builder.Add($"{_path}.{_names.ToTokens}", new Convolution(1, 1), y, builder.Stored(_toTokens));
        // Patches need even sides; others are resized to the next, and back.
        var (height, width) = (y.Shape[1], y.Shape[2]);
        var isOdd = height % 2 != 0 || width % 2 != 0;
        if (isOdd)
            y = builder.Add($"{_path}.enlarge", new Resize(height + (height % 2), width + (width % 2)), y);
        foreach (var layer in _layers)
            y = layer.Build(builder, y, dropout);
        y = _norm.Build(builder, y);
        if (isOdd)
            y = builder.Add($"{_path}.shrink", new Resize(height, width), y);
        y = builder.Apply($"{_path}.{_names.FromTokens}.act", new Silu(), _fromTokens.Build(builder, y));
        y = builder.Add($"{_path}.concat", new Concat(), x, y);
        return builder.Apply($"{_path}.{_names.Fusion}.act", new Silu(), _fusion.Build(builder, y));
    }
}

/// <summary>Attention across patches and a feed-forward network, each behind a layer norm and added to its input.</summary>
internal sealed class PatchTransformerLayer
{
    private readonly string _path;
    private readonly LayerNormLayer _norm1;
    private readonly LinearLayer _qkv;
    private readonly LinearLayer _projection;
    private readonly LayerNormLayer _norm2;
    private readonly LinearLayer _hidden;
    private readonly LinearLayer _output;

    public PatchTransformerLayer(ParameterScope scope, MobileVitNames names, int channels)
    {
        _path = scope.Path;
        _norm1 = new LayerNormLayer(scope.At(names.FirstNorm), channels);
        _qkv = new LinearLayer(scope.At(names.Queries), channels, 3 * channels);
        _projection = new LinearLayer(scope.At(names.Projection), channels, channels);
        _norm2 = new LayerNormLayer(scope.At(names.SecondNorm), channels);
        _hidden = new LinearLayer(scope.At(names.Hidden), channels, 2 * channels);
        _output = new LinearLayer(scope.At(names.Output), 2 * channels, channels);
    }

    public Tensor Build(GraphBuilder builder, Tensor x, TokenDropout? dropout)
    {
        var qkv = _qkv.Build(builder, _norm1.Build(builder, x));
        var found = builder.Add($"{_path}.attn", new PatchAttention(MobileVitVariant.Heads), qkv);
        found = _projection.Build(builder, found);
        found = dropout?.Build(builder, $"{_path}.attn.drop", found) ?? found;
        x = builder.Sum($"{_path}.sum1", found, x);
        var hidden = builder.Apply($"{_path}.mlp.act", new Silu(), _hidden.Build(builder, _norm2.Build(builder, x)));
        var output = _output.Build(builder, hidden);
        output = dropout?.Build(builder, $"{_path}.mlp.drop", output) ?? output;
        return builder.Sum($"{_path}.sum2", output, x);
    }
}

/// <summary>The dropouts of one network's transformers, while it is trained.</summary>
internal sealed class TokenDropout(double rate, Tensor step)
{
    // The dropout before the last linear is layer 0.
    private int _layers;

    /// <summary>The numbers of the step (<see cref="StepScalars"/>).</summary>
    public Tensor Step => step;

    /// <summary>The dropouts of a network in training; null where nothing is dropped.</summary>
    /// <param name="builder">Gets the input of the step's numbers.</param>
    /// <param name="training">Null for inference.</param>
    /// <param name="share">The rate in the transformers over that of the head.</param>
    public static TokenDropout? Of(GraphBuilder builder, TrainingRates? training, double share) =>
        training is { Dropout: > 0 }
            ? new TokenDropout(
                training.Dropout * share, builder.Input(StepScalars.Name, new Shape(StepScalars.Count)))
            : null;

    public Tensor Build(GraphBuilder builder, string name, Tensor x) =>
        builder.Add(name, new Dropout(rate, ++_layers), x, step);
}
