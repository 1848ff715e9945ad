namespace GpuFormer.Imaging;

/// <summary>From a decoded picture to network input, as timm 0.3.4 evaluates: resize the short side, crop the centre,
/// normalise. Keeps its buffers, so a second picture of the same size allocates nothing; not for use by two threads at
/// once.</summary>
internal sealed class EvaluationTransform
{
    private readonly Resizer _resizer = new();
    private readonly byte[] _crop;
    private readonly Normalisation _normalisation;

    /// <summary>Prepares the transform.</summary>
    /// <exception cref="ArgumentException">The configuration makes no sense.</exception>
    public EvaluationTransform(PreprocessingConfig? config = null)
    {
        Config = config ?? PreprocessingConfig.MobileFormer;
        Config.Validate();
        _crop = new byte[Config.InputSize * Config.InputSize * 3];
        _normalisation = new Normalisation(Config);
    }

    /// <summary>The configuration in use.</summary>
    public PreprocessingConfig Config { get; }

    /// <summary>Floats that <see cref="Apply"/> writes: <c>3 * InputSize * InputSize</c>.</summary>
    public int OutputLength => _crop.Length;

    /// <summary>Transforms one picture.</summary>
    /// <param name="image">Any size.</param>
    /// <param name="destination"><c>[3, InputSize, InputSize]</c>, one plane per channel: one picture of a batch in
    /// NCHW.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="ImageFormatException">The picture is millions of times longer than wide.</exception>
    public void Apply(Image image, Span<float> destination)
    {
        if (destination.Length != OutputLength)
        {
            throw new ArgumentException(
                $"[3, {Config.InputSize}, {Config.InputSize}] takes {OutputLength} floats, not {destination.Length}.",
                nameof(destination));
        }
        Crop(image, _crop);
        _normalisation.Apply(_crop, destination);
    }

    // A copy of the pixels of the last image, before they were normalised.
    internal Image LastCrop() => new(Config.InputSize, Config.InputSize, [.. _crop]);

    // The bytes before normalisation, [InputSize, InputSize, 3].
    internal void Crop(Image image, Span<byte> destination)
    {
        var (height, width) = ResizedSize(image, Config.ResizedSide);
        var window = PixelWindow.Centred(height, width, Config.InputSize, Config.InputSize);
        _resizer.ResizeWindow(image, height, width, window, Config.Interpolation, destination);
    }

    // The size of a picture whose short side is resized; the long side is cut to a whole number of pixels, not rounded.
    internal static (int Height, int Width) ResizedSize(Image image, int shortSide)
    {
        var (height, width) = image.Width < image.Height
            ? ((long)shortSide * image.Height / image.Width, (long)shortSide)
            : (shortSide, (long)shortSide * image.Width / image.Height);
        if (Math.Max(height, width) > int.MaxValue)
            throw new ImageFormatException($"A picture of {image.Width} x {image.Height} is too narrow to be resized.");
        return ((int)height, (int)width);
    }
}
