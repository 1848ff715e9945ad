using System.Text.Json;
using GpuFormer.Graph.Losses;
using GpuFormer.Graph.Training;
using GpuFormer.Models;
using GpuFormer.Tasks.Detection;
using GpuFormer.Weights;

namespace GpuFormer.Tasks.Systems;

/// <summary>Which input, decoder, criterion and targets belong to a network.</summary>
internal static class VisionSystem
{
    /// <summary>How images become the input of a model.</summary>
    /// <param name="model">A detector or segmenter.</param>
    /// <param name="side">The side that images are brought to (<see cref="InputOf(ImageModel, int?, int?)"/>); null for what the
    /// weights say.</param>
    public static NetworkInput InputOf(Model model, int? side = null)
    {
        if (side is not null)
            return InputOf(model.Network, side);
        var (stated, longest) = SidesOf(model.Weights.Metadata, model.Source);
        return InputOf(model.Network, stated, longest);
    }

    /// <summary>How images become the input of a network.</summary>
    /// <param name="network">A detector or segmenter.</param>
    /// <param name="side">Null as the reference program evaluates. Else of RetinaNet and of detectors with queries the side
    /// of a square canvas into which larger images are shrunk, of SSDLite that of the square that images are resized to, of
    /// DeepLabv3 the longest side.</param>
    /// <param name="longest">Of RetinaNet and of detectors with queries: <paramref name="side"/> is the short side of images
    /// and this the most that the long one may be, as the reference programs have it. Of no matter to others.</param>
    public static NetworkInput InputOf(ImageModel network, int? side, int? longest = null) => KindOf(network) switch
    {
        Kind.RetinaNet => new RetinaNetInput(side, longest),
        Kind.Ssd => new SsdInput(side ?? SsdInput.DefaultSide),
        Kind.Queries => new QueryInput(side, longest),
        Kind.DeepLab => new DeepLabInput(side ?? DeepLabInput.DefaultLongSide),
    };

    /// <summary>What turns a detector's outputs into objects.</summary>
    /// <exception cref="ArgumentException">The network is no detector.</exception>
    public static DetectionDecoder DecoderOf(ImageModel network) => KindOf(network) switch
    {
        Kind.RetinaNet => new RetinaNetDecoder(AnchorSizesOf(network)),
        Kind.Ssd => new SsdDecoder(),
        Kind.Queries => new QueryDecoder(),
        Kind.DeepLab => throw new ArgumentException($"{network.Name} is no detector.", nameof(network)),
    };

    /// <summary>What a network is trained by.</summary>
    public static Criterion CriterionOf(ImageModel network) => KindOf(network) switch
    {
        Kind.RetinaNet => new RetinaNetCriterion(),
        Kind.Ssd => new SsdCriterion(),
        Kind.Queries => new QueryCriterion(QueriesOf(network).States),
        Kind.DeepLab => new SegmentationCriterion(),
    };

    /// <summary>What makes the targets of a network of annotations.</summary>
    /// <param name="network">A detector or segmenter.</param>
    /// <param name="classOf">Of a detector the class output of each category of the data set; null for their order, behind
    /// the background where there is one.</param>
    public static AnnotationTargets TargetsOf(ImageModel network, IReadOnlyList<int>? classOf = null) =>
        KindOf(network) switch
        {
            Kind.RetinaNet => new RetinaNetTargets(network.Classes, AnchorSizesOf(network), classOf: classOf),
            Kind.Ssd => new SsdTargets(network.Classes, classOf),
            Kind.Queries => new QueryTargets(network.Classes, QueriesOf(network).States, QueriesOf(network).Queries,
                network as IPaddedNetwork, classOf),
            Kind.DeepLab => new SegmentationTargets(network.Classes),
        };

    private static IReadOnlyList<int>? AnchorSizesOf(ImageModel network) => (network as RetinaNet)?.Options.AnchorSizes;

    /// <summary>Outputs of the decoder in training, and queries of an image.</summary>
    public static (int States, int Queries) QueriesOf(ImageModel network) => network switch
    {
        Detr { Options: var options } => (options.DecoderLayers, options.Queries),
        EndToEndMobileFormer { Options: var options } => (options.Blocks.Sum(), options.Queries),
        _ => throw new ArgumentException($"{network.Name} has no queries.", nameof(network)),
    };

    /// <summary>How many class outputs come before those that data sets name: 1 where there is a background in front.</summary>
    public static int FirstClassOf(ImageModel network) => KindOf(network) == Kind.Queries ? 0 : 1;

    // As timm writes it: [3, side, side]; a network that takes any size says nothing.
    private static (int? Side, int? Longest) SidesOf(IReadOnlyDictionary<string, string> metadata, string source)
    {
        if (!metadata.TryGetValue(PreprocessingMetadata.MetadataKey, out var json))
            return (null, null);
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("input_size", out _))
                return (null, null);
            var stated = PreprocessingMetadata.Read(metadata, source, Imaging.PreprocessingConfig.Torchvision);
            return (stated.InputSize, stated.LongSide > 0 ? stated.LongSide : null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException(source, null, $"the preprocessing is no JSON object: {exception.Message}",
                "Correct the file's metadata.", exception);
        }
    }

    private static Kind KindOf(ImageModel network) => network.Name.Split('_')[0] switch
    {
        "retinanet" => Kind.RetinaNet,
        "ssdlite" => Kind.Ssd,
        "detr" or "e2e" => Kind.Queries,
        "deeplabv3" => Kind.DeepLab,
        _ => throw new ArgumentException($"{network.Name} is neither a detector nor a segmenter.", nameof(network)),
    };

    private enum Kind
    {
        RetinaNet,
        Ssd,
        Queries,
        DeepLab,
    }
}
