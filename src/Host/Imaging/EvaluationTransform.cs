namespace GpuFormer.Imaging;

/// <summary>From a decoded picture to network input, as timm 0.3.4 evaluates: resize the short side, crop the centre,
/// normalise. Keeps its buffers, so a second picture of the same size allocates nothing; not for use by two threads at
/// once.</summary>
public sealed class EvaluationTransform
{
    private readonly Resizer _resizer = new();
    private readonly byte[] _crop;

    // [3, 256]: what each byte becomes in each channel.
    private readonly float[] _normalised = new float[3 * 256];

    /// <summary>Prepares the transform.</summary>
    /// <exception cref="ArgumentException">The configuration makes no sense.</exception>
    public EvaluationTransform(PreprocessingConfig? config = null)
    {
        Config = config ?? PreprocessingConfig.MobileFormer;
        Config.Validate();
        _crop = new byte[Config.InputSize * Config.InputSize * 3];
        for (var channel = 0; channel < 3; channel++)
        {
            // (x - 255 mean) / (255 std) in single precision, the order of operations of timm's loader.
            var mean = (float)(Config.Mean[channel] * 255);
            var deviation = (float)(Config.StandardDeviation[channel] * 255);
            for (var value = 0; value < 256; value++)
                _normalised[channel * 256 + value] = (value - mean) / deviation;
        }
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
        var plane = destination.Length / 3;
        for (var channel = 0; channel < 3; channel++)
        {
            var table = _normalised.AsSpan(channel * 256, 256);
            var output = destination.Slice(channel * plane, plane);
            for (int i = 0, from = channel; i < output.Length; i++, from += 3)
                output[i] = table[_crop[from]];
        }
    }

    // The bytes before normalisation, [InputSize, InputSize, 3].
    internal void Crop(Image image, Span<byte> destination)
    {
        var side = Config.ResizedSide;
        // The long side is cut to a whole number of pixels, not rounded.
        var (height, width) = image.Width < image.Height
            ? ((long)side * image.Height / image.Width, (long)side)
            : (side, (long)side * image.Width / image.Height);
        if (Math.Max(height, width) > int.MaxValue)
            throw new ImageFormatException($"A picture of {image.Width} x {image.Height} is too narrow to be resized.");
        var window = PixelWindow.Centred((int)height, (int)width, Config.InputSize, Config.InputSize);
        _resizer.ResizeWindow(image, (int)height, (int)width, window, Config.Interpolation, destination);
    }
}
