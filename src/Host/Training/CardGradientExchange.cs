using GpuFormer.Distributed;
using GpuFormer.Distributed.Nccl;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;

namespace GpuFormer.Training;

/// <summary>
/// Gradients go from card to card by NCCL, which only carries them: its own reductions fix no order of the sums, so the
/// cards sum with the kernel of an accumulation. The group's engine carries what the host needs.
/// </summary>
/// <remarks>Unproven: no machine with two CUDA cards has run it.</remarks>
internal sealed class CardGradientExchange : GradientExchange
{
    private readonly NcclTransfers _transfers;
    private readonly Device _device;
    private readonly DeviceBuffer _gradients;
    private readonly DeviceBuffer _received;
    private readonly DeviceBuffer _sum;
    private readonly RecordedLaunches[] _first;
    private readonly RecordedLaunches[] _next;

    /// <summary>Allocates and compiles what the sums need.</summary>
    /// <param name="group">Of two ranks or more; must outlive the exchange.</param>
    /// <param name="transfers">Between their cards; the exchange ends them.</param>
    /// <param name="device">Of this rank.</param>
    /// <param name="layout">Of the buffers.</param>
    /// <param name="gradients">Of the last batch, and the statistics of its norms.</param>
    public CardGradientExchange(
        IRankGroup group, NcclTransfers transfers, Device device, VariableLayout layout, DeviceBuffer gradients)
        : base(group, layout, gradients, VariableLayout.RangeAlignment)
    {
        (_transfers, _device, _gradients) = (transfers, device, gradients);
        _received = device.CreateBuffer(Math.Max((long)PartElements * group.Size, 1) * sizeof(float));
        _sum = device.CreateBuffer(Math.Max((long)PartElements, 1) * sizeof(float));
        _first = [.. Enumerable.Range(0, group.Size).Select(rank => Recorded(rank, keep: false))];
        _next = [.. Enumerable.Range(0, group.Size).Select(rank => Recorded(rank, keep: true))];
    }

    public override void Share(DeviceBuffer summed)
    {
        _transfers.Begin();
        for (var slice = 0; slice < Slices.Count; slice++)
        {
            var own = Slices.Part(slice, Rank);
            for (var rank = 0; rank < Group.Size; rank++)
            {
                var part = Slices.Part(slice, rank);
                // A part of one's own goes the same way: NCCL copies it.
                if (part.Count > 0)
                    _transfers.Receive(rank, summed, part.Offset, part.Count);
                if (own.Count > 0)
                    _transfers.Send(rank, _sum, PartOffsets[slice], own.Count);
            }
        }

        _transfers.End();
        _transfers.Complete();
    }

    public override void Dispose()
    {
        _transfers.Dispose();
        foreach (var recorded in _first.Concat(_next))
            recorded.Dispose();
        _received.Dispose();
        _sum.Dispose();
    }

    protected override void Expect()
    {
        // NCCL has no receive that waits for a later send: both are given together.
    }

    protected override void Send(int slice)
    {
        _transfers.Begin();
        var own = Slices.Part(slice, Rank);
        for (var rank = 0; rank < Group.Size; rank++)
        {
            var part = Slices.Part(slice, rank);
            if (part.Count > 0)
                _transfers.Send(rank, _gradients, part.Offset, part.Count);
            if (own.Count > 0)
                _transfers.Receive(rank, _received, ReceivedOffset(rank, slice), own.Count);
        }

        _transfers.End();
    }

    protected override void Arrive() => _transfers.Complete();

    protected override void Sum(int rank, bool isFirst) => (isFirst ? _first : _next)[rank].Run();

    private long ReceivedOffset(int rank, int slice) => ((long)rank * PartElements) + PartOffsets[slice];

    private RecordedLaunches Recorded(int rank, bool keep)
    {
        var launches = new List<KernelLaunch>();
        for (var slice = 0; slice < Slices.Count; slice++)
        {
            var part = Slices.Part(slice, Rank);
            if (part.Count == 0)
                continue;
            launches.Add(OptimizerLaunch.Of(_device, nameof(OptimizerKernels.Accumulate), part.Count,
                [
                    _sum.View<float>((long)PartOffsets[slice] * sizeof(float), part.Count),
                    _received.View<float>(ReceivedOffset(rank, slice) * sizeof(float), part.Count),
                ],
                "exchange.sum", constants: new AccumulateConstants { Keep = keep ? 1 : 0 }));
        }

        return _device.Record(launches.Count == 0 ? [] : [new LaunchWave([.. launches])]);
    }
}
