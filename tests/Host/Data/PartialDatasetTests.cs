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

    [Fact]
    public void Names_of_classes_and_pictures_are_those_of_the_whole_set()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train-images-idx3-ubyte", IdxBytes.Images(4, 2, 2));
        folder.Write("train-labels-idx1-ubyte", IdxBytes.Labels(0, 1, 0, 1));
        var numbered = DatasetReader.Open(folder.Path, DatasetSplit.Train);
        Assert.False(new PartialDataset(numbered, 0.5).HasClassNames);
        var named = new MemoryDataset(count: 8, classes: 2);
        Assert.True(new PartialDataset(named, 0.5).HasClassNames);
        // Of eight pictures the first and the fifth of each class: what they are called in the whole set.
        var part = new PartialDataset(named, 0.5);
        Assert.Equal(["0", "1", "4", "5"], Enumerable.Range(0, part.Count).Select(part.ListedNameOf));
        Assert.NotEqual(DatasetIdentity.Of(part).Listing,
            DatasetIdentity.Of(new MemoryDataset(count: 4, classes: 2)).Listing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Other_shares_are_refused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartialDataset(new MemoryDataset(4, 2), fraction));
}
