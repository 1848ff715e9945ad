using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// A feature pyramid with torchvision's keys: maps of strides 8, 16 and 32 become maps of one width, the coarser added to
/// the finer, and two more of strides 64 and 128 are made behind them.
/// </summary>
internal sealed class FeaturePyramid
{
    private readonly string _path;
    private readonly BiasedConvolution[] _laterals;
    private readonly BiasedConvolution[] _outputs;
    private readonly BiasedConvolution _p6;
    private readonly BiasedConvolution _p7;
    private readonly bool _extendsOutput;

    /// <param name="scope">Of the pyramid.</param>
    /// <param name="inputs">Channels of the maps of strides 8, 16 and 32.</param>
    /// <param name="channels">Of all maps that it makes.</param>
    public FeaturePyramid(ParameterScope scope, IReadOnlyList<int> inputs, int channels)
    {
        _path = scope.Path;
        _laterals = [.. inputs.Select((count, i) =>
            new BiasedConvolution(scope.At($"inner_blocks.{i}.0"), count, channels))];
        _outputs = [.. inputs.Select((_, i) =>
            new BiasedConvolution(scope.At($"layer_blocks.{i}.0"), channels, channels, size: 3))];
        // torchvision's rule: where the coarsest input is as wide as the pyramid, its output is read instead.
        _extendsOutput = inputs[^1] == channels;
        _p6 = new BiasedConvolution(scope.At("extra_blocks.p6"), inputs[^1], channels, size: 3, stride: 2);
        _p7 = new BiasedConvolution(scope.At("extra_blocks.p7"), channels, channels, size: 3, stride: 2);
    }

    /// <summary>Makes P3 to P7.</summary>
    /// <param name="builder">Where the nodes go.</param>
    /// <param name="maps">Of strides 8, 16 and 32: [N, H, W, C].</param>
    public IReadOnlyList<Tensor> Build(GraphBuilder builder, IReadOnlyList<Tensor> maps)
    {
        var pyramid = new Tensor[maps.Count + 2];
        Tensor? coarser = null;
        for (var i = maps.Count - 1; i >= 0; i--)
        {
            var inner = _laterals[i].Build(builder, maps[i]);
            if (coarser is not null)
            {
                var enlarge = new Resize(inner.Shape[1], inner.Shape[2]) { Mode = ResizeMode.Nearest };
                inner = builder.Sum($"{_path}.inner_blocks.{i}.sum", inner,
                    builder.Add($"{_path}.inner_blocks.{i}.enlarge", enlarge, coarser));
            }

            pyramid[i] = _outputs[i].Build(builder, coarser = inner);
        }

        var last = pyramid[maps.Count] = _p6.Build(builder, _extendsOutput ? pyramid[maps.Count - 1] : maps[^1]);
        pyramid[maps.Count + 1] = _p7.Build(builder, builder.Apply($"{_path}.extra_blocks.relu", new Relu(), last));
        return pyramid;
    }
}
