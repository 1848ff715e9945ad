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
    internal const int TermCount = 16;

    private readonly Device _device;
    private readonly VariableLayout _layout;
    private readonly OptimizerOptions _options;
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly List<UnitNorms> _norms = [];
    private readonly List<RecordedLaunches> _recordings = [];
    private readonly DeviceBuffer _terms;
    private readonly DeviceBuffer _partial;
    private readonly float[] _partialValues;
    private readonly float[] _termValues = new float[TermCount];
    private readonly RecordedLaunches _statistics;
    private readonly RecordedLaunches _measure;
    private readonly RecordedLaunches _measureSum;
    private readonly RecordedLaunches? _clip;
    private readonly RecordedLaunches? _measureClipped;
    private readonly RecordedLaunches _update;
    private readonly RecordedLaunches? _firstSum;
    private readonly RecordedLaunches? _nextSum;

    public ParameterUpdate(Device device, VariableLayout layout, ParameterGroups groups, OptimizerOptions options,
        DeviceBuffer variables, DeviceBuffer gradients, float momentum)
    {
        (_device, _layout, _options) = (device, layout, options);
        try
        {
            var parameters = layout.Parameters.Count;
            First = Allocate(parameters);
            Second = options.KeepsSquares ? Allocate(parameters) : null;
            Average = options.EmaDecay is null ? null : Allocate(layout.Elements);
            var sum = options.AccumulationSteps > 1 ? Allocate(parameters) : null;
            Summed = sum ?? gradients;
            var direction = NeedsDirection(options) ? Allocate(parameters) : null;
            _terms = Allocate(_termValues.Length);
            _partialValues = new float[PartialSums(FlatLaunch.Shape(device.Capabilities, parameters))];
            _partial = Allocate(_partialValues.Length);

            var statistics = layout[VariableKind.Statistic];
            _termValues[OptimizerKernels.StatisticRate] = momentum;
            _terms.Write(MemoryMarshal.AsBytes<float>(_termValues));
            _statistics = Record(statistics.Count == 0 ? []
                : [Averaged(variables, gradients, statistics, OptimizerKernels.StatisticRate)]);
            _measure = Record([SquareSums(gradients)]);
            _measureSum = sum is null ? _measure : Record([SquareSums(sum)]);
            if (options.ClipsElements)
            {
                _clip = RecordWaves([.. Clipped(groups, variables, direction!)]);
                _measureClipped = options.Kind == OptimizerKind.Lamb ? Record([SquareSums(direction!)]) : null;
            }

            var waves = new OptimizerWaves(device, layout, groups, options)
            {
                Variables = variables,
                Gradients = options.ClipsElements ? direction! : Summed,
                First = First,
                Second = Second,
                Direction = direction,
                Terms = _terms,
                Adapted = options.Adapts ? NormsOf(groups.AdaptedUnits(layout), groups) : null,
            }.Create();
            if (Average is not null)
            {
                waves.Add(new LaunchWave([Averaged(Average, variables, new VariableRange(0, layout.Elements),
                    OptimizerKernels.AverageRate)]));
            }

            _update = RecordWaves([.. waves]);
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

    /// <summary>Adam, AdamW, LAMB and Lion: the means of gradients; SGD and RMSprop: the last update.</summary>
    public DeviceBuffer First { get; }

    /// <summary>All but SGD and Lion: the means of squared gradients.</summary>
    public DeviceBuffer? Second { get; }

    /// <summary>The moving averages of all variables.</summary>
    public DeviceBuffer? Average { get; }

    /// <summary>The gradients of an update: of one batch, or the sum of several.</summary>
    public DeviceBuffer Summed { get; }

    /// <summary>Bytes of its buffers.</summary>
    public long Bytes => _buffers.Sum(buffer => buffer.ByteSize);

    /// <summary>The buffers that an update will make.</summary>
    public static IReadOnlyList<long> BufferBytes(
        DeviceCapabilities device, VariableLayout layout, ParameterGroups groups, OptimizerOptions options)
    {
        var parameters = layout.Parameters.Count;
        var elements = new List<int>
        {
            parameters, TermCount, PartialSums(FlatLaunch.Shape(device, parameters)),
        };
        if (options.KeepsSquares)
            elements.Add(parameters);
        if (options.EmaDecay is not null)
            elements.Add(layout.Elements);
        if (options.AccumulationSteps > 1)
            elements.Add(parameters);
        if (NeedsDirection(options))
            elements.Add(parameters);
        var bytes = elements.Select(count => (long)Math.Max(count, 1) * sizeof(float));
        if (options.ClipFactor is not null)
            bytes = bytes.Concat(groups.ClippedUnits(layout).BufferBytes);
        if (options.Adapts)
            bytes = bytes.Concat(groups.AdaptedUnits(layout).BufferBytes);
        return [.. bytes];
    }

    /// <summary>Running statistics follow those of the batch.</summary>
    public void FollowStatistics() => _statistics.Run();

    /// <summary>Adds the gradients of a batch to those of the batches before, if there are to be several.</summary>
    public void Accumulate(bool isFirst) => (isFirst ? _firstSum : _nextSum)?.Run();

    /// <summary>The norm of the gradients of all parameters together, of the last batch.</summary>
    public double BatchNorm() => Norm(_measure);

    /// <summary>The norm of <see cref="Summed"/>.</summary>
    public double SumNorm() => Norm(_measureSum);

    /// <summary>Clips the gradients, updates the parameters and the moving averages.</summary>
    /// <param name="number">Of this update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="divisor">Of <see cref="Summed"/>: of how many batches it is the sum, times the scale of their losses.
    /// </param>
    /// <param name="norm">The norm of what is left.</param>
    public void Run(long number, double rate, double divisor, double norm)
    {
        _termValues[OptimizerKernels.LearningRate] = (float)rate;
        _termValues[OptimizerKernels.FirstCorrection] = (float)(1 / (1 - Math.Pow(_options.Beta1, number)));
        _termValues[OptimizerKernels.SecondCorrection] = (float)(1 / Math.Sqrt(1 - Math.Pow(_options.Beta2, number)));
        if (_options.EmaDecay is { } decay)
        {
            _termValues[OptimizerKernels.AverageRate] = (float)(1 - (_options.EmaWarmsUp
                ? Math.Min(decay, 1 - Math.Pow(number, -2.0 / 3))
                : decay));
        }

        // The first factor clips the mean, the second makes the mean of the sum.
        var scale = _options.ClipNorm is { } limit && norm > limit ? limit / (norm + 1e-6) : 1;
        var count = divisor;
        norm *= scale;
        if (_clip is not null)
        {
            WriteScale(scale / count);
            _clip.Run();
            (scale, count) = (1, 1);
            if (_measureClipped is not null)
                norm = Norm(_measureClipped);
        }

        if (_options.Kind == OptimizerKind.Lamb && _options.LambGradientNorm is { } most && norm > most)
            scale *= most / norm;
        WriteScale(scale / count);
        _update.Run();
    }

    public void Dispose()
    {
        foreach (var recording in _recordings)
            recording.Dispose();
        foreach (var norms in _norms)
            norms.Dispose();
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }

    private void WriteScale(double scale)
    {
        _termValues[OptimizerKernels.GradientScale] = (float)scale;
        _terms.Write(MemoryMarshal.AsBytes<float>(_termValues));
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

    // Means of gradients, cut element by element or unit by unit, in a buffer of their own: those of the batch stay.
    private IEnumerable<LaunchWave> Clipped(ParameterGroups groups, DeviceBuffer variables, DeviceBuffer direction)
    {
        var range = _layout.Parameters;
        yield return new([Launch(nameof(OptimizerKernels.Limit), range,
            r => [View(Summed, r), View(direction, r), _terms.View<float>(0, TermCount)],
            [(float)(_options.ClipValue ?? float.MaxValue)])]);
        if (_options.ClipFactor is not { } factor || groups.ClippedUnits(_layout) is not { IsEmpty: false } units)
            yield break;
        foreach (var wave in NormsOf(units, groups).Clipped(variables.View<float>(0, range.Count),
            direction.View<float>(0, range.Count), (float)factor))
        {
            yield return wave;
        }
    }

    private UnitNorms NormsOf(UnitTable units, ParameterGroups groups)
    {
        var norms = new UnitNorms(_device, units, variable => groups.FactorOf(variable.Group));
        _norms.Add(norms);
        return norms;
    }

    private KernelLaunch Averaged(DeviceBuffer average, DeviceBuffer values, VariableRange range, int term) =>
        Launch(nameof(OptimizerKernels.Average), range,
            r => [View(average, r), View(values, r), _terms.View<float>(0, TermCount)], [term]);

    private KernelLaunch SquareSums(DeviceBuffer values) =>
        Launch(nameof(OptimizerKernels.SquareSums), _layout.Parameters,
            range => [View(values, range), _partial.View<float>(0, _partialValues.Length)], []);

    private KernelLaunch Accumulated(DeviceBuffer sum, DeviceBuffer gradients, bool keep) =>
        Launch(nameof(OptimizerKernels.Accumulate), _layout.Parameters, r => [View(sum, r), View(gradients, r)], [],
            new AccumulateConstants { Keep = keep ? 1 : 0 });

    private KernelLaunch Launch(string name, VariableRange range, Func<VariableRange, object[]> views, object[] numbers,
        ValueType? constants = null) =>
        OptimizerLaunch.Of(_device, name, range.Count, views(range), $"update.{name}", numbers, constants);

    private static bool NeedsDirection(OptimizerOptions options) => options.ClipsElements || options.Adapts;

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
