using System.Buffers;

namespace GpuFormer.Imaging;

/// <summary>Flips RGB pictures in place.</summary>
internal static class Mirror
{
    /// <summary>Left becomes right.</summary>
    /// <param name="pixels"><c>[H, W, 3]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static void LeftToRight(Span<byte> pixels, int height, int width)
    {
        CheckLength(pixels, height, width);
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Slice(y * width * 3, width * 3);
            // Turned byte by byte, each pixel comes out as blue, green, red.
            row.Reverse();
            for (var x = 0; x + 2 < row.Length; x += 3)
                (row[x], row[x + 2]) = (row[x + 2], row[x]);
        }
    }

    /// <summary>Top becomes bottom.</summary>
    /// <param name="pixels"><c>[H, W, 3]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static void TopToBottom(Span<byte> pixels, int height, int width)
    {
        CheckLength(pixels, height, width);
        var length = width * 3;
        var kept = ArrayPool<byte>.Shared.Rent(length);
        for (var y = 0; y < height / 2; y++)
        {
            var upper = pixels.Slice(y * length, length);
            var lower = pixels.Slice((height - 1 - y) * length, length);
            upper.CopyTo(kept);
            lower.CopyTo(upper);
            kept.AsSpan(0, length).CopyTo(lower);
        }
        ArrayPool<byte>.Shared.Return(kept);
    }

    private static void CheckLength(ReadOnlySpan<byte> pixels, int height, int width)
    {
        if (pixels.Length != (long)height * width * 3)
            throw new ArgumentException($"An RGB picture of {width} x {height} does not take {pixels.Length} bytes.");
    }
}
