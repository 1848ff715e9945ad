using GpuFormer.Data.Augmentation.Geometry;
using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Systems;

/// <summary>
/// Images as torchvision's RetinaNet sees them: normalised first, then resized in float32 without antialias, then put at
/// the top left of zeros whose sides are multiples of 32. The network has no mask of the padding.
/// </summary>
/// <param name="Side">Null for a short side of 800 and a long one of at most 1333; else the side of a square canvas, rounded
/// up, into which larger images are shrunk.</param>
/// <param name="Longest">Null, or the most that the long side may be: then <paramref name="Side"/> is the short one.</param>
internal sealed record RetinaNetInput(int? Side = null, int? Longest = null) : NetworkInput
{
    private const int Multiple = 32;

    /// <inheritdoc/>
    public override (int Height, int Width) SizeOf(int height, int width) =>
        SquareSide is { } side ? Fit(height, width, side) : DetectorSizes.RetinaNet(height, width, Side ?? 800, Longest ?? 1333);

    /// <inheritdoc/>
    public override (int Height, int Width) CanvasOf(int height, int width) => SquareSide is { } side
        ? (RoundUp(Math.Max(height, side)), RoundUp(Math.Max(width, side)))
        : (RoundUp(height), RoundUp(width));

    /// <inheritdoc/>
    public override NetworkImage Prepare(Image image)
    {
        var (height, width) = SizeOf(image.Height, image.Width);
        return Prepare(image, height, width);
    }

    /// <inheritdoc/>
    protected override PixelTable Table => PixelTable.Torchvision;

    /// <summary>Normalises an image and resizes it to a given size.</summary>
    public static NetworkImage Prepare(Image image, int height, int width)
    {
        if ((height, width) == (image.Height, image.Width))
            return PixelTable.Torchvision.Apply(image);
        var planes = new float[3 * height * width];
        BilinearResizer.Resize(image, PixelTable.Torchvision.Numbers, planes, height, width);
        return new NetworkImage(planes, height, width);
    }

    private int? SquareSide => Longest is null ? Side : null;

    private static int RoundUp(int side) => (side + Multiple - 1) / Multiple * Multiple;
}
