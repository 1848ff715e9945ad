using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Augmentation;

public sealed class BatchMixingTests
{
    private const int Side = 20;

    [Fact]
    public void Blend_is_rounded_half_to_even_on_bytes()
    {
        byte[] own = [0, 1, 255, 10, 3, 200], others = [1, 2, 0, 20, 4, 100], result = new byte[6];
        PictureMix.Blend(0.5).Apply(own, others, 1, result);
        Assert.Equal([0, 2, 128, 15, 4, 150], result);
        PictureMix.Blend(0.25).Apply(own, others, 1, result);
        // 0.75, 1.75, 63.75, 17.5, 3.75, 125
        Assert.Equal([1, 2, 64, 18, 4, 125], result);
        PictureMix.Blend(0).Apply(own, others, 1, result);
        Assert.Equal(others, result);
    }

    [Fact]
    public void Cut_takes_a_rectangle_and_its_share()
    {
        var own = new byte[4 * 4 * 3];
        var others = Enumerable.Repeat((byte)9, own.Length).ToArray();
        var result = new byte[own.Length];
        var mix = PictureMix.Cut(1, 2, 3, 2, 4);
        mix.Apply(own, others, 4, result);
        Assert.Equal(1 - 6.0 / 16, mix.Share);
        Assert.Equal("....|..##|..##|..##", string.Join('|', Enumerable.Range(0, 4).Select(y =>
            string.Concat(Enumerable.Range(0, 4).Select(x => result[(y * 4 + x) * 3 + 1] == 9 ? '#' : '.')))));
        Assert.Equal(PictureMix.None, PictureMix.Cut(1, 1, 0, 2, 4));
    }

    [Fact]
    public void Shares_of_mixup_are_beta_and_one_for_each_batch()
    {
        var mixing = new BatchMixing(new BatchMixingOptions(), 1);
        var shares = Enumerable.Range(0, 20_000).Select(batch => mixing.Draw(0, batch, Side).Share).ToList();
        Assert.Equal(mixing.Draw(0, 5, Side), mixing.Draw(0, 5, Side));
        Assert.Equal(0.5, shares.Average(), 0.02);
        Assert.Equal(1 / (4 * 1.4), shares.Average(share => (share - 0.5) * (share - 0.5)), 0.005);
    }

    [Fact]
    public void Cutmix_has_the_share_of_the_uncut_area()
    {
        var mixing = new BatchMixing(new BatchMixingOptions { MixupAlpha = 0, CutmixAlpha = 1 }, 1);
        var sum = 0.0;
        for (var batch = 0; batch < 5000; batch++)
        {
            var mix = mixing.Draw(0, batch, Side);
            sum += mix.Share;
            var (own, others, result) = (new byte[Side * Side * 3], new byte[Side * Side * 3], new byte[Side * Side * 3]);
            others.AsSpan().Fill(1);
            if (mix.Share == 1)
                continue;
            mix.Apply(own, others, Side, result);
            Assert.Equal(1 - result.Count(value => value == 1) / (double)result.Length, mix.Share, 12);
        }
        // Half the area on average, less what is cut off at the border.
        Assert.InRange(sum / 5000, 0.55, 0.72);
    }

    [Fact]
    public void Sides_of_cutmix_lie_within_their_bounds()
    {
        var options = new BatchMixingOptions { MixupAlpha = 0, CutmixSides = (0.25, 0.5) };
        var mixing = new BatchMixing(options, 1);
        var shares = Enumerable.Range(0, 2000).Select(batch => mixing.Draw(0, batch, Side).Share).ToList();
        Assert.Equal(1 - 9.0 * 9 / 400, shares.Min(), 12);
        Assert.Equal(1 - 5.0 * 5 / 400, shares.Max(), 12);
    }

    [Fact]
    public void Probabilities_and_the_last_mixed_epoch_are_kept()
    {
        var options = new BatchMixingOptions { CutmixAlpha = 1, Probability = 0.6, CutmixProbability = 0.3, OffEpoch = 5 };
        var mixing = new BatchMixing(options, 1);
        var mixes = Enumerable.Range(0, 5000).Select(batch => mixing.Draw(4, batch, 224)).ToList();
        Assert.InRange(mixes.Count(mix => mix.Share == 1), 1850, 2250);
        // A blend of given share is no rectangle of that share.
        var blends = mixes.Count(mix => mix.Share != 1 && mix == PictureMix.Blend(mix.Share));
        Assert.InRange(blends, 1950, 2250);
        Assert.All(Enumerable.Range(0, 50), batch => Assert.Equal(PictureMix.None, mixing.Draw(5, batch, 224)));
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        BatchMixingOptions[] impossible =
        [
            new() { MixupAlpha = -1 },
            new() { CutmixAlpha = double.NaN },
            new() { CutmixSides = (0.5, 0.5) },
            new() { Probability = 2 },
            new() { CutmixProbability = -1 },
            new() { OffEpoch = -1 },
        ];
        Assert.All(impossible, options => Assert.Throws<ArgumentOutOfRangeException>(options.Validate));
    }

    // Networks 2.6: off = 0.1 / 1000, on = 0.9 + off.
    [Fact]
    public void Targets_of_a_thousand_classes_are_those_of_timm()
    {
        var targets = new float[1000];
        SoftTargets.Write(3, 8, 1, 0.1, targets);
        Assert.Equal(0.9001f, targets[3]);
        Assert.Equal(1e-4f, targets[8]);
        SoftTargets.Write(3, 8, 0.3, 0.1, targets);
        Assert.Equal(0.3 * 0.9001 + 0.7 * 1e-4, targets[3], 7);
        Assert.Equal(0.7 * 0.9001 + 0.3 * 1e-4, targets[8], 7);
        Assert.Equal(1e-4f, targets[4]);
        Assert.Equal(1, targets.Sum(value => (double)value), 5);
        SoftTargets.Write(3, 3, 0.3, 0.1, targets);
        Assert.Equal(0.9001f, targets[3]);
        SoftTargets.Write(0, 1, 0.25, 0, targets);
        Assert.Equal([0.25f, 0.75f, 0], targets[..3]);
    }

    [Fact]
    public void Rows_are_mixed_with_their_mirror_row()
    {
        var dataset = new MemoryDataset(8, 8);
        var options = new BatchLoaderOptions
        {
            BatchSize = 8,
            Workers = 2,
            Preprocessing = new() { InputSize = Side, Mean = [0, 0, 0], StandardDeviation = [1, 1, 1] },
        };
        float[] plain, mixed, targets;
        using (var loader = new BatchLoader(dataset, options))
            plain = loader.Epoch(0).First().Pixels.ToArray();
        var mixing = new BatchMixingOptions();
        using (var loader = new BatchLoader(dataset, options with { Mixing = mixing, LabelSmoothing = 0.1 }))
        {
            var batch = loader.Epoch(0).First();
            (mixed, targets) = (batch.Pixels.ToArray(), batch.Targets.ToArray());
        }
        var share = new BatchMixing(mixing, options.Seed).Draw(0, 0, Side).Share;
        Assert.InRange(share, 0.0, 0.999999);
        var length = Side * Side * 3;
        for (var row = 0; row < 8; row++)
        {
            for (var i = 0; i < length; i++)
            {
                double own = 255 * plain[row * length + i], other = 255 * plain[(7 - row) * length + i];
                Assert.InRange(255 * mixed[row * length + i] - (share * own + (1 - share) * other), -0.51, 0.51);
            }
            for (var label = 0; label < 8; label++)
            {
                var expected = label == row ? share : label == 7 - row ? 1 - share : 0;
                Assert.Equal(0.9 * expected + 0.1 / 8, targets[row * 8 + label], 6);
            }
        }
    }
}
