using System.Diagnostics;
using System.Runtime.InteropServices;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using ILGPU;

namespace GpuFormer.Graph.Execution;

/// <summary>
/// A graph ready to run on a device: kernels compiled, constants uploaded, launches recorded. <see cref="WriteInput"/>,
/// <see cref="Run"/> and <see cref="ReadOutput"/> allocate no managed memory. One thread at a time: its owner sees to it.
/// </summary>
internal sealed class Executor : IDisposable
{
    private readonly DeviceBuffer _arena;
    private readonly DeviceBuffer _constants;
    private readonly RecordedLaunches _recorded;

    // Of devices that watch the edges of buffers, each tensor's; arena and constants are empty then.
    private readonly Dictionary<Tensor, DeviceBuffer> _separate = [];

    /// <summary>Prepares a plan on a device.</summary>
    /// <param name="device">Of the capabilities that the plan was made for.</param>
    /// <param name="plan">What to run.</param>
    /// <param name="weights">The elements of a stored tensor, by name and shape; called from several threads.</param>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public Executor(Device device, ExecutionPlan plan, Func<string, Shape, float[]> weights)
    {
        if (device.Capabilities != plan.Capabilities)
            throw new ArgumentException($"The plan was made for {plan.Capabilities}, not for device '{device.Name}'.");
        Plan = plan;
        var start = Stopwatch.GetTimestamp();
        var isSeparate = device.Capabilities.SeparatesTensors;
        _arena = device.CreateBuffer(isSeparate ? 1 : Math.Max(plan.ArenaBytes, 1));
        try
        {
            _constants = device.CreateBuffer(isSeparate ? 1 : Math.Max(plan.ConstantBytes, 1));
        }
        catch
        {
            _arena.Dispose();
            throw;
        }

        try
        {
            if (isSeparate)
            {
                foreach (var tensor in plan.Constants.Concat(plan.ArenaTensors))
                    _separate[tensor] = device.CreateBuffer(Math.Max(tensor.Bytes, 1));
            }

            var launches = plan.Schedule.Waves.Select(wave => wave.Select(Prepare).ToArray()).ToArray();
            var specialisations = launches.SelectMany(wave => wave).Select(l => l.Kernel).Distinct().ToArray();
            var kernels = new CompiledKernel[specialisations.Length];
            // Kernels and constants keep all cores busy together: one list of work, the kernels first.
            Parallel.For(0, kernels.Length + plan.Constants.Count, i =>
            {
                if (i < kernels.Length)
                    kernels[i] = device.Compile(specialisations[i]);
                else
                    Upload(plan.Constants[i - kernels.Length], weights);
            });
            KernelCount = kernels.Length;
            CompileTime = TimeSpan.FromTicks(kernels.Sum(kernel => kernel.CompileTime.Ticks));
            var compiled = specialisations.Zip(kernels).ToDictionary(pair => pair.First, pair => pair.Second);
            _recorded = device.Record([.. launches.Select(wave => new LaunchWave([.. wave.Select(l =>
                new KernelLaunch(compiled[l.Kernel], l.Grid, l.Arguments, l.Node.Name)
                {
                    Follows = plan.Schedule.Follows(l.Node),
                    Slack = plan.Schedule.DueOf(l.Node) - plan.Schedule.WaveOf(l.Node),
                })]))]);
            Launches =
                [.. launches.SelectMany((wave, i) => wave.Select(launch => launch.Row(i)))];
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            Release();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            throw;
        }
        catch
        {
            Release();
            throw;
        }

        PrepareTime = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Prepares a model's graph on a device: lowers, plans, compiles, uploads.</summary>
    public static Executor Create(
        Device device, ComputeGraph graph, Func<string, Shape, float[]> weights,
        Precision precision = Precision.Single) =>
        new(device, ExecutionPlan.Create(graph, device.Capabilities, precision), weights);

    public ExecutionPlan Plan { get; }

    /// <summary>All launches in order, their times 0.</summary>
    public IReadOnlyList<TraceRow> Launches { get; }

    /// <summary>How many different kernels there are.</summary>
    public int KernelCount { get; }

    /// <summary>Compile times of all kernels together, though they were compiled side by side.</summary>
    public TimeSpan CompileTime { get; }

    /// <summary>How long it took to compile, upload and record.</summary>
    public TimeSpan PrepareTime { get; }

    /// <summary>Device memory of the arena and the constants.</summary>
    public long DeviceBytes => Plan.ArenaBytes + Plan.ConstantBytes;

    /// <summary>Sets an input; it stays until it is set again.</summary>
    /// <exception cref="ArgumentException">Another number of elements than the input has.</exception>
    public void WriteInput(ReadOnlySpan<float> elements, int index = 0)
    {
        var tensor = Plan.Graph.Inputs[index];
        Check("Input", tensor, elements.Length);
        var (buffer, offset) = PlaceOf(tensor);
        buffer.Write(MemoryMarshal.AsBytes(elements), offset);
    }

    /// <summary>Makes all constants again, of other weights with the same names and shapes. Compiles nothing.</summary>
    /// <param name="weights">The elements of a stored tensor, by name and shape; called from several threads.</param>
    public void ReloadConstants(Func<string, Shape, float[]> weights)
    {
        try
        {
            Parallel.ForEach(Plan.Constants, constant => Upload(constant, weights));
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    /// <summary>Runs all waves and returns when the outputs are complete.</summary>
    public void Run() => _recorded.Run();

    /// <summary>Copies an output of the last run.</summary>
    /// <exception cref="ArgumentException">Another number of elements than the output has.</exception>
    public void ReadOutput(Span<float> elements, int index = 0)
    {
        var tensor = Plan.Graph.Outputs[index].Tensor;
        Check("Output", tensor, elements.Length);
        var (buffer, offset) = PlaceOf(tensor);
        buffer.Read(MemoryMarshal.AsBytes(elements), offset);
    }

    /// <summary>Runs launch by launch and returns how long each took.</summary>
    public IReadOnlyList<TraceRow> Trace()
    {
        var seconds = new double[Launches.Count];
        _recorded.RunTimed(seconds);
        return [.. Launches.Select((row, i) => row with { Seconds = seconds[i] })];
    }

    public void Dispose()
    {
        _recorded.Dispose();
        Release();
    }

    private void Release()
    {
        foreach (var buffer in _separate.Values)
            buffer.Dispose();
        _constants.Dispose();
        _arena.Dispose();
    }

    private NodeLaunch Prepare(Node node) => NodeLaunch.Of(node, Plan.Capabilities, ViewOf);

    private void Upload(Tensor constant, Func<string, Shape, float[]> weights)
    {
        var values = ConstantEvaluation.Evaluate(constant, weights);
        var (buffer, offset) = PlaceOf(constant);
        buffer.Write(
            constant.IsNarrow ? ConstantEvaluation.Rounded(constant, values) : MemoryMarshal.AsBytes<float>(values),
            offset);
    }

    private ArrayView<float> ViewOf(Tensor tensor)
    {
        var (buffer, offset) = PlaceOf(tensor);
        return buffer.FloatView(offset, tensor.Shape.Elements, tensor.Format);
    }

    private (DeviceBuffer Buffer, long Offset) PlaceOf(Tensor tensor) =>
        _separate.TryGetValue(tensor, out var own) ? (own, 0)
            : (tensor.IsConstant ? _constants : _arena, Plan.OffsetOf(tensor));

    private static void Check(string role, Tensor tensor, int elements)
    {
        if (elements != tensor.Shape.Elements)
            throw new ArgumentException($"{role} {tensor} has {tensor.Shape.Elements} elements, not {elements}.");
    }
}
