using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>A convolution with a bias and without a norm, which may read several maps.</summary>
internal sealed class BiasedConvolution
{
    private readonly string _path;
    private readonly Convolution _op;
    private readonly Parameter _filter;
    private readonly Parameter _bias;

    /// <param name="scope">Of the layer.</param>
    /// <param name="inputs">Channels that it reads.</param>
    /// <param name="outputs">Channels that it makes.</param>
    /// <param name="size">Of the square filter.</param>
    /// <param name="stride">Along both sides.</param>
    public BiasedConvolution(ParameterScope scope, int inputs, int outputs, int size = 1, int stride = 1)
    {
        (_path, _op) = (scope.Path, new Convolution(stride, 1));
        _filter = scope.Declare("weight", new Shape(outputs, inputs, size, size));
        _bias = scope.Declare("bias", new Shape(outputs));
    }

    /// <param name="builder">Where the node goes.</param>
    /// <param name="x">[N, H, W, K].</param>
    /// <param name="place">Which of several maps this is, in the node's name; null where there is one.</param>
    public Tensor Build(GraphBuilder builder, Tensor x, string? place = null) => builder.Add(
        place is null ? _path : $"{_path}.{place}", _op, x, builder.Stored(_filter), builder.Stored(_bias));
}
