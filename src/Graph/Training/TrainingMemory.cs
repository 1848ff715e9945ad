using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Training;

/// <summary>
/// The buffers that the plans of one network share, such as those for pictures of several sizes: variables and
/// gradients, and what lives within a step, in buffers as large as any plan's.
/// </summary>
internal sealed class TrainingMemory : IDisposable
{
    private static readonly TrainingRegion[] Shared =
    [
        TrainingRegion.Variables, TrainingRegion.Gradients, TrainingRegion.Layouts, TrainingRegion.LayoutGradients,
        TrainingRegion.Arena,
    ];

    private readonly Dictionary<TrainingRegion, DeviceBuffer> _buffers = [];

    /// <summary>Makes the buffers. Variables and gradients are 0.</summary>
    /// <exception cref="ArgumentException">The plans are of several networks.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public TrainingMemory(Device device, IReadOnlyList<TrainingPlan> plans)
    {
        if (plans.Any(plan => !plan.Layout.Variables.SequenceEqual(plans[0].Layout.Variables)))
            throw new ArgumentException("The plans are not of one network.", nameof(plans));
        Plans = plans;
        try
        {
            foreach (var region in Shared)
            {
                var buffer = device.CreateBuffer(BytesOf(plans, region));
                _buffers.Add(region, buffer);
                if (region is TrainingRegion.Variables or TrainingRegion.Gradients)
                    buffer.Write(new byte[buffer.ByteSize]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The plans that it has room for.</summary>
    public IReadOnlyList<TrainingPlan> Plans { get; }

    /// <summary>Parameters and running statistics, as <see cref="TrainingPlan.Layout"/> places them.</summary>
    public DeviceBuffer Variables => _buffers[TrainingRegion.Variables];

    /// <summary>Gradients of the last run, and in the place of running statistics those of the batch.</summary>
    public DeviceBuffer Gradients => _buffers[TrainingRegion.Gradients];

    /// <summary>The bytes of its buffers and of those of its plans' executors.</summary>
    public static IReadOnlyList<long> BufferBytes(IReadOnlyList<TrainingPlan> plans) =>
        [.. Shared.Select(region => BytesOf(plans, region)), .. plans.SelectMany(plan => plan.OwnBufferBytes)];

    public void Dispose()
    {
        foreach (var buffer in _buffers.Values)
            buffer.Dispose();
    }

    /// <summary>The buffer of a region, or null if it belongs to an executor.</summary>
    internal DeviceBuffer? Find(TrainingRegion region) => _buffers.GetValueOrDefault(region);

    // Memories without content take one number.
    private static long BytesOf(IReadOnlyList<TrainingPlan> plans, TrainingRegion region) =>
        Math.Max(plans.Max(plan => plan.BytesOf(region)), sizeof(float));
}
