using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Systems;

/// <summary>Images as cvnets' DeepLabv3 sees them where it evaluates: each side shrunk to the multiple of 16 below, without
/// antialias, blue first, from 0 to 1.</summary>
/// <param name="LongSide">The longest side: larger images are shrunk to it first, so that a photo does not take gigabytes.
/// 1024 is the largest that training sees.</param>
internal sealed record DeepLabInput(int LongSide = DeepLabInput.DefaultLongSide) : NetworkInput
{
    /// <summary>The longest side without another wish.</summary>
    public const int DefaultLongSide = 1024;

    private const int Multiple = 16;

    /// <inheritdoc/>
    public override (int Height, int Width) SizeOf(int height, int width)
    {
        var (rows, columns) = Fit(height, width, LongSide);
        return (RoundDown(rows), RoundDown(columns));
    }

    /// <inheritdoc/>
    public override NetworkImage Prepare(Image image)
    {
        var (height, width) = SizeOf(image.Height, image.Width);
        return Normalise(BilinearResizer.Resize(image, height, width));
    }

    /// <inheritdoc/>
    protected override PixelTable Table => PixelTable.Cvnets;

    private static int RoundDown(int side) => Math.Max(Multiple, side / Multiple * Multiple);
}
