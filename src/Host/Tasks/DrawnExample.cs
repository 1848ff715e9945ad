using System.Xml.Linq;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Drawing;
using GpuFormer.Imaging.Png;
using GpuFormer.Training;
using static GpuFormer.Training.ReportPage;

namespace GpuFormer.Tasks;

/// <summary>An image of the report: the truth beside what a network found.</summary>
/// <param name="Name">Of the image, encoded.</param>
/// <param name="Source">The image, as the address of an <c>img</c>.</param>
internal sealed record DrawnExample(string Name, string Source)
{
    /// <summary>How many images are drawn.</summary>
    public const int Most = 6;

    private const int ReadableSide = 160;
    private const int LongestSide = 480;

    /// <summary>By how much an image is enlarged, so that what is drawn on it can be read.</summary>
    public static int ZoomOf(int height, int width) => Math.Max(1, 2 * ReadableSide / Math.Max(height, width));

    /// <summary>An image of a size that people can read.</summary>
    public static Image Readable(Image image)
    {
        var zoom = ZoomOf(image.Height, image.Width);
        return zoom == 1
            ? Resizer.Resize(image, image.Height, image.Width, Interpolation.Bilinear)
            : Resizer.Resize(image, zoom * image.Height, zoom * image.Width, Interpolation.Bilinear);
    }

    /// <summary>Puts truth and prediction side by side.</summary>
    public static DrawnExample Of(string name, Image truth, Image found)
    {
        const int Gap = 4;
        var pair = new Image(Math.Max(truth.Height, found.Height), truth.Width + Gap + found.Width);
        Draw.Fill(pair, 0, 0, pair.Width, pair.Height, Colour.White);
        Draw.Paste(pair, truth, 0, 0);
        Draw.Paste(pair, found, truth.Width + Gap, 0);
        var longest = Math.Max(pair.Width / 2, pair.Height);
        if (longest > LongestSide)
        {
            int Reduced(int side) => Math.Max(1, (int)((long)side * LongestSide / longest));
            pair = Resizer.Resize(pair, Reduced(pair.Height), Reduced(pair.Width), Interpolation.Bilinear);
        }

        using var bytes = new MemoryStream();
        PngWriter.Write(pair, bytes);
        return new DrawnExample(EncodedText.Line(Path.GetFileName(name)),
            "data:image/png;base64," + Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>The section of the report.</summary>
    /// <param name="examples">May be none.</param>
    /// <param name="found">What stands on the right.</param>
    public static IEnumerable<XElement> Sections(IReadOnlyList<DrawnExample> examples, string found)
    {
        if (examples.Count == 0)
            yield break;
        yield return Text("h2", "Examples");
        yield return Text("p", $"Images of the last validation: on the left the truth, on the right {found}.", "soft");
        yield return Element("div", "charts", examples.Select(example => Element("div", "card",
            new XElement(Html + "img", new XAttribute("src", example.Source), new XAttribute("alt", example.Name),
                new XAttribute("style", "width: 100%")),
            Text("div", example.Name, "soft"))));
    }
}
