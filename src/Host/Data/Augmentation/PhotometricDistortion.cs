namespace GpuFormer.Data.Augmentation;

/// <summary>
/// The colours of SSD's training (Liu et al., "SSD", 2016; as in cvnets): contrast, brightness, saturation and hue, each
/// half the time, contrast before or behind the others, and the channels in another order half the time.
/// </summary>
internal static class PhotometricDistortion
{
    private const double Chance = 0.5;
    private const double Brightest = 0.2 * 255;
    private const double HueShift = 0.05 * 255;

    // OpenCV's hues of bytes: half degrees.
    private const int Hues = 180;

    /// <summary>Changes the colours of an image.</summary>
    /// <param name="pixels"><c>[H, W, 3]</c>, changed in place.</param>
    /// <param name="random">The stream of this sample.</param>
    public static void Apply(Span<byte> pixels, ref RandomStream random)
    {
        var contrast = random.NextChance(Chance) ? random.NextUniform(0.5, 1.5) : 1;
        var contrastFirst = random.NextChance(Chance);
        var brightness = random.NextChance(Chance) ? random.NextUniform(-Brightest, Brightest) : 0;
        var saturation = random.NextChance(Chance) ? random.NextUniform(0.5, 1.5) : 1;
        var hue = random.NextChance(Chance) ? (int)random.NextUniform(-HueShift, HueShift) : 0;
        var first = random.NextBelow(6);
        var swaps = random.NextChance(Chance);

        Move(pixels, contrastFirst ? contrast : 1, brightness);
        if (saturation != 1 || hue != 0)
            Turn(pixels, saturation, hue);
        if (!contrastFirst && contrast != 1)
            Move(pixels, contrast, 0);
        if (swaps)
            Swap(pixels, first);
    }

    private static void Move(Span<byte> pixels, double factor, double offset)
    {
        if (factor == 1 && offset == 0)
            return;
        Span<byte> table = stackalloc byte[256];
        for (var value = 0; value < table.Length; value++)
            table[value] = (byte)Math.Clamp(value * factor + offset, 0, 255);
        foreach (ref var value in pixels)
            value = table[value];
    }

    // By way of hue, saturation and value.
    private static void Turn(Span<byte> pixels, double saturation, int hue)
    {
        for (var i = 0; i + 2 < pixels.Length; i += 3)
        {
            double red = pixels[i], green = pixels[i + 1], blue = pixels[i + 2];
            var most = Math.Max(red, Math.Max(green, blue));
            var range = most - Math.Min(red, Math.Min(green, blue));
            if (range == 0)
                continue; // grey has neither
            var sector = most == red ? (green - blue) / range
                : most == green ? 2 + (blue - red) / range
                : 4 + (red - green) / range;
            var turned = sector + hue * (6.0 / Hues);
            turned -= 6 * Math.Floor(turned / 6);
            range = Math.Min(most, range * saturation);
            for (var channel = 0; channel < 3; channel++)
            {
                // How far the channel's own hue is, in sectors: below 1 it is full, above 2 it is least.
                var far = Math.Abs(turned - 2 * channel);
                far = Math.Min(far, 6 - far);
                pixels[i + channel] = (byte)Math.Clamp(most - range * Math.Clamp(far - 1, 0, 1) + 0.5, 0, 255);
            }
        }
    }

    private static void Swap(Span<byte> pixels, int order)
    {
        var first = order / 2;
        var second = (first + 1 + order % 2) % 3;
        var third = 3 - first - second;
        for (var i = 0; i + 2 < pixels.Length; i += 3)
        {
            var (a, b, c) = (pixels[i + first], pixels[i + second], pixels[i + third]);
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (a, b, c);
        }
    }
}
