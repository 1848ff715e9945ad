using GpuFormer.Data.Augmentation.Geometry;
using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Systems;

/// <summary>Images as DETR and the end-to-end Mobile-Former detector see them: resized as Pillow does, with antialias, then
/// normalised. The canvas is as large as the images; networks are told where the padding lies.</summary>
/// <param name="Side">Null for a short side of 800 and a long one of at most 1333; else the side of a square canvas into
/// which larger images are shrunk.</param>
internal sealed record QueryInput(int? Side = null) : NetworkInput
{
    private const int Longest = 1333;

    /// <inheritdoc/>
    public override (int Height, int Width) SizeOf(int height, int width)
    {
        if (Side is { } side)
            return Fit(height, width, side);
        // A line of pixels has no short side that could be lowered further.
        var (rows, columns) = DetectorSizes.Detr(height, width, longest: Longest);
        return (Math.Min(rows, Longest), Math.Min(columns, Longest));
    }

    /// <inheritdoc/>
    public override (int Height, int Width) CanvasOf(int height, int width) =>
        Side is { } side ? (Math.Max(height, side), Math.Max(width, side)) : (height, width);

    /// <inheritdoc/>
    public override NetworkImage Prepare(Image image)
    {
        var (height, width) = SizeOf(image.Height, image.Width);
        return Normalise((height, width) == (image.Height, image.Width)
            ? image
            : Resizer.Resize(image, height, width, Interpolation.Bilinear));
    }

    /// <inheritdoc/>
    protected override PixelTable Table => PixelTable.Torchvision;
}
