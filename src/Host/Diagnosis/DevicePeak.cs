using System.Diagnostics;
using GpuFormer.Devices.Cpu;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Diagnosis;

/// <summary>
/// What a device can do at best, measured on it: the yardstick beside every speed. The CPU device is measured by
/// <see cref="CpuPeak"/>, all others by kernels and by their own clock.
/// </summary>
/// <param name="FlopsPerSecond">Float32 fused multiply-adds from registers, counted as two operations.</param>
/// <param name="BytesPerSecond">
/// Of arrays that no cache holds: copying them, reads and writes counted; on the CPU device reading them.
/// </param>
/// <param name="ProductFlopsPerSecond">
/// <see cref="Fragment.MultiplyAdd"/> of factors that stay where they are; NaN where that is no instruction.
/// </param>
internal sealed record DevicePeak(double FlopsPerSecond, double BytesPerSecond, double ProductFlopsPerSecond)
{
    private const int Repetitions = 7;
    private const int Sums = 12;
    private const int Products = 8;
    private const int Warps = 8;
    private const int Run = 64;
    private const int Together = 8;

    // Larger than the last-level cache of a card: 2 x 256 MB there, 2 x 64 MB on a processor.
    private const int CardFloats = 64 << 20;
    private const int ProcessorFloats = 16 << 20;

    // So long that starting a launch is nothing beside it, and so short that no driver loses patience.
    private const double LongEnough = 0.004;
    private const int MostSteps = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Measures for about a second.</summary>
    /// <exception cref="DeviceMemoryException">There is not even memory for a few vectors.</exception>
    public static DevicePeak Measure(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device is CpuDevice)
        {
            var processor = CpuPeak.Measure(device.Capabilities.Workers);
            return new(processor.FlopsPerSecond, processor.BytesPerSecond, double.NaN);
        }

        var can = device.Capabilities;
        var lanes = can.LaneCount;
        // Sixteen vectors on each of a card's schedulers, and enough turns that the longest part is short.
        var groups = can.Workers * (can.IsProcessor ? 32 : 64 * 4);
        var fuse = new KernelSpecialisation(PeakKernels.Fuse, new GroupShape(lanes),
            new PeakFuseConstants { Sums = Sums });
        using var results = device.CreateBuffer(
            (long)groups * Math.Max(lanes, Fragment.Threads * Warps) * sizeof(float));
        var flops = 2.0 * Sums * groups * lanes * StepsPerSecond(device, fuse, new LaunchShape(groups),
            steps => [results.View<float>(0, groups * lanes), steps, 0.5f, 0.25f]);
        return new(flops, Copying(device), can.HasMatrixUnits ? Multiplying(device, results) : double.NaN);
    }

    /// <summary>
    /// The shortest time in which a launch could do its work, in seconds: of arithmetic or of memory, whichever takes
    /// longer.
    /// </summary>
    public double Seconds(TraceRow launch)
    {
        ArgumentNullException.ThrowIfNull(launch);
        var flops = TakesProducts(launch) && !double.IsNaN(ProductFlopsPerSecond)
            ? ProductFlopsPerSecond : FlopsPerSecond;
        return Math.Max(launch.Operations / flops, launch.Bytes / BytesPerSecond);
    }

    /// <summary>Whether a launch's multiply-adds are products of fragments.</summary>
    public static bool TakesProducts(TraceRow launch) => launch.Node.Op is Pointwise { MultipliesFragments: true };

    private static double Copying(Device device)
    {
        var lanes = device.Capabilities.LaneCount;
        var free = Math.Min(device.LargestBuffer, (device.MemoryLimit - device.AllocatedBytes) / 4) / sizeof(float);
        var most = device.Capabilities.IsProcessor ? ProcessorFloats : CardFloats;
        var groups = (int)Math.Max(1, Math.Min(most, free) / (lanes * Run));
        var floats = groups * lanes * Run;
        using var from = device.CreateBuffer((long)floats * sizeof(float));
        using var to = device.CreateBuffer((long)floats * sizeof(float));
        var copy = new KernelSpecialisation(PeakKernels.Copy, new GroupShape(lanes),
            new PeakCopyConstants { Together = Together });
        return 2.0 * sizeof(float) * floats / Best(
            device, copy, new LaunchShape(groups), from.View<float>(0, floats), to.View<float>(0, floats), Run);
    }

    private static double Multiplying(Device device, DeviceBuffer results)
    {
        var groups = device.Capabilities.Workers * 8;
        var kernel = new KernelSpecialisation(
            PeakKernels.Products, new GroupShape(Fragment.Threads, Warps),
            new PeakProductsConstants { Products = Products });
        return 2.0 * Fragment.Rows * Fragment.Columns * Fragment.Depth * Products * Warps * groups
            * StepsPerSecond(device, kernel, new LaunchShape(groups), steps =>
                [results.View<float>(0, groups * Warps * Fragment.Threads), steps, 1f / 1024]);
    }

    // More and more steps, until a launch takes long enough to be timed.
    private static double StepsPerSecond(
        Device device, KernelSpecialisation kernel, LaunchShape grid, Func<int, object[]> arguments)
    {
        for (var steps = 64; ; steps *= 4)
        {
            var seconds = Best(device, kernel, grid, arguments(steps));
            if (seconds >= LongEnough || steps >= MostSteps)
                return steps / seconds;
        }
    }

    private static double Best(Device device, KernelSpecialisation kernel, LaunchShape grid, params object[] arguments)
    {
        using var recorded = device.Record([new LaunchWave(
            [new KernelLaunch(device.Compile(kernel), grid, KernelArguments.Pack(kernel, arguments), "peak")])]);
        var seconds = new double[1];
        var best = double.PositiveInfinity;
        recorded.Run();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Repetitions && (i == 0 || Stopwatch.GetElapsedTime(start) < Patience); i++)
        {
            recorded.RunTimed(seconds);
            best = Math.Min(best, seconds[0]);
        }

        // Below the clock's step.
        return Math.Max(best, 1e-9);
    }
}
