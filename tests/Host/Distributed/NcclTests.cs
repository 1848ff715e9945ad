using GpuFormer.Distributed;
using GpuFormer.Distributed.Nccl;
using Xunit;

namespace GpuFormer.Tests.Host.Distributed;

public sealed class NcclTests
{
    [Fact]
    public void Ranks_on_processors_do_not_load_nccl()
    {
        using var device = DeviceSelector.Open("cpu", 1);
        Assert.Null(NcclTransfers.TryOpen(SingleRank.Instance, device));
    }

    [TwoCardsFact]
    public void Two_cards_exchange_by_nccl()
    {
        const int Elements = 3000;
        var received = ThreadRanks.Run(2, group =>
        {
            using var device = DeviceSelector.Open($"cuda:{group.Rank}");
            using var transfers = NcclTransfers.TryOpen(group, device)!;
            using var own = device.CreateBuffer(Elements * sizeof(float));
            using var others = device.CreateBuffer(2L * Elements * sizeof(float));
            own.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(
                Enumerable.Range(0, Elements).Select(i => i + (1000f * group.Rank)).ToArray()));
            transfers.Begin();
            for (var rank = 0; rank < 2; rank++)
            {
                transfers.Send(rank, own, 0, Elements);
                transfers.Receive(rank, others, rank * Elements, Elements);
            }

            transfers.End();
            transfers.Complete();
            var values = new float[2 * Elements];
            others.Read(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        });
        float[] expected = [.. Enumerable.Range(0, 2 * Elements).Select(i => (i % Elements) + (1000f * (i / Elements)))];
        Assert.All(received, values => Assert.Equal(expected, values));
    }
}

/// <summary>A test that needs two CUDA cards and NCCL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TwoCardsFactAttribute : FactAttribute
{
    public TwoCardsFactAttribute()
    {
        var cards = DeviceSelector.List().Where(card => card.Name.StartsWith("cuda", StringComparison.Ordinal)).ToArray();
        if (cards.Count(card => card.Available) < 2)
            Skip = $"NCCL needs two CUDA cards: {cards[0].Name}: {cards[0].Status}";
        else if (NcclLibrary.Find() is null)
            Skip = "libnccl.so.2 cannot be loaded, or is older than 2.7.";
    }
}
