using GpuFormer.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Detection;

public sealed class StableOrderTests
{
    [Theory]
    [InlineData(10, 3)]
    [InlineData(1_000, 7)]
    [InlineData(100_000, 1_000)]
    [InlineData(5, 9)]
    public void The_first_of_an_order_are_those_of_the_whole(int count, int most)
    {
        var random = new Random(count);
        // Many are equal, some are no numbers, and both zeros are one number.
        float[] scores = [.. Enumerable.Range(0, count).Select(i => (i % 11) switch
        {
            0 => float.NaN,
            1 => -0f,
            2 => 0f,
            3 => -random.NextSingle(),
            _ => random.Next(50) / 50f,
        })];
        int[] whole = [.. Enumerable.Range(0, count).OrderBy(i => float.IsNaN(scores[i]))
            .ThenByDescending(i => scores[i] == 0 ? 0f : scores[i]).ThenBy(i => i)];
        Assert.Equal(whole, StableOrder.Falling(scores));
        Assert.Equal(whole.Take(most), StableOrder.Falling(scores, most));
    }

    [Fact]
    public void None_of_none_are_none() => Assert.Empty(StableOrder.Falling([], 5));
}
