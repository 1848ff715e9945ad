using GpuFormer.Distributed;
using Xunit;

namespace GpuFormer.Tests.Host.Distributed;

public sealed class RankDeviceTests
{
    private static readonly string[] Cards =
        ["cuda:0", "cuda:1", "vulkan:0", "opencl:0.0", "opencl:1.0", "ilgpu:cuda:0", "ilgpu:cuda:1"];

    [Theory]
    [InlineData("cuda", 0, "cuda:0")]
    [InlineData("cuda", 1, "cuda:1")]
    [InlineData("cuda", 2, "cuda:0")]
    [InlineData("cuda:1", 0, "cuda:1")]
    [InlineData("opencl", 1, "opencl:1.0")]
    [InlineData("vulkan", 3, "vulkan:0")]
    [InlineData("ilgpu:cuda", 1, "ilgpu:cuda:1")]
    [InlineData("ilgpu:cuda:0", 1, "ilgpu:cuda:0")]
    [InlineData("ilgpu:cpu", 1, "ilgpu:cpu")]
    [InlineData("cpu", 3, "cpu")]
    [InlineData("auto", 3, "auto")]
    public void Cards_are_given_out_by_local_rank(string selector, int localRank, string expected) =>
        Assert.Equal(expected, RankDevice.Choose(selector, localRank, () => Cards));

    [Fact]
    public void A_kind_without_cards_stays_as_it_was_said() =>
        Assert.Equal("cuda", RankDevice.Choose("cuda", 1, () => []));

    [Theory]
    [InlineData("0-7", "0-7 0-7", 8, 4)]
    [InlineData("0-7", "0-7 0-7 0-7", 8, 2)]
    [InlineData("0-3", "0-3 4-7", 4, 4)]
    [InlineData("2", "2 3", 1, 1)]
    [InlineData("0-1", "0-1 0-1 0-1 0-1", 2, 1)]
    [InlineData("0-63", "0-63 0-63", 8, 4)]
    [InlineData("", " ", 8, 4)]
    public void Ranks_of_a_machine_share_its_cores(string own, string machine, int processors, int expected) =>
        Assert.Equal(expected, ProcessorShare.Of(ProcessorShare.Parse(own),
            [.. machine.Split(' ').Select(ProcessorShare.Parse)], processors));

    [Theory]
    [InlineData("0-2,5", "0 1 2 5")]
    [InlineData("", "")]
    [InlineData("3-x", "")]
    [InlineData("0-999999999", "")]
    public void Lists_of_cores_are_read(string list, string expected) =>
        Assert.Equal(expected, string.Join(' ', ProcessorShare.Parse(list).Order()));
}
