using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Drawing;
using GpuFormer.Imaging.Png;
using Drawer = GpuFormer.Imaging.Drawing.Draw;

namespace GpuFormer.Training;

/// <summary>The first images of a batch side by side, as the network sees them: cropped, coloured, erased, mixed.</summary>
internal static class BatchImage
{
    private const int Columns = 4;
    private const int MostImages = Columns * Columns;

    // Smaller images are enlarged, so that people see them.
    private const int ReadableSide = 112;

    // What a label takes beside its text.
    private const int LabelMargin = 4;

    /// <summary>Stores an image of one of the first batches.</summary>
    /// <param name="image">As it was drawn.</param>
    /// <param name="folder">Of the run.</param>
    /// <param name="number">Of the batch, from 0.</param>
    public static void Save(Image image, RunFolder folder, int number) =>
        folder.Write(folder.BatchImage(number), stream => PngWriter.Write(image, stream));

    /// <summary>Draws them, row by row, each with the class that it is to be taken for.</summary>
    /// <param name="batch">Of training.</param>
    /// <param name="preprocessing">How its pixels were normalised.</param>
    /// <param name="classes">Their names.</param>
    public static Image Draw(Batch batch, PreprocessingConfig preprocessing, IReadOnlyList<string> classes)
    {
        var count = Math.Min(batch.Size, MostImages);
        var columns = Math.Min(count, Columns);
        var zoom = Math.Max(1, ReadableSide / batch.InputSize);
        var side = batch.InputSize * zoom;
        var grid = new Image((count + columns - 1) / columns * side, columns * side);
        for (var row = 0; row < count; row++)
        {
            var cell = ImageOf(batch, row, preprocessing, zoom);
            var label = Label(batch.Targets.Slice(row * batch.Classes, batch.Classes), classes);
            // What does not fit is cut: two long names are told apart by their beginnings.
            while (label.Length > 0 && Drawer.Measure(label).Width > side - LabelMargin)
                label = label[..^1];
            if (label.Length > 0)
                Drawer.Label(cell, label, left: 0, top: 0, Colour.Black);
            Drawer.Paste(grid, cell, row % columns * side, row / columns * side);
        }

        return grid;
    }

    /// <summary>What an image is to be taken for: of a mixed one the two classes with their shares.</summary>
    internal static string Label(ReadOnlySpan<float> targets, IReadOnlyList<string> classes)
    {
        // Smoothing gives all classes the same part, which is no share of anything that is seen.
        var smoothed = float.PositiveInfinity;
        var (first, second) = (0, -1);
        for (var k = 0; k < targets.Length; k++)
        {
            smoothed = Math.Min(smoothed, targets[k]);
            if (targets[k] > targets[first])
                (first, second) = (k, first);
            else if (k != first && (second < 0 || targets[k] > targets[second]))
                second = k;
        }

        var shown = targets.Length > 1 ? targets[first] + targets[second] - (2 * smoothed) : 0;
        if (shown <= 0)
            return targets.Length > 1 ? "" : EncodedText.Line(classes[0]);
        var share = (targets[first] - smoothed) / shown;
        const float Seen = 0.995f;
        return share > Seen
            ? EncodedText.Line(classes[first])
            : string.Create(CultureInfo.InvariantCulture,
                $"{EncodedText.Line(classes[first])} {share:P0}, {EncodedText.Line(classes[second])} {1 - share:P0}");
    }

    private static Image ImageOf(Batch batch, int row, PreprocessingConfig preprocessing, int zoom)
    {
        var side = batch.InputSize;
        var image = new Image(side * zoom, side * zoom);
        var plane = side * side;
        for (var channel = 0; channel < 3; channel++)
        {
            var (mean, deviation) = (preprocessing.Mean[channel] * 255, preprocessing.StandardDeviation[channel] * 255);
            var pixels = batch.Pixels.Slice(((row * 3) + channel) * plane, plane);
            for (var y = 0; y < side * zoom; y++)
            {
                var line = image.Row(y);
                for (var x = 0; x < side * zoom; x++)
                {
                    var value = (pixels[(y / zoom * side) + (x / zoom)] * deviation) + mean;
                    line[(x * 3) + channel] = (byte)Math.Clamp(Math.Round(value), 0, 255);
                }
            }
        }

        return image;
    }
}
