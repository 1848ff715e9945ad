using GpuFormer.Data;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class RandomStreamTests
{
    private const int Draws = 200_000;

    [Fact]
    public void Numbers_are_those_of_SplitMix64()
    {
        // The published generator, from the state that the key hashes to.
        var stream = new RandomStream(42, 3, 17, RandomPurpose.Augmentation);
        var again = new RandomStream(42, 3, 17, RandomPurpose.Augmentation);
        var state = Mix(Step + 42);
        state = Mix((state ^ 3) + Step);
        state = Mix((state ^ 17) + Step);
        state = Mix((state ^ 1) + Step);
        for (var i = 0; i < 100; i++)
        {
            state += Step;
            var bits = stream.NextBits();
            Assert.Equal(Mix(state), bits);
            Assert.Equal(bits, again.NextBits());
        }
    }

    [Fact]
    public void Streams_of_other_seeds_epochs_items_and_purposes_differ()
    {
        var first = new HashSet<ulong>();
        for (var seed = 0UL; seed < 4; seed++)
        {
            for (var epoch = 0; epoch < 4; epoch++)
            {
                for (var item = 0; item < 100; item++)
                {
                    foreach (var purpose in Enum.GetValues<RandomPurpose>())
                        first.Add(new RandomStream(seed, epoch, item, purpose).NextBits());
                }
            }
        }
        Assert.Equal(4 * 4 * 100 * Enum.GetValues<RandomPurpose>().Length, first.Count);
    }

    [Fact]
    public void Whole_numbers_are_even_over_their_range()
    {
        var random = new RandomStream(1, 0, 0, RandomPurpose.Order);
        var counts = new int[7];
        for (var i = 0; i < Draws; i++)
            counts[random.NextBelow(counts.Length)]++;
        // Six standard deviations of a binomial count.
        Assert.All(counts, count => Assert.InRange(count, Draws / 7.0 - 950, Draws / 7.0 + 950));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextBelow(0));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_a_normal()
    {
        var random = new RandomStream(2, 0, 0, RandomPurpose.Order);
        double sum = 0, squares = 0, fourths = 0;
        for (var i = 0; i < Draws; i++)
        {
            var x = random.NextNormal();
            sum += x;
            squares += x * x;
            fourths += x * x * x * x;
        }
        Assert.Equal(0, sum / Draws, 0.015);
        Assert.Equal(1, squares / Draws, 0.02);
        Assert.Equal(3, fourths / Draws, 0.15);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void Shares_have_the_moments_of_a_beta(double a)
    {
        var random = new RandomStream(3, 0, 0, RandomPurpose.Mixing);
        double sum = 0, squares = 0;
        for (var i = 0; i < Draws; i++)
        {
            var x = random.NextSymmetricBeta(a);
            Assert.InRange(x, 0, 1);
            sum += x;
            squares += (x - 0.5) * (x - 0.5);
        }
        Assert.Equal(0.5, sum / Draws, 0.01);
        // The variance of Beta(a, a).
        Assert.Equal(1 / (4 * (2 * a + 1)), squares / Draws, 0.003);
    }

    private const ulong Step = 0x9E3779B97F4A7C15;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
