using static GpuFormer.Models.NetworkOptionText;

namespace GpuFormer.Models;

/// <summary>A DETR (N. Carion et al., "End-to-End Object Detection with Transformers", 2020) by its trunk.</summary>
/// <param name="Name">As its authors write it: <c>detr_resnet50</c>.</param>
/// <param name="Trunk">Of its trunk.</param>
/// <param name="IsDilated">Whether the last stage of the trunk keeps the size of its maps (DC5).</param>
internal sealed record DetrVariant(string Name, ResNetVariant Trunk, bool IsDilated = false)
{
    /// <summary>The beginning of the state-dict keys of a trunk.</summary>
    internal const string TrunkPath = "backbone.0.body";

    /// <summary>All that have a name: those of the authors, and one with a small trunk for experiments.</summary>
    public static IReadOnlyList<DetrVariant> All { get; } =
    [
        new("detr_resnet18", ResNetVariant.ResNet18), new("detr_resnet50", ResNetVariant.ResNet50),
        new("detr_resnet50_dc5", ResNetVariant.ResNet50, IsDilated: true),
        new("detr_resnet101", ResNetVariant.ResNet101),
    ];

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DetrVariant Find(string name) => All.FirstOrDefault(variant => variant.Name == name)
        ?? throw new ArgumentException(
            $"There is no DETR '{name}': {string.Join(", ", All.Select(variant => variant.Name))}.", nameof(name));
}

/// <summary>What can be chosen of a DETR beside the variant, here as the authors have it.</summary>
/// <param name="Classes">Outputs for classes, the last for no object. COCO's 91 are its ids themselves.</param>
internal sealed record DetrOptions(int Classes = 92)
{
    internal static readonly NetworkOptionTable<DetrOptions> Table = new("DETR", new(),
    [
        Whole<DetrOptions>("queries", o => o.Queries, (o, v) => o with { Queries = v }),
        Whole<DetrOptions>("hidden", o => o.Channels, (o, v) => o with { Channels = v }),
        Whole<DetrOptions>("heads", o => o.Heads, (o, v) => o with { Heads = v }),
        Whole<DetrOptions>("enc", o => o.EncoderLayers, (o, v) => o with { EncoderLayers = v }),
        Whole<DetrOptions>("dec", o => o.DecoderLayers, (o, v) => o with { DecoderLayers = v }),
        Whole<DetrOptions>("ffn", o => o.Hidden, (o, v) => o with { Hidden = v }),
        Whole<DetrOptions>("trainable_layers", o => o.TrainableLayers, (o, v) => o with { TrainableLayers = v }),
    ]);

    /// <summary><c>queries</c>: how many objects it looks for.</summary>
    public int Queries { get; init; } = 100;

    /// <summary><c>hidden</c>: the width of queries and pixels.</summary>
    public int Channels { get; init; } = 256;

    /// <summary><c>heads</c>: of every attention.</summary>
    public int Heads { get; init; } = 8;

    /// <summary><c>enc</c>: layers of the encoder.</summary>
    public int EncoderLayers { get; init; } = 6;

    /// <summary><c>dec</c>: layers of the decoder.</summary>
    public int DecoderLayers { get; init; } = 6;

    /// <summary><c>ffn</c>: hidden channels of the feed-forward networks.</summary>
    public int Hidden { get; init; } = 2048;

    /// <summary>
    /// <c>trainable_layers</c>: how many of the trunk's last stages learn; 3 leave the first convolution and the first
    /// stage as they are, 5 none.
    /// </summary>
    public int TrainableLayers { get; init; } = 3;

    /// <summary>Refuses what is no network.</summary>
    /// <exception cref="ArgumentException">Says what, and what can be had.</exception>
    internal void Check()
    {
        Require(Classes is >= 2 and <= 1 << 20, $"{Classes} classes: must be at least 2, the last for no object");
        Require(TrainableLayers is >= 0 and <= 5, $"trainable_layers={TrainableLayers}: must be from 0 to 5");
        Require(Queries is >= 1 and <= 1 << 14, $"queries={Queries}: must be from 1 to 16384");
        Require(Channels is >= 4 and <= 1 << 14 && Channels % 4 == 0,
            $"hidden={Channels}: must be a multiple of 4 from 4 to 16384, for sines and cosines of rows and columns");
        Require(Heads >= 1 && Channels % Heads == 0, $"heads={Heads}: must divide the {Channels} channels of a query");
        Require(EncoderLayers is >= 0 and <= 256, $"enc={EncoderLayers}: must be from 0 to 256");
        Require(DecoderLayers is >= 1 and <= 256, $"dec={DecoderLayers}: must be from 1 to 256");
        Require(Hidden is >= 1 and <= 1 << 16, $"ffn={Hidden}: must be from 1 to 65536");
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
            throw new ArgumentException($"A DETR cannot be had with {problem}.");
    }
}
