using GpuFormer.Data;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class PartialDatasetTests
{
    [Theory]
    [InlineData(0.1, 3)]
    [InlineData(0.5, 12)]
    [InlineData(1e-6, 1)]
    [InlineData(1, 24)]
    public void Each_class_gives_the_same_share_and_one_picture_at_least(double fraction, int ofEach)
    {
        var whole = new MemoryDataset(count: 72, classes: 3);
        var part = new PartialDataset(whole, fraction);
        Assert.Equal(whole.Classes, part.Classes);
        Assert.Equal([ofEach, ofEach, ofEach], Enumerable.Range(0, part.Count).GroupBy(part.LabelOf)
            .OrderBy(group => group.Key).Select(group => group.Count()));
        Assert.Equal(part.Count, Enumerable.Range(0, part.Count).Select(part.NameOf).Distinct().Count());
        Assert.Contains($"{part.Count} of 72", part.Remarks[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_are_those_of_the_whole_set_and_spread_over_it()
    {
        var whole = new MemoryDataset(count: 100, classes: 1);
        var part = new PartialDataset(whole, 0.1);
        Assert.Equal(["made-up/0.png", "made-up/10.png", "made-up/20.png"], Enumerable.Range(0, 3).Select(part.NameOf));
        Assert.Equal(whole.Load(20).Pixels, part.Load(2).Pixels);
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Load(10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Other_shares_are_refused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartialDataset(new MemoryDataset(4, 2), fraction));
}
