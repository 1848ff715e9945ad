using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Execution;

/// <summary>Says what a device that is out of memory still has room for: plans know their bytes.</summary>
public static class LargestBatch
{
    /// <summary>The failure of a batch with the layer that needs most and the largest batch that fits.</summary>
    /// <param name="device">Its buffers of the failed attempt are released.</param>
    /// <param name="failed">The plan that did not fit.</param>
    /// <param name="batch">The batch of that plan.</param>
    /// <param name="plan">Makes the plan of another batch.</param>
    /// <param name="failure">What the device said.</param>
    public static DeviceMemoryException Explain(
        Device device, ExecutionPlan failed, int batch, Func<int, ExecutionPlan> plan, DeviceMemoryException failure)
    {
        var inUse = device.AllocatedBytes;
        var limit = device.MemoryLimit;
        // Where the driver refused what its limits allow, the buffer it refused is the limit that counts.
        if (Total(failed) <= limit - inUse && LargestOf(failed) <= device.LargestBuffer)
            limit = Math.Min(limit, failure.InUse + failure.Requested - 1);
        var largest = Find(batch, b => plan(b) is var smaller
            && Total(smaller) <= limit - inUse && LargestOf(smaller) <= device.LargestBuffer);
        var layer = failed.FullestNode() is { } node ? $"Layer '{node.Name}' needs most. " : "";
        var advice = largest > 0
            ? $"The largest batch that fits is {largest}."
            : "Not even a batch of 1 fits: use a smaller image size or model, or another device.";
        return new DeviceMemoryException(
            device.Name, Total(failed), inUse, Math.Min(limit, SingleBufferLimit(device, failed, limit)),
            layer + advice, failure)
        {
            LargestBatch = largest,
        };
    }

    // Needs not grow strictly with the batch; whatever is returned has been tried and fits.
    internal static int Find(int failing, Func<int, bool> fits)
    {
        var fitting = 0;
        while (failing - fitting > 1)
        {
            var middle = fitting + ((failing - fitting) / 2);
            if (fits(middle))
                fitting = middle;
            else
                failing = middle;
        }

        return fitting;
    }

    private static long Total(ExecutionPlan plan) => Math.Max(plan.ArenaBytes, 1) + Math.Max(plan.ConstantBytes, 1);

    private static long LargestOf(ExecutionPlan plan) => Math.Max(plan.ArenaBytes, plan.ConstantBytes);

    private static long SingleBufferLimit(Device device, ExecutionPlan plan, long limit) =>
        LargestOf(plan) > device.LargestBuffer ? device.LargestBuffer : limit;
}
