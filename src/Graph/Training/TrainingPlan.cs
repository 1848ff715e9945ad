using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Planning;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Training;

/// <summary>The memories of a training step.</summary>
internal enum TrainingRegion
{
    /// <summary>What lives within a step.</summary>
    Arena,

    /// <summary>Constants that are no function of variables.</summary>
    Constants,

    /// <summary>Parameters and running statistics.</summary>
    Variables,

    /// <summary>Their gradients, and the statistics of the batch.</summary>
    Gradients,

    /// <summary>Variables in other layouts, made anew at each step.</summary>
    Layouts,

    /// <summary>Gradients in other layouts than their variables'.</summary>
    LayoutGradients,
}

/// <summary>Where a tensor lies: a memory, and the first byte in it.</summary>
internal readonly record struct TrainingPlace(TrainingRegion Region, long Offset);

/// <summary>A part of the flat buffer of gradients, and the wave after which it is complete.</summary>
internal readonly record struct GradientRun(int Offset, int Count, int Wave);

/// <summary>
/// The fixed order and placement of forward and backward on devices of one kind. Made without a device; all bytes are
/// known before the first step.
/// </summary>
internal sealed class TrainingPlan
{
    private readonly Dictionary<Tensor, TrainingPlace> _places = [];

    private TrainingPlan(
        DifferentiatedGraph differentiated, ComputeGraph lowered, Criterion criterion, VariableLayout layout,
        DeviceCapabilities device)
    {
        (Graph, Layout, Capabilities) = (lowered, layout, device);
        Losses = differentiated.Losses;
        FirstGradient = lowered.Outputs.Count - differentiated.Targets.Count;
        var matched = criterion.MatchedOutputs
            .Select(name => lowered.Outputs.First(output => output.Name == name).Tensor).ToArray();
        Schedule = new WaveSchedule(lowered, hasSlack: false, cut: (matched, differentiated.TargetInputs));
        Cut = matched.Length == 0
            ? null
            : matched.Max(tensor => tensor.Producer is { } producer ? Schedule.WaveOf(producer) : 0);
        LayoutGradientIndices = PlaceGradients(differentiated.Targets);
        var lifetimes = Lifetimes.Of(lowered, Schedule).Where(l => !_places.ContainsKey(l.Tensor)).ToArray();
        var arena = MemoryPlanner.Place(lifetimes);
        foreach (var (tensor, offset) in arena.Offsets)
            _places[tensor] = new(TrainingRegion.Arena, offset);
        ArenaBytes = arena.Bytes;
        long[] alive = [.. Enumerable.Range(0, Schedule.Waves.Count).Select(wave =>
            lifetimes.Where(l => l.FirstWave <= wave && wave <= l.LastWave).Sum(l => MemoryPlanner.Align(l.Bytes)))];
        PeakBytes = alive.Max();
        FullestNode = Schedule.Waves[Array.IndexOf(alive, PeakBytes)]
            .MaxBy(node => node.Outputs.Sum(t => (long)t.Shape.Elements))!;
        (Constants, LayoutIndices) = PlaceConstants();
    }

    /// <summary>The lowered graph: every node is one launch. Outputs: the network's, terms of the losses, gradients.</summary>
    public ComputeGraph Graph { get; }

    /// <summary>What training makes small, in the order of <see cref="FirstLoss"/> and the outputs behind it.</summary>
    public IReadOnlyList<LossTerm> Losses { get; }

    /// <summary>The first output of the graph that has terms of a loss.</summary>
    public int FirstLoss => FirstGradient - Losses.Count;

    /// <summary>The wave after which the host makes targets of predictions; null where it knows them before.</summary>
    public int? Cut { get; }

    /// <summary>The places of variables.</summary>
    public VariableLayout Layout { get; }

    /// <summary>What the kernels were chosen for.</summary>
    public DeviceCapabilities Capabilities { get; }

    public WaveSchedule Schedule { get; }

    /// <summary>Device memory for everything that lives within a step.</summary>
    public long ArenaBytes { get; }

    /// <summary>The most bytes of the arena that are in use at one time.</summary>
    public long PeakBytes { get; }

    /// <summary>Of the wave in which most bytes are in use: the node with the largest output.</summary>
    public Node FullestNode { get; }

    /// <summary>Device memory for constants that are no function of variables.</summary>
    public long ConstantBytes { get; private set; }

    /// <summary>Device memory for variables, gradients, other layouts of both, and where their elements come from.
    /// </summary>
    public long VariableBytes =>
        (2L * Layout.Elements * sizeof(float))
        + (2L * sizeof(float) * (LayoutIndices.Length + LayoutGradientIndices.Length));

    /// <summary>The buffers that an executor makes beside the <see cref="TrainingMemory"/>.</summary>
    public IReadOnlyList<long> OwnBufferBytes =>
    [
        Math.Max(ConstantBytes, sizeof(float)),
        (long)LayoutIndices.Length * sizeof(int), (long)LayoutGradientIndices.Length * sizeof(int),
    ];

    /// <summary>
    /// Which parts of the flat buffer of gradients are complete when: by the waves that write them. What is moved there
    /// at the end of the step, and padding, is in none.
    /// </summary>
    public IReadOnlyList<GradientRun> GradientRuns => [.. Graph.Outputs.Skip(FirstGradient)
        .Select(output => output.Tensor)
        .Where(tensor => _places[tensor].Region == TrainingRegion.Gradients)
        .Select(tensor => new GradientRun((int)(_places[tensor].Offset / sizeof(float)), tensor.Shape.Elements,
            Schedule.WaveOf(tensor.Producer!)))];

    /// <summary>
    /// The places of elements in the flat buffer of gradients that are written at the end of the step, after all waves;
    /// -1 for none.
    /// </summary>
    public IReadOnlyList<int> LateGradients => LayoutGradientIndices;

    internal IReadOnlyList<Tensor> Constants { get; }

    private int FirstGradient { get; }

    /// <summary>For each element of <see cref="TrainingRegion.Layouts"/> its variable's, or -1: 0.</summary>
    internal int[] LayoutIndices { get; }

    /// <summary>For each element of <see cref="TrainingRegion.LayoutGradients"/> its gradient's place, or -1: none.
    /// </summary>
    internal int[] LayoutGradientIndices { get; }

    /// <summary>Adds losses and gradients to a model's graph, lowers it for a device and places its tensors.</summary>
    /// <param name="forward">As a model builds it for training.</param>
    /// <param name="criterion">What it is trained by.</param>
    /// <param name="layout">All stored tensors of the graph.</param>
    /// <param name="device">What it will run on.</param>
    /// <param name="precision">How maps and their gradients are stored; all else is float32.</param>
    /// <exception cref="NotSupportedException">An op has no gradient, or a node no kernel.</exception>
    public static TrainingPlan Create(
        ComputeGraph forward, Criterion criterion, VariableLayout layout, DeviceCapabilities device,
        Precision precision = Precision.Single)
    {
        var prepared = TrainingPipeline.Run(TrainingPipeline.Preparation, forward, device);
        var parameters = layout.Variables.Where(v => v.Kind is VariableKind.Decayed or VariableKind.Plain)
            .Select(v => v.Name).ToHashSet();
        var differentiated = Differentiation.Run(
            prepared, parameters, criterion, scalesLosses: precision == Precision.Half);
        var lowered = HalfStorage.RunForTraining(
            TrainingPipeline.Run(TrainingPipeline.Lowering, differentiated.Graph, device), precision);
        return new TrainingPlan(differentiated, lowered, criterion, layout, device);
    }

    /// <summary>
    /// The names of the stored tensors that training may change: those that a graph's outputs depend on, but for the
    /// statistics of norms that keep them, and the weights of frozen ones. All others are idle.
    /// </summary>
    public static IReadOnlySet<string> VariablesOf(ComputeGraph forward) =>
        DeadNodeRemoval.Run(forward).Nodes
            .SelectMany(node => node.Op is BatchNorm norm ? node.Inputs.Take(LearnedInputs(norm)) : node.Inputs)
            .Where(tensor => tensor.IsConstant).SelectMany(VariableIndices.Roots).ToHashSet();

    // Of x, weight, bias and two statistics.
    private static int LearnedInputs(BatchNorm norm) => norm.Training switch
    {
        NormTraining.Frozen => 1,
        NormTraining.Running => 3,
        NormTraining.Batch => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm.Training, "No such training of norms."),
    };

    internal long BytesOf(TrainingRegion region) => region switch
    {
        TrainingRegion.Arena => ArenaBytes,
        TrainingRegion.Constants => ConstantBytes,
        TrainingRegion.Variables or TrainingRegion.Gradients => (long)Layout.Elements * sizeof(float),
        TrainingRegion.Layouts => (long)LayoutIndices.Length * sizeof(float),
        TrainingRegion.LayoutGradients => (long)LayoutGradientIndices.Length * sizeof(float),
    };

    internal TrainingPlace PlaceOf(Tensor tensor) => _places[tensor];

    // A gradient in its variable's layout is written where it belongs; others are moved there at the end of the step.
    private int[] PlaceGradients(IReadOnlyList<Tensor> targets)
    {
        var moved = new List<int>();
        var covered = new HashSet<int>();
        for (var i = 0; i < targets.Count; i++)
        {
            var value = Graph.Outputs[FirstGradient + i].Tensor;
            var indices = VariableIndices.Of(targets[i], name => Layout[name].Offset);
            if (indices.Any(index => !covered.Add(index)) || _places.ContainsKey(value))
                throw new NotSupportedException($"{targets[i]} is used in two ways: its gradients cannot be joined.");
            if (IsRun(indices))
            {
                _places[value] = new(TrainingRegion.Gradients, (long)indices[0] * sizeof(float));
                continue;
            }

            _places[value] = new(TrainingRegion.LayoutGradients, (long)moved.Count * sizeof(float));
            moved.AddRange(indices);
            Pad(moved, VariableRun);
        }

        var missing = Layout.Variables.Where(v => v.Kind != VariableKind.Idle && !covered.Contains(v.Offset))
            .Select(v => $"'{v.Name}'").ToArray();
        if (missing.Length > 0)
            throw new NotSupportedException($"The loss does not depend on {string.Join(", ", missing)}.");
        Pad(moved, VariableLayout.RangeAlignment);
        return [.. moved];
    }

    private (IReadOnlyList<Tensor> Constants, int[] LayoutIndices) PlaceConstants()
    {
        var constants = new List<Tensor>();
        var layouts = new List<int>();
        foreach (var tensor in Graph.Constants())
        {
            if (!VariableIndices.Roots(tensor).Any())
            {
                _places[tensor] = new(TrainingRegion.Constants, ConstantBytes);
                ConstantBytes += MemoryPlanner.Align((long)tensor.Shape.Elements * sizeof(float));
                constants.Add(tensor);
                continue;
            }

            var indices = VariableIndices.Of(tensor, name => Layout[name].Offset);
            if (IsRun(indices))
            {
                _places[tensor] = new(TrainingRegion.Variables, (long)indices[0] * sizeof(float));
                continue;
            }

            _places[tensor] = new(TrainingRegion.Layouts, (long)layouts.Count * sizeof(float));
            layouts.AddRange(indices);
            Pad(layouts, VariableRun);
        }

        Pad(layouts, VariableLayout.RangeAlignment);
        return (constants, [.. layouts]);
    }

    // Elements of a cache line, so that vectors are aligned.
    private const int VariableRun = 16;

    private static bool IsRun(int[] indices)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] != indices[0] + i)
                return false;
        }

        return indices[0] >= 0 && indices[0] % VariableRun == 0;
    }

    private static void Pad(List<int> indices, int alignment)
    {
        while (indices.Count % alignment != 0)
            indices.Add(-1);
    }
}
