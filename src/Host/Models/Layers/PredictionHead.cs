using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// One of RetinaNet's two heads with torchvision's keys: four 3x3 convolutions with ReLU and a last one, the same for all
/// maps of a pyramid.
/// </summary>
internal sealed class PredictionHead
{
    private const int Depth = 4;

    private readonly string _path;
    private readonly BiasedConvolution[] _layers;
    private readonly BiasedConvolution _last;

    /// <param name="scope">Of the head.</param>
    /// <param name="channels">Of the maps that it reads.</param>
    /// <param name="last">What its last convolution is called.</param>
    /// <param name="outputs">Channels of that one.</param>
    /// <param name="bias">Of that one, before training.</param>
    public PredictionHead(ParameterScope scope, int channels, string last, int outputs, double bias)
    {
        _path = scope.Path;
        scope = scope.Starting((_, shape) => shape.Rank > 1 ? InitialValues.Normal(0.01) : null);
        _layers = [.. Enumerable.Range(0, Depth).Select(i =>
            new BiasedConvolution(scope.At($"conv.{i}.0"), channels, channels, size: 3))];
        _last = new BiasedConvolution(
            scope.At(last).Starting((_, shape) => shape.Rank > 1 ? InitialValues.Normal(0.01) : InitialValues.Constant(bias)),
            channels, outputs, size: 3);
    }

    /// <summary>Makes the predictions of one map: [N, H, W, outputs].</summary>
    /// <param name="builder">Where the nodes go.</param>
    /// <param name="x">[N, H, W, channels].</param>
    /// <param name="place">Which map it is: <c>p3</c>.</param>
    public Tensor Build(GraphBuilder builder, Tensor x, string place)
    {
        for (var i = 0; i < _layers.Length; i++)
            x = builder.Apply($"{_path}.conv.{i}.relu.{place}", new Relu(), _layers[i].Build(builder, x, place));
        return _last.Build(builder, x, place);
    }
}

/// <summary>Predictions for several maps in one list.</summary>
internal static class Predictions
{
    /// <summary>Puts maps behind each other, as rows of a width: [N, rows, width].</summary>
    /// <param name="builder">Where the nodes go.</param>
    /// <param name="name">Of the result.</param>
    /// <param name="maps">[N, H, W, C], C a multiple of the width, the finest first.</param>
    /// <param name="width">Of a row.</param>
    public static Tensor Joined(GraphBuilder builder, string name, IReadOnlyList<Tensor> maps, int width)
    {
        // The smallest first: so the largest is copied once.
        var rows = maps[^1];
        for (var i = maps.Count - 2; i >= 0; i--)
            rows = builder.Add(i == 0 ? name : $"{name}.{i}", new Join(width), maps[i], rows);
        return rows;
    }
}
