using GpuFormer.Data;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class SampleOrderTests
{
    [Fact]
    public void Sequential_order_counts_up() =>
        Assert.Equal(Enumerable.Range(0, 10), Fill(SampleOrder.Sequential, 42, 3, 10));

    [Fact]
    public void Shuffled_order_is_a_permutation_that_depends_on_seed_and_epoch()
    {
        var order = Fill(SampleOrder.Shuffled, 42, 0, 1000);
        Assert.Equal(Enumerable.Range(0, 1000), order.Order());
        Assert.Equal(order, Fill(SampleOrder.Shuffled, 42, 0, 1000));
        Assert.NotEqual(order, Fill(SampleOrder.Shuffled, 42, 1, 1000));
        Assert.NotEqual(order, Fill(SampleOrder.Shuffled, 43, 0, 1000));
    }

    [Fact]
    public void Every_permutation_of_three_is_about_as_frequent()
    {
        var counts = new Dictionary<string, int>();
        for (var epoch = 0; epoch < 6000; epoch++)
        {
            var key = string.Join(' ', Fill(SampleOrder.Shuffled, 7, epoch, 3));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 820, 1180));
    }

    [Fact]
    public void Repeated_order_shows_a_part_of_the_pictures_several_times_in_a_row()
    {
        var order = Fill(SampleOrder.Repeated(3), 42, 0, 100);
        var groups = order.GroupBy(index => index).Select(group => group.Count()).ToList();
        Assert.Equal(34, groups.Count);
        Assert.Equal(33, groups.Count(count => count == 3));
        Assert.Equal(order[0], order[2]);
        Assert.NotEqual(order[2], order[3]);
    }

    private static int[] Fill(SampleOrder order, ulong seed, int epoch, int count)
    {
        var result = new int[count];
        order.Fill(seed, epoch, result);
        return result;
    }
}
