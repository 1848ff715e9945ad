using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation;

/// <summary>The window of a random resized crop (Networks 2.4, step 2).</summary>
internal static class RandomResizedCrop
{
    private const int Tries = 10;

    public static PixelWindow Draw(
        int height, int width, (double Least, double Greatest) scale, (double Least, double Greatest) ratio,
        ref RandomStream random)
    {
        var area = (double)height * width;
        for (var i = 0; i < Tries; i++)
        {
            var part = area * random.NextUniform(scale.Least, scale.Greatest);
            var aspect = Math.Exp(random.NextUniform(Math.Log(ratio.Least), Math.Log(ratio.Greatest)));
            var w = (int)Math.Round(Math.Sqrt(part * aspect));
            var h = (int)Math.Round(Math.Sqrt(part / aspect));
            if (w >= 1 && h >= 1 && w <= width && h <= height)
                return new PixelWindow(random.NextBelow(height - h + 1), random.NextBelow(width - w + 1), h, w);
        }
        return Fallback(height, width, ratio);
    }

    // The largest window in the centre whose aspect is allowed.
    private static PixelWindow Fallback(int height, int width, (double Least, double Greatest) ratio)
    {
        var aspect = (double)width / height;
        int w = width, h = height;
        if (aspect < ratio.Least)
            h = Math.Clamp((int)Math.Round(w / ratio.Least), 1, height);
        else if (aspect > ratio.Greatest)
            w = Math.Clamp((int)Math.Round(h * ratio.Greatest), 1, width);
        return new PixelWindow((height - h) / 2, (width - w) / 2, h, w);
    }
}
