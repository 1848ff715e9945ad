using System.Collections;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Launch;

/// <summary>
/// Which launches must be complete before another may start: those that write what it reads or writes, or read what it
/// writes. Finer than waves, so that a long chain of small launches runs beside large ones.
/// </summary>
internal static class LaunchDependencies
{
    private readonly record struct Range(DeviceBuffer Buffer, long Start, long End, bool IsWritten)
    {
        public bool Conflicts(Range other) => (IsWritten || other.IsWritten) && Buffer == other.Buffer
            && Start < other.End && other.Start < End;
    }

    /// <summary>
    /// For each launch the numbers of earlier ones that it must wait for, without those that another of them waits for
    /// already.
    /// </summary>
    /// <param name="launches">In an order in which they could run.</param>
    /// <param name="accesses">What a launch does with its arguments, in their order.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Of(
        IReadOnlyList<KernelLaunch> launches, Func<KernelLaunch, IReadOnlyList<MemoryAccess>> accesses)
    {
        var ranges = launches.Select(launch => RangesOf(launch, accesses(launch))).ToArray();
        var before = new BitArray[launches.Count];
        var result = new List<IReadOnlyList<int>>(launches.Count);
        for (var i = 0; i < launches.Count; i++)
        {
            before[i] = new BitArray(launches.Count);
            var direct = new List<int>();
            // The latest first: what it waits for need not be looked at.
            for (var j = i - 1; j >= 0; j--)
            {
                if (before[i][j] || !ranges[i].Any(mine => ranges[j].Any(mine.Conflicts)))
                    continue;
                direct.Add(j);
                before[i].Or(before[j]);
                before[i][j] = true;
            }

            result.Add(direct);
        }

        return result;
    }

    private static Range[] RangesOf(KernelLaunch launch, IReadOnlyList<MemoryAccess> accesses) =>
    [
        .. launch.Arguments.Items.Zip(accesses)
            .Where(pair => pair.First.Buffer is not null && pair.First.Length > 0)
            .Select(pair => new Range(pair.First.Buffer!, pair.First.ByteOffset,
                pair.First.ByteOffset + ((long)pair.First.Length * pair.Second.ElementBytes), pair.Second.IsWritten)),
    ];
}
