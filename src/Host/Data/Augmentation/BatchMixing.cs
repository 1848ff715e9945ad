namespace GpuFormer.Data.Augmentation;

/// <summary>Draws how a batch is mixed, as timm 0.3.4's <c>Mixup</c> in mode <c>batch</c>: one draw for all rows, row i
/// with row N - 1 - i (Networks 2.6; Zhang et al., 2018; Yun et al., "CutMix", 2019).</summary>
internal sealed class BatchMixing(BatchMixingOptions options, ulong seed)
{
    // The same for every pair of a batch, and cheap enough to draw again for each.
    public PictureMix Draw(int epoch, int batch, int side)
    {
        var random = new RandomStream(seed, epoch, batch, RandomPurpose.Mixing);
        if (options.OffEpoch > 0 && epoch >= options.OffEpoch || !random.NextChance(options.Probability))
            return PictureMix.None;
        var cut = options.HasCutmix
            && (options.MixupAlpha == 0 || random.NextChance(options.CutmixProbability));
        if (!cut)
        {
            return options.MixupAlpha > 0
                ? PictureMix.Blend(random.NextSymmetricBeta(options.MixupAlpha))
                : PictureMix.None;
        }
        return options.CutmixSides is var (least, greatest)
            ? DrawSides(least, greatest, side, ref random)
            : DrawArea(random.NextSymmetricBeta(options.CutmixAlpha), side, ref random);
    }

    // timm's rand_bbox: a square of area 1 - share around a random pixel, cut off at the border; the share becomes that
    // of what is left.
    private static PictureMix DrawArea(double share, int side, ref RandomStream random)
    {
        var cut = (int)(side * Math.Sqrt(1 - share));
        int y = random.NextBelow(side), x = random.NextBelow(side);
        int top = Math.Max(0, y - cut / 2), bottom = Math.Min(side, y + cut / 2);
        int left = Math.Max(0, x - cut / 2), right = Math.Min(side, x + cut / 2);
        return PictureMix.Cut(top, left, bottom - top, right - left, side);
    }

    // timm's rand_bbox_minmax.
    private static PictureMix DrawSides(double least, double greatest, int side, ref RandomStream random)
    {
        int from = (int)(side * least), to = Math.Max((int)(side * greatest), (int)(side * least) + 1);
        int height = from + random.NextBelow(to - from), width = from + random.NextBelow(to - from);
        int top = random.NextBelow(side - height + 1), left = random.NextBelow(side - width + 1);
        return PictureMix.Cut(top, left, height, width, side);
    }
}
