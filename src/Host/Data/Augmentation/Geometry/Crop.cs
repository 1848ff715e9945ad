using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation.Geometry;

/// <summary>A part of an image.</summary>
/// <param name="Window">Within the image.</param>
internal sealed record Crop(PixelWindow Window) : PixelTransform
{
    /// <inheritdoc/>
    public override (int Height, int Width) SizeOf(int height, int width) => (Window.Height, Window.Width);

    /// <inheritdoc/>
    public override Image Apply(Image image)
    {
        if (!Window.IsWithin(image.Height, image.Width))
            throw new ArgumentException($"{Window} does not lie within {image.Width} x {image.Height}.", nameof(image));
        var part = new Image(Window.Height, Window.Width);
        for (var y = 0; y < Window.Height; y++)
            image.Row(Window.Top + y).Slice(3 * Window.Left, 3 * Window.Width).CopyTo(part.Row(y));
        return part;
    }

    /// <inheritdoc/>
    public override Box Apply(in Box box, int height, int width) => new(
        box.X1 - Window.Left, box.Y1 - Window.Top, box.X2 - Window.Left, box.Y2 - Window.Top);

    private protected override (int Row, int Column) SourceOf(int row, int column, int height, int width) =>
        (row + Window.Top, column + Window.Left);
}
