using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// A block of MobileNetV2 or V3 (Networks 4.1): 1x1, depthwise, squeeze and excitation, 1x1 without activation; the
/// first and the third only where the table has them.
/// </summary>
internal sealed class InvertedResidual
{
    private readonly string _path;
    private readonly MobileNetBlock _block;
    private readonly ConvolutionNorm? _widen;
    private readonly ConvolutionNorm _depthwise;
    private readonly SqueezeExcitation? _squeeze;
    private readonly ConvolutionNorm _narrow;

    public InvertedResidual(ParameterScope scope, MobileNetBlock block, MobileNetVariant variant)
    {
        (_path, _block) = (scope.Path, block);
        var (hidden, epsilon) = (block.HiddenChannels, variant.NormEpsilon);
        var sequence = scope.At(variant.Version == 2 ? "conv" : "block");
        var index = 0;
        ParameterScope Next() => sequence.At($"{index++}");
        if (hidden != block.InputChannels)
            _widen = new(Next(), 0, (block.InputChannels, hidden, 1), epsilon: epsilon);
        _depthwise = new(Next(), 0, (hidden, hidden, block.Kernel), block.Stride, hidden, epsilon: epsilon);
        if (block.SqueezeChannels > 0)
            _squeeze = new(Next(), hidden, block.SqueezeChannels);
        // Version 2 does not nest the last convolution and its norm.
        _narrow = variant.Version == 2
            ? new(sequence, index, (hidden, block.OutputChannels, 1), epsilon: epsilon)
            : new(Next(), 0, (hidden, block.OutputChannels, 1), epsilon: epsilon);
    }

    public Tensor Build(GraphBuilder builder, Tensor x)
    {
        var y = x;
        if (_widen is not null)
            y = builder.Apply(_path + ".widen", _block.Activation, _widen.Build(builder, y));
        y = builder.Apply(_path + ".depthwise", _block.Activation, _depthwise.Build(builder, y));
        if (_squeeze is not null)
            y = _squeeze.Build(builder, y);
        y = _narrow.Build(builder, y);
        return _block.HasResidual ? builder.Sum(_path + ".sum", y, x) : y;
    }
}

/// <summary>
/// Squeeze and excitation: x times hardSigmoid(fc2(relu(fc1(mean of x)))), one scale for each image and channel.
/// </summary>
internal sealed class SqueezeExcitation
{
    private readonly string _path;
    private readonly BiasedConvolution _first;
    private readonly BiasedConvolution _second;

    public SqueezeExcitation(ParameterScope scope, int channels, int squeezed)
    {
        _path = scope.Path;
        _first = new BiasedConvolution(scope.At("fc1"), channels, squeezed);
        _second = new BiasedConvolution(scope.At("fc2"), squeezed, channels);
    }

    public Tensor Build(GraphBuilder builder, Tensor x)
    {
        var mean = builder.Add(_path + ".avgpool", new GlobalAveragePool { KeepsMap = true }, x);
        var hidden = builder.Apply(_path + ".activation", new Relu(), _first.Build(builder, mean));
        var scale = builder.Apply(_path + ".scale_activation", new HardSigmoid(), _second.Build(builder, hidden));
        return builder.Apply(_path, new ChannelScale(), x, scale);
    }
}
