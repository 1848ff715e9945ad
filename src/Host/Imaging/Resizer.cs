using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Imaging;

/// <summary>Resizes 8-bit RGB with antialias, byte for byte as Pillow's <c>Image.resize</c>: across first, rounded to
/// bytes, then down. Keeps its buffers, so a second picture of the same size allocates nothing; not for use by two
/// threads at once.</summary>
internal sealed class Resizer
{
    private const int Half = 1 << (ResampleWeights.FractionBits - 1);

    // Rows that are resized across together: they share the weights.
    private const int RowsAtOnce = 4;

    // Samples that are mixed together. Those of the last vector may be mixed twice, which changes nothing.
    private const int Step = 16;

    private readonly ResampleWeights _across = new();
    private readonly ResampleWeights _down = new();
    private byte[] _between = [];

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
        var stride = source.Width * 3;
        var pixels = source.Pixels.AsSpan(((part.Top + firstRow) * source.Width + part.Left) * 3);
        var done = 0;
        // Pixels are read two at a time as eight bytes, of which the last row of a picture has some too few.
        var last = (part.Width + 1) * 3 + 2;
        for (; done + RowsAtOnce <= rows && (done + RowsAtOnce - 1) * stride + last <= pixels.Length; done += RowsAtOnce)
        {
            ResizeRows(pixels[(done * stride)..], stride, _between.AsSpan(done * rowBytes, RowsAtOnce * rowBytes));
        }
        for (; done < rows; done++)
            ResizeRow(pixels.Slice(done * stride, part.Width * 3), _between.AsSpan(done * rowBytes, rowBytes));
        for (var y = 0; y < window.Height; y++)
        {
            var weights = _down.Of(y, out var start);
            MixRows(_between.AsSpan((start - firstRow) * rowBytes), weights, destination.Slice(y * rowBytes, rowBytes));
        }
    }

    // Four rows; destination: [4, W, 3].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ResizeRows(ReadOnlySpan<byte> source, int stride, Span<byte> destination)
    {
        var rowBytes = destination.Length / RowsAtOnce;
        var second = source[stride..];
        var third = source[(2 * stride)..];
        var fourth = source[(3 * stride)..];
        for (var to = 0; to < rowBytes; to += 3)
        {
            var weights = _across.PairsOf(to / 3, out var start);
            // Red, green, blue and nothing of two pixels side by side.
            Vector256<int> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            var from = start * 3;
            for (var j = 0; j + 1 < weights.Length; j += 2, from += 6)
            {
                var pair = Vector256.Create(Vector128.Create(weights[j]), Vector128.Create(weights[j + 1]));
                sum0 += TwoPixels(source, from) * pair;
                sum1 += TwoPixels(second, from) * pair;
                sum2 += TwoPixels(third, from) * pair;
                sum3 += TwoPixels(fourth, from) * pair;
            }
            WritePixel(sum0.GetLower() + sum0.GetUpper(), destination[to..]);
            WritePixel(sum1.GetLower() + sum1.GetUpper(), destination[(rowBytes + to)..]);
            WritePixel(sum2.GetLower() + sum2.GetUpper(), destination[(2 * rowBytes + to)..]);
            WritePixel(sum3.GetLower() + sum3.GetUpper(), destination[(3 * rowBytes + to)..]);
        }
    }

    private void ResizeRow(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        for (var to = 0; to < destination.Length; to += 3)
        {
            var weights = _across.Of(to / 3, out var start);
            var sums = Vector128<int>.Zero;
            var from = source[(start * 3)..];
            foreach (var weight in weights)
            {
                sums += Vector128.Create(from[0], from[1], from[2], 0) * weight;
                from = from[3..];
            }
            WritePixel(sums, destination[to..]);
        }
    }

    // rows: one below the other, as long as the destination each; as many as weights.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixRows(ReadOnlySpan<byte> rows, ReadOnlySpan<int> weights, Span<byte> destination)
    {
        var length = destination.Length;
        var x = 0;
        for (; x < length && length >= Step; x += Step)
        {
            var at = Math.Min(x, length - Step);
            var lower = Vector256.Create(Half);
            var upper = lower;
            var from = at;
            foreach (var weight in weights)
            {
                var samples = Vector128.Create(rows[from..]);
                lower += Lanes.Widen(Vector128.WidenLower(samples).AsInt16()) * weight;
                upper += Lanes.Widen(Vector128.WidenUpper(samples).AsInt16()) * weight;
                from += length;
            }
            var zero = Vector128<short>.Zero;
            var most = Vector128.Create((short)255);
            var low = Vector128.Min(Vector128.Max(Lanes.Narrow(lower >> ResampleWeights.FractionBits), zero), most);
            var high = Vector128.Min(Vector128.Max(Lanes.Narrow(upper >> ResampleWeights.FractionBits), zero), most);
            Vector128.Narrow(low.AsUInt16(), high.AsUInt16()).CopyTo(destination[at..]);
        }
        for (; x < length; x++)
        {
            var sum = Half;
            for (var j = 0; j < weights.Length; j++)
                sum += rows[j * length + x] * weights[j];
            destination[x] = (byte)Math.Clamp(sum >> ResampleWeights.FractionBits, 0, 255);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> TwoPixels(ReadOnlySpan<byte> row, int at)
    {
        // As numbers of 16 bits: 99 is outside, and gives zero.
        var bytes = Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(row[at..])).AsByte();
        return Lanes.Widen(Vector128.Shuffle(bytes,
            Vector128.Create((byte)0, 99, 1, 99, 2, 99, 99, 99, 3, 99, 4, 99, 5, 99, 99, 99)).AsInt16());
    }

    // sums: red, green, blue.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePixel(Vector128<int> sums, Span<byte> pixel)
    {
        var values = Vector128.Min(
            Vector128.Max((sums + Vector128.Create(Half)) >> ResampleWeights.FractionBits, Vector128<int>.Zero),
            Vector128.Create(255));
        (pixel[2], pixel[1], pixel[0]) = ((byte)values[2], (byte)values[1], (byte)values[0]);
    }
}
