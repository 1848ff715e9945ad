using System.Globalization;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Training;

/// <summary>
/// The batch of <c>--batch-size auto</c>: the largest that fits, by what plans take, which is known before anything is
/// allocated. It follows from network, device and memory limit alone: the same command chooses the same batch.
/// </summary>
internal static class AutomaticBatch
{
    /// <summary>The largest that is chosen: beyond it, steps get longer and no faster.</summary>
    public const int Largest = 1024;

    // Of sizes that are multiples of it, kernels have fewer tails.
    private const int Multiple = 8;

    /// <summary>Chooses a batch.</summary>
    /// <param name="device">Its <see cref="Device.MemoryLimit"/> counts.</param>
    /// <param name="smallest">The smallest batch that makes sense.</param>
    /// <param name="most">The most pictures that a batch can have.</param>
    /// <param name="need">What a batch needs.</param>
    /// <returns>The batch, and the reason in words; the smallest batch where none fits: the failure to make it says what
    /// is missing.</returns>
    public static (int Batch, string Reason) Choose(Device device, int smallest, int most, Func<int, MemoryNeed> need)
    {
        var room = Room(device) - device.AllocatedBytes;
        bool Fits(int batch) => need(batch) is var bytes && bytes.Total <= room && bytes.Largest <= device.LargestBuffer;
        most = Math.Max(smallest, Math.Min(most, Largest));
        var batch = LargestBatch.Find(1, (most / Multiple) + 1, steps => Fits(steps * Multiple)) * Multiple;
        if (batch == 0)
            batch = LargestBatch.Find(smallest, Math.Min(most + 1, Multiple), Fits);
        batch = Math.Max(batch, smallest);
        return (batch, string.Create(CultureInfo.InvariantCulture,
            $"--batch-size auto: {batch}, which takes {MiB(need(batch).Total)} of {MiB(room)} MiB"));
    }

    // A ninth stays for what drivers keep for themselves. Host memory without a limit is for other programs too.
    private static long Room(Device device) => device.MemoryLimit == long.MaxValue
        ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2
        : device.MemoryLimit / 9 * 8;

    private static long MiB(long bytes) => bytes >> 20;
}
