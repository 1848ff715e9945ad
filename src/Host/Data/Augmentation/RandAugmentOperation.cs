namespace GpuFormer.Data.Augmentation;

/// <summary>The operations of timm's RandAugment, in its order (Networks 2.5).</summary>
internal enum RandAugmentOperation
{
    AutoContrast,
    Equalise,
    Invert,
    Rotate,
    Posterise,
    Solarise,
    SolariseAdd,
    Colour,
    Contrast,
    Brightness,
    Sharpness,
    ShearX,
    ShearY,
    TranslateX,
    TranslateY,
}
