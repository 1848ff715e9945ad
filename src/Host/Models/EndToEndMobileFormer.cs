using GpuFormer.Graph;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>
/// The end-to-end Mobile-Former (Networks 9.3), a reconstruction of this project: a Mobile-Former with spatial-aware
/// dynamic ReLU, and a head of blocks in which learned queries become objects, on maps of strides 32, 16 and 8.
/// </summary>
internal sealed class EndToEndMobileFormer : ImageModel, IPaddedNetwork
{
    private static readonly int[] Strides = [32, 16, 8];

    private readonly ParameterScope _scope = new();
    private readonly MobileFormerTrunk _trunk;
    private readonly ConvolutionNorm[] _projections;
    private readonly Parameter _queries;
    private readonly EndToEndBlock[][] _stages;
    private readonly UpsamplingLayer[] _upsamplings;
    private readonly QueriesToMap _final;
    private readonly LayerNormLayer _norm;
    private readonly QueryHead _head;

    /// <summary>Declares the layers.</summary>
    /// <param name="variant">Of the trunk.</param>
    /// <param name="options">Of the head.</param>
    /// <exception cref="ArgumentException">The options cannot be had; says why.</exception>
    public EndToEndMobileFormer(MobileFormerVariant variant, EndToEndOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(variant);
        Options = options ?? new EndToEndOptions();
        Options.Check();
        Variant = variant;
        var (width, head) = (Options.Channels, _scope.Starting(InitialValues.XavierOfMatrices));
        // In state-dict order.
        _trunk = new MobileFormerTrunk(_scope.At(EndToEndOptions.TrunkPath), variant, new MobileFormerOptions(SpatialDyRelu: true));
        _projections =
        [
            .. Strides.Select((stride, i) => new ConvolutionNorm(
                head.At($"input_proj.{i}"), 0, (StageOf(stride).Channels, width, 1))),
        ];
        _queries = head.At("query_embed").Declare(
            "weight", new Shape(Options.Queries, width), initial: InitialValues.Normal(1));
        _stages =
        [
            .. Options.Blocks.Select((count, s) => Enumerable.Range(0, count)
                .Select(b => new EndToEndBlock(head.At($"stages.{s}.{b}"), Options, isCoarsest: s == 0)).ToArray()),
        ];
        _upsamplings = [.. Enumerable.Range(0, 2).Select(i => new UpsamplingLayer(head.At($"up.{i}"), width))];
        _final = new QueriesToMap(head.At("final"), width, Options.Heads, Options.IsGated);
        _norm = new LayerNormLayer(head.At("norm"), width);
        _head = new QueryHead(head, width, Options.Classes);
    }

    /// <summary>Of the trunk.</summary>
    public MobileFormerVariant Variant { get; }

    /// <summary>Of the head.</summary>
    public EndToEndOptions Options { get; }

    public override string Name => EndToEndOptions.Prefix + Variant.Name;

    public override ModelFamily Family => ModelFamily.EndToEndMobileFormer;

    /// <summary>Outputs for classes, the last for no object.</summary>
    public override int Classes => Options.Classes;

    public override int OutputChannels => Classes;

    public override int ImageSize => DesignSize.Height;

    public override (int Height, int Width) DesignSize => (800, 1333);

    public override IReadOnlyList<string> OptionTexts => EndToEndOptions.Table.TextsOf(Options);

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    public override IReadOnlyList<FeatureStage> Features => _trunk.Features;

    /// <inheritdoc/>
    /// <remarks>
    /// Further inputs, for the padding of images, of each stride: <c>rows.32</c>, <c>columns.32</c>, <c>extents.32</c>,
    /// <c>mask.32</c>, ... Outputs: <c>logits</c> [batch, queries, classes] and <c>boxes</c> [batch, queries, 4], centre,
    /// width and height relative to the image without padding; in training those of all blocks, [blocks * batch, ...], the
    /// last block last. Stages: the trunk's; of the blocks <c>stages.0.0.x</c>, a map, <c>stages.0.0.tokens</c> and
    /// <c>stages.0.0.queries</c>, ...
    /// </remarks>
    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null) =>
        Build(batch, height, width, withStages, training, isPadded: true);

    ComputeGraph IPaddedNetwork.BuildUnpadded(int batch, int height, int width) =>
        Build(batch, height, width, withStages: false, training: null, isPadded: false);

    void IPaddedNetwork.WriteSizes(
        int height, int width, IReadOnlyList<(int Height, int Width)> sizes, Action<string, float[]> write)
    {
        PaddedMap.Check(height, width, sizes);
        foreach (var stride in Strides)
        {
            // The trunk halves and rounds up, as often as it needs for the stride: that is one division, rounded up.
            MapOf(stride, ((height - 1) / stride) + 1, ((width - 1) / stride) + 1).Write(height, width, sizes, write);
        }
    }

    private ComputeGraph Build(
        int batch, int height, int width, bool withStages, TrainingRates? training, bool isPadded)
    {
        if (training is { DropPath: > 0 })
            throw new NotSupportedException($"{Name} drops no branches; train with a drop-path of 0.");
        var builder = new GraphBuilder();
        var dropout = new ElementDropout(builder, training?.Dropout ?? 0);
        var outputs = new List<GraphOutput>();
        _trunk.Build(builder, new BranchDropping(builder, rates: null),
            builder.Input("input", new Shape(batch, 3, height, width)), training is not null, outputs);
        Tensor[] maps =
        [
            .. Strides.Select((stride, i) => _projections[i].Build(
                builder, outputs.Single(output => output.Name == StageOf(stride).Name).Tensor)),
        ];
        var state = new EndToEndState(maps[0], LearnedQueries.Zeros(batch, _queries.Shape),
            LearnedQueries.Build(builder, builder.Stored(_queries), batch, training is not null));
        var states = new List<Tensor>();
        EndToEndScale scale = default;
        for (var s = 0; s < _stages.Length; s++)
        {
            if (s > 0)
                state = state with { X = _upsamplings[s - 1].Build(builder, state.X, maps[s]) };
            var map = MapOf(Strides[s], state.X.Shape[1], state.X.Shape[2]);
            var (positions, mask) = isPadded ? map.Build(builder, batch) : map.BuildUnpadded(builder, batch);
            scale = new EndToEndScale(builder, dropout, positions, mask);
            for (var b = 0; b < _stages[s].Length; b++)
            {
                state = _stages[s][b].Build(scale, state);
                states.Add(state.States);
                outputs.AddRange(
                [
                    new($"stages.{s}.{b}.x", state.X), new($"stages.{s}.{b}.tokens", state.States),
                    new($"stages.{s}.{b}.queries", state.Queries),
                ]);
            }
        }

        // The last look at the map takes the place of the last block's.
        states[^1] = _final.Build(scale, state);
        var told = _norm.Build(
            builder, training is null ? states[^1] : builder.Add("states", new StackImages(), states));
        var predictions = _head.Build(builder, told);
        return NormStatistics.Run(builder.Build(withStages ? [.. predictions, .. outputs] : predictions),
            training?.TrunkNorms ?? default, Family.Trunk);
    }

    private FeatureStage StageOf(int stride) => _trunk.Features.Single(stage => stage.Stride == stride);

    private PaddedMap MapOf(int stride, int rows, int columns) => new($"{stride}", rows, columns, Options.Channels);
}
