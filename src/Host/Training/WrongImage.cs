using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;

namespace GpuFormer.Training;

/// <summary>An image of the report that the network was wrong about.</summary>
/// <param name="Name">Of the image in its data set, encoded.</param>
/// <param name="Source">The image itself, as the address of an <c>img</c>.</param>
/// <param name="IsSmall">Whether it has so few pixels that they are to be seen when it is enlarged.</param>
/// <param name="Label">Its class.</param>
/// <param name="Predicted">What it was taken for.</param>
/// <param name="Confidence">The probability of that, 0 to 1.</param>
internal sealed record WrongImage(
    string Name, string Source, bool IsSmall, int Label, int Predicted, double Confidence)
{
    // The longer side in the report; images of data sets would make the page large.
    private const int LongestSide = 160;
    private const int SmallSide = 64;

    /// <summary>Reads and reduces the images of an evaluation; those that cannot be read are left out.</summary>
    public static IReadOnlyList<WrongImage> Of(ClassificationResult result, ImageSource? images)
    {
        if (images is null)
            return [];
        var found = new List<WrongImage>();
        foreach (var mistake in result.Mistakes)
        {
            try
            {
                found.Add(Of(mistake, images));
            }
            catch (Exception exception) when (UnreadablePicture.IsCause(exception))
            {
                // It was read in the evaluation, and is gone since.
            }
        }

        return found;
    }

    private static WrongImage Of(Mistake mistake, ImageSource images)
    {
        var image = images.Load(mistake.Image);
        var longest = Math.Max(image.Width, image.Height);
        if (longest > LongestSide)
        {
            int Reduced(int side) => Math.Max(1, (int)((long)side * LongestSide / longest));
            image = Resizer.Resize(image, Reduced(image.Height), Reduced(image.Width), Interpolation.Bilinear);
        }

        using var bytes = new MemoryStream();
        PngWriter.Write(image, bytes);
        return new WrongImage(EncodedText.Line(Path.GetFileName(images.NameOf(mistake.Image))),
            "data:image/png;base64," + Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length),
            longest <= SmallSide, mistake.Label, mistake.Predicted, mistake.Confidence);
    }
}
