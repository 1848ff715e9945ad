using System.Globalization;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Drawing;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Tasks.Detection;

/// <summary>Draws what was found into an image: boxes with names and scores, and classes of pixels as tints. Lines and
/// letters grow with the image; each class has a colour of its own.</summary>
internal static class DetectionDrawing
{
    /// <summary>Draws boxes with names and scores, the surest last, so that it lies over the others.</summary>
    /// <param name="image">Drawn on.</param>
    /// <param name="detections">In pixels of the image.</param>
    /// <param name="nameOf">The name of a label, for people.</param>
    public static void Draw(Image image, IEnumerable<Detection> detections, Func<int, string> nameOf)
    {
        var scale = Imaging.Drawing.Draw.TextScale(image);
        var thickness = Math.Max(2, 2 * scale);
        foreach (var found in detections.OrderBy(found => found.Score))
        {
            var box = found.Box.Clip(image.Height, image.Width);
            if (!box.IsFinite)
                continue;
            var (left, top) = ((int)MathF.Floor(box.X1), (int)MathF.Floor(box.Y1));
            var (width, height) = ((int)MathF.Ceiling(box.X2) - left, (int)MathF.Ceiling(box.Y2) - top);
            var colour = Colour.OfIndex(found.Label);
            Imaging.Drawing.Draw.Rectangle(image, left, top, width, height, colour, thickness);
            var text = string.Create(
                CultureInfo.InvariantCulture, $"{EncodedText.Line(nameOf(found.Label))} {found.Score:F2}");
            var labelHeight = Imaging.Drawing.Draw.Measure(text, scale).Height + 3 * scale;
            Imaging.Drawing.Draw.Label(image, text, left, top >= labelHeight ? top - labelHeight : top, colour, scale);
        }
    }

    /// <summary>Tints the pixels of each class but 0, the ground, and those that nobody says anything about.</summary>
    /// <param name="image">Drawn on.</param>
    /// <param name="mask">Of the same size.</param>
    /// <param name="opacity">0 leaves the image as it is, 1 hides it.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Draw(Image image, ClassMask mask, float opacity = 0.5f)
    {
        if ((mask.Height, mask.Width) != (image.Height, image.Width))
            throw new ArgumentException($"The mask has {mask.Width} x {mask.Height} pixels, the image {image.Width} x {image.Height}.");
        foreach (var label in mask.Labels.Distinct().Where(label => label is not (0 or ClassMask.Ignored)))
        {
            var (red, green, blue) = ColourPalette.Of(label);
            var pixels = Array.ConvertAll(mask.Labels, other => other == label);
            Imaging.Drawing.Draw.Mask(image, pixels, new Colour(red, green, blue), opacity);
        }
    }
}
