namespace GpuFormer.Imaging;

/// <summary>Where each pixel of a result is read in the source, in pixel coordinates with centres at one half:
/// <c>xs = A x + B y + C</c>, <c>ys = D x + E y + F</c>, as in Pillow's <c>Image.transform</c>.</summary>
internal readonly record struct AffineMap(double A, double B, double C, double D, double E, double F)
{
    /// <summary>Rotates about the centre, counter-clockwise for positive degrees: the matrix of Pillow's
    /// <c>Image.rotate</c>, whose cosine and sine have 15 decimals.</summary>
    public static AffineMap Rotation(double degrees, int height, int width)
    {
        var turned = degrees % 360;
        var angle = -(turned < 0 ? turned + 360 : turned) * (Math.PI / 180);
        var cosine = Math.Round(Math.Cos(angle), 15);
        var sine = Math.Round(Math.Sin(angle), 15);
        double x = width / 2.0, y = height / 2.0;
        return new(cosine, sine, cosine * -x + sine * -y + x, -sine, cosine, -sine * -x + cosine * -y + y);
    }

    /// <summary>Reads <paramref name="factor"/> pixels further right for each row down.</summary>
    public static AffineMap ShearX(double factor) => new(1, factor, 0, 0, 1, 0);

    /// <summary>Reads <paramref name="factor"/> pixels further down for each column right.</summary>
    public static AffineMap ShearY(double factor) => new(1, 0, 0, factor, 1, 0);

    /// <summary>Reads so many pixels further right and down.</summary>
    public static AffineMap Translation(double right, double down) => new(1, 0, right, 0, 1, down);
}
