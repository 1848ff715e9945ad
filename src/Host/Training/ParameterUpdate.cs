using System.Runtime.InteropServices;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;

namespace GpuFormer.Training;

/// <summary>
/// What happens between two steps, on flat buffers: running statistics and moving averages follow, gradients are
/// accumulated and measured, and parameters updated. Allocates no managed memory once it is made.
/// </summary>
internal sealed class ParameterUpdate : IDisposable
{
    // Numbers that change with every update.
    private const int TermCount = 16;

    private readonly Device _device;
    private readonly VariableLayout _layout;
    private readonly OptimizerOptions _options;
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly List<RecordedLaunches> _recordings = [];
    private readonly DeviceBuffer _terms;
    private readonly DeviceBuffer _partial;
    private readonly float[] _partialValues;
    private readonly float[] _termValues = new float[TermCount];
    private readonly RecordedLaunches _statistics;
    private readonly RecordedLaunches _measure;
    private readonly RecordedLaunches _measureSum;
    private readonly RecordedLaunches _update;
    private readonly RecordedLaunches? _firstSum;
    private readonly RecordedLaunches? _nextSum;

    public ParameterUpdate(Device device, VariableLayout layout, OptimizerOptions options, DeviceBuffer variables,
        DeviceBuffer gradients, float momentum)
    {
        (_device, _layout, _options) = (device, layout, options);
        try
        {
            var parameters = layout.Parameters.Count;
            First = Allocate(parameters);
            Second = KeepsSquares(options.Kind) ? Allocate(parameters) : null;
            Average = options.EmaDecay is null ? null : Allocate(layout.Elements);
            var sum = options.AccumulationSteps > 1 ? Allocate(parameters) : null;
            Summed = sum ?? gradients;
            _terms = Allocate(_termValues.Length);
            _partialValues = new float[PartialSums(FlatLaunch.Shape(device.Capabilities, parameters))];
            _partial = Allocate(_partialValues.Length);

            var statistics = layout[VariableKind.Statistic];
            _statistics = Record(statistics.Count == 0 ? []
                : [Averaged(variables, gradients, statistics, momentum)]);
            _measure = Record([SquareSums(gradients)]);
            _measureSum = sum is null ? _measure : Record([SquareSums(sum)]);
            LaunchWave[] waves = [new LaunchWave([.. new[] { VariableKind.Decayed, VariableKind.Plain }
                .Where(kind => layout[kind].Count > 0).Select(kind => Updated(variables, kind))])];
            if (Average is not null)
            {
                waves = [.. waves, new LaunchWave([Averaged(
                    Average, variables, new VariableRange(0, layout.Elements), (float)(1 - options.EmaDecay!.Value))])];
            }

            _update = RecordWaves(waves);
            if (sum is not null)
            {
                _firstSum = Record([Accumulated(sum, gradients, keep: false)]);
                _nextSum = Record([Accumulated(sum, gradients, keep: true)]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>AdamW: the means of gradients; SGD and RMSprop: the last update.</summary>
    public DeviceBuffer First { get; }

    /// <summary>AdamW and RMSprop: the means of squared gradients.</summary>
    public DeviceBuffer? Second { get; }

    /// <summary>The moving averages of all variables.</summary>
    public DeviceBuffer? Average { get; }

    /// <summary>The gradients of an update: of one batch, or the sum of several.</summary>
    public DeviceBuffer Summed { get; }

    /// <summary>Bytes of its buffers.</summary>
    public long Bytes => _buffers.Sum(buffer => buffer.ByteSize);

    /// <summary>The buffers that an update will make.</summary>
    public static IReadOnlyList<long> BufferBytes(
        DeviceCapabilities device, VariableLayout layout, OptimizerOptions options)
    {
        var parameters = layout.Parameters.Count;
        var elements = new List<int>
        {
            parameters, TermCount, PartialSums(FlatLaunch.Shape(device, parameters)),
        };
        if (KeepsSquares(options.Kind))
            elements.Add(parameters);
        if (options.EmaDecay is not null)
            elements.Add(layout.Elements);
        if (options.AccumulationSteps > 1)
            elements.Add(parameters);
        return [.. elements.Select(count => (long)Math.Max(count, 1) * sizeof(float))];
    }

    /// <summary>Running statistics follow those of the batch.</summary>
    public void FollowStatistics() => _statistics.Run();

    /// <summary>Adds the gradients of a batch to those of the batches before, if there are to be several.</summary>
    public void Accumulate(bool isFirst) => (isFirst ? _firstSum : _nextSum)?.Run();

    /// <summary>The norm of the gradients of all parameters together, of the last batch.</summary>
    public double BatchNorm() => Norm(_measure);

    /// <summary>The norm of <see cref="Summed"/>.</summary>
    public double SumNorm() => Norm(_measureSum);

    /// <summary>Updates the parameters and the moving averages.</summary>
    /// <param name="number">Of this update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="scale">By what gradients are multiplied.</param>
    public void Run(long number, double rate, double scale)
    {
        _termValues[OptimizerKernels.LearningRate] = (float)rate;
        _termValues[OptimizerKernels.GradientScale] = (float)scale;
        _termValues[OptimizerKernels.FirstCorrection] = (float)(1 / (1 - Math.Pow(_options.Beta1, number)));
        _termValues[OptimizerKernels.SecondCorrection] = (float)(1 / Math.Sqrt(1 - Math.Pow(_options.Beta2, number)));
        _terms.Write(MemoryMarshal.AsBytes<float>(_termValues));
        _update.Run();
    }

    public void Dispose()
    {
        foreach (var recording in _recordings)
            recording.Dispose();
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }

    private double Norm(RecordedLaunches measure)
    {
        measure.Run();
        _partial.Read(MemoryMarshal.AsBytes(_partialValues.AsSpan()));
        var sum = 0.0;
        foreach (var value in _partialValues)
            sum += value;
        return Math.Sqrt(sum);
    }

    private KernelLaunch Updated(DeviceBuffer variables, VariableKind kind)
    {
        var range = _layout[kind];
        var decay = kind == VariableKind.Decayed || _options.DecaysAll ? (float)_options.WeightDecay : 0f;
        return _options.Kind switch
        {
            OptimizerKind.AdamW => Launch(nameof(OptimizerKernels.AdamW), range,
                r => [View(variables, r), View(Summed, r), View(First, r), View(Second!, r), Terms()],
                [decay, (float)(1 - _options.Beta1), (float)_options.Beta2, (float)(1 - _options.Beta2),
                    (float)_options.Epsilon]),
            OptimizerKind.Sgd => Launch(nameof(OptimizerKernels.Sgd), range,
                r => [View(variables, r), View(Summed, r), View(First, r), Terms()],
                [decay, (float)_options.Momentum], new SgdConstants { Nesterov = _options.Nesterov ? 1 : 0 }),
            OptimizerKind.RmsProp => Launch(nameof(OptimizerKernels.RmsProp), range,
                r => [View(variables, r), View(Summed, r), View(First, r), View(Second!, r), Terms()],
                [decay, (float)_options.Momentum, (float)_options.Alpha, (float)(1 - _options.Alpha),
                    (float)_options.Epsilon]),
        };
    }

    private KernelLaunch Averaged(DeviceBuffer average, DeviceBuffer values, VariableRange range, float rate) =>
        Launch(nameof(OptimizerKernels.Average), range, r => [View(average, r), View(values, r)], [rate]);

    private KernelLaunch SquareSums(DeviceBuffer values) =>
        Launch(nameof(OptimizerKernels.SquareSums), _layout.Parameters,
            range => [View(values, range), _partial.View<float>(0, _partialValues.Length)], []);

    private KernelLaunch Accumulated(DeviceBuffer sum, DeviceBuffer gradients, bool keep) =>
        Launch(nameof(OptimizerKernels.Accumulate), _layout.Parameters, r => [View(sum, r), View(gradients, r)], [],
            new AccumulateConstants { Keep = keep ? 1 : 0 });

    private KernelLaunch Launch(string name, VariableRange range, Func<VariableRange, object[]> views, object[] numbers,
        ValueType? constants = null) =>
        OptimizerLaunch.Of(_device, name, range.Count, views(range), $"update.{name}", numbers, constants);

    private object Terms() => _terms.View<float>(0, _termValues.Length);

    private static bool KeepsSquares(OptimizerKind kind) => kind != OptimizerKind.Sgd;

    private static int PartialSums(FlatLaunch shape) => shape.Grid.X * shape.Group.X;

    private static object View(DeviceBuffer buffer, VariableRange range) =>
        buffer.View<float>((long)range.Offset * sizeof(float), range.Count);

    private RecordedLaunches Record(KernelLaunch[] launches) =>
        RecordWaves(launches.Length == 0 ? [] : [new LaunchWave(launches)]);

    private RecordedLaunches RecordWaves(LaunchWave[] waves)
    {
        var recording = _device.Record(waves);
        _recordings.Add(recording);
        return recording;
    }

    private DeviceBuffer Allocate(int elements)
    {
        var buffer = _device.CreateBuffer((long)Math.Max(elements, 1) * sizeof(float));
        _buffers.Add(buffer);
        buffer.Write(new byte[buffer.ByteSize]);
        return buffer;
    }
}
