using GpuFormer.Data;
using GpuFormer.Tasks.Systems;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Systems;

/// <summary>Class outputs find their categories, whose ids have gaps.</summary>
public sealed class CategoryMapTests
{
    [Fact]
    public void Without_names_classes_are_positions_behind_the_background()
    {
        var map = CategoryMap.Of(4, 1, ClassLabels.None, SetOf(1, 2, 5), "set");
        Assert.Equal([null, 1, 2, 5], Ids(map, 4));
        Assert.Contains("order of their ids", map.Remark, StringComparison.Ordinal);
        Assert.Equal([1, 2, 5], Ids(CategoryMap.Of(3, 0, ClassLabels.None, SetOf(1, 2, 5), "set"), 3));
    }

    [Fact]
    public void As_many_outputs_as_the_greatest_id_needs_are_ids()
    {
        var map = CategoryMap.Of(6, 0, ClassLabels.None, SetOf(1, 2, 5), "set");
        Assert.Equal([null, 1, 2, null, null, 5], Ids(map, 6));
        // What could be both is positions, unless ids are asked for.
        Assert.Equal([0, 1, 2], Ids(CategoryMap.Of(3, 0, ClassLabels.None, SetOf(0, 1, 2), "set"), 3));
        Assert.Equal([null, 1, 2],
            Ids(CategoryMap.Of(3, 0, ClassLabels.Of(["a", "b", "c"]), SetOf(1, 2), "set", isRaw: true), 3));
    }

    [Fact]
    public void Names_count_more_than_places()
    {
        var map = CategoryMap.Of(4, 1, ClassLabels.Of(["c5", "cow", "c1"]), SetOf(1, 5), "set");
        Assert.Equal([null, 5, null, 1], Ids(map, 4));
        Assert.Null(map.Remark);
        Assert.Equal([null, 5, 1],
            Ids(CategoryMap.Of(3, 1, ClassLabels.Of(["background", "c5", "c1"]), SetOf(1, 5), "set"), 3));
    }

    [Fact]
    public void Counts_that_differ_are_told_with_both()
    {
        var refused = Assert.Throws<DatasetFormatException>(() =>
            CategoryMap.Of(21, 1, ClassLabels.None, SetOf(1, 2, 5), "digits"));
        Assert.StartsWith("digits: has 3 categories with ids up to 5, the weights have 20 classes.", refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_that_the_weights_do_not_know_are_named()
    {
        var refused = Assert.Throws<DatasetFormatException>(() =>
            CategoryMap.Of(3, 1, ClassLabels.Of(["cat", "c1"]), SetOf(1, 5), "set"));
        Assert.Contains("do not know: c5. Theirs are cat, c1", refused.Message, StringComparison.Ordinal);
        var twice = new ObjectDataset([], [new(1, "cat"), new(2, "cat")], [], new AnnotationFaults("set"));
        Assert.Contains("two categories with the name 'cat'", Assert.Throws<DatasetFormatException>(() =>
            CategoryMap.Of(2, 0, ClassLabels.Of(["cat", "dog"]), twice, "set")).Message, StringComparison.Ordinal);
    }

    private static ObjectDataset SetOf(params long[] ids) =>
        new([], [.. ids.Select(id => new ObjectCategory(id, $"c{id}"))], [], new AnnotationFaults("set"));

    private static long?[] Ids(CategoryMap map, int outputs) => [.. Enumerable.Range(0, outputs).Select(map.IdOf)];
}
