using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Execution;

/// <summary>What a plan takes of a device.</summary>
/// <param name="Total">Bytes of all its buffers.</param>
/// <param name="Largest">Bytes of the largest of them.</param>
internal readonly record struct MemoryNeed(long Total, long Largest)
{
    /// <summary>What an inference takes.</summary>
    public static MemoryNeed Of(ExecutionPlan plan) =>
        Of([Math.Max(plan.ArenaBytes, 1), Math.Max(plan.ConstantBytes, 1)]);

    /// <summary>What buffers take.</summary>
    public static MemoryNeed Of(IReadOnlyList<long> buffers) => new(buffers.Sum(), buffers.Max());

    /// <summary>What both take.</summary>
    public MemoryNeed And(MemoryNeed other) => new(Total + other.Total, Math.Max(Largest, other.Largest));
}

/// <summary>Says what a device that is out of memory still has room for: plans know their bytes.</summary>
internal static class LargestBatch
{
    /// <summary>The failure of a batch with the layer that needs most and the largest batch that fits.</summary>
    /// <param name="device">Its buffers of the failed attempt are released.</param>
    /// <param name="fullestLayer">The layer where most bytes are alive, if there are layers.</param>
    /// <param name="batch">The batch that did not fit.</param>
    /// <param name="smallest">The smallest batch that makes sense.</param>
    /// <param name="need">What a batch needs.</param>
    /// <param name="failure">What the device said.</param>
    public static DeviceMemoryException Explain(
        Device device, string? fullestLayer, int batch, int smallest, Func<int, MemoryNeed> need,
        DeviceMemoryException failure)
    {
        var inUse = device.AllocatedBytes;
        var limit = device.MemoryLimit;
        var failed = need(batch);
        // Where the driver refused what its limits allow, the buffer it refused is the limit that counts.
        if (failed.Total <= limit - inUse && failed.Largest <= device.LargestBuffer)
            limit = Math.Min(limit, failure.InUse + failure.Requested - 1);
        var largest = Find(smallest, batch, b => need(b) is var smaller
            && smaller.Total <= limit - inUse && smaller.Largest <= device.LargestBuffer);
        var layer = fullestLayer is null ? "" : $"Layer '{fullestLayer}' needs most. ";
        var advice = largest > 0
            ? $"The largest batch that fits is {largest}."
            : $"Not even a batch of {smallest} fits: use a smaller image size or model, or another device.";
        return new DeviceMemoryException(
            device.Name, failed.Total, inUse,
            failed.Largest > device.LargestBuffer ? Math.Min(limit, device.LargestBuffer) : limit, layer + advice, failure)
        {
            LargestBatch = largest,
        };
    }

    /// <summary>
    /// A large batch from the smallest to below a failing one: the largest, if needs grow strictly with the batch; whatever
    /// is returned has been tried and fits, or is 0.
    /// </summary>
    public static int Find(int smallest, int failing, Func<int, bool> fits)
    {
        var fitting = smallest - 1;
        while (failing - fitting > 1)
        {
            var middle = fitting + ((failing - fitting) / 2);
            if (fits(middle))
                fitting = middle;
            else
                failing = middle;
        }

        return fitting < smallest ? 0 : fitting;
    }
}
