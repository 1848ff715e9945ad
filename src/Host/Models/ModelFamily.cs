namespace GpuFormer.Models;

/// <summary>Networks that share layers, state-dict keys and preprocessing: one chapter of the catalogue.</summary>
/// <param name="Name">As its authors write it: <c>Mobile-Former</c>.</param>
/// <param name="Models">The names of its networks, smallest first.</param>
/// <param name="LastLayer">The path of the linear that makes the logits: its bias has one element for each class.</param>
/// <param name="Create">Makes a network by its name and number of classes; 0 classes leave the last linear out.</param>
public sealed record ModelFamily(
    string Name, IReadOnlyList<string> Models, string LastLayer, Func<string, int, ImageModel> Create)
{
    /// <summary>Mobile-Former in seven sizes.</summary>
    public static ModelFamily MobileFormer { get; } = new(
        "Mobile-Former", [.. MobileFormerVariant.All.Select(variant => variant.Name)], "classifier.classifier.1",
        (name, classes) => new MobileFormer(MobileFormerVariant.Find(name), new MobileFormerOptions(classes)));

    /// <summary>MobileNetV2.</summary>
    public static ModelFamily MobileNetV2 { get; } = MobileNets("MobileNetV2", MobileNetVariant.Second, "classifier.1");

    /// <summary>MobileNetV3, small and large.</summary>
    public static ModelFamily MobileNetV3 { get; } = MobileNets("MobileNetV3", MobileNetVariant.Third, "classifier.3");

    /// <summary>MobileViT in three sizes.</summary>
    public static ModelFamily MobileVit { get; } = new(
        "MobileViT", [.. MobileVitVariant.All.Select(variant => variant.Name)], "head.fc",
        (name, classes) => new MobileVit(MobileVitVariant.Find(name), classes));

    /// <summary>ResNet.</summary>
    public static ModelFamily ResNet { get; } = new(
        "ResNet", [.. ResNetVariant.All.Select(variant => variant.Name)], "fc",
        (name, classes) => new ResNet(ResNetVariant.All.Single(variant => variant.Name == name), classes));

    public override string ToString() => Name;

    private static ModelFamily MobileNets(string name, IReadOnlyList<MobileNetVariant> variants, string lastLayer) => new(
        name, [.. variants.Select(variant => variant.Name)], lastLayer,
        (model, classes) => new MobileNet(variants.Single(variant => variant.Name == model), classes));
}
