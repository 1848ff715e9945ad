using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Perf.Ops;

/// <summary>What a device can do at best, measured with two kernels of our own.</summary>
/// <param name="FlopsPerSecond">Float32 fused multiply-adds from registers, counted as two operations.</param>
/// <param name="BytesPerSecond">Copying arrays that no cache holds, reads and writes counted.</param>
public sealed record DevicePeak(double FlopsPerSecond, double BytesPerSecond)
{
    private const int Repetitions = 7;
    private const int Sums = 12;
    private const int Run = 64;

    // Larger than the last-level cache of a card: 2 x 256 MB there, 2 x 64 MB on a processor.
    private const int CardFloats = 64 << 20;
    private const int ProcessorFloats = 16 << 20;

    /// <summary>Measures for well under a second.</summary>
    public static DevicePeak Measure(Device device)
    {
        var can = device.Capabilities;
        var lanes = can.LaneCount;
        var floats = can.PrefersTallTiles ? ProcessorFloats : CardFloats;
        using var from = device.CreateBuffer((long)floats * sizeof(float));
        using var to = device.CreateBuffer((long)floats * sizeof(float));
        var copy = new KernelSpecialisation(PeakKernels.Copy, new GroupShape(lanes));
        var copying = Best(device, copy, new LaunchShape(floats / (lanes * Run)),
            from.View<float>(0, floats), to.View<float>(0, floats), Run);

        var steps = 1 << 14;
        // Sixteen vectors on each of a card's schedulers, and enough turns that the longest part is short.
        var groups = can.Workers * (can.PrefersTallTiles ? 32 : 64 * 4);
        var fuse = new KernelSpecialisation(PeakKernels.Fuse, new GroupShape(lanes), ("sums", Sums));
        var fusing = Best(device, fuse, new LaunchShape(groups), to.View<float>(0, groups * lanes), steps, 0.5f, 0.25f);
        return new(2.0 * Sums * steps * groups * lanes / fusing, 2.0 * sizeof(float) * floats / copying);
    }

    /// <summary>The shortest time in which a kernel could do so much work, in seconds.</summary>
    public double Seconds(double flops, double bytes) => Math.Max(flops / FlopsPerSecond, bytes / BytesPerSecond);

    private static double Best(Device device, KernelSpecialisation kernel, LaunchShape grid, params object[] arguments)
    {
        using var recorded = device.Record([new LaunchWave(
            [new KernelLaunch(device.Compile(kernel), grid, KernelArguments.Pack(kernel, arguments), "peak")])]);
        var seconds = new double[1];
        var best = double.PositiveInfinity;
        recorded.Run();
        for (var i = 0; i < Repetitions; i++)
        {
            recorded.RunTimed(seconds);
            best = Math.Min(best, seconds[0]);
        }

        return best;
    }
}

/// <summary>Kernels that do one thing as fast as it goes.</summary>
internal static class PeakKernels
{
    // Grid: X runs of `run` vectors. y = x
    [Kernel]
    public static void Copy(View<float> x, View<float> y, int run)
    {
        var at = (Grid.IndexX * run * Group.SizeX) + Group.IndexX;
        for (var i = 0; i < run; i++)
        {
            y[at] = x[at];
            at += Group.SizeX;
        }
    }

    // Grid: X any. Every thread multiplies and adds 2 * sums * steps times; the sum of its sums keeps the work alive.
    [Kernel]
    public static void Fuse(View<float> y, int steps, float factor, float term, [Constant] int sums)
    {
        var chains = new float[sums];
        for (var i = 0; i < sums; i++)
            chains[i] = term * i;
        for (var step = 0; step < steps; step++)
        {
            for (var i = 0; i < sums; i++)
                chains[i] = KernelMath.Fma(chains[i], factor, term);
        }

        var total = 0f;
        for (var i = 0; i < sums; i++)
            total += chains[i];
        y[(Grid.IndexX * Group.SizeX) + Group.IndexX] = total;
    }
}
