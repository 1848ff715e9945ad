using System.Diagnostics;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>Launches in the order of their waves, one after the other.</summary>
internal sealed class IlgpuLaunches : RecordedLaunches
{
    private readonly IlgpuDevice _device;
    private readonly BoundLaunch[] _launches;
    private readonly BoundLaunch[][] _single;
    private readonly bool[] _isEmpty;

    public IlgpuLaunches(IlgpuDevice device, IReadOnlyList<LaunchWave> waves)
    {
        _device = device;
        var all = waves.SelectMany(wave => wave.Launches).ToArray();
        _isEmpty = [.. all.Select(launch => launch.Grid.Groups == 0)];
        _launches = [.. all.Where(launch => launch.Grid.Groups > 0).Select(Bind)];
        _single = [.. _launches.Select(launch => new[] { launch })];
    }

    public override void Run() => _device.Run(_launches);

    public override void RunTimed(Span<double> seconds)
    {
        var next = 0;
        for (var i = 0; i < _isEmpty.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (!_isEmpty[i])
                _device.Run(_single[next++]);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    public override void Dispose()
    {
    }

    private static BoundLaunch Bind(KernelLaunch launch) =>
        launch.Kernel is IlgpuKernel kernel
            ? kernel.Bind(launch.Grid, launch.Arguments)
            : throw new ArgumentException(
                $"{launch.Label}: {launch.Kernel.Specialisation} was compiled for another device.");
}
