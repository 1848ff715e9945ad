using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Samples.Digits;

/// <summary>An object of an image: where it is and which pixels are its own.</summary>
internal sealed record PaintedObject(int Digit, PixelWindow Box, RunLengthMask Mask, bool IsCrowd);

/// <summary>An image with what is in it.</summary>
internal sealed record PaintedImage(Image Image, ClassMask Mask, IReadOnlyList<PaintedObject> Objects);

/// <summary>Paints images: 0 to 5 digits of 20 to 79 pixels that do not overlap, now and then a crowd of nine small
/// ones, over coloured noise. All numbers come from the name of the image.</summary>
internal sealed class DigitsPainter(ImageDataset digits, int salt)
{
    private const int Tries = 20;
    private const int CrowdSide = 12;

    public PaintedImage Paint(string name)
    {
        var u = NamedNumbers.Uniform(name, 64, salt);
        var canvas = new Canvas(96 + 16 * (int)(u[0] * 5), 96 + 16 * (int)(u[1] * 5));
        canvas.FillWithNoise(name, salt);
        List<PaintedObject> objects = [];
        List<PixelWindow> taken = [];
        var count = (int)(u[2] * 5) + (u[3] > .06 ? 1 : 0);
        for (var n = 0; n < count; n++)
            PaintDigit(canvas, name, n, objects, taken);
        if (u[4] < .08)
            PaintCrowd(canvas, name, objects, taken);
        return new PaintedImage(canvas.ToImage(), canvas.ToMask(), objects);
    }

    private void PaintDigit(
        Canvas canvas, string name, int number, List<PaintedObject> objects, List<PixelWindow> taken)
    {
        for (var turn = 0; turn < Tries; turn++)
        {
            var v = NamedNumbers.Uniform($"{name}/digit/{number}/{turn}", 4, salt);
            var side = 20 + (int)(v[0] * v[0] * 60);
            var window = new PixelWindow(
                (int)(v[3] * (canvas.Height - side)), (int)(v[2] * (canvas.Width - side)), side, side);
            if (!IsFree(window, taken))
                continue;
            taken.Add(window);
            var index = (int)(v[1] * digits.Count);
            var hard = new bool[canvas.Height * canvas.Width];
            canvas.Paste(digits.Load(index), window, $"{name}/colour/{number}", salt, hard);
            objects.Add(canvas.Note(hard, digits.LabelOf(index), isCrowd: false));
            return;
        }
    }

    private void PaintCrowd(Canvas canvas, string name, List<PaintedObject> objects, List<PixelWindow> taken)
    {
        var v = NamedNumbers.Uniform($"{name}/crowd", 3, salt);
        var digit = (int)(v[0] * 10);
        var all = new PixelWindow(
            (int)(v[2] * (canvas.Height - 3 * CrowdSide)), (int)(v[1] * (canvas.Width - 3 * CrowdSide)), 3 * CrowdSide,
            3 * CrowdSide);
        if (!IsFree(all, taken))
            return;
        var hard = new bool[canvas.Height * canvas.Width];
        int[] which = [.. Enumerable.Range(0, digits.Count).Where(index => digits.LabelOf(index) == digit).Take(9)];
        for (var i = 0; i < which.Length; i++)
        {
            var window = new PixelWindow(
                all.Top + CrowdSide * (i / 3), all.Left + CrowdSide * (i % 3), CrowdSide, CrowdSide);
            canvas.Paste(digits.Load(which[i]), window, $"{name}/crowd/{i}", salt, hard);
        }

        objects.Add(canvas.Note(hard, digit, isCrowd: true));
    }

    private static bool IsFree(PixelWindow window, List<PixelWindow> taken) => taken.All(other =>
        window.Left + window.Width <= other.Left || other.Left + other.Width <= window.Left
        || window.Top + window.Height <= other.Top || other.Top + other.Height <= window.Top);
}
