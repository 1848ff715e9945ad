using GpuFormer.Kernels.Launch;
using Silk.NET.Vulkan;

namespace GpuFormer.Devices.Vulkan;

/// <summary>
/// A command buffer, recorded once and submitted for every run: the dispatches of a wave, then a barrier.
/// </summary>
internal sealed unsafe class VulkanLaunches : DriverLaunches
{
    private readonly VulkanDevice _device;
    private readonly Vk _functions;
    private readonly VulkanBindings _bindings;
    private readonly VulkanDispatch[][] _waves;
    private readonly CommandPool _commandPool;
    private readonly CommandBuffer _commands;
    private readonly CommandBuffer _timedCommands;
    private QueryPool _stamps;

    public VulkanLaunches(VulkanDevice device, IReadOnlyList<LaunchWave> waves)
        : base(device, waves.Sum(wave => wave.Launches.Count))
    {
        _device = device;
        _functions = device.Functions;
        _bindings = new VulkanBindings(device, [.. waves.SelectMany(wave => wave.Launches)]);
        try
        {
            _waves = [.. waves.Select(wave => wave.Launches.Select(_bindings.Bind).ToArray())];
            Span<CommandBuffer> commands = [default, default];
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

    protected override void Replay() => _device.Queue.Run(_commands);

    protected override void ReplayTimed(Span<double> seconds)
    {
        if (_device.TimestampMask == 0)
            throw new NotSupportedException($"{_device.Name} has no time stamps on its compute queue.");
        if (_stamps.Handle == 0)
            RecordTimedRun();
        _device.Queue.Run(_timedCommands);
        var stamps = new ulong[Count + 1];
        fixed (ulong* s = stamps)
        {
            _device.Check(_functions.GetQueryPoolResults(
                _device.Handle, _stamps, 0, (uint)stamps.Length, (nuint)(8 * stamps.Length), s, 8,
                QueryResultFlags.Result64Bit | QueryResultFlags.ResultWaitBit), "vkGetQueryPoolResults");
        }

        for (var i = 0; i < Count; i++)
        {
            var ticks = (stamps[i + 1] - stamps[i]) & _device.TimestampMask;
            seconds[i] = ticks * (double)_device.Properties.Limits.TimestampPeriod * 1e-9;
        }
    }

    protected override void Destroy()
    {
        if (_stamps.Handle != 0)
            _functions.DestroyQueryPool(_device.Handle, _stamps, null);
        if (_commandPool.Handle != 0)
            _functions.DestroyCommandPool(_device.Handle, _commandPool, null);
        _bindings.Destroy();
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
        var info = new QueryPoolCreateInfo
        {
            SType = StructureType.QueryPoolCreateInfo,
            QueryType = QueryType.Timestamp,
            QueryCount = (uint)Count + 1,
        };
        QueryPool stamps;
        _device.Check(_functions.CreateQueryPool(_device.Handle, &info, null, &stamps), "vkCreateQueryPool");
        _device.Queue.Begin(_timedCommands);
        _functions.CmdResetQueryPool(_timedCommands, stamps, 0, (uint)Count + 1);
        _functions.CmdWriteTimestamp(_timedCommands, PipelineStageFlags.BottomOfPipeBit, stamps, 0);
        var next = 1u;
        foreach (var dispatch in _waves.SelectMany(wave => wave))
        {
            _bindings.Record(_timedCommands, dispatch);
            _functions.CmdWriteTimestamp(_timedCommands, PipelineStageFlags.BottomOfPipeBit, stamps, next++);
            _device.Queue.BarrierBetweenWaves(_timedCommands);
        }

        _device.Queue.End(_timedCommands);
        _stamps = stamps;
    }
}
