using System.Diagnostics;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>Launches in the order of their waves, one after the other.</summary>
internal sealed class IlgpuLaunches : DriverLaunches
{
    private readonly IlgpuDevice _device;
    private readonly BoundLaunch[] _launches;

    // Where each launch stands among those that have groups to run; -1 for one that has none.
    private readonly int[] _places;

    public IlgpuLaunches(IlgpuDevice device, IReadOnlyList<LaunchWave> waves)
        : base(device, waves.Sum(wave => wave.Launches.Count))
    {
        _device = device;
        var launches = new List<BoundLaunch>();
        _places = new int[Count];
        foreach (var (launch, i) in waves.SelectMany(wave => wave.Launches).Select((launch, i) => (launch, i)))
        {
            _places[i] = launch.Grid.Groups == 0 ? -1 : launches.Count;
            if (_places[i] >= 0)
                launches.Add(device.KernelOf<IlgpuKernel>(launch).Bind(launch));
        }

        _launches = [.. launches];
    }

    protected override void Replay() => _device.Run(_launches);

    protected override void ReplayTimed(Span<double> seconds)
    {
        for (var i = 0; i < _places.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (_places[i] >= 0)
                _device.Run(_launches.AsSpan(_places[i], 1));
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    protected override void Destroy()
    {
    }
}
