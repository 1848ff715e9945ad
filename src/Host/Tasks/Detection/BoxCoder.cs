using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>
/// States a box as its offset from an anchor, and back: centres as parts of the anchor's extents, extents as logarithms
/// of their ratio (Girshick et al., "Rich feature hierarchies", 2014).
/// </summary>
internal sealed class BoxCoder
{
    private readonly float _centreScale;
    private readonly float _extentScale;
    private readonly float _highestLogarithm;

    private BoxCoder(float centreScale, float extentScale, float highestLogarithm) =>
        (_centreScale, _extentScale, _highestLogarithm) = (centreScale, extentScale, highestLogarithm);

    /// <summary>RetinaNet's: offsets as they are; extents grow by a factor of at most 1000 / 16.</summary>
    public static BoxCoder RetinaNet { get; } = new(1, 1, (float)Math.Log(1000.0 / 16));

    /// <summary>SSD's: offsets of centres are divided by 0.1, logarithms of extents by 0.2, without a limit.</summary>
    public static BoxCoder Ssd { get; } = new(0.1f, 0.2f, float.PositiveInfinity);

    /// <summary>The offset of a box from an anchor: x, y, width, height.</summary>
    public (float X, float Y, float Width, float Height) Encode(in Box box, in Box anchor)
    {
        var (width, height) = (anchor.Width, anchor.Height);
        var (boxWidth, boxHeight) = (box.Width, box.Height);
        var x = (box.X1 + 0.5f * boxWidth - (anchor.X1 + 0.5f * width)) / width;
        var y = (box.Y1 + 0.5f * boxHeight - (anchor.Y1 + 0.5f * height)) / height;
        return (x / _centreScale, y / _centreScale,
            MathF.Log(boxWidth / width) / _extentScale, MathF.Log(boxHeight / height) / _extentScale);
    }

    /// <summary>The box of an offset from an anchor.</summary>
    /// <param name="offsets">x, y, width, height.</param>
    /// <param name="anchor">The anchor.</param>
    public Box Decode(ReadOnlySpan<float> offsets, in Box anchor)
    {
        var (width, height) = (anchor.Width, anchor.Height);
        var x = offsets[0] * _centreScale * width + (anchor.X1 + 0.5f * width);
        var y = offsets[1] * _centreScale * height + (anchor.Y1 + 0.5f * height);
        var decodedWidth = MathF.Exp(Math.Min(offsets[2] * _extentScale, _highestLogarithm)) * width;
        var decodedHeight = MathF.Exp(Math.Min(offsets[3] * _extentScale, _highestLogarithm)) * height;
        return Box.FromCentre(x, y, decodedWidth, decodedHeight);
    }
}
