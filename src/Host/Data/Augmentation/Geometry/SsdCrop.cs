using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation.Geometry;

/// <summary>
/// The random part of SSD (Liu et al., "SSD", 2016, 2.2): one that overlaps an object by at least a drawn share, and holds
/// the centre of one. Objects whose centre lies outside go; <see cref="Apply"/> takes them out before the crop.
/// </summary>
internal static class SsdCrop
{
    private const int Tries = 40;
    private const int MostDraws = 50; // each is left with probability 1/7 at least

    // The least overlap with an object; null takes the image as it is.
    private static readonly float?[] Overlaps = [null, 0.1f, 0.3f, 0.5f, 0.7f, 0.9f, 1];

    /// <summary>Draws a part; null where the whole image is taken.</summary>
    public static Crop? Draw(ObjectTargets targets, ref RandomStream random)
    {
        if (targets.Objects.Count == 0)
            return null;
        for (var draw = 0; draw < MostDraws; draw++)
        {
            if (Overlaps[random.NextBelow(Overlaps.Length)] is not { } least)
                return null;
            for (var turn = 0; turn < Tries; turn++)
            {
                if (DrawWindow(targets.Height, targets.Width, ref random) is { } window
                    && targets.Objects.Max(known => Overlap(known.Box, window)) >= least
                    && targets.Objects.Any(known => HoldsCentre(window, known.Box)))
                {
                    return new Crop(window);
                }
            }
        }

        return null;
    }

    /// <summary>Crops, keeping the objects whose centre lies inside.</summary>
    public static ObjectTargets Apply(Crop crop, ObjectTargets targets) => (ObjectTargets)crop.Apply(
        (ImageAnnotations)(targets with
        {
            Objects = [.. targets.Objects.Where(known => HoldsCentre(crop.Window, known.Box))],
        }));

    private static PixelWindow? DrawWindow(int height, int width, ref RandomStream random)
    {
        var w = (int)(width * random.NextUniform(0.3, 1));
        var h = (int)(height * random.NextUniform(0.3, 1));
        if (w < 1 || h < 1 || h < 0.5 * w || h > 2.0 * w)
            return null;
        return new PixelWindow((int)random.NextUniform(0, height - h), (int)random.NextUniform(0, width - w), h, w);
    }

    private static float Overlap(in Box box, PixelWindow window)
    {
        var across = Math.Min(box.X2, window.Left + window.Width) - Math.Max(box.X1, window.Left);
        var down = Math.Min(box.Y2, window.Top + window.Height) - Math.Max(box.Y1, window.Top);
        if (across <= 0 || down <= 0)
            return 0;
        return across * down / (box.Area + window.Width * window.Height - across * down);
    }

    private static bool HoldsCentre(PixelWindow window, in Box box)
    {
        var (x, y, _, _) = box.ToCentre();
        return x > window.Left && x < window.Left + window.Width && y > window.Top && y < window.Top + window.Height;
    }
}
