using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Models.Layers;

namespace GpuFormer.Models;

/// <summary>
/// DETR: a ResNet with frozen norms, an encoder over the pixels of its last map, and a decoder whose queries become
/// objects (Networks 9.2). State-dict keys and order are those of the authors' code.
/// </summary>
internal sealed class Detr : ImageModel, IPaddedNetwork
{
    private readonly ParameterScope _scope = new();
    private readonly DetrEncoderLayer[] _encoder;
    private readonly DetrDecoderLayer[] _decoder;
    private readonly LayerNormLayer _norm;
    private readonly QueryHead _head;
    private readonly Parameter _queries;
    private readonly Parameter _projection;
    private readonly Parameter _projectionBias;
    private readonly ResNetTrunk _trunk;

    /// <summary>Declares the layers of a variant.</summary>
    /// <exception cref="ArgumentException">The options cannot be had; says why.</exception>
    public Detr(DetrVariant variant, DetrOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(variant);
        Options = options ?? new DetrOptions();
        Options.Check();
        Variant = variant;
        var (channels, heads, hidden) = (Options.Channels, Options.Heads, Options.Hidden);
        // In state-dict order.
        var transformer = _scope.At("transformer").Starting(InitialValues.XavierOfMatrices);
        _encoder =
        [
            .. Enumerable.Range(0, Options.EncoderLayers).Select(i =>
                new DetrEncoderLayer(transformer.At($"encoder.layers.{i}"), channels, heads, hidden)),
        ];
        _decoder =
        [
            .. Enumerable.Range(0, Options.DecoderLayers).Select(i =>
                new DetrDecoderLayer(transformer.At($"decoder.layers.{i}"), channels, heads, hidden)),
        ];
        _norm = new LayerNormLayer(transformer.At("decoder.norm"), channels);
        _head = new QueryHead(_scope.Starting((_, _) => InitialValues.OfReads(channels)), channels, Options.Classes);
        _queries = _scope.At("query_embed").Declare(
            "weight", new Shape(Options.Queries, channels), initial: InitialValues.Normal(1));
        var reads = variant.Trunk.Channels;
        var projection = _scope.At("input_proj").Starting((_, _) => InitialValues.OfReads(reads));
        _projection = projection.Declare("weight", new Shape(channels, reads, 1, 1));
        _projectionBias = projection.Declare("bias", new Shape(channels));
        _trunk = new ResNetTrunk(_scope.At(DetrVariant.TrunkPath), variant.Trunk, NormForm.Buffers, variant.IsDilated);
    }

    /// <summary>Its trunk.</summary>
    public DetrVariant Variant { get; }

    /// <summary>What was chosen beside the variant.</summary>
    public DetrOptions Options { get; }

    public override string Name => Variant.Name;

    public override ModelFamily Family => ModelFamily.Detr;

    /// <summary>Outputs for classes, the last for no object.</summary>
    public override int Classes => Options.Classes;

    public override int OutputChannels => Classes;

    public override int ImageSize => DesignSize.Height;

    public override (int Height, int Width) DesignSize => (800, 1333);

    public override IReadOnlyList<string> OptionTexts => DetrOptions.Table.TextsOf(Options);

    public override IReadOnlyList<Parameter> Parameters => _scope.Parameters;

    public override IReadOnlyList<FeatureStage> Features => FeatureStage.Last(_trunk.Stages);

    public override IReadOnlyList<string> FrozenParts =>
        [.. _trunk.Parts.SkipLast(Options.TrainableLayers).Select(part => $"{DetrVariant.TrunkPath}.{part}")];

    /// <inheritdoc/>
    /// <remarks>
    /// Further inputs, for the padding of images: <c>rows</c>, <c>columns</c>, <c>extents</c>, <c>mask</c>. Outputs:
    /// <c>logits</c> [batch, queries, classes] and <c>boxes</c> [batch, queries, 4], centre, width and height relative to
    /// the image without padding; in training those of all layers of the decoder, [layers * batch, ...], the last layer
    /// last. Stages: the trunk's; <c>encoder.x</c>, a map; <c>decoder.tokens</c>, normalised, as the outputs.
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
        // As many halvings, rounded up, as the trunk makes.
        MapOf(Halved(height), Halved(width)).Write(height, width, sizes, write);
    }

    private ComputeGraph Build(
        int batch, int height, int width, bool withStages, TrainingRates? training, bool isPadded)
    {
        if (training is { DropPath: > 0 })
            throw new NotSupportedException($"{Name} drops no branches; train with a drop-path of 0.");
        var builder = new GraphBuilder();
        var dropout = new ElementDropout(builder, training?.Dropout ?? 0);
        var maps = _trunk.Build(builder, builder.Input("input", new Shape(batch, 3, height, width)));
        var x = builder.Add("input_proj", new Convolution(1, 1), maps[^1].Tensor, builder.Stored(_projection),
            builder.Stored(_projectionBias));
        var map = MapOf(x.Shape[1], x.Shape[2]);
        var (positions, mask) = isPadded ? map.Build(builder, batch) : map.BuildUnpadded(builder, batch);
        foreach (var layer in _encoder)
            x = layer.Build(builder, dropout, x, positions, mask);
        var memory = x;
        var keys = builder.Sum("transformer.memory.placed", memory, positions);
        var queries = LearnedQueries.Build(builder, builder.Stored(_queries), batch, training is not null);
        var state = LearnedQueries.Zeros(batch, _queries.Shape);
        var states = new List<Tensor>();
        foreach (var layer in _decoder)
            states.Add(state = layer.Build(builder, dropout, state, queries, keys, memory, mask));
        var told = _norm.Build(builder, training is null ? state : builder.Add("states", new StackImages(), states));
        var outputs = _head.Build(builder, told);
        return builder.Build(withStages
            ? [.. outputs, .. maps, new("encoder.x", memory), new("decoder.tokens", told)]
            : outputs);
    }

    private PaddedMap MapOf(int rows, int columns) => new("", rows, columns, Options.Channels);

    private int Halved(int side)
    {
        for (var halvings = Variant.IsDilated ? 4 : 5; halvings > 0; halvings--)
            side = (side + 1) / 2;
        return side;
    }
}
