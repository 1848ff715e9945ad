using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Cuda;

/// <summary>
/// A graph of kernels, captured once and launched for every run. Launches of one wave are in two streams, which join
/// before the next wave.
/// </summary>
internal sealed unsafe class CudaLaunches : RecordedLaunches
{
    private readonly CudaDevice _device;
    private readonly Launch[][] _waves;
    private readonly List<nint> _marks = [];
    private nint _second;
    private nint _graph;
    private nint _executable;
    private int _isDisposed;

    public CudaLaunches(CudaDevice device, IReadOnlyList<LaunchWave> waves)
    {
        _device = device;
        _waves = [.. waves.Select(wave => wave.Launches.Select(Prepare).ToArray())];
        try
        {
            Capture();
        }
        catch
        {
            Destroy();
            throw;
        }
    }

    public override void Run()
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        _device.Enter();
        _device.Check(_device.Api.GraphLaunch(_executable, _device.Stream), "cuGraphLaunch");
        _device.Check(_device.Api.StreamSynchronize(_device.Stream), "cuStreamSynchronize");
    }

    public override void RunTimed(Span<double> seconds)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        var launches = _waves.SelectMany(wave => wave).ToArray();
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds.Length, launches.Length);
        _device.Enter();
        while (_marks.Count <= launches.Length)
            _marks.Add(CudaEvent.Create(_device));
        Mark(0);
        for (var i = 0; i < launches.Length; i++)
        {
            Enqueue(launches[i], _device.Stream);
            Mark(i + 1);
        }

        _device.Check(_device.Api.StreamSynchronize(_device.Stream), "cuStreamSynchronize");
        for (var i = 0; i < launches.Length; i++)
        {
            float milliseconds;
            _device.Check(_device.Api.EventElapsedTime(&milliseconds, _marks[i], _marks[i + 1]), "cuEventElapsedTime");
            seconds[i] = milliseconds * 1e-3;
        }
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        Destroy();
        _device.Forget(this);
    }

    private void Capture()
    {
        nint stream, graph, executable;
        _device.Check(_device.Api.StreamCreate(&stream, Cuda.StreamNonBlocking), "cuStreamCreate");
        _second = stream;
        var fork = CudaEvent.Create(_device, Cuda.EventDisableTiming);
        var join = CudaEvent.Create(_device, Cuda.EventDisableTiming);
        try
        {
            // Only calls of this thread belong to the capture; others may copy meanwhile.
            _device.Check(_device.Api.StreamBeginCapture(_device.Stream, Cuda.CaptureThreadLocal),
                "cuStreamBeginCapture");
            try
            {
                foreach (var wave in _waves)
                {
                    if (wave.Length > 1)
                        Follow(_second, _device.Stream, fork);
                    for (var i = 0; i < wave.Length; i++)
                        Enqueue(wave[i], i % 2 == 0 ? _device.Stream : _second);
                    if (wave.Length > 1)
                        Follow(_device.Stream, _second, join);
                }
            }
            finally
            {
                var ended = _device.Api.StreamEndCapture(_device.Stream, &graph);
                _graph = ended == 0 ? graph : 0;
            }
        }
        finally
        {
            _device.Api.EventDestroy(fork);
            _device.Api.EventDestroy(join);
        }

        if (_graph == 0)
            throw new InvalidOperationException($"{_device.Name} recorded no graph.");
        _device.Check(_device.Api.GraphInstantiate(&executable, _graph, 0), "cuGraphInstantiate");
        _executable = executable;
    }

    // What comes next in one stream waits for what is in the other.
    private void Follow(nint stream, nint leader, nint mark)
    {
        _device.Check(_device.Api.EventRecord(mark, leader), "cuEventRecord");
        _device.Check(_device.Api.StreamWaitEvent(stream, mark, 0), "cuStreamWaitEvent");
    }

    private void Mark(int index) =>
        _device.Check(_device.Api.EventRecord(_marks[index], _device.Stream), "cuEventRecord");

    private void Enqueue(Launch launch, nint stream)
    {
        // A pointer to each parameter; all of them are in one array of 8 bytes each.
        var pointers = stackalloc void*[launch.Parameters.Length];
        fixed (ulong* parameters = launch.Parameters)
        {
            for (var i = 0; i < launch.Parameters.Length; i++)
                pointers[i] = parameters + i;
            var (grid, group) = (launch.Grid, launch.Group);
            _device.Check(_device.Api.LaunchKernel(
                launch.Kernel, (uint)grid.X, (uint)grid.Y, (uint)grid.Z, (uint)group.X, (uint)group.Y, (uint)group.Z, 0,
                stream, pointers, null), "cuLaunchKernel");
        }
    }

    private Launch Prepare(KernelLaunch launch)
    {
        if (launch.Kernel is not CudaKernel kernel || kernel.Device != _device)
        {
            throw new ArgumentException(
                $"{launch.Label}: {launch.Kernel.Specialisation} was compiled for another device.");
        }

        var parameters = new List<ulong>();
        for (var i = 0; i < launch.Arguments.Items.Count; i++)
        {
            var argument = launch.Arguments.Items[i];
            if (!kernel.IsView[i])
            {
                parameters.Add((uint)argument.Bits);
                continue;
            }

            parameters.Add(((CudaBuffer)argument.Buffer!).Address + (ulong)argument.ByteOffset);
            parameters.Add((uint)argument.Length);
        }

        return new(kernel.Handle, launch.Grid, kernel.Specialisation.Group, [.. parameters]);
    }

    private void Destroy()
    {
        _device.SetCurrent();
        if (_executable != 0)
            _device.Api.GraphExecutableDestroy(_executable);
        if (_graph != 0)
            _device.Api.GraphDestroy(_graph);
        if (_second != 0)
            _device.Api.StreamDestroy(_second);
        foreach (var mark in _marks)
            _device.Api.EventDestroy(mark);
        _marks.Clear();
        (_executable, _graph, _second) = (0, 0, 0);
    }

    private readonly record struct Launch(nint Kernel, LaunchShape Grid, GroupShape Group, ulong[] Parameters);
}
