namespace GpuFormer.Imaging;

/// <summary>A rectangle of whole pixels.</summary>
public readonly record struct PixelWindow(int Top, int Left, int Height, int Width)
{
    /// <summary>The window of the given size in the middle of a picture; an odd remainder is halved with rounding to
    /// even, as Python's <c>round</c> does in torchvision's <c>CenterCrop</c>.</summary>
    public static PixelWindow Centred(int pictureHeight, int pictureWidth, int height, int width) => new(
        (int)Math.Round((pictureHeight - height) / 2.0),
        (int)Math.Round((pictureWidth - width) / 2.0),
        height,
        width);

    internal bool IsWithin(int height, int width) =>
        Top >= 0 && Left >= 0 && Height >= 1 && Width >= 1 && Top <= height - Height && Left <= width - Width;
}
