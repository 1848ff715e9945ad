namespace GpuFormer.Imaging;

/// <summary>Resizes 8-bit RGB with antialias, byte for byte as Pillow's <c>Image.resize</c>: across first, rounded to
/// bytes, then down. Keeps its buffers, so a second picture of the same size allocates nothing; not for use by two
/// threads at once.</summary>
public sealed class Resizer
{
    private const int Half = 1 << (ResampleWeights.FractionBits - 1);

    private readonly ResampleWeights _across = new();
    private readonly ResampleWeights _down = new();
    private byte[] _between = [];
    private int[] _sums = [];

    /// <summary>Resizes a whole picture.</summary>
    public static Image Resize(Image source, int height, int width, Interpolation interpolation)
    {
        var result = new Image(height, width);
        new Resizer().ResizeWindow(source, height, width, new PixelWindow(0, 0, height, width), interpolation,
            result.Pixels);
        return result;
    }

    /// <summary>Computes one window of the picture resized to <paramref name="height"/> x <paramref name="width"/>,
    /// the same bytes as a crop after the resize, without the cost of the rest.</summary>
    /// <param name="source">Any size.</param>
    /// <param name="height">Rows of the whole resized picture.</param>
    /// <param name="width">Columns of the whole resized picture.</param>
    /// <param name="window">The part wanted.</param>
    /// <param name="interpolation">The filter.</param>
    /// <param name="destination"><c>[window.Height, window.Width, 3]</c>.</param>
    public void ResizeWindow(
        Image source, int height, int width, PixelWindow window, Interpolation interpolation, Span<byte> destination) =>
        Resize(source, new PixelWindow(0, 0, source.Height, source.Width), height, width, window, interpolation,
            destination);

    /// <summary>Resizes one part of a picture, the same bytes as a crop followed by a resize.</summary>
    /// <param name="source">Any size.</param>
    /// <param name="part">The part to resize.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="interpolation">The filter.</param>
    /// <param name="destination"><c>[height, width, 3]</c>.</param>
    public void ResizePart(
        Image source, PixelWindow part, int height, int width, Interpolation interpolation, Span<byte> destination) =>
        Resize(source, part, height, width, new PixelWindow(0, 0, height, width), interpolation, destination);

    private void Resize(
        Image source, PixelWindow part, int height, int width, PixelWindow window, Interpolation interpolation,
        Span<byte> destination)
    {
        if (!part.IsWithin(source.Height, source.Width))
        {
            throw new ArgumentOutOfRangeException(nameof(part), part,
                $"The picture is {source.Width} x {source.Height}.");
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (!window.IsWithin(height, width))
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The picture is {width} x {height}.");
        var rowBytes = window.Width * 3;
        if (destination.Length != window.Height * rowBytes)
        {
            throw new ArgumentException(
                $"A window of {window.Width} x {window.Height} takes {window.Height * rowBytes} bytes, "
                + $"not {destination.Length}.",
                nameof(destination));
        }
        _across.Prepare(part.Width, width, window.Left, window.Width, interpolation);
        _down.Prepare(part.Height, height, window.Top, window.Height, interpolation);

        // _between: [rows that the second pass reads, window.Width, 3].
        var firstRow = _down.InputFirst;
        var rows = _down.InputEnd - firstRow;
        if (_between.Length < rows * rowBytes)
            _between = new byte[rows * rowBytes];
        for (var y = 0; y < rows; y++)
            ResizeRow(source.Row(part.Top + firstRow + y).Slice(part.Left * 3, part.Width * 3),
                _between.AsSpan(y * rowBytes, rowBytes));
        if (_sums.Length < rowBytes)
            _sums = new int[rowBytes];
        for (var y = 0; y < window.Height; y++)
            MixRows(y, firstRow, destination.Slice(y * rowBytes, rowBytes));
    }

    private void ResizeRow(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        for (var x = 0; x < destination.Length / 3; x++)
        {
            var weights = _across.Of(x, out var start);
            var from = source.Slice(start * 3, weights.Length * 3);
            int red = Half, green = Half, blue = Half;
            for (int j = 0, s = 0; j < weights.Length && s + 2 < from.Length; j++, s += 3)
            {
                var weight = weights[j];
                red += from[s] * weight;
                green += from[s + 1] * weight;
                blue += from[s + 2] * weight;
            }
            var to = destination.Slice(x * 3, 3);
            to[0] = ToByte(red);
            to[1] = ToByte(green);
            to[2] = ToByte(blue);
        }
    }

    private void MixRows(int y, int firstRow, Span<byte> destination)
    {
        var sums = _sums.AsSpan(0, destination.Length);
        sums.Fill(Half);
        var weights = _down.Of(y, out var start);
        for (var j = 0; j < weights.Length; j++)
        {
            var row = _between.AsSpan((start - firstRow + j) * destination.Length, destination.Length);
            var weight = weights[j];
            for (var i = 0; i < row.Length && i < sums.Length; i++)
                sums[i] += row[i] * weight;
        }
        for (var i = 0; i < destination.Length && i < sums.Length; i++)
            destination[i] = ToByte(sums[i]);
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.FractionBits, 0, 255);
}
