using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation.Geometry;

/// <summary>Another size, whatever the aspect. Images are resized as Pillow does, with antialias; masks take the pixel at
/// <c>floor(position * old / new)</c>, in float32 as PyTorch's nearest.</summary>
/// <param name="Height">Rows of the result.</param>
/// <param name="Width">Columns of the result.</param>
/// <param name="Interpolation">Of images.</param>
internal sealed record Resize(int Height, int Width, Interpolation Interpolation = Interpolation.Bilinear) : PixelTransform
{
    /// <inheritdoc/>
    public override (int Height, int Width) SizeOf(int height, int width) => (Height, Width);

    /// <inheritdoc/>
    public override Image Apply(Image image) => Resizer.Resize(image, Height, Width, Interpolation);

    /// <inheritdoc/>
    public override Box Apply(in Box box, int height, int width) =>
        box.Scale(Height / (float)height, Width / (float)width);

    private protected override (int Row, int Column) SourceOf(int row, int column, int height, int width) =>
        (Nearest(row, height, Height), Nearest(column, width, Width));

    private static int Nearest(int position, int from, int to) =>
        Math.Min((int)MathF.Floor(position * (from / (float)to)), from - 1);
}
