using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

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
            var from = source[(start * 3)..];
            // Red, green and blue in three lanes; the fourth reads the next pixel's red and is not used.
            var sums = Vector128.Create(Half);
            var j = 0;
            for (; j < weights.Length && from.Length >= sizeof(uint); j++, from = from[3..])
                sums += Lanes(BinaryPrimitives.ReadUInt32LittleEndian(from)) * weights[j];
            // The last pixel of a row has no next one.
            if (j < weights.Length)
                sums += Vector128.Create(from[0], from[1], from[2], 0) * weights[j];
            var to = destination.Slice(x * 3, 3);
            to[0] = ToByte(sums[0]);
            to[1] = ToByte(sums[1]);
            to[2] = ToByte(sums[2]);
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
            var done = AddVectors(row, weight, sums);
            for (var i = done; i < row.Length && i < sums.Length; i++)
                sums[i] += row[i] * weight;
        }
        for (var i = 0; i < destination.Length && i < sums.Length; i++)
            destination[i] = ToByte(sums[i]);
    }

    // Adds whole vectors of a row and returns how many samples that were.
    private static int AddVectors(ReadOnlySpan<byte> row, int weight, Span<int> sums)
    {
        var i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[i..]), out var low, out var high);
            AddHalf(low, weight, sums[i..]);
            AddHalf(high, weight, sums[(i + Vector<ushort>.Count)..]);
        }
        return i;
    }

    private static void AddHalf(Vector<ushort> samples, int weight, Span<int> sums)
    {
        Vector.Widen(samples, out var low, out var high);
        (new Vector<int>(sums) + Vector.AsVectorInt32(low) * weight).CopyTo(sums);
        var rest = sums[Vector<int>.Count..];
        (new Vector<int>(rest) + Vector.AsVectorInt32(high) * weight).CopyTo(rest);
    }

    private static Vector128<int> Lanes(uint bytes) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(bytes).AsByte())).AsInt32();

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.FractionBits, 0, 255);
}
