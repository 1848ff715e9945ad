using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;

namespace GpuFormer.Models.Layers;

/// <summary>
/// Tokens, stem and blocks of a Mobile-Former (Networks 1.1), on which a head for classes or a detector stands: maps and
/// tokens of all blocks.
/// </summary>
internal sealed class MobileFormerTrunk
{
    private readonly ParameterScope _scope;
    private readonly Parameter _tokens;
    private readonly ConvolutionNorm _stem;
    private readonly MobileFormerBlockLayer[] _blocks;

    /// <summary>Declares the layers, in state-dict order (Networks 1.11).</summary>
    /// <param name="scope">Of the trunk.</param>
    /// <param name="variant">Its rows, width applied.</param>
    /// <param name="options">What was chosen, checked.</param>
    public MobileFormerTrunk(ParameterScope scope, MobileFormerVariant variant, MobileFormerOptions options)
    {
        (_scope, Variant, Options) = (scope, variant, options);
        _tokens = scope.At("tokens").Declare(
            "weight", new Shape(variant.Tokens, variant.TokenChannels), initial: InitialValues.Normal(1));
        _stem = new ConvolutionNorm(scope.At("stem"), 0, (3, variant.StemChannels, 3), stride: 2, planar: true);
        Pixels = options.ImageSize * options.ImageSize / 4;
        _blocks = new MobileFormerBlockLayer[variant.Blocks.Count];
        for (var i = 0; i < _blocks.Length; i++)
        {
            var (block, inner) = (variant.Blocks[i], scope.At($"features.{i}"));
            var place = new MixingPlace(
                options, variant.Tokens, variant.TokenChannels, options.ProjectsMap, (i + 1.0) / _blocks.Length);
            _blocks[i] = MobileFormerBlockLayer.Create(inner, block, variant, place, Pixels);
            Pixels /= block.Stride * block.Stride;
        }
    }

    public MobileFormerVariant Variant { get; }

    public MobileFormerOptions Options { get; }

    /// <summary>Of the last map, where its size is fixed.</summary>
    public int Pixels { get; }

    /// <summary>The last maps of strides 4, 8, 16 and 32.</summary>
    public IReadOnlyList<FeatureStage> Features => FeatureStage.Last(
        [.. Variant.Blocks.Select((block, i) => ($"{PathOf(i)}.x", block.Stride, block.OutputChannels))]);

    /// <summary>Adds the layers to a graph.</summary>
    /// <param name="builder">Where the nodes go.</param>
    /// <param name="dropping">Drops branches in training.</param>
    /// <param name="images">[N, 3, H, W].</param>
    /// <param name="isTraining">Whether the tokens learn.</param>
    /// <param name="stages">Gets the outputs of stem and blocks: <c>stem.x</c>, <c>features.0.x</c>,
    /// <c>features.0.tokens</c>, ..., behind the trunk's path.</param>
    /// <param name="before">Called before each block with a bridge to the tokens: bridge, path of the block, map, tokens.
    /// </param>
    /// <returns>The last map [N, h, w, C] and the tokens [N, M, d].</returns>
    public (Tensor X, Tensor Tokens) Build(
        GraphBuilder builder, BranchDropping dropping, Tensor images, bool isTraining, List<GraphOutput> stages,
        Action<MobileToFormerBridge, string, Tensor, Tensor>? before = null)
    {
        var stem = _scope.At("stem").Path;
        var x = builder.Apply($"{stem}.2", new Relu6(), _stem.Build(builder, images));
        stages.Add(new($"{stem}.x", x));
        var tokens = isTraining
            ? builder.Add(_scope.At("tokens").Path, new RepeatImages(images.Shape[0]), builder.Stored(_tokens))
            : RepeatImages.Constant(builder.Stored(_tokens), images.Shape[0]);
        for (var i = 0; i < _blocks.Length; i++)
        {
            var path = PathOf(i);
            if (_blocks[i].ToFormer is { } bridge)
                before?.Invoke(bridge, path, x, tokens);
            (x, tokens) = _blocks[i].Build(builder, dropping, x, tokens);
            stages.Add(new($"{path}.x", x));
            stages.Add(new($"{path}.tokens", tokens));
        }

        return (x, tokens);
    }

    private string PathOf(int block) => _scope.At($"features.{block}").Path;
}
