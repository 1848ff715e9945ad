namespace GpuFormer.Imaging;

/// <summary>How pictures become network input. The default is Mobile-Former's: 224 pixels cropped from 256, bilinear,
/// ImageNet mean and standard deviation.</summary>
public sealed record PreprocessingConfig
{
    /// <summary>Side of the square input, pixels.</summary>
    public int InputSize { get; init; } = 224;

    /// <summary>Of detectors: the most that the long side of an image may be, pixels; <see cref="InputSize"/> is then the
    /// short side. 0 where the input is square.</summary>
    public int LongSide { get; init; }

    /// <summary>Share of the short side that the crop keeps: the short side becomes
    /// <c>floor(InputSize / CropShare)</c>. Above 0, at most 1.</summary>
    public double CropShare { get; init; } = 0.875;

    /// <summary>The filter of the resize.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>Mean of red, green and blue on the scale 0 to 1.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>Standard deviation of red, green and blue on the scale 0 to 1.</summary>
    public IReadOnlyList<double> StandardDeviation { get; init; } = [0.229, 0.224, 0.225];

    /// <summary>What Mobile-Former was trained for.</summary>
    public static PreprocessingConfig MobileFormer { get; } = new();

    /// <summary>What torchvision evaluates its ImageNet networks with: the same.</summary>
    public static PreprocessingConfig Torchvision { get; } = new();

    /// <summary>What timm evaluates its MobileViTs with (Networks 3.5): 256 pixels cropped from 284, bicubic, not
    /// normalised.
    /// </summary>
    public static PreprocessingConfig MobileVit { get; } = new()
    {
        InputSize = 256,
        CropShare = 0.9,
        Interpolation = Interpolation.Bicubic,
        Mean = [0, 0, 0],
        StandardDeviation = [1, 1, 1],
    };

    /// <summary>What cvnets prepares images for its detectors and segmenters with, but for their size: all of the image,
    /// bilinear, not normalised.</summary>
    public static PreprocessingConfig Cvnets { get; } = new()
    {
        InputSize = 320,
        CropShare = 1,
        Mean = [0, 0, 0],
        StandardDeviation = [1, 1, 1],
    };

    // Short side of the picture before the crop.
    internal int ResizedSide => (int)Math.Floor(InputSize / CropShare);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(InputSize, 1);
        if (LongSide != 0)
            ArgumentOutOfRangeException.ThrowIfLessThan(LongSide, InputSize);
        if (!(CropShare is > 0 and <= 1) || InputSize / CropShare > 65536)
            throw new ArgumentOutOfRangeException(nameof(CropShare), CropShare, "Above 0, at most 1, and not tiny.");
        if (Mean.Count != 3 || StandardDeviation.Count != 3 || StandardDeviation.Any(value => !(value > 0)))
            throw new ArgumentException("Three means and three positive standard deviations are needed.");
    }
}
