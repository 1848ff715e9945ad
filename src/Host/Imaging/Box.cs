namespace GpuFormer.Imaging;

/// <summary>
/// A rectangle by its corners, in pixels or relative to the sides of an image. Extents are continuous: the width is
/// <c>X2 - X1</c>, never one more. Arithmetic is float32 in the order of the reference programs, whose matching compares
/// overlaps for equality.
/// </summary>
/// <param name="X1">Left.</param>
/// <param name="Y1">Top.</param>
/// <param name="X2">Right.</param>
/// <param name="Y2">Bottom.</param>
public readonly record struct Box(float X1, float Y1, float X2, float Y2)
{
    /// <summary>From left to right; negative where the corners are exchanged.</summary>
    public float Width => X2 - X1;

    /// <summary>From top to bottom; negative where the corners are exchanged.</summary>
    public float Height => Y2 - Y1;

    /// <summary>Width times height.</summary>
    public float Area => (X2 - X1) * (Y2 - Y1);

    /// <summary>Whether all four corners are numbers.</summary>
    public bool IsFinite =>
        float.IsFinite(X1) && float.IsFinite(Y1) && float.IsFinite(X2) && float.IsFinite(Y2);

    /// <summary>Whether the box holds no point: an extent is 0, negative, or not a number.</summary>
    public bool IsEmpty => !(X2 > X1 && Y2 > Y1);

    /// <summary>A box from its left, its top and its extents: COCO's form.</summary>
    public static Box FromCorner(float left, float top, float width, float height) =>
        new(left, top, left + width, top + height);

    /// <summary>A box from its centre and its extents: the form of DETR and SSD.</summary>
    public static Box FromCentre(float x, float y, float width, float height) =>
        new(x - 0.5f * width, y - 0.5f * height, x + 0.5f * width, y + 0.5f * height);

    /// <summary>Centre and extents.</summary>
    public (float X, float Y, float Width, float Height) ToCentre() =>
        ((X1 + X2) / 2, (Y1 + Y2) / 2, X2 - X1, Y2 - Y1);

    /// <summary>The part within an image; a box outside it becomes one without extent on its border.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    public Box Clip(float height, float width) => new(
        Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height), Math.Clamp(X2, 0, width), Math.Clamp(Y2, 0, height));

    /// <summary>Each coordinate times the factor of its axis.</summary>
    public Box Scale(float down, float across) => new(X1 * across, Y1 * down, X2 * across, Y2 * down);
}
