using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// Stem and stages of a MobileViT (Networks 3.1), on which a head for classes, a detector or a segmenter stands.
/// </summary>
internal sealed class MobileVitEncoder
{
    // The stages before have no MobileViT block.
    private const int FirstBlock = 2;

    private readonly ParameterScope _scope;
    private readonly MobileVitNames _names;
    private readonly ConvolutionNorm _stem;
    private readonly MobileVitResidual[][] _residuals;
    private readonly MobileVitBlock?[] _blocks;
    private readonly int[] _strides;

    /// <summary>Declares the layers, in state-dict order.</summary>
    /// <param name="scope">Of the encoder.</param>
    /// <param name="names">What its layers are called.</param>
    /// <param name="variant">Its size.</param>
    /// <param name="outputStride">
    /// Pixels of the image for one of the last map: 32, or 16, where the last stage keeps the size of its map.
    /// </param>
    public MobileVitEncoder(
        ParameterScope scope, MobileVitNames names, MobileVitVariant variant, int outputStride = 32)
    {
        if (outputStride is not (16 or 32))
            throw new ArgumentOutOfRangeException(nameof(outputStride), outputStride, "Is 16 or 32.");
        (_scope, _names, Variant) = (scope, names, variant);
        _stem = names.Convolution(scope.At(names.Stem), (3, variant.Channels[0], 3), stride: 2, planar: true);
        var stages = MobileVitVariant.Residuals.Count;
        _strides = [1, 2, 2, 2, outputStride / 16];
        (_residuals, _blocks) = (new MobileVitResidual[stages][], new MobileVitBlock?[stages]);
        for (var i = 0; i < stages; i++)
        {
            var (inputs, outputs) = (variant.Channels[i], variant.Channels[i + 1]);
            var stage = scope.At(names.Stage(i));
            _residuals[i] = new MobileVitResidual[MobileVitVariant.Residuals[i]];
            for (var j = 0; j < _residuals[i].Length; j++)
            {
                _residuals[i][j] = new MobileVitResidual(stage.At($"{j}"), names, inputs,
                    variant.HiddenChannels(inputs), outputs, j == 0 ? _strides[i] : 1);
                inputs = outputs;
            }

            if (i >= FirstBlock)
            {
                _blocks[i] = new MobileVitBlock(stage.At($"{_residuals[i].Length}"), names, outputs,
                    variant.TokenChannels[i - FirstBlock], MobileVitVariant.Depths[i - FirstBlock]);
            }
        }
    }

    public MobileVitVariant Variant { get; }

    /// <summary>The last maps of strides 4, 8, 16 and, where there are any, 32.</summary>
    public IReadOnlyList<FeatureStage> Features => FeatureStage.Last(
        [.. _strides.Select((stride, i) => (NameOf(i), stride, Variant.Channels[i + 1]))]);

    /// <summary>Adds the layers to a graph.</summary>
    /// <param name="builder">Where the nodes go.</param>
    /// <param name="images">[N, 3, H, W].</param>
    /// <param name="dropout">Of the transformers, in training; null without.</param>
    /// <param name="stages">Gets the outputs of stem and stages: <c>stem.x</c>, <c>stages.0.x</c>, ..., by their names
    /// here.</param>
    /// <returns>The maps [N, h, w, C] of the five stages.</returns>
    public IReadOnlyList<Tensor> Build(
        GraphBuilder builder, Tensor images, TokenDropout? dropout, List<GraphOutput> stages)
    {
        var stem = _scope.At(_names.Stem).Path;
        var x = builder.Apply($"{stem}.act", new Silu(), _stem.Build(builder, images));
        stages.Add(new($"{stem}.x", x));
        var maps = new Tensor[_residuals.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            foreach (var residual in _residuals[i])
                x = residual.Build(builder, x);
            maps[i] = x = _blocks[i]?.Build(builder, x, dropout) ?? x;
            stages.Add(new(NameOf(i), x));
        }

        return maps;
    }

    private string NameOf(int stage) => $"{_scope.At(_names.Stage(stage)).Path}.x";
}
