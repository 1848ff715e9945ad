using GpuFormer.Graph;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// A block of a ResNet with torchvision's keys: convolutions with norms, the input or its projection added, ReLU. The
/// stride is that of the (first) 3x3 convolution.
/// </summary>
internal sealed class ResidualBlock
{
    private readonly string _path;
    private readonly ConvolutionNorm[] _layers;
    private readonly ConvolutionNorm? _projection;

    /// <summary>Declares the layers of a block.</summary>
    /// <param name="scope">Of the block.</param>
    /// <param name="inputs">Channels of its input.</param>
    /// <param name="width">Channels of its 3x3 convolutions.</param>
    /// <param name="variant">Which layers there are.</param>
    /// <param name="stride">Of the block.</param>
    /// <param name="dilation">Of its 3x3 convolutions.</param>
    /// <param name="norms">What training does to its norms.</param>
    public ResidualBlock(
        ParameterScope scope, int inputs, int width, ResNetVariant variant, int stride, int dilation, NormForm norms)
    {
        _path = scope.Path;
        var outputs = width * variant.Expansion;
        (int Inputs, int Outputs, int Size, int Stride)[] layers = variant.HasBottlenecks
            ? [(inputs, width, 1, 1), (width, width, 3, stride), (width, outputs, 1, 1)]
            : [(inputs, width, 3, stride), (width, outputs, 3, 1)];
        _layers =
        [
            .. layers.Select((layer, i) => new ConvolutionNorm(scope.At($"conv{i + 1}"), scope.At($"bn{i + 1}"),
                (layer.Inputs, layer.Outputs, layer.Size), layer.Stride, form: norms,
                dilation: layer.Size > 1 ? dilation : 1)),
        ];
        if (stride > 1 || inputs != outputs)
        {
            _projection = new ConvolutionNorm(
                scope.At("downsample.0"), scope.At("downsample.1"), (inputs, outputs, 1), stride, form: norms);
        }
    }

    public Tensor Build(GraphBuilder builder, Tensor x)
    {
        var y = x;
        for (var i = 0; i < _layers.Length - 1; i++)
            y = builder.Apply($"{_path}.relu{i + 1}", new Relu(), _layers[i].Build(builder, y));
        y = _layers[^1].Build(builder, y);
        return builder.Apply(
            _path + ".relu", new Relu(), builder.Sum(_path + ".sum", y, _projection?.Build(builder, x) ?? x));
    }
}
