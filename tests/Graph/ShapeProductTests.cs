using System.Numerics;
using GpuFormer.Graph;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Graph;

/// <summary>Sizes from files are multiplied right, or not at all.</summary>
public sealed class ShapeProductTests
{
    private const int Shapes = 1_000_000;

    [Fact]
    public void A_million_random_shapes_have_the_product_of_their_sizes_or_an_exception()
    {
        var random = new Random(17);
        var (right, refused) = (0, 0);
        Span<int> all = stackalloc int[6];
        for (var i = 0; i < Shapes; i++)
        {
            var sizes = all[..random.Next(1, 7)];
            BigInteger product = 1;
            foreach (ref var size in sizes)
            {
                // As many sizes near a power of two as small ones: that is where products wrap round.
                size = random.Next(2) == 0 ? random.Next(1, 9) : (int)Math.Clamp(
                    (1L << random.Next(31)) + random.Next(-1, 2), 1, int.MaxValue);
                product *= size;
            }

            try
            {
                Assert.Equal(product, TensorEntry.CountElements(sizes));
                right++;
            }
            catch (OverflowException)
            {
                Assert.True(product > long.MaxValue);
                refused++;
            }

            try
            {
                Assert.Equal(product, new Shape(sizes).Elements);
            }
            catch (ArgumentOutOfRangeException)
            {
                Assert.True(product > int.MaxValue);
            }
        }

        Assert.InRange(right, 1000, Shapes);
        Assert.InRange(refused, 1000, Shapes);
    }
}
