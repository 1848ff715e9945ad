namespace GpuFormer.Imaging.Drawing;

/// <summary>A colour of sRGB.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>0, 0, 0.</summary>
    public static readonly Colour Black = new(0, 0, 0);

    /// <summary>255, 255, 255.</summary>
    public static readonly Colour White = new(255, 255, 255);

    /// <summary>Black or white, whichever is easier to read on this colour.</summary>
    // By the contrast ratio of WCAG 2, black wins from a luminance of 0.179 on.
    public Colour Contrast => Luminance > 0.179 ? Black : White;

    /// <summary>Relative luminance, 0 to 1: WCAG 2.</summary>
    public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>A colour of its own for each class or token: strong hues, neighbours far apart.</summary>
    public static Colour OfIndex(int index)
    {
        // Multiples of the golden ratio lie as far from each other on a circle as so many points can.
        var position = (index & int.MaxValue) * GoldenRatio;
        return OfHue(position - Math.Floor(position));
    }

    /// <summary>As in CSS: <c>#ff8000</c>.</summary>
    // What the compiler would write names the contrast too, which has a contrast.
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    /// <summary>The two colours, mixed.</summary>
    /// <param name="other">The colour for <paramref name="share"/> 1.</param>
    /// <param name="share">0 to 1.</param>
    public Colour Mix(Colour other, float share) => new(
        Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    private static byte Mix(byte from, byte to, float share) =>
        (byte)MathF.Round(from + ((to - from) * Math.Clamp(share, 0, 1)));

    private static double Linear(byte value)
    {
        var share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    // Full brightness, a saturation of 0.8.
    private static Colour OfHue(double hue)
    {
        byte Channel(double shift)
        {
            var place = (shift + (hue * 6)) % 6;
            return (byte)Math.Round(255 * (1 - (0.8 * Math.Max(0, Math.Min(Math.Min(place, 4 - place), 1)))));
        }

        return new Colour(Channel(5), Channel(3), Channel(1));
    }
}
