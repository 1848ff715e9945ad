using System.Collections.Immutable;
using GpuFormer.Imaging;

namespace GpuFormer.Models;

/// <summary>Makes a network by its name, number of classes and options as texts <c>name=value</c>.</summary>
/// <param name="name">One of the family's names.</param>
/// <param name="classes">How many classes there are; 0 leaves the last linear out where the family allows it.</param>
/// <param name="options">Changes the options of the published network; none for the network itself.</param>
/// <exception cref="ArgumentException">It cannot be had with these classes or options; says why.</exception>
internal delegate ImageModel NetworkFactory(string name, int classes, IReadOnlyList<string> options);

/// <summary>Networks that share layers, state-dict keys and preprocessing: one row of the catalogue.</summary>
/// <param name="Name">As its authors write it: <c>Mobile-Former</c>.</param>
/// <param name="Models">The names of its networks, smallest first.</param>
/// <param name="ClassLayers">
/// The paths of the layers that have outputs for each class: they start anew where classes differ. In classification the
/// last linear alone.
/// </param>
/// <param name="Create">Makes a network.</param>
internal sealed record ModelFamily(
    string Name, IReadOnlyList<string> Models, IReadOnlyList<string> ClassLayers, NetworkFactory Create)
{
    /// <summary>Mobile-Former in seven sizes.</summary>
    public static ModelFamily MobileFormer { get; } = new(
        "Mobile-Former", [.. MobileFormerVariant.All.Select(variant => variant.Name)], ["classifier.classifier.1"],
        (name, classes, options) => new MobileFormer(MobileFormerVariant.Find(name),
            MobileFormerOptionTexts.Apply(new MobileFormerOptions(classes), options)))
    {
        Preprocessing = PreprocessingConfig.MobileFormer,
        Options = MobileFormerOptionTexts.Table,
    };

    /// <summary>MobileNetV2.</summary>
    public static ModelFamily MobileNetV2 { get; } = MobileNets("MobileNetV2", MobileNetVariant.Second, "classifier.1");

    /// <summary>MobileNetV3, small and large.</summary>
    public static ModelFamily MobileNetV3 { get; } = MobileNets("MobileNetV3", MobileNetVariant.Third, "classifier.3");

    /// <summary>MobileViT in three sizes.</summary>
    public static ModelFamily MobileVit { get; } = new(
        "MobileViT", [.. MobileVitVariant.All.Select(variant => variant.Name)], ["head.fc"],
        WithoutOptions((name, classes) => new MobileVit(MobileVitVariant.Find(name), classes)))
    {
        Preprocessing = PreprocessingConfig.MobileVit,
    };

    /// <summary>ResNet.</summary>
    public static ModelFamily ResNet { get; } = new(
        "ResNet", [.. ResNetVariant.All.Select(variant => variant.Name)], ["fc"], WithoutOptions(
            (name, classes) => new ResNet(ResNetVariant.All.Single(variant => variant.Name == name), classes)));

    /// <summary>DETR.</summary>
    public static ModelFamily Detr { get; } = new(
        "DETR", [.. DetrVariant.All.Select(variant => variant.Name)], ["class_embed"],
        (name, classes, options) => new Detr(
            DetrVariant.Find(name), DetrOptions.Table.Apply(new DetrOptions(classes), options)))
    {
        Task = ModelTask.Detection,
        DefaultClasses = new DetrOptions().Classes,
        Options = DetrOptions.Table,
        Trunk = DetrVariant.TrunkPath,
    };

    /// <summary>The end-to-end Mobile-Former in seven sizes.</summary>
    public static ModelFamily EndToEndMobileFormer { get; } = new(
        "E2E Mobile-Former",
        [.. MobileFormerVariant.All.Select(variant => EndToEndOptions.Prefix + variant.Name)], ["class_embed"],
        (name, classes, options) => new EndToEndMobileFormer(
            MobileFormerVariant.Find(name[EndToEndOptions.Prefix.Length..]),
            EndToEndOptions.Table.Apply(new EndToEndOptions(classes), options)))
    {
        Task = ModelTask.Detection,
        DefaultClasses = new EndToEndOptions().Classes,
        Options = EndToEndOptions.Table,
        Trunk = EndToEndOptions.TrunkPath,
    };

    /// <summary>RetinaNet on a Mobile-Former.</summary>
    public static ModelFamily RetinaNet { get; } = new(
        "RetinaNet", [.. MobileFormerVariant.All.Select(variant => $"retinanet_{variant.Name}")],
        ["head.classification_head.cls_logits"], (name, classes, options) => new RetinaNet(
            MobileFormerVariant.Find(name["retinanet_".Length..]), classes, RetinaNetOptions.Table.Of(options)))
    {
        Task = ModelTask.Detection,
        DefaultClasses = 91,
        Options = RetinaNetOptions.Table,
        Trunk = "backbone.body",
        ClassesOfOutputs = GpuFormer.Models.RetinaNet.ClassesOf,
    };

    /// <summary>SSDLite on a MobileViT.</summary>
    public static ModelFamily SsdLite { get; } = new(
        "SSDLite", [.. MobileVitVariant.All.Select(variant => $"ssdlite_{variant.Name}")], GpuFormer.Models.SsdLite.ClassLayers,
        WithoutOptions((name, classes) => new SsdLite(MobileVitVariant.Find(name["ssdlite_".Length..]), classes)))
    {
        Task = ModelTask.Detection,
        DefaultClasses = 81,
        Preprocessing = PreprocessingConfig.Cvnets with { InputSize = 320 },
        ReadsBlueFirst = true,
        Trunk = "encoder",
        ClassesOfOutputs = GpuFormer.Models.SsdLite.ClassesOf,
    };

    /// <summary>DeepLabv3 on a MobileViT.</summary>
    public static ModelFamily DeepLabV3 { get; } = new(
        "DeepLabv3", [.. MobileVitVariant.All.Select(variant => $"deeplabv3_{variant.Name}")],
        ["seg_head.classifier.classifier.block.conv"],
        WithoutOptions((name, classes) => new DeepLabV3(MobileVitVariant.Find(name["deeplabv3_".Length..]), classes)))
    {
        Task = ModelTask.Segmentation,
        DefaultClasses = 21,
        Preprocessing = PreprocessingConfig.Cvnets with { InputSize = 512 },
        ReadsBlueFirst = true,
        Trunk = "encoder",
    };

    /// <summary>What its networks say of an image.</summary>
    public ModelTask Task { get; init; }

    /// <summary>The class outputs of the published networks.</summary>
    public int DefaultClasses { get; init; } = ModelCatalogue.DefaultClasses;

    /// <summary>How pictures become input where weights do not say: what the published weights were evaluated with.</summary>
    /// <remarks>torchvision's weights of MobileNets are those of version 1.</remarks>
    public PreprocessingConfig Preprocessing { get; init; } = PreprocessingConfig.Torchvision;

    /// <summary>Whether its networks take the channels of images as blue, green and red.</summary>
    public bool ReadsBlueFirst { get; init; }

    /// <summary>The options that its networks have; null for none.</summary>
    public INetworkOptions? Options { get; init; }

    /// <summary>The path of the trunk in a detector's keys, such as <c>backbone.body</c>; empty in classification, where
    /// all but the last linear is the trunk.</summary>
    public string Trunk { get; init; } = "";

    // Class outputs by the biases of the last class layer.
    internal Func<int, int> ClassesOfOutputs { get; init; } = outputs => outputs;

    /// <summary>Whether an entry of the state-dict belongs to a layer that has outputs for each class.</summary>
    public bool IsOfClasses(string name) => ClassLayers.Any(layer => Begins(name, layer));

    /// <summary>Whether an entry of the state-dict belongs to the trunk, which a network for classes can start.</summary>
    public bool IsOfTrunk(string name) => Trunk.Length == 0 ? !IsOfClasses(name) : Begins(name, Trunk);

    /// <summary>Reads off weights how many class outputs they have.</summary>
    /// <param name="shapeOf">The shape of a tensor of the weights; null if there is none of this name.</param>
    /// <returns>Null if the weights do not have the layer that says it.</returns>
    public int? ClassesOf(Func<string, ImmutableArray<int>?> shapeOf)
    {
        ArgumentNullException.ThrowIfNull(shapeOf);
        return shapeOf($"{ClassLayers[^1]}.bias") is [> 0 and var outputs] && ClassesOfOutputs(outputs) is > 0 and var classes
            ? classes
            : null;
    }

    public override string ToString() => Name;

    private static bool Begins(string name, string path) =>
        name.Length > path.Length && name[path.Length] == '.' && name.StartsWith(path, StringComparison.Ordinal);

    private static ModelFamily MobileNets(string name, IReadOnlyList<MobileNetVariant> variants, string lastLayer) => new(
        name, [.. variants.Select(variant => variant.Name)], [lastLayer], WithoutOptions(
            (model, classes) => new MobileNet(variants.Single(variant => variant.Name == model), classes)));

    private static NetworkFactory WithoutOptions(Func<string, int, ImageModel> create) =>
        (name, classes, options) => options.Count == 0
            ? create(name, classes)
            : throw new ArgumentException($"{name} has no options such as '{options[0]}'.");
}
