using GpuFormer.Data.Augmentation.Geometry;
using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Systems;

/// <summary>Images as DETR and the end-to-end Mobile-Former detector see them: resized as Pillow does, with antialias, then
/// normalised. The canvas is as large as the images; networks are told where the padding lies.</summary>
/// <param name="Side">Null for a short side of 800 and a long one of at most 1333; else the side of a square canvas into
/// which larger images are shrunk.</param>
/// <param name="Longest">Null, or the most that the long side may be: then <paramref name="Side"/> is the short one.</param>
internal sealed record QueryInput(int? Side = null, int? Longest = null) : NetworkInput
{
    /// <inheritdoc/>
    public override (int Height, int Width) SizeOf(int height, int width)
    {
        if (SquareSide is { } side)
            return Fit(height, width, side);
        // A line of pixels has no short side that could be lowered further, and a short side that was rounded up makes the
        // long one a pixel too long.
        var longest = Longest ?? 1333;
        var (rows, columns) = DetectorSizes.Detr(height, width, Side ?? 800, longest);
        return (Math.Min(rows, longest), Math.Min(columns, longest));
    }

    /// <inheritdoc/>
    public override (int Height, int Width) CanvasOf(int height, int width) =>
        SquareSide is { } side ? (Math.Max(height, side), Math.Max(width, side)) : (height, width);

    /// <inheritdoc/>
    public override NetworkImage Prepare(Image image)
    {
        var (height, width) = SizeOf(image.Height, image.Width);
        return Normalise((height, width) == (image.Height, image.Width)
            ? image
            : Resizer.Resize(image, height, width, Interpolation.Bilinear));
    }

    private int? SquareSide => Longest is null ? Side : null;

    /// <inheritdoc/>
    protected override PixelTable Table => PixelTable.Torchvision;
}
