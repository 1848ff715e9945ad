namespace GpuFormer.Data.Augmentation;

/// <summary>How a picture becomes a square of the input size in training.</summary>
internal enum TrainingCrop
{
    /// <summary>
    /// A random part of random area and aspect (Networks 2.4, torchvision's <c>RandomResizedCrop</c>).
    /// </summary>
    RandomResized,

    /// <summary>The short side resized to the input size, the centre cropped: timm's <c>--no-aug</c>.</summary>
    Centre,

    /// <summary>As <see cref="Centre"/>, then moved by up to <see cref="TrainingTransformOptions.Padding"/> pixels each
    /// way, what comes in filled with black: torchvision's <c>RandomCrop</c> with padding, usual for CIFAR and
    /// digits.</summary>
    Shifted,
}
