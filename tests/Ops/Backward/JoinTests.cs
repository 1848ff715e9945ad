using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>Of <see cref="Join"/> and its gradient, <c>JoinBackward</c>.</summary>
public sealed class JoinTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(1, [1, 1, 1, 1], [1, 1, 1]), Case(3, [2, 3, 5, 12], [2, 1, 2, 6]), Case(7, [1, 5, 3, 63], [1, 1, 1, 63]),
        Case(4, [3, 9, 4], [3, 1, 1, 8]), Case(5, [1, 1, 1, 5], [1, 37, 41, 10]),
    ];

    [Theory]
    [InlineData("[2,3,4]", "[1,3,4]")]
    [InlineData("[2,3,3]", "[2,3,4]")]
    [InlineData("[2,3,4]", "[2,3,5]")]
    public void Rows_of_other_images_or_widths_are_refused(string a, string b) =>
        Assert.Throws<ShapeException>(() => new Join(4).InferShapes([Parsed(a), Parsed(b)]));

    private static Shape Parsed(string text) =>
        new([.. text.Trim('[', ']').Split(',').Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))]);

    private static GradientCase Case(int width, int[] a, int[] b)
    {
        var (N, A, B) = (a[0], a.Skip(1).Aggregate(1, (x, y) => x * y), b.Skip(1).Aggregate(1, (x, y) => x * y));
        return new($"[{string.Join(',', a)}] and [{string.Join(',', b)}] in rows of {width}", 1,
            [Given.Activation("a", a), Given.Activation("b", b)], [Given.Activation("dy", N, (A + B) / width, width)],
            inputs =>
            [
                .. Enumerable.Range(0, N).SelectMany(image =>
                    inputs[0].Skip(image * A).Take(A).Concat(inputs[1].Skip(image * B).Take(B))),
            ],
            (builder, tensors, dy) => OpGradient.Add(builder, new Join(width), tensors, dy));
    }
}
