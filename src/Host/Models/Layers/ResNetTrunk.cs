using GpuFormer.Graph;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// A ResNet without pooling and last linear (Networks 4.2), with torchvision's keys: the maps on which others build.
/// </summary>
internal sealed class ResNetTrunk
{
    private const int StemChannels = 64;

    private readonly ParameterScope _scope;
    private readonly ConvolutionNorm _stem;
    private readonly (string Path, int Stride, int Channels, ResidualBlock Block)[] _blocks;

    /// <summary>Declares the layers of a variant.</summary>
    /// <param name="scope">Of the trunk.</param>
    /// <param name="variant">Its blocks.</param>
    /// <param name="norms">What training does to its norms.</param>
    /// <param name="dilatesLast">
    /// Whether the last stage keeps the size of its maps: its stride becomes 1, and the 3x3 convolutions behind its first
    /// block dilate by 2 instead (torchvision's <c>replace_stride_with_dilation</c>).
    /// </param>
    /// <exception cref="ArgumentException">The last stage is to be dilated and has no bottlenecks.</exception>
    public ResNetTrunk(
        ParameterScope scope, ResNetVariant variant, NormForm norms = NormForm.Learned, bool dilatesLast = false)
    {
        if (dilatesLast && !variant.HasBottlenecks)
            throw new ArgumentException($"{variant.Name} has no bottlenecks: its last stage cannot be dilated.");
        _scope = scope;
        _stem = new ConvolutionNorm(scope.At("conv1"), scope.At("bn1"), (3, StemChannels, 7), stride: 2, planar: true,
            form: norms);
        var blocks = new List<(string, int, int, ResidualBlock)>();
        Channels = StemChannels;
        for (var stage = 0; stage < variant.Blocks.Count; stage++)
        {
            var isDilated = dilatesLast && stage == variant.Blocks.Count - 1;
            for (var i = 0; i < variant.Blocks[stage]; i++)
            {
                var at = scope.At($"layer{stage + 1}.{i}");
                var stride = stage > 0 && i == 0 && !isDilated ? 2 : 1;
                var block = new ResidualBlock(at, Channels, StemChannels << stage, variant, stride,
                    dilation: isDilated && i > 0 ? 2 : 1, norms);
                Channels = (StemChannels << stage) * variant.Expansion;
                blocks.Add(($"{at.Path}.x", stride, Channels, block));
            }
        }

        _blocks = [.. blocks];
        Parts = ["conv1", .. Enumerable.Range(1, variant.Blocks.Count).Select(stage => $"layer{stage}")];
    }

    /// <summary>Of the last map.</summary>
    public int Channels { get; }

    /// <summary>What <see cref="Build"/> makes behind the first convolution: names, strides of their own, channels.</summary>
    public IReadOnlyList<(string Name, int Stride, int Channels)> Stages =>
    [
        ($"{_scope.At("maxpool").Path}.x", 2, StemChannels),
        .. _blocks.Select(block => (block.Path, block.Stride, block.Channels)),
    ];

    /// <summary>The names of what has parameters that learn even where norms do not, in order.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>The maps of all <see cref="Stages"/>.</summary>
    /// <param name="builder">Where the nodes go.</param>
    /// <param name="images">[N, 3, H, W].</param>
    public IReadOnlyList<GraphOutput> Build(GraphBuilder builder, Tensor images)
    {
        var x = builder.Apply(_scope.At("relu").Path, new Relu(), _stem.Build(builder, images));
        var window = new Window(Size: 3, Stride: 2, Padding: 1);
        var pool = _scope.At("maxpool").Path;
        x = builder.Add(pool, new MaxPool(window, window), x);
        List<GraphOutput> stages = [new($"{pool}.x", x)];
        foreach (var (path, _, _, block) in _blocks)
        {
            x = block.Build(builder, x);
            stages.Add(new(path, x));
        }

        return stages;
    }
}
