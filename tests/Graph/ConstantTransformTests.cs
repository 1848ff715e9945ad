using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Training;
using Xunit;

namespace GpuFormer.Tests.Graph;

public sealed class ConstantTransformTests
{
    // [2, 3, 2, 2] with the indices of its elements.
    private static readonly ConstantValue<float> Filter =
        new([.. Enumerable.Range(0, 24).Select(i => (float)i)], new Shape(2, 3, 2, 2));

    public static TheoryData<string> Rearrangements => [.. All.Keys];

    private static Dictionary<string, Rearrangement> All => new()
    {
        ["reshaped"] = new Reshaped(new Shape(6, 4)),
        ["permuted"] = new Permuted(2, 3, 1, 0),
        ["taps first"] = new Permuted(0, 2, 3, 1),
        ["sliced"] = new Sliced(1, 1, 2),
        ["reordered"] = new Reordered(1, [2, 0, 1]),
        ["repeated"] = new RepeatedForImages(3),
        ["padded"] = new PaddedRows(5),
        ["panels"] = new Panels(2, 12, 1, 4, 2),
        ["ungrouped"] = new Ungrouped(2, Shuffle: false),
        ["turned"] = new Turned(1),
        ["chain"] = new Reshaped(new Shape(6, 4)).Then(new Permuted(1, 0)).Then(new PaddedRows(8)),
    };

    [Theory]
    [MemberData(nameof(Rearrangements))]
    public void Indices_say_where_each_element_of_the_result_is_from(string name)
    {
        var transform = All[name];
        var constant = GraphBuilder.Derived(transform, new GraphBuilder().Stored("filter", Filter.Shape));
        var indices = VariableIndices.Of(constant, _ => 100);
        Assert.Equal(constant.Shape.Elements, indices.Length);
        Assert.Equal(transform.Evaluate([Filter]),
            indices.Select(index => index < 0 ? 0 : Filter.Elements[index - 100]));
    }

    [Fact]
    public void Permuted_axes_match_loops()
    {
        var result = new Permuted(2, 3, 1, 0).Evaluate([Filter]);
        var at = 0;
        for (var r = 0; r < 2; r++)
        {
            for (var s = 0; s < 2; s++)
            {
                for (var k = 0; k < 3; k++)
                {
                    for (var c = 0; c < 2; c++)
                        Assert.Equal((((((c * 3) + k) * 2) + r) * 2) + s, result[at++]);
                }
            }
        }
    }

    [Fact]
    public void Concatenation_along_an_axis_is_undone_by_slices()
    {
        foreach (var axis in Enumerable.Range(0, 4))
        {
            ConstantValue<float> part = new(new Sliced(axis, 0, 1).Evaluate([Filter]), new Sliced(axis, 0, 1).ShapeOf([Filter.Shape]));
            var joined = new Concatenated(axis);
            ConstantValue<float> whole = new(joined.Evaluate([part, Filter]), joined.ShapeOf([part.Shape, Filter.Shape]));
            Assert.Equal(Filter.Elements, new Sliced(axis, 1, Filter.Shape[axis]).Evaluate([whole]));
        }
    }

    [Fact]
    public void Equal_transforms_of_one_constant_are_one_tensor()
    {
        var builder = new GraphBuilder();
        Tensor a = builder.Stored("a", new Shape(4, 6)), b = builder.Stored("b", new Shape(4, 6));
        Assert.Same(GraphBuilder.Derived(new Sliced(0, 0, 2), a), GraphBuilder.Derived(new Sliced(0, 0, 2), a));
        Assert.Same(
            GraphBuilder.Derived(new Reordered(0, [3, 1, 2, 0]), a), GraphBuilder.Derived(new Reordered(0, [3, 1, 2, 0]), a));
        Assert.Same(GraphBuilder.Derived(new Concatenated(1), a, b), GraphBuilder.Derived(new Concatenated(1), a, b));
        Assert.NotSame(GraphBuilder.Derived(new Sliced(0, 0, 2), a), GraphBuilder.Derived(new Sliced(0, 2, 2), a));
        Assert.NotSame(GraphBuilder.Derived(new Sliced(0, 0, 2), a), GraphBuilder.Derived(new Sliced(0, 0, 2), b));
        Assert.NotSame(GraphBuilder.Derived(new Concatenated(1), a, b), GraphBuilder.Derived(new Concatenated(1), b, a));
        Assert.NotSame(
            GraphBuilder.Derived(new Reordered(0, [3, 1, 2, 0]), a), GraphBuilder.Derived(new Reordered(0, [3, 1, 0, 2]), a));
    }

    [Fact]
    public void A_computed_constant_cannot_be_trained()
    {
        var scaled = GraphBuilder.Derived(new Scaled(2), new GraphBuilder().Stored("w", new Shape(4)));
        var error = Assert.Throws<NotSupportedException>(() => VariableIndices.Of(scaled, _ => 0));
        Assert.Contains("cannot be trained", error.Message, StringComparison.Ordinal);
    }
}
