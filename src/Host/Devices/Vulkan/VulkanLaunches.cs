using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Vulkan;

/// <summary>
/// A command buffer, recorded once and submitted for every run: the dispatches of a wave, then a barrier.
/// </summary>
internal sealed unsafe class VulkanLaunches : RecordedLaunches
{
    private readonly VulkanDevice _device;
    private readonly VulkanFunctions _functions;
    private readonly VulkanBindings _bindings;
    private readonly VulkanDispatch[][] _waves;
    private readonly int _count;
    private readonly ulong _commandPool;
    private readonly nint _commands;
    private readonly nint _timedCommands;
    private ulong _stamps;
    private int _isDisposed;

    public VulkanLaunches(VulkanDevice device, IReadOnlyList<LaunchWave> waves)
    {
        _device = device;
        _functions = device.Functions;
        _bindings = new VulkanBindings(device, [.. waves.SelectMany(wave => wave.Launches)]);
        try
        {
            _waves = [.. waves.Select(wave => wave.Launches.Select(_bindings.Bind).ToArray())];
            _count = _waves.Sum(wave => wave.Length);
            Span<nint> commands = [0, 0];
            _commandPool = device.Queue.CreatePool(commands);
            (_commands, _timedCommands) = (commands[0], commands[1]);
            RecordRun();
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
        _device.Queue.Run(_commands);
    }

    public override void RunTimed(Span<double> seconds)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds.Length, _count);
        _device.ThrowIfUnusable();
        if (_device.TimestampMask == 0)
            throw new NotSupportedException($"{_device.Name} has no time stamps on its compute queue.");
        if (_stamps == 0)
            RecordTimedRun();
        _device.Queue.Run(_timedCommands);
        var stamps = new ulong[_count + 1];
        fixed (ulong* s = stamps)
        {
            _device.Check(_functions.GetQueryPoolResults(
                _device.Handle, _stamps, 0, (uint)stamps.Length, (nuint)(8 * stamps.Length), s, 8,
                Vk.QueryResult64 | Vk.QueryResultWait), "vkGetQueryPoolResults");
        }

        for (var i = 0; i < _count; i++)
        {
            var ticks = (stamps[i + 1] - stamps[i]) & _device.TimestampMask;
            seconds[i] = ticks * (double)_device.Properties.Limits.TimestampPeriod * 1e-9;
        }
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0 && _device.Forget(this))
            Destroy();
    }

    private void RecordRun()
    {
        _device.Queue.Begin(_commands);
        for (var i = 0; i < _waves.Length; i++)
        {
            if (i > 0)
                _device.Queue.BarrierBetweenWaves(_commands);
            foreach (var dispatch in _waves[i])
                _bindings.Record(_commands, dispatch);
        }

        _device.Queue.End(_commands);
    }

    // A stamp is written when everything before it is complete; launches of one wave run one after the other here.
    private void RecordTimedRun()
    {
        var info = new VkQueryPoolCreateInfo
        {
            Type = Vk.QueryPoolCreateInfo,
            QueryType = Vk.QueryTimestamp,
            Count = (uint)_count + 1,
        };
        ulong stamps;
        _device.Check(_functions.CreateQueryPool(_device.Handle, &info, null, &stamps), "vkCreateQueryPool");
        _device.Queue.Begin(_timedCommands);
        _functions.CmdResetQueryPool(_timedCommands, stamps, 0, (uint)_count + 1);
        _functions.CmdWriteTimestamp(_timedCommands, Vk.StageBottom, stamps, 0);
        var next = 1u;
        foreach (var dispatch in _waves.SelectMany(wave => wave))
        {
            _bindings.Record(_timedCommands, dispatch);
            _functions.CmdWriteTimestamp(_timedCommands, Vk.StageBottom, stamps, next++);
            _device.Queue.BarrierBetweenWaves(_timedCommands);
        }

        _device.Queue.End(_timedCommands);
        _stamps = stamps;
    }

    private void Destroy()
    {
        if (_stamps != 0)
            _functions.DestroyQueryPool(_device.Handle, _stamps, null);
        if (_commandPool != 0)
            _functions.DestroyCommandPool(_device.Handle, _commandPool, null);
        _bindings.Destroy();
    }
}
