using System.Runtime.InteropServices;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Training;

/// <summary>
/// Forward and backward ready to run on a device: kernels compiled, memory placed, launches recorded. Writing inputs,
/// <see cref="Run"/> and reading outputs allocate no managed memory. One thread at a time.
/// </summary>
internal sealed class TrainingExecutor : IDisposable
{
    private readonly TrainingMemory _memory;
    private readonly DeviceBuffer _constants;
    private readonly Dictionary<string, Tensor> _inputs;
    private readonly IReadOnlyList<LaunchWave> _waves;
    private readonly List<(RecordedLaunches Launches, int Count)> _recorded = [];
    private readonly int[] _pauses;
    private readonly DeviceBuffer? _layoutIndices;
    private readonly DeviceBuffer? _gradientIndices;

    /// <summary>Prepares a plan on a device.</summary>
    /// <param name="device">Must outlive the executor.</param>
    /// <param name="plan">One of those that the memory was made for.</param>
    /// <param name="memory">Must outlive the executor.</param>
    /// <param name="pauses">
    /// Waves of the plan, after which a run gives its observer the word; null for none but the plan's
    /// <see cref="TrainingPlan.Cut"/>.
    /// </param>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public TrainingExecutor(
        Device device, TrainingPlan plan, TrainingMemory memory, IReadOnlyList<int>? pauses = null)
    {
        if (device.Capabilities != plan.Capabilities)
            throw new ArgumentException($"The plan was made for {plan.Capabilities}, not for device '{device.Name}'.");
        if (!memory.Plans.Contains(plan))
            throw new ArgumentException("The memory was made for other plans.", nameof(memory));
        (Device, Plan, _memory) = (device, plan, memory);
        _pauses = [.. (pauses ?? []).Concat(plan.Cut is { } cut ? [cut] : []).Distinct().Order()];
        _inputs = plan.Graph.Inputs.ToDictionary(input => input.Name);
        _constants = device.CreateBuffer(plan.OwnBufferBytes[0]);
        try
        {
            _layoutIndices = Upload(plan.LayoutIndices);
            _gradientIndices = Upload(plan.LayoutGradientIndices);
            var prepared = plan.Schedule.Waves.Select(wave => wave.Select(Prepare).ToArray()).ToArray();
            _waves = Compile(prepared);
            Launches = [.. prepared.SelectMany((wave, i) => wave.Select(launch => launch.Row(i)))];
            foreach (var constant in plan.Constants)
            {
                Buffer(TrainingRegion.Constants).Write(
                    MemoryMarshal.AsBytes<float>(ConstantEvaluation.Evaluate(constant, (_, _) => [])),
                    plan.PlaceOf(constant).Offset);
            }

            // Without pauses there is one recording, which the device sees as a whole.
            var next = 0;
            foreach (var end in _pauses.Select(wave => FirstWave + wave + 1).Append(_waves.Count))
            {
                LaunchWave[] part = [.. _waves.Skip(next).Take(end - next)];
                _recorded.Add((device.Record(part), part.Sum(wave => wave.Launches.Count)));
                next = end;
            }
        }
        catch
        {
            Release();
            throw;
        }
    }

    public Device Device { get; }

    public TrainingPlan Plan { get; }

    /// <summary>The launches of the graph in the order of a run, without times.</summary>
    public IReadOnlyList<TraceRow> Launches { get; }

    /// <summary>Sets an input; it stays until it is set again.</summary>
    /// <exception cref="ArgumentException">Another number of elements than the input has.</exception>
    public void WriteInput(string name, ReadOnlySpan<float> elements)
    {
        if (!_inputs.TryGetValue(name, out var tensor))
            throw new ArgumentException($"The graph has no input '{name}', only {string.Join(", ", _inputs.Keys)}.");
        if (elements.Length != tensor.Shape.Elements)
            throw new ArgumentException($"'{name}' {tensor.Shape} has {tensor.Shape.Elements} elements, not {elements.Length}.");
        Buffer(TrainingRegion.Arena).Write(MemoryMarshal.AsBytes(elements), Plan.PlaceOf(tensor).Offset);
    }

    /// <summary>Whether there is such an input.</summary>
    public bool HasInput(string name) => _inputs.ContainsKey(name);

    /// <summary>Runs forward and backward and returns when the gradients are complete.</summary>
    /// <param name="observer">Has the word at each pause; may be null.</param>
    /// <param name="match">Makes targets of predictions at the plan's <see cref="TrainingPlan.Cut"/>; null keeps those of
    /// the last run.</param>
    public void Run(ITrainingPauses? observer = null, Action? match = null)
    {
        for (var i = 0; i < _recorded.Count; i++)
        {
            _recorded[i].Launches.Run();
            if (i >= _pauses.Length)
                continue;
            if (_pauses[i] == Plan.Cut)
                match?.Invoke();
            observer?.After(_pauses[i], this);
        }
    }

    /// <summary>Copies a tensor of the graph as the last wave that wrote it left it; only within a pause, unless it is
    /// an output.</summary>
    public void ReadTensor(Tensor tensor, Span<float> elements) => Read(tensor, elements);

    /// <summary>Replaces a tensor of the graph within a pause: later waves read this.</summary>
    public void WriteTensor(Tensor tensor, ReadOnlySpan<float> elements)
    {
        var place = Plan.PlaceOf(tensor);
        Buffer(place.Region).Write(
            tensor.IsNarrow ? tensor.Format.Store(elements) : MemoryMarshal.AsBytes(elements), place.Offset);
    }

    /// <summary>Copies an output of the last run; within the pause at the <see cref="TrainingPlan.Cut"/>, of the outputs
    /// that are matched.</summary>
    public void ReadOutput(Span<float> elements, int index) => Read(Plan.Graph.Outputs[index].Tensor, elements);

    /// <summary>Runs launch by launch and returns how long each of the graph's took.</summary>
    public IReadOnlyList<TraceRow> Trace()
    {
        var before = _waves.Count > 0 && _layoutIndices is not null ? 1 : 0;
        var seconds = new double[_recorded.Sum(part => part.Count)];
        var next = 0;
        foreach (var (launches, count) in _recorded)
        {
            launches.RunTimed(seconds.AsSpan(next, count));
            next += count;
        }

        return [.. Launches.Select((row, i) => row with { Seconds = seconds[i + before] })];
    }

    /// <summary>
    /// Runs wave by wave and returns the first node with a result that is not finite, or null. Slow; the state of
    /// variables does not change.
    /// </summary>
    public Node? FirstNonFinite()
    {
        var first = FirstWave;
        for (var i = 0; i < _waves.Count; i++)
        {
            using (var recorded = Device.Record([_waves[i]]))
                recorded.Run();
            if (i < first || i - first >= Plan.Schedule.Waves.Count)
                continue;
            foreach (var node in Plan.Schedule.Waves[i - first])
            {
                foreach (var output in node.Outputs)
                {
                    var values = new float[output.Shape.Elements];
                    Read(output, values);
                    if (values.Any(value => !float.IsFinite(value)))
                        return node;
                }
            }
        }

        return null;
    }

    public void Dispose()
    {
        Release();
    }

    // The wave of the gathered layouts, if there is one, comes before those of the plan.
    private int FirstWave => _layoutIndices is null ? 0 : 1;

    private void Read(Tensor tensor, Span<float> elements)
    {
        var place = Plan.PlaceOf(tensor);
        if (!tensor.IsNarrow)
        {
            Buffer(place.Region).Read(MemoryMarshal.AsBytes(elements), place.Offset);
            return;
        }

        var stored = new byte[tensor.Bytes];
        Buffer(place.Region).Read(stored, place.Offset);
        tensor.Format.Load(stored, elements);
    }

    private DeviceBuffer Buffer(TrainingRegion region) => _memory.Find(region) ?? _constants;

    private DeviceBuffer? Upload(int[] indices)
    {
        if (indices.Length == 0)
            return null;
        var buffer = Device.CreateBuffer((long)indices.Length * sizeof(int));
        buffer.Write(MemoryMarshal.AsBytes<int>(indices));
        return buffer;
    }

    private void Release()
    {
        foreach (var (launches, _) in _recorded)
            launches.Dispose();
        _constants.Dispose();
        _layoutIndices?.Dispose();
        _gradientIndices?.Dispose();
    }

    // Kernels are compiled side by side.
    private List<LaunchWave> Compile(NodeLaunch[][] prepared)
    {
        var waves = new List<LaunchWave>();
        var gather = FlatLaunch.Shape(Plan.Capabilities, Plan.LayoutIndices.Length);
        var scatter = FlatLaunch.Shape(Plan.Capabilities, Plan.LayoutGradientIndices.Length);
        var gatherKernel = new KernelSpecialisation(Library.VariableKernels.Gather, gather.Group);
        var scatterKernel = new KernelSpecialisation(Library.VariableKernels.Scatter, scatter.Group);
        var specialisations = prepared.SelectMany(wave => wave).Select(l => l.Kernel)
            .Concat([gatherKernel, scatterKernel]).Distinct().ToArray();
        var kernels = new CompiledKernel[specialisations.Length];
        try
        {
            Parallel.For(0, kernels.Length, i => kernels[i] = Device.Compile(specialisations[i]));
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        var compiled = specialisations.Zip(kernels).ToDictionary(pair => pair.First, pair => pair.Second);
        if (_layoutIndices is not null)
        {
            waves.Add(new LaunchWave([Moved("layouts", gatherKernel, gather, _layoutIndices, Plan.LayoutIndices.Length,
                TrainingRegion.Variables, TrainingRegion.Layouts, Plan.Layout.Elements)]));
        }

        waves.AddRange(prepared.Select(wave => new LaunchWave(
            [.. wave.Select(l => new KernelLaunch(compiled[l.Kernel], l.Grid, l.Arguments, l.Node.Name))])));
        if (_gradientIndices is not null)
        {
            waves.Add(new LaunchWave([Moved("gradients", scatterKernel, scatter, _gradientIndices,
                Plan.LayoutGradientIndices.Length, TrainingRegion.LayoutGradients, TrainingRegion.Gradients,
                Plan.LayoutGradientIndices.Length)]));
        }

        return waves;

        KernelLaunch Moved(string label, KernelSpecialisation kernel, FlatLaunch shape, DeviceBuffer indices, int count,
            TrainingRegion from, TrainingRegion to, int sourceCount)
        {
            var resultCount = to == TrainingRegion.Gradients ? Plan.Layout.Elements : count;
            return new(compiled[kernel], shape.Grid, KernelArguments.Pack(kernel,
                Buffer(from).View<float>(0, sourceCount), indices.View<int>(0, count),
                Buffer(to).View<float>(0, resultCount), count, shape.Run), label);
        }
    }

    private NodeLaunch Prepare(Node node) => NodeLaunch.Of(node, Plan.Capabilities, ViewOf);

    private ArrayView<float> ViewOf(Tensor tensor)
    {
        var place = Plan.PlaceOf(tensor);
        return Buffer(place.Region).FloatView(place.Offset, tensor.Shape.Elements, tensor.Format);
    }
}
