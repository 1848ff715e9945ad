using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using Silk.NET.OpenCL;

namespace GpuFormer.Devices.OpenCl;

/// <summary>
/// Kernel objects with their arguments set once; a run only enqueues them, in order, and waits for the last. The
/// in-order queue keeps waves apart, and overlaps nothing within one: OpenCL 1.2 devices gain little from more queues.
/// </summary>
internal sealed unsafe class OpenClLaunches : DriverLaunches
{
    private readonly OpenClDevice _device;
    private readonly (nint Kernel, nuint X, nuint Y, nuint Z, GroupShape Group)[] _launches;

    public OpenClLaunches(OpenClDevice device, KernelLaunch[] launches)
        : base(device, launches.Length)
    {
        _device = device;
        _launches = new (nint, nuint, nuint, nuint, GroupShape)[launches.Length];
        try
        {
            for (var i = 0; i < launches.Length; i++)
                _launches[i] = Prepare(launches[i]);
        }
        catch
        {
            Destroy();
            throw;
        }
    }

    protected override void Replay()
    {
        Enqueue(_device.Queue, null);
        _device.Check(_device.Functions.Finish(_device.Queue), "clFinish");
    }

    protected override void ReplayTimed(Span<double> seconds)
    {
        var events = new nint[_launches.Length];
        try
        {
            fixed (nint* e = events)
                Enqueue(_device.TimedQueue, e);
            _device.Check(_device.Functions.Finish(_device.TimedQueue), "clFinish");
            for (var i = 0; i < events.Length; i++)
                seconds[i] = Duration(events[i]);
        }
        finally
        {
            foreach (var e in events)
            {
                if (e != 0)
                    _device.Functions.ReleaseEvent(e);
            }
        }
    }

    protected override void Destroy()
    {
        for (var i = 0; i < _launches.Length; i++)
        {
            if (_launches[i].Kernel != 0)
                _device.Functions.ReleaseKernel(_launches[i].Kernel);
            _launches[i].Kernel = 0;
        }
    }

    private void Enqueue(nint queue, nint* events)
    {
        var enqueue = _device.Loader.EnqueueKernel;
        var global = stackalloc nuint[3];
        var local = stackalloc nuint[3];
        for (var i = 0; i < _launches.Length; i++)
        {
            ref var launch = ref _launches[i];
            (global[0], global[1], global[2]) = (launch.X, launch.Y, launch.Z);
            (local[0], local[1], local[2]) =
                ((nuint)launch.Group.X, (nuint)launch.Group.Y, (nuint)launch.Group.Z);
            _device.Check(enqueue(
                queue, launch.Kernel, 3, null, global, local, 0, null, events == null ? null : events + i),
                "clEnqueueNDRangeKernel");
        }
    }

    private double Duration(nint e)
    {
        ulong start, end;
        _device.Check(_device.Functions.GetEventProfilingInfo(
            e, ProfilingInfo.Start, sizeof(ulong), &start, null), "clGetEventProfilingInfo");
        _device.Check(_device.Functions.GetEventProfilingInfo(
            e, ProfilingInfo.End, sizeof(ulong), &end, null), "clGetEventProfilingInfo");
        return (end - start) * 1e-9;
    }

    private (nint Kernel, nuint X, nuint Y, nuint Z, GroupShape Group) Prepare(KernelLaunch launch)
    {
        var kernel = _device.KernelOf<OpenClKernel>(launch);
        var group = kernel.Specialisation.Group;
        var handle = kernel.CreateKernel();
        try
        {
            var slot = 0u;
            for (var i = 0; i < launch.Arguments.Items.Count; i++)
            {
                var argument = launch.Arguments.Items[i];
                if (!kernel.IsView[i])
                {
                    Set(handle, slot++, argument.Bits);
                    continue;
                }

                var memory = _device.BufferOf<OpenClBuffer>(launch, argument).Memory;
                Set(handle, slot++, memory);
                Set(handle, slot++, checked((int)(argument.ByteOffset / kernel.ElementSizes[i])));
                Set(handle, slot++, argument.Length);
            }
        }
        catch
        {
            _device.Functions.ReleaseKernel(handle);
            throw;
        }

        return (handle, (nuint)launch.Grid.X * (nuint)group.X, (nuint)launch.Grid.Y * (nuint)group.Y,
            (nuint)launch.Grid.Z * (nuint)group.Z, group);
    }

    private void Set<T>(nint kernel, uint slot, T value)
        where T : unmanaged =>
        _device.Check(_device.Functions.SetKernelArg(kernel, slot, (nuint)sizeof(T), &value), "clSetKernelArg");
}
