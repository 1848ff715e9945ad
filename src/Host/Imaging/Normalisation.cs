namespace GpuFormer.Imaging;

/// <summary>From bytes to network input: one plane per channel, mean 0 and deviation 1 over the training set. A table
/// of what each byte becomes, so that it costs one look-up a sample.</summary>
internal sealed class Normalisation
{
    // [3, 256]
    private readonly float[] _table = new float[3 * 256];

    /// <summary>Prepares the table.</summary>
    /// <exception cref="ArgumentException">The configuration makes no sense.</exception>
    public Normalisation(PreprocessingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        for (var channel = 0; channel < 3; channel++)
        {
            // (x - 255 mean) / (255 std) in single precision, the order of operations of timm's loader.
            var mean = (float)(config.Mean[channel] * 255);
            var deviation = (float)(config.StandardDeviation[channel] * 255);
            for (var value = 0; value < 256; value++)
                _table[channel * 256 + value] = (value - mean) / deviation;
        }
    }

    /// <summary>Normalises one picture.</summary>
    /// <param name="pixels"><c>[H, W, 3]</c>.</param>
    /// <param name="destination"><c>[3, H, W]</c>.</param>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> destination)
    {
        if (destination.Length != pixels.Length || pixels.Length % 3 != 0)
            throw new ArgumentException($"{pixels.Length} bytes do not become {destination.Length} floats.");
        var plane = destination.Length / 3;
        for (var channel = 0; channel < 3; channel++)
        {
            var table = _table.AsSpan(channel * 256, 256);
            var output = destination.Slice(channel * plane, plane);
            for (int i = 0, from = channel; i < output.Length && from < pixels.Length; i++, from += 3)
                output[i] = table[pixels[from]];
        }
    }
}
