using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>An image in the form and size that a network sees it.</summary>
/// <param name="Planes"><c>[3, Height, Width]</c>.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public sealed record NetworkImage(float[] Planes, int Height, int Width);

/// <summary>
/// Images as torchvision's RetinaNet sees them: normalised first, then resized in float32 without antialias, then put at
/// the top left of zeros whose sides are multiples of 32. The network has no mask of the padding.
/// </summary>
public static class RetinaNetInput
{
    private const int Multiple = 32;

    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] StandardDeviation = [0.229f, 0.224f, 0.225f];

    /// <summary>Normalises and resizes an image.</summary>
    /// <param name="image">Any size.</param>
    /// <param name="height">Rows of the result (<c>DetectorSizes.RetinaNet</c>).</param>
    /// <param name="width">Columns of the result.</param>
    public static NetworkImage Prepare(Image image, int height, int width)
    {
        var pixels = image.Height * image.Width;
        var planes = new float[3 * pixels];
        for (var i = 0; i < pixels; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                planes[channel * pixels + i] = image.Pixels[3 * i + channel] / 255f;
        }

        return Prepare(planes, image.Height, image.Width, height, width);
    }

    /// <summary>The same of values from 0 to 1.</summary>
    /// <param name="values"><c>[3, sourceHeight, sourceWidth]</c>.</param>
    /// <param name="sourceHeight">Rows of the image.</param>
    /// <param name="sourceWidth">Columns of the image.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    public static NetworkImage Prepare(
        ReadOnlySpan<float> values, int sourceHeight, int sourceWidth, int height, int width)
    {
        var area = sourceHeight * sourceWidth;
        if (values.Length != 3L * area)
            throw new ArgumentException($"{values.Length} values do not make {sourceWidth} x {sourceHeight} x 3.");
        var normalised = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
            normalised[i] = (values[i] - Mean[i / area]) / StandardDeviation[i / area];
        var result = new float[3 * height * width];
        for (var channel = 0; channel < 3; channel++)
        {
            Resize(normalised.AsSpan(channel * area, area), sourceHeight, sourceWidth,
                result.AsSpan(channel * height * width, height * width), height, width);
        }

        return new NetworkImage(result, height, width);
    }

    /// <summary>Puts images of different sizes into one batch.</summary>
    /// <returns><c>[N, 3, Height, Width]</c>, zero where no image lies.</returns>
    public static (float[] Batch, int Height, int Width) Pad(IReadOnlyList<NetworkImage> images)
    {
        var height = RoundUp(images.Max(image => image.Height));
        var width = RoundUp(images.Max(image => image.Width));
        var batch = new float[images.Count * 3 * height * width];
        for (var n = 0; n < images.Count; n++)
        {
            var image = images[n];
            for (var row = 0; row < 3 * image.Height; row++)
            {
                var (channel, y) = Math.DivRem(row, image.Height);
                image.Planes.AsSpan(row * image.Width, image.Width)
                    .CopyTo(batch.AsSpan(((n * 3 + channel) * height + y) * width));
            }
        }

        return (batch, height, width);
    }

    // Half-pixel centres; positions before the first pixel take it.
    private static void Resize(
        ReadOnlySpan<float> source, int sourceHeight, int sourceWidth, Span<float> result, int height, int width)
    {
        for (var y = 0; y < height; y++)
        {
            var (top, low, down) = Position(y, sourceHeight, height);
            for (var x = 0; x < width; x++)
            {
                var (left, right, across) = Position(x, sourceWidth, width);
                var upper = (1 - across) * source[top * sourceWidth + left] + across * source[top * sourceWidth + right];
                var lower = (1 - across) * source[low * sourceWidth + left] + across * source[low * sourceWidth + right];
                result[y * width + x] = (1 - down) * upper + down * lower;
            }
        }
    }

    private static (int First, int Second, float Share) Position(int position, int from, int to)
    {
        var at = Math.Max(from / (float)to * (position + 0.5f) - 0.5f, 0);
        var first = Math.Min((int)at, from - 1);
        return (first, Math.Min(first + 1, from - 1), at - first);
    }

    private static int RoundUp(int side) => (side + Multiple - 1) / Multiple * Multiple;
}
