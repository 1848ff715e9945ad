using System.Numerics;
using System.Runtime.InteropServices;
using GpuFormer.Distributed;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Training;

/// <summary>
/// Gradients go through host memory and the group's engine, whatever the device; the processor sums. What has left is a
/// copy, so that the device may go on.
/// </summary>
internal sealed unsafe class HostGradientExchange : GradientExchange
{
    // Of parts, so that vectors are whole.
    private const int Alignment = 16;

    // Sums have other tags than what they are made of.
    private const int SumTags = 8000;

    private readonly DeviceBuffer _gradients;
    private readonly float* _own;
    private readonly float* _received;
    private readonly float* _sum;
    private readonly float* _total;
    private bool _isUnderWay;

    /// <inheritdoc cref="GradientExchange(IRankGroup, VariableLayout, DeviceBuffer, int)"/>
    public HostGradientExchange(IRankGroup group, VariableLayout layout, DeviceBuffer gradients)
        : base(group, layout, gradients, Alignment)
    {
        _gradients = gradients;
        _own = Allocate(Slices.Elements);
        _received = Allocate((long)PartElements * group.Size);
        _sum = Allocate(PartElements);
        _total = Allocate(Slices.Elements);
    }

    public override void Share(DeviceBuffer summed)
    {
        _isUnderWay = true;
        for (var slice = 0; slice < Slices.Count; slice++)
        {
            var own = Slices.Part(slice, Rank);
            new ReadOnlySpan<float>(_sum + PartOffsets[slice], own.Count)
                .CopyTo(new Span<float>(_total + own.Offset, own.Count));
            for (var rank = 0; rank < Group.Size; rank++)
            {
                if (rank == Rank)
                    continue;
                var part = Slices.Part(slice, rank);
                if (part.Count > 0)
                    Group.Receive(rank, SumTags + slice, (nint)(_total + part.Offset), part.Count * sizeof(float));
                if (own.Count > 0)
                    Group.Send(rank, SumTags + slice, (nint)(_sum + PartOffsets[slice]), own.Count * sizeof(float));
            }
        }

        Group.Complete();
        _isUnderWay = false;
        summed.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<float>(_total, Slices.Elements)));
    }

    public override void Dispose()
    {
        // What failed on its way may still be written by the engine: the process is about to end.
        if (_isUnderWay)
            return;
        NativeMemory.AlignedFree(_own);
        NativeMemory.AlignedFree(_received);
        NativeMemory.AlignedFree(_sum);
        NativeMemory.AlignedFree(_total);
    }

    protected override void Expect()
    {
        _isUnderWay = true;
        for (var slice = 0; slice < Slices.Count; slice++)
        {
            var part = Slices.Part(slice, Rank);
            for (var rank = 0; rank < Group.Size; rank++)
            {
                if (rank != Rank && part.Count > 0)
                    Group.Receive(rank, slice, (nint)Received(rank, slice), part.Count * sizeof(float));
            }
        }
    }

    protected override void Send(int slice)
    {
        var (offset, count) = Slices[slice];
        _gradients.Read(MemoryMarshal.AsBytes(new Span<float>(_own + offset, count)), (long)offset * sizeof(float));
        for (var rank = 0; rank < Group.Size; rank++)
        {
            var part = Slices.Part(slice, rank);
            if (rank != Rank && part.Count > 0)
                Group.Send(rank, slice, (nint)(_own + part.Offset), part.Count * sizeof(float));
        }
    }

    protected override void Arrive()
    {
        Group.Complete();
        _isUnderWay = false;
    }

    protected override void Sum(int rank, bool isFirst)
    {
        for (var slice = 0; slice < Slices.Count; slice++)
        {
            var part = Slices.Part(slice, Rank);
            var values = rank == Rank ? _own + part.Offset : Received(rank, slice);
            Accumulate(_sum + PartOffsets[slice], values, part.Count, keep: !isFirst);
        }
    }

    private float* Received(int rank, int slice) => _received + ((long)rank * PartElements) + PartOffsets[slice];

    // One addition an element, as the kernel of an accumulation.
    private static void Accumulate(float* sum, float* values, int count, bool keep)
    {
        var source = new ReadOnlySpan<float>(values, count);
        var target = new Span<float>(sum, count);
        if (!keep)
        {
            source.CopyTo(target);
            return;
        }

        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(target[i..]) + new Vector<float>(source[i..])).CopyTo(target[i..]);
        for (; i < count; i++)
            target[i] += source[i];
    }

    private static float* Allocate(long elements) =>
        (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(elements, 1) * sizeof(float), 64);
}
