using GpuFormer.Graph.Training;

namespace GpuFormer.Training;

/// <summary>
/// The flat buffer of gradients in slices that ranks exchange, and after which wave of a plan each is complete. Each
/// rank sums one part of every slice, so that all have as much to do.
/// </summary>
/// <param name="parameters">Elements of the buffer that are gradients.</param>
/// <param name="ranks">How many ranks exchange them.</param>
/// <param name="alignment">Elements that parts are multiples of, where the end of the buffer is no part's end.</param>
internal sealed class GradientSlices(int parameters, int ranks, int alignment)
{
    // 256 KiB: long enough that the time of a message is that of its bytes, short enough that the first leave early and that
    // few wait for a gradient that is moved to its place at the end of the step.
    private const int MostElements = 1 << 16;

    /// <summary>How many slices there are.</summary>
    public int Count { get; } = (parameters + MostElements - 1) / MostElements;

    /// <summary>The elements of all slices together.</summary>
    public int Elements => parameters;

    /// <summary>Where a slice lies in the buffer.</summary>
    public VariableRange this[int slice]
    {
        get
        {
            var first = slice * MostElements;
            return new VariableRange(first, Math.Min(MostElements, parameters - first));
        }
    }

    /// <summary>The part of a slice that a rank sums, by its place in the buffer; parts may be empty.</summary>
    public VariableRange Part(int slice, int rank)
    {
        var (offset, count) = this[slice];
        var blocks = (count + alignment - 1) / alignment;
        int Cut(int at) => Math.Min(count, (int)((long)blocks * at / ranks) * alignment);
        return new VariableRange(offset + Cut(rank), Cut(rank + 1) - Cut(rank));
    }

    /// <summary>For each slice the wave of a plan after which it is complete; the number of waves if that is only at the
    /// end of the step.</summary>
    public int[] ReadyAfter(TrainingPlan plan)
    {
        var ready = new int[Count];
        var waves = plan.Schedule.Waves.Count;
        void Raise(int first, int last, int wave)
        {
            for (var slice = first / MostElements; slice <= last / MostElements && slice < Count; slice++)
                ready[slice] = Math.Max(ready[slice], wave);
        }

        foreach (var run in plan.GradientRuns.Where(run => run.Offset < parameters))
            Raise(run.Offset, run.Offset + run.Count - 1, run.Wave);
        foreach (var place in plan.LateGradients)
        {
            if (place >= 0 && place < parameters)
                Raise(place, place, waves);
        }

        return ready;
    }
}
