namespace GpuFormer.Imaging;

/// <summary>
/// Bilinear resizing without antialias, as PyTorch's <c>interpolate</c> and OpenCV's <c>resize</c> do it: each pixel of the
/// result lies between two rows and two columns of the source. Centres of pixels are at halves; what lies before the first
/// one takes it. Pillow's bilinear filter, which averages where an image shrinks, is <see cref="Resizer"/>.
/// </summary>
internal static class BilinearResizer
{
    /// <summary>Resizes one plane of numbers.</summary>
    /// <param name="source"><c>[from.Height, from.Width]</c>.</param>
    /// <param name="from">Rows and columns of the source.</param>
    /// <param name="result"><c>[to.Height, to.Width]</c>.</param>
    /// <param name="to">Rows and columns of the result.</param>
    public static void Resize(
        ReadOnlySpan<float> source, (int Height, int Width) from, Span<float> result, (int Height, int Width) to)
    {
        var columns = Positions(from.Width, to.Width);
        var rows = Positions(from.Height, to.Height);
        for (var y = 0; y < to.Height; y++)
        {
            var upper = source.Slice(rows[y].First * from.Width, from.Width);
            var lower = source.Slice(rows[y].Second * from.Width, from.Width);
            var line = result.Slice(y * to.Width, to.Width);
            for (var x = 0; x < line.Length; x++)
            {
                var at = columns[x];
                line[x] = Mix(Mix(upper[at.First], upper[at.Second], at.Share),
                    Mix(lower[at.First], lower[at.Second], at.Share), rows[y].Share);
            }
        }
    }

    /// <summary>Resizes what a table makes of the samples of an image: normalised first, then resized in float32.</summary>
    /// <param name="source">Any size.</param>
    /// <param name="table"><c>[3, 256]</c>: the number of each sample, red first.</param>
    /// <param name="result"><c>[3, height, width]</c>.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    public static void Resize(Image source, ReadOnlySpan<float> table, Span<float> result, int height, int width)
    {
        var columns = Positions(source.Width, width);
        var rows = Positions(source.Height, height);
        for (var y = 0; y < height; y++)
        {
            var upper = source.Row(rows[y].First);
            var lower = source.Row(rows[y].Second);
            for (var channel = 0; channel < 3; channel++)
            {
                var line = result.Slice((channel * height + y) * width, width);
                var numbers = table.Slice(256 * channel, 256);
                for (var x = 0; x < line.Length; x++)
                {
                    var at = columns[x];
                    var (left, right) = (3 * at.First + channel, 3 * at.Second + channel);
                    line[x] = Mix(Mix(numbers[upper[left]], numbers[upper[right]], at.Share),
                        Mix(numbers[lower[left]], numbers[lower[right]], at.Share), rows[y].Share);
                }
            }
        }
    }

    /// <summary>Resizes an image to whole samples, within one level of OpenCV, which computes with 11 bits.</summary>
    public static Image Resize(Image source, int height, int width)
    {
        if ((height, width) == (source.Height, source.Width))
            return source;
        var samples = new float[256];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = i;
        var planes = new float[3 * height * width];
        Resize(source, [.. samples, .. samples, .. samples], planes, height, width);
        var result = new Image(height, width);
        for (var i = 0; i < height * width; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                result.Pixels[3 * i + channel] = (byte)(planes[channel * height * width + i] + 0.5f);
        }

        return result;
    }

    private static float Mix(float first, float second, float share) => (1 - share) * first + share * second;

    private static (int First, int Second, float Share)[] Positions(int from, int to)
    {
        var positions = new (int, int, float)[to];
        for (var i = 0; i < to; i++)
        {
            var at = Math.Max(from / (float)to * (i + 0.5f) - 0.5f, 0);
            var first = Math.Min((int)at, from - 1);
            positions[i] = (first, Math.Min(first + 1, from - 1), at - first);
        }

        return positions;
    }
}
