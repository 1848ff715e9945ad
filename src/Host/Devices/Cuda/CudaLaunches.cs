using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Devices.Cuda;

/// <summary>
/// A graph of kernels, made once and launched for every run. Kernels wait for what they depend on, not for whole waves:
/// the card runs independent branches side by side.
/// </summary>
/// <remarks>
/// The nodes are added one by one instead of captured from a stream, which other threads could not copy in meanwhile.
/// </remarks>
internal sealed unsafe class CudaLaunches : DriverLaunches
{
    // Blocks for each multiprocessor before a block takes several narrow groups.
    private const int FewBlocks = 2;

    private readonly CudaDevice _device;
    private readonly Launch[] _launches;
    private readonly List<nint> _marks = [];
    private nint _graph;
    private nint _executable;
    private nint _timedGraph;
    private nint _timedExecutable;

    public CudaLaunches(CudaDevice device, KernelLaunch[] launches)
        : base(device, launches.Length)
    {
        _device = device;
        _launches = [.. launches.Select(Prepare)];
        try
        {
            var dependencies = LaunchDependencies.Of(launches, launch => ((CudaKernel)launch.Kernel).Accesses);
            var nodes = new nint[launches.Length];
            _graph = Create();
            for (var i = 0; i < launches.Length; i++)
                nodes[i] = Add(_graph, _launches[i], [.. dependencies[i].Select(before => nodes[before])]);
            _executable = Instantiate(_graph);
        }
        catch
        {
            Destroy();
            throw;
        }
    }

    protected override void Replay()
    {
        _device.Check(_device.Api.GraphLaunch(_executable, _device.Stream), "cuGraphLaunch");
        _device.Check(_device.Api.StreamSynchronize(_device.Stream), "cuStreamSynchronize");
    }

    /// <inheritdoc/>
    /// <remarks>A graph of its own, one kernel after the other with marks between: the host takes no part.</remarks>
    protected override void ReplayTimed(Span<double> seconds)
    {
        if (_timedExecutable == 0)
            MakeTimed();
        _device.Check(_device.Api.GraphLaunch(_timedExecutable, _device.Stream), "cuGraphLaunch");
        _device.Check(_device.Api.StreamSynchronize(_device.Stream), "cuStreamSynchronize");
        for (var i = 0; i < _launches.Length; i++)
        {
            float milliseconds;
            _device.Check(_device.Api.EventElapsedTime(&milliseconds, _marks[i], _marks[i + 1]), "cuEventElapsedTime");
            seconds[i] = milliseconds * 1e-3;
        }
    }

    protected override void Destroy()
    {
        _device.SetCurrent();
        foreach (var executable in new[] { _executable, _timedExecutable })
        {
            if (executable != 0)
                _device.Api.GraphExecutableDestroy(executable);
        }

        foreach (var graph in new[] { _graph, _timedGraph })
        {
            if (graph != 0)
                _device.Api.GraphDestroy(graph);
        }

        foreach (var mark in _marks)
            _device.Api.EventDestroy(mark);
        _marks.Clear();
        (_executable, _graph, _timedExecutable, _timedGraph) = (0, 0, 0, 0);
    }

    private void MakeTimed()
    {
        while (_marks.Count <= _launches.Length)
            _marks.Add(CudaEvent.Create(_device));
        if (_timedGraph != 0)
            _device.Api.GraphDestroy(_timedGraph);
        _timedGraph = Create();
        var last = Mark(_timedGraph, _marks[0], []);
        for (var i = 0; i < _launches.Length; i++)
            last = Mark(_timedGraph, _marks[i + 1], [Add(_timedGraph, _launches[i], [last])]);
        _timedExecutable = Instantiate(_timedGraph);
    }

    private nint Create()
    {
        nint graph;
        _device.Check(_device.Api.GraphCreate(&graph, 0), "cuGraphCreate");
        return graph;
    }

    private nint Instantiate(nint graph)
    {
        nint executable;
        _device.Check(_device.Api.GraphInstantiate(&executable, graph, 0), "cuGraphInstantiate");
        // Else the first run would bring it to the card.
        _device.Check(_device.Api.GraphUpload(executable, _device.Stream), "cuGraphUpload");
        return executable;
    }

    private nint Mark(nint graph, nint mark, ReadOnlySpan<nint> before)
    {
        nint node;
        fixed (nint* b = before)
        {
            _device.Check(_device.Api.GraphAddEventRecord(&node, graph, b, (nuint)before.Length, mark),
                "cuGraphAddEventRecordNode");
        }

        return node;
    }

    private nint Add(nint graph, Launch launch, ReadOnlySpan<nint> before)
    {
        nint node;
        // A pointer to each parameter; all of them are in one array of 8 bytes each. The node keeps a copy.
        var pointers = stackalloc void*[launch.Parameters.Length];
        fixed (ulong* parameters = launch.Parameters)
        fixed (nint* b = before)
        {
            for (var i = 0; i < launch.Parameters.Length; i++)
                pointers[i] = parameters + i;
            var kernel = new CudaKernelNode
            {
                Function = launch.Kernel,
                GridX = (uint)launch.Blocks,
                GridY = 1,
                GridZ = 1,
                BlockX = (uint)launch.Block.X,
                BlockY = (uint)launch.Block.Y,
                BlockZ = (uint)launch.Block.Z,
                SharedBytes = (uint)launch.SharedBytes,
                Parameters = pointers,
            };
            _device.Check(_device.Api.GraphAddKernel(&node, graph, b, (nuint)before.Length, &kernel),
                "cuGraphAddKernelNode");
        }

        return node;
    }

    private Launch Prepare(KernelLaunch launch)
    {
        var kernel = _device.KernelOf<CudaKernel>(launch);
        var items = launch.Arguments.Items;
        ulong[] addresses = [.. items.Select((argument, i) => kernel.Accesses[i].IsView
            ? _device.BufferOf<CudaBuffer>(launch, argument).Address + (ulong)argument.ByteOffset : 0)];
        kernel = kernel.For(addresses.Select(address => (long)address));
        var parameters = new List<ulong>();
        for (var i = 0; i < items.Count; i++)
        {
            parameters.AddRange(kernel.Accesses[i].IsView
                ? [addresses[i], (uint)items[i].Length] : [(uint)items[i].Bits]);
        }

        var program = kernel.Program;
        parameters.AddRange(PtxProgram.Sizes(launch.Grid).Select(size => (ulong)size));
        var groups = GroupsOfBlock(program, launch.Grid);
        return new(kernel.Handle, PtxProgram.Blocks(launch.Grid, groups), program.Block(groups),
            groups * program.SharedBytes, [.. parameters]);
    }

    // Blocks of several groups fill warps and multiprocessors; where groups are few, each takes a multiprocessor.
    private int GroupsOfBlock(PtxProgram program, LaunchShape grid)
    {
        var groups = 1;
        while (groups * 2 <= program.MostGroups
            && grid.Groups >= 2L * groups * FewBlocks * _device.Capabilities.Workers)
        {
            groups *= 2;
        }

        return groups;
    }

    private readonly record struct Launch(
        nint Kernel, int Blocks, GroupShape Block, int SharedBytes, ulong[] Parameters);
}
