using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation;

/// <summary>Brightness, contrast and colour by random factors, in random order: torchvision's <c>ColorJitter</c> as
/// timm's <c>--color-jitter</c> uses it, without hue.</summary>
internal static class ColourJitter
{
    /// <param name="pixels"><c>[H, W, 3]</c>, changed in place.</param>
    /// <param name="strength">Factors are uniform from 1 - strength, at least 0, to 1 + strength.</param>
    /// <param name="random">The stream of this sample.</param>
    public static void Apply(Span<byte> pixels, double strength, ref RandomStream random)
    {
        Span<int> order = [0, 1, 2];
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.NextBelow(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        foreach (var kind in order)
        {
            var factor = random.NextUniform(Math.Max(0, 1 - strength), 1 + strength);
            if (kind == 0)
                Enhancement.Brightness(pixels, factor);
            else if (kind == 1)
                Enhancement.Contrast(pixels, factor);
            else
                Enhancement.Colour(pixels, factor);
        }
    }
}
