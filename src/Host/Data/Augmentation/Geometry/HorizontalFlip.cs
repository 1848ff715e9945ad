using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation.Geometry;

/// <summary>Left becomes right.</summary>
internal sealed record HorizontalFlip : PixelTransform
{
    /// <inheritdoc/>
    public override (int Height, int Width) SizeOf(int height, int width) => (height, width);

    /// <inheritdoc/>
    public override Image Apply(Image image)
    {
        var flipped = new Image(image.Height, image.Width, (byte[])image.Pixels.Clone());
        Mirror.LeftToRight(flipped.Pixels, flipped.Height, flipped.Width);
        return flipped;
    }

    /// <inheritdoc/>
    public override Box Apply(in Box box, int height, int width) =>
        new(width - box.X2, box.Y1, width - box.X1, box.Y2);

    private protected override (int Row, int Column) SourceOf(int row, int column, int height, int width) =>
        (row, width - 1 - column);
}
