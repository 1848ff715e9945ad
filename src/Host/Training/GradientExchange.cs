using System.Runtime.InteropServices;
using GpuFormer.Distributed;
using GpuFormer.Distributed.Nccl;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Training;

/// <summary>What became of the batch of a rank.</summary>
/// <param name="Loss">Its mean cross-entropy.</param>
/// <param name="Norm">Of its gradients; NaN where the loss is not finite.</param>
internal readonly record struct RankBatch(double Loss, double Norm)
{
    /// <summary>Whether it is left out.</summary>
    public bool IsSkipped => !double.IsFinite(Loss) || !double.IsFinite(Norm);
}

/// <summary>
/// Sums the gradients of all ranks, as one process would that accumulates their batches one after the other: each part
/// of the buffer has one rank that adds what all have, in the order of the ranks, so that the sum has the same bytes.
/// Slices leave for the ranks that sum them while the rest of the backward pass runs; which batches are left out is known
/// at its end, so sums are made then, and go back to all. What carries the slices is the business of those who derive.
/// </summary>
internal abstract class GradientExchange : ITrainingPauses, IDisposable
{
    private readonly DeviceBuffer _gradients;
    private readonly VariableRange _statistics;
    private readonly Dictionary<TrainingPlan, int[]> _readyAfter = [];
    private readonly bool[] _hasLeft;
    private readonly float[] _ownStatistics;
    private readonly float[] _allStatistics;
    private NormSynchronisation? _norms;

    /// <param name="group">Of two ranks or more; must outlive the exchange.</param>
    /// <param name="layout">Of the buffers.</param>
    /// <param name="gradients">Of the last batch, and the statistics of its norms.</param>
    /// <param name="alignment">Of the parts of a slice, elements.</param>
    protected GradientExchange(IRankGroup group, VariableLayout layout, DeviceBuffer gradients, int alignment)
    {
        (Group, _gradients) = (group, gradients);
        Slices = new GradientSlices(layout.Parameters.Count, group.Size, alignment);
        _statistics = layout[VariableKind.Statistic];
        _hasLeft = new bool[Slices.Count];
        PartOffsets = new int[Slices.Count];
        for (var slice = 0; slice < Slices.Count; slice++)
        {
            PartOffsets[slice] = PartElements;
            PartElements += Slices.Part(slice, group.Rank).Count;
        }

        _ownStatistics = new float[_statistics.Count];
        _allStatistics = new float[_statistics.Count * group.Size];
        Batches = new RankBatch[group.Size];
    }

    /// <summary>This rank.</summary>
    public int Rank => Group.Rank;

    /// <summary>What became of the last batch of each rank.</summary>
    public RankBatch[] Batches { get; }

    /// <summary>Whether norms take the statistics of all ranks' batches together.</summary>
    public bool SynchronisesNorms => _norms is not null;

    protected IRankGroup Group { get; }

    protected GradientSlices Slices { get; }

    /// <summary>For each slice the place of this rank's part among its parts of all slices.</summary>
    protected int[] PartOffsets { get; }

    /// <summary>The elements of this rank's parts of all slices.</summary>
    protected int PartElements { get; }

    /// <summary>The exchange that fits the device: NCCL between CUDA cards where all ranks have it, else MPI.</summary>
    /// <param name="group">Of two ranks or more; all of them call this.</param>
    /// <param name="device">Of this rank.</param>
    /// <param name="layout">Of the buffers.</param>
    /// <param name="gradients">Of the last batch, and the statistics of its norms.</param>
    public static GradientExchange Create(
        IRankGroup group, Device device, VariableLayout layout, DeviceBuffer gradients)
    {
        var transfers = NcclTransfers.TryOpen(group, device);
        return transfers is null
            ? new HostGradientExchange(group, layout, gradients)
            : new CardGradientExchange(group, transfers, device, layout, gradients);
    }

    /// <summary>The waves of a plan after which there is something to exchange.</summary>
    /// <param name="plan">One of those that will run.</param>
    /// <param name="synchronisesNorms">Whether norms take the statistics of all ranks' batches together.</param>
    public IReadOnlyList<int> PausesOf(TrainingPlan plan, bool synchronisesNorms)
    {
        var ready = _readyAfter[plan] = Slices.ReadyAfter(plan);
        var pauses = ready.Where(wave => wave < plan.Schedule.Waves.Count - 1);
        if (synchronisesNorms)
        {
            _norms ??= new NormSynchronisation(Group);
            pauses = pauses.Concat(_norms.PausesOf(plan));
        }

        return [.. pauses.Distinct().Order()];
    }

    /// <summary>Before a batch: makes room for what the others will send.</summary>
    public void Begin()
    {
        Array.Clear(_hasLeft);
        Expect();
    }

    /// <inheritdoc/>
    public void After(int wave, TrainingExecutor executor)
    {
        _norms?.After(wave, executor);
        Leave(_readyAfter[executor.Plan], wave);
    }

    /// <summary>
    /// After a batch: the other slices leave, all ranks learn what became of all batches, and what counts is added to
    /// the sums.
    /// </summary>
    /// <param name="own">Of this rank's batch.</param>
    /// <param name="isFirst">Whether the sums start anew.</param>
    public void Add(RankBatch own, bool isFirst)
    {
        Leave(null, 0);
        Group.AllGather(MemoryMarshal.AsBytes(new ReadOnlySpan<RankBatch>(in own)),
            MemoryMarshal.AsBytes(Batches.AsSpan()));
        _gradients.Read(MemoryMarshal.AsBytes(_ownStatistics.AsSpan()), (long)_statistics.Offset * sizeof(float));
        Group.AllGather(MemoryMarshal.AsBytes<float>(_ownStatistics), MemoryMarshal.AsBytes(_allStatistics.AsSpan()));
        Arrive();
        for (var rank = 0; rank < Group.Size; rank++)
        {
            if (Batches[rank].IsSkipped)
                continue;
            Sum(rank, isFirst);
            isFirst = false;
        }
    }

    /// <summary>Puts the statistics of a rank's batch in the place of this rank's.</summary>
    public void PlaceStatistics(int rank) => _gradients.Write(
        MemoryMarshal.AsBytes(_allStatistics.AsSpan(rank * _statistics.Count, _statistics.Count)),
        (long)_statistics.Offset * sizeof(float));

    /// <summary>Brings the sums of all parts to all ranks, and into a buffer.</summary>
    public abstract void Share(DeviceBuffer summed);

    public abstract void Dispose();

    /// <summary>Prepares for the slices of a batch.</summary>
    protected abstract void Expect();

    /// <summary>Sends the parts of a slice to the ranks that sum them.</summary>
    protected abstract void Send(int slice);

    /// <summary>Waits until the slices of a batch are where they belong.</summary>
    protected abstract void Arrive();

    /// <summary>Adds what a rank has to the sums of this rank's parts, or begins with it.</summary>
    protected abstract void Sum(int rank, bool isFirst);

    // Null: all that have not left.
    private void Leave(int[]? readyAfter, int wave)
    {
        for (var slice = 0; slice < Slices.Count; slice++)
        {
            if (_hasLeft[slice] || (readyAfter is not null && readyAfter[slice] > wave))
                continue;
            _hasLeft[slice] = true;
            Send(slice);
        }
    }
}
