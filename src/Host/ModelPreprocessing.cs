using GpuFormer.Imaging;
using GpuFormer.Models;

namespace GpuFormer;

/// <summary>How pictures become the input of a network where its weights do not say.</summary>
public static class ModelPreprocessing
{
    /// <summary>What the published weights of a network were evaluated with.</summary>
    /// <param name="name">One of <see cref="ModelCatalogue.Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such model; the message suggests one.</exception>
    public static PreprocessingConfig Of(string name) => Of(ModelCatalogue.FamilyOf(name));

    // Mobile-Former: Networks 2.8. MobileNets: torchvision's weights of version 1 (resize 256, bilinear, crop 224,
    // ImageNet's mean and deviation), which is the same. MobileViT: timm's, Networks 3.5.
    internal static PreprocessingConfig Of(ModelFamily family) =>
        family == ModelFamily.MobileVit ? PreprocessingConfig.MobileVit
        : family == ModelFamily.MobileFormer ? PreprocessingConfig.MobileFormer : PreprocessingConfig.Torchvision;
}
