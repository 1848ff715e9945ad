using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Planning;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Execution;

/// <summary>
/// The fixed order and placement of a run on devices of one kind: which kernels in which waves, and where each tensor
/// lies. Made without a device.
/// </summary>
internal sealed class ExecutionPlan
{
    private readonly IReadOnlyDictionary<Tensor, long> _arenaOffsets;
    private readonly IReadOnlyList<Lifetime> _lifetimes;
    private readonly Dictionary<Tensor, long> _constantOffsets = [];

    private ExecutionPlan(ComputeGraph graph, DeviceCapabilities capabilities)
    {
        Graph = graph;
        Capabilities = capabilities;
        Schedule = new WaveSchedule(graph, follows: LaunchChains.Of(graph, capabilities));
        _lifetimes = Lifetimes.Of(graph, Schedule);
        var arena = MemoryPlanner.Place(_lifetimes);
        _arenaOffsets = arena.Offsets;
        ArenaBytes = arena.Bytes;
        Constants = graph.Constants();
        foreach (var constant in Constants)
        {
            _constantOffsets[constant] = ConstantBytes;
            ConstantBytes += MemoryPlanner.Align(constant.Bytes);
        }
    }

    /// <summary>The lowered graph: every node is one launch.</summary>
    public ComputeGraph Graph { get; }

    /// <summary>What the kernels were chosen for.</summary>
    public DeviceCapabilities Capabilities { get; }

    public WaveSchedule Schedule { get; }

    /// <summary>The constants that kernels read, in the order of their place.</summary>
    public IReadOnlyList<Tensor> Constants { get; }

    /// <summary>The tensors that lie in the arena.</summary>
    public IEnumerable<Tensor> ArenaTensors => _arenaOffsets.Keys;

    /// <summary>Device memory for inputs, outputs and everything between.</summary>
    public long ArenaBytes { get; }

    /// <summary>Device memory for constants.</summary>
    public long ConstantBytes { get; }

    /// <summary>Of the wave in which most bytes are alive: the node with the largest output; null without
    /// nodes.</summary>
    public Node? FullestNode()
    {
        if (Schedule.Waves.Count == 0)
            return null;
        var fullest = Enumerable.Range(0, Schedule.Waves.Count).MaxBy(wave =>
            _lifetimes.Where(l => l.FirstWave <= wave && wave <= l.LastWave).Sum(l => l.Bytes));
        return Schedule.Waves[fullest].MaxBy(node => node.Outputs.Sum(t => (long)t.Shape.Elements));
    }

    /// <summary>Lowers a model's graph for a device and places its tensors.</summary>
    /// <exception cref="NotSupportedException">A node has no kernel.</exception>
    public static ExecutionPlan Create(
        ComputeGraph graph, DeviceCapabilities capabilities, Precision precision = Precision.Single)
    {
        var lowered = GraphPipeline.Lower(graph, GraphPipeline.ForPrecision(capabilities, precision));
        return new(HalfStorage.Run(lowered, capabilities, precision), capabilities);
    }

    /// <summary>What a device would run, in the order of the waves, without a device; all times are 0.</summary>
    public IReadOnlyList<TraceRow> ListLaunches()
    {
        using var nowhere = new PlannedBuffer();
        return [.. Schedule.Waves.SelectMany((wave, i) => wave.Select(node => NodeLaunch.Of(
            node, Capabilities, tensor => nowhere.FloatView(0, tensor.Shape.Elements, tensor.Format)).Row(i)))];
    }

    /// <summary>The first byte of a tensor: of a constant among the constants, of any other in the arena.</summary>
    public long OffsetOf(Tensor tensor) => tensor.IsConstant ? _constantOffsets[tensor] : _arenaOffsets[tensor];
}
