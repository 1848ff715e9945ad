using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class GradientSlicesTests
{
    [Theory]
    [InlineData(1024, 2, 16)]
    [InlineData(3_000_320, 4, 16)]
    [InlineData(300_032, 7, 1024)]
    [InlineData(1024, 5, 1024)]
    public void Every_element_is_summed_by_one_rank(int elements, int ranks, int alignment)
    {
        var slices = new GradientSlices(elements, ranks, alignment);
        var owners = new int[elements];
        for (var slice = 0; slice < slices.Count; slice++)
        {
            for (var rank = 0; rank < ranks; rank++)
            {
                var (offset, count) = slices.Part(slice, rank);
                Assert.True(count == 0 || offset % alignment == 0);
                for (var i = offset; i < offset + count; i++)
                    owners[i]++;
            }
        }

        Assert.All(owners, owner => Assert.Equal(1, owner));
        // No rank has much more to do than another.
        var loads = Enumerable.Range(0, ranks)
            .Select(rank => Enumerable.Range(0, slices.Count).Sum(slice => slices.Part(slice, rank).Count)).ToArray();
        Assert.True(loads.Max() - loads.Min() <= alignment * slices.Count);
    }
}
