using GpuFormer.Distributed;
using Xunit;

namespace GpuFormer.Tests.Host.Distributed;

public sealed class RankGroupTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Texts_of_any_length_reach_all_ranks_in_order(int ranks)
    {
        var expected = Enumerable.Range(0, ranks).Select(rank => new string('ä', rank * 3)).ToArray();
        foreach (var gathered in ThreadRanks.Run(ranks, group => group.GatherTexts(expected[group.Rank])))
            Assert.Equal(expected, gathered);
    }

    [Fact]
    public void Tensors_of_one_rank_reach_the_others()
    {
        var received = ThreadRanks.Run(3, group => group.BroadcastTensors(new Dictionary<string, float[]>
        {
            ["a"] = [group.Rank, 1],
            ["b"] = [group.Rank],
        }, root: 2));
        Assert.All(received, tensors => Assert.Equal((float[])[2, 1], tensors["a"]));
        Assert.All(received, tensors => Assert.Equal((float[])[2], tensors["b"]));
    }

    [Fact]
    public void What_differs_is_named_with_both_values_on_every_rank()
    {
        var messages = ThreadRanks.Run(3, group =>
            Assert.Throws<RankSetupException>(() => group.RequireSame(
                [("--seed", "42"), ("--lr", group.Rank == 1 ? "0.2" : "0.1")])).Message);
        Assert.All(messages, message => Assert.Equal(
            "The ranks differ: --lr is '0.1' on rank 0 and '0.2' on rank 1. "
            + "Give all ranks the same command, files and kind of device.", message));
    }

    [Fact]
    public void One_rank_that_says_so_is_enough() =>
        Assert.Equal([true, true, true], ThreadRanks.Run(3, group => group.Any(group.Rank == 2)));

    [Fact]
    public void A_rank_that_gives_up_ends_the_others() =>
        Assert.ThrowsAny<Exception>(() => ThreadRanks.Run<bool>(2, group =>
            group.Rank == 0 ? throw new InvalidOperationException("no more") : group.Any(true)));
}
