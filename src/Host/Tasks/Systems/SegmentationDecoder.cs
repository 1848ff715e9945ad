using GpuFormer.Imaging.Masks;

namespace GpuFormer.Tasks.Systems;

/// <summary>From <c>logits</c> [N, H, W, classes] of DeepLabv3 to the class of each pixel of the original image: the first
/// of the greatest logits, taken from the nearest pixel.</summary>
internal static class SegmentationDecoder
{
    /// <summary>The classes of one image of a batch.</summary>
    /// <param name="outputs">Of the network.</param>
    /// <param name="image">Its place in the batch.</param>
    /// <param name="canvas">Rows and columns of the batch.</param>
    /// <param name="size">Rows and columns of the image within the canvas.</param>
    /// <param name="originalSize">Rows and columns of the mask.</param>
    /// <exception cref="NonFiniteResultException">An output is infinite or NaN.</exception>
    /// <exception cref="ArgumentException">The outputs are of another canvas.</exception>
    public static ClassMask Decode(
        NetworkOutputs outputs, int image, (int Height, int Width) canvas, (int Height, int Width) size,
        (int Height, int Width) originalSize)
    {
        var logits = outputs.FiniteOf("logits", image);
        var pixels = canvas.Height * canvas.Width;
        if (logits.Length % pixels != 0)
            throw new ArgumentException($"The logits are not of {canvas.Width} x {canvas.Height} pixels.");
        var classes = logits.Length / pixels;
        var columns = new int[originalSize.Width];
        for (var x = 0; x < columns.Length; x++)
            columns[x] = Nearest(x, size.Width, originalSize.Width);
        var labels = new byte[originalSize.Height * originalSize.Width];
        var line = new byte[size.Width];
        var lineOf = -1;
        for (var y = 0; y < originalSize.Height; y++)
        {
            var row = Nearest(y, size.Height, originalSize.Height);
            if (row != lineOf)
            {
                for (var x = 0; x < line.Length; x++)
                    line[x] = Greatest(logits.Slice((row * canvas.Width + x) * classes, classes));
                lineOf = row;
            }

            for (var x = 0; x < columns.Length; x++)
                labels[y * columns.Length + x] = line[columns[x]];
        }

        return new ClassMask(originalSize.Height, originalSize.Width, labels);
    }

    // PyTorch's nearest: in float32.
    private static int Nearest(int position, int from, int to) =>
        Math.Min((int)MathF.Floor(position * (from / (float)to)), from - 1);

    private static byte Greatest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var c = 1; c < logits.Length; c++)
        {
            if (logits[c] > logits[best])
                best = c;
        }

        return (byte)best;
    }
}
