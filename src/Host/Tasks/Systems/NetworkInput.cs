using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Systems;

/// <summary>How images become the input of the networks of one system: their size, their numbers, and the canvas at whose
/// top left they lie.</summary>
internal abstract record NetworkInput
{
    /// <summary>The size that the network is to see of an image, before padding.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    public abstract (int Height, int Width) SizeOf(int height, int width);

    /// <summary>The canvas for what has this size: of a batch, its largest height and its largest width.</summary>
    /// <param name="height">Rows, as <see cref="SizeOf"/> gives them.</param>
    /// <param name="width">Columns.</param>
    public virtual (int Height, int Width) CanvasOf(int height, int width) => (height, width);

    /// <summary>Resizes and normalises an image as the reference program does where it evaluates.</summary>
    public abstract NetworkImage Prepare(Image image);

    /// <summary>Normalises an image that has its size already: one that was augmented.</summary>
    public NetworkImage Normalise(Image image) => Table.Apply(image);

    /// <summary>The image that the network's input shows, for people.</summary>
    public Image Restore(NetworkImage image) => Table.Restore(image);

    /// <summary>A number for each byte, and the order of the colours.</summary>
    protected abstract PixelTable Table { get; }

    /// <summary>Puts images of different sizes into one batch.</summary>
    /// <returns><c>[N, 3, Height, Width]</c>, zero where no image lies.</returns>
    public (float[] Batch, int Height, int Width) Pad(IReadOnlyList<NetworkImage> images)
    {
        var (height, width) = CanvasOf(images.Max(image => image.Height), images.Max(image => image.Width));
        var batch = new float[images.Count * 3 * height * width];
        for (var n = 0; n < images.Count; n++)
            Place(images[n], batch.AsSpan(n * 3 * height * width, 3 * height * width), height, width);
        return (batch, height, width);
    }

    /// <summary>Puts one image at the top left of a canvas of zeros.</summary>
    /// <param name="image">Not larger than the canvas.</param>
    /// <param name="canvas"><c>[3, height, width]</c>.</param>
    /// <param name="height">Rows of the canvas.</param>
    /// <param name="width">Columns of the canvas.</param>
    public static void Place(NetworkImage image, Span<float> canvas, int height, int width)
    {
        if (image.Height > height || image.Width > width)
        {
            throw new ArgumentException($"An image of {image.Width} x {image.Height} does not fit into a canvas of "
                + $"{width} x {height}.", nameof(image));
        }

        canvas.Clear();
        for (var row = 0; row < 3 * image.Height; row++)
        {
            var (channel, y) = Math.DivRem(row, image.Height);
            image.Planes.AsSpan(row * image.Width, image.Width).CopyTo(canvas[((channel * height + y) * width)..]);
        }
    }

    /// <summary>The size of an image that is shrunk, where it must be, until its long side is no more than this.</summary>
    protected static (int Height, int Width) Fit(int height, int width, int longest)
    {
        var greater = Math.Max(height, width);
        return greater <= longest
            ? (height, width)
            : (Math.Max(1, (int)((long)height * longest / greater)), Math.Max(1, (int)((long)width * longest / greater)));
    }
}
