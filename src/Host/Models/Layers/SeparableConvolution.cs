using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// A depthwise 3x3 convolution with its norm and no activation, and a 1x1 convolution, with cvnets' keys: the latter with a
/// norm and ReLU, or with a bias alone.
/// </summary>
internal sealed class SeparableConvolution
{
    private readonly string _path;
    private readonly ConvolutionNorm _depthwise;
    private readonly ConvolutionNorm? _pointwise;
    private readonly BiasedConvolution? _last;

    /// <param name="scope">Of the layer.</param>
    /// <param name="inputs">Channels that it reads.</param>
    /// <param name="outputs">Channels that it makes.</param>
    /// <param name="stride">Of the depthwise convolution.</param>
    /// <param name="isLast">Whether the 1x1 convolution has a bias, and neither norm nor activation.</param>
    public SeparableConvolution(ParameterScope scope, int inputs, int outputs, int stride = 1, bool isLast = false)
    {
        _path = scope.Path;
        _depthwise = MobileVitNames.Cvnets.Convolution(
            scope.At("dw_conv"), (inputs, inputs, 3), stride, filterGroups: inputs);
        if (isLast)
            _last = new BiasedConvolution(scope.At("pw_conv.block.conv"), inputs, outputs);
        else
            _pointwise = MobileVitNames.Cvnets.Convolution(scope.At("pw_conv"), (inputs, outputs, 1));
    }

    public Tensor Build(GraphBuilder builder, Tensor x)
    {
        x = _depthwise.Build(builder, x);
        return _last?.Build(builder, x)
            ?? builder.Apply($"{_path}.pw_conv.act", new Relu(), _pointwise!.Build(builder, x));
    }
}
