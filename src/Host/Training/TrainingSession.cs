using GpuFormer.Distributed;
using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Losses;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>
/// A network being trained on one device: parameters, running statistics, gradients and the optimizer's state in device
/// memory, and a compiled step of forward, backward and update. A step with soft targets allocates no managed memory. For one
/// thread at a time: a second one gets an exception. <see cref="Dispose"/> waits for a call under way.
/// </summary>
internal sealed class TrainingSession : ITrainingSession
{
    private readonly TrainingMemory _memory;
    private readonly List<(TrainingSize Size, TrainingExecutor Executor, StepTensors Tensors)> _steps = [];
    private readonly ParameterGroups _groups;
    private readonly ParameterUpdate _update;
    private readonly VariableState _state;
    private readonly float[] _logits;
    private readonly float[] _lossTerms;
    private readonly LossScale _lossScale;
    private readonly float[] _scalars = new float[StepScalars.Count];
    private readonly ExclusiveUse _use = new(nameof(TrainingSession));
    private readonly GradientExchange? _exchange;
    private readonly StepResult[] _results;
    private readonly double[] _lossParts;
    private TrainingSize _size;
    private TrainingExecutor _executor;
    private StepTensors _tensors;
    private bool _hasRun;
    private int _batches;
    private int _counted;
    private bool _overflowed;

    /// <summary>Compiles the step and places everything. Parameters are 0 until they are initialised or loaded.</summary>
    /// <param name="device">Must outlive the session.</param>
    /// <param name="model">The network.</param>
    /// <param name="options">Batch, image size, optimizer, regularisation.</param>
    /// <param name="criterion">What the network is trained by; null for classification with soft targets.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size, rate or decay is out of its range.</exception>
    /// <exception cref="DeviceMemoryException">
    /// The device has not enough memory; the message names the largest batch that fits.
    /// </exception>
    public TrainingSession(Device device, ImageModel model, TrainingOptions options, Criterion? criterion = null)
        : this(device, model, options, _ => default, ranks: null, criterion)
    {
    }

    /// <param name="device">Must outlive the session.</param>
    /// <param name="model">The network.</param>
    /// <param name="options">Batch, image size, optimizer, regularisation.</param>
    /// <param name="beside">What a batch needs beside the session, for which there must be room too.</param>
    /// <param name="ranks">
    /// Those that train together, each with a session of its own and equal options; null for this process alone. The
    /// batches of an accumulation (<see cref="OptimizerOptions.AccumulationSteps"/>) are then those of all ranks, which
    /// take turns.
    /// </param>
    /// <param name="criterion">What the network is trained by; null for classification with soft targets.</param>
    internal TrainingSession(
        Device device, ImageModel model, TrainingOptions options, Func<int, MemoryNeed> beside,
        IRankGroup? ranks = null, Criterion? criterion = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        // Soft targets come without a size.
        if (criterion is null)
            options.RequireDistinctLengths();
        criterion ??= new SoftTargetCriterion();
        (Device, Model, Options) = (device, model, options);
        _lossScale = new LossScale(isDynamic: options.Precision == Graph.Precision.Half);
        var size = ranks?.Size ?? 1;
        if (options.Optimizer.AccumulationSteps % size != 0)
        {
            throw new ArgumentException($"{size} ranks cannot share the {options.Optimizer.AccumulationSteps} batches of "
                + "an update evenly.", nameof(options));
        }

        _results = new StepResult[size];
        _groups = new ParameterGroups(model, options.Optimizer);
        var plans = PlansOf(device, model, criterion, options, options.Batch);
        try
        {
            RequireRoom(NeedOf(device, plans, _groups, options).And(beside(options.Batch)));
            _memory = new TrainingMemory(device, plans);
            try
            {
                if (ranks is { Size: > 1 })
                    _exchange = GradientExchange.Create(ranks, device, plans[0].Layout, _memory.Gradients);
                foreach (var (step, plan) in options.SizesFor(options.Batch).Zip(plans))
                {
                    var executor = new TrainingExecutor(
                        device, plan, _memory, _exchange?.PausesOf(plan, options.SynchronisesNorms));
                    _steps.Add((step, executor, new StepTensors(executor)));
                }

                _update = new ParameterUpdate(device, plans[0].Layout, _groups, options.Optimizer, _memory.Variables,
                    _memory.Gradients, model.NormMomentum);
            }
            catch
            {
                Release();
                throw;
            }
        }
        catch (DeviceMemoryException failure)
        {
            throw LargestBatch.Explain(device, plans.MaxBy(plan => plan.ArenaBytes)!.FullestNode.Name, options.Batch,
                TrainingOptions.SmallestBatch, batch => NeedOf(device, model, criterion, options, batch).And(beside(batch)),
                failure);
        }

        (_size, _executor, _tensors) = _steps[0];
        _state = new VariableState(model, plans[0].Layout);
        _logits = new float[plans.Max(plan => plan.Graph.Outputs[0].Tensor.Shape.Elements)];
        _lossTerms = new float[plans.Max(plan => plan.Losses.Max(loss => loss.Terms.Shape.Elements))];
        _lossParts = new double[plans[0].Losses.Count];
        LossNames = [.. plans[0].Losses.Select(loss => loss.Name)];
    }

    /// <summary>What it runs on.</summary>
    public Device Device { get; }

    /// <summary>The network.</summary>
    public ImageModel Model { get; }

    /// <summary>What it was made for.</summary>
    public TrainingOptions Options { get; }

    /// <summary>How many updates were made, those before the loaded state among them.</summary>
    public long Updates { get; private set; }

    /// <summary>The first output of the last step: of classification the logits, [batch, classes]. Overwritten by the next
    /// call.</summary>
    public ReadOnlySpan<float> Logits
    {
        get
        {
            var logits = _logits.AsSpan(0, _executor.Plan.Graph.Outputs[0].Tensor.Shape.Elements);
            if (_hasRun)
                ReadFirst(logits);
            return logits;
        }
    }

    /// <summary>The names of the losses of which the loss of a step is the weighted sum.</summary>
    public IReadOnlyList<string> LossNames { get; }

    /// <summary>These losses of the last step, without their weights; overwritten by the next.</summary>
    public ReadOnlySpan<double> LossParts => _lossParts;

    /// <summary>
    /// What came of the last step on each rank, by rank; of a process alone its own. Overwritten by the next.
    /// </summary>
    public ReadOnlySpan<StepResult> Results => _results;

    /// <summary>All device memory of the session.</summary>
    public long DeviceBytes => NeedOf(Device, _memory.Plans, _groups, Options).Total;

    /// <summary>Device memory for everything that lives within a step.</summary>
    public long ArenaBytes => _memory.Plans.Max(plan => plan.ArenaBytes);

    /// <summary>Of <see cref="ArenaBytes"/>, the most that is in use at one time.</summary>
    public long PeakBytes => _memory.Plans.Max(plan => plan.PeakBytes);

    /// <summary>The order of launches and the place of every tensor, for the size of the last step.</summary>
    public TrainingPlan Plan => _executor.Plan;

    /// <summary>
    /// Sets parameters and running statistics as Networks 1.10 says, a function of the seed and the names; clears the
    /// optimizer's state, sets the averages to the parameters.
    /// </summary>
    public void Initialise(int seed) =>
        Load(Model.Parameters.ToDictionary(p => p.Name, p => Initialisation.Of(p, Model.LinearDeviation, seed)));

    /// <summary>
    /// Sets parameters and running statistics (official keys, PyTorch layouts); clears the optimizer's state, sets the
    /// averages to the parameters. Counters of batches may be missing and are 0 then.
    /// </summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown or of another size; names all.</exception>
    public void Load(IReadOnlyDictionary<string, float[]> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var call = _use.Enter();
        _state.Write(_memory.Variables, state, "", statistics: true);
        _state.ReadCounters(state);
        if (_update.Average is not null)
            _state.Write(_update.Average, state, "", statistics: true);
        VariableState.Clear(_update.First);
        if (_update.Second is not null)
            VariableState.Clear(_update.Second);
        Updates = 0;
        _lossScale.Restart();
        ForgetBatches();
    }

    /// <summary>Parameters, running statistics and counters of batches: official keys, PyTorch layouts.</summary>
    public IReadOnlyDictionary<string, float[]> ReadState()
    {
        using var call = _use.Enter();
        return _state.ReadAll(_memory.Variables);
    }

    /// <summary>The same of the moving averages; null if none are kept.</summary>
    public IReadOnlyDictionary<string, float[]>? ReadEma()
    {
        using var call = _use.Enter();
        return _update.Average is null ? null : _state.ReadAll(_update.Average);
    }

    /// <summary>Sets the moving averages.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown or of another size; names all.</exception>
    /// <exception cref="InvalidOperationException">None are kept.</exception>
    public void LoadEma(IReadOnlyDictionary<string, float[]> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var call = _use.Enter();
        _state.Write(_update.Average ?? throw new InvalidOperationException("The session keeps no moving averages."),
            state, "", statistics: true);
    }

    /// <summary>The gradient of each parameter by the loss of the last step, before clipping, by its name.</summary>
    public IReadOnlyDictionary<string, float[]> ReadGradients()
    {
        using var call = _use.Enter();
        var gradients = new Dictionary<string, float[]>();
        _state.Read(_memory.Gradients, gradients, "", statistics: false);
        if (_lossScale.Value != 1)
        {
            foreach (var values in gradients.Values)
            {
                for (var i = 0; i < values.Length; i++)
                    values[i] /= _lossScale.Value;
            }
        }

        return gradients;
    }

    /// <summary>
    /// The optimizer's state: Adam, AdamW and LAMB <c>exp_avg.NAME</c> and <c>exp_avg_sq.NAME</c>, Lion the first of them,
    /// SGD <c>momentum_buffer.NAME</c>, RMSprop that and <c>square_avg.NAME</c>; <c>step</c>, the updates made, as two
    /// numbers: its quotient and its remainder by 2^20; with float16 <c>loss_scale</c>, the scale and the updates since it
    /// changed. Gradients of an unfinished accumulation are not part of it.
    /// </summary>
    public IReadOnlyDictionary<string, float[]> ReadOptimizer()
    {
        using var call = _use.Enter();
        var state = new Dictionary<string, float[]> { [StepKey] = [Updates / StepDigit, Updates % StepDigit] };
        if (_lossScale.IsDynamic)
            state.Add(LossScaleKey, [_lossScale.Value, _lossScale.Good]);
        foreach (var (prefix, buffer) in Moments())
            _state.Read(buffer, state, prefix, statistics: false);
        return state;
    }

    /// <summary>Sets what <see cref="ReadOptimizer"/> returned: steps go on with equal bytes.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, unknown or of another size; names all.</exception>
    public void LoadOptimizer(IReadOnlyDictionary<string, float[]> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var call = _use.Enter();
        if (!state.TryGetValue(StepKey, out var step) || step.Length != 2)
            throw new ArgumentException($"The optimizer's state has no '{StepKey}' of two elements.", nameof(state));
        if (_lossScale.IsDynamic && !state.ContainsKey(LossScaleKey))
            throw new ArgumentException($"The optimizer's state has no '{LossScaleKey}'.", nameof(state));
        var moments = Moments();
        var known = moments.SelectMany(m => _state.Names.Select(name => m.Prefix + name)).Append(StepKey).ToHashSet();
        if (_lossScale.IsDynamic)
            known.Add(LossScaleKey);
        if (state.Keys.Where(key => !known.Contains(key)).ToArray() is { Length: > 0 } extra)
            throw new ArgumentException($"The optimizer has no {string.Join(", ", extra)}.", nameof(state));
        foreach (var (prefix, buffer) in moments)
            _state.Write(buffer, state, prefix, statistics: false);
        if (_lossScale.IsDynamic)
            _lossScale.Restore(state[LossScaleKey]);
        Updates = ((long)step[0] * StepDigit) + (long)step[1];
        ForgetBatches();
    }

    /// <summary>
    /// Forward, backward and, with the last batch of an accumulation, update. A batch whose loss or gradient is not
    /// finite is left out: it changes neither running statistics nor gradients, and the update averages the others of
    /// its accumulation; without others there is none.
    /// </summary>
    /// <param name="images">[batch, 3, height, width], normalised.</param>
    /// <param name="targets">[batch, classes], each row a distribution (label smoothing, mixup).</param>
    /// <param name="learningRate">Of the update.</param>
    /// <remarks>Of several sizes (<see cref="TrainingOptions.Sizes"/>) it is the one that both lengths fit.</remarks>
    /// <exception cref="ArgumentException">A span has another length than its shape, or no size fits.</exception>
    public StepResult Step(ReadOnlySpan<float> images, ReadOnlySpan<float> targets, double learningRate)
    {
        using var call = _use.Enter();
        Choose(images.Length, targets.Length);
        return Step(Differentiate(images, targets, null), learningRate);
    }

    /// <inheritdoc cref="Step(ReadOnlySpan{float}, ReadOnlySpan{float}, double)"/>
    /// <param name="images">[batch, 3, height, width] of the size that the targets say, normalised.</param>
    /// <param name="targets">What the criterion of the session compares the network's outputs with.</param>
    /// <param name="learningRate">Of the update.</param>
    public StepResult Step(ReadOnlySpan<float> images, StepTargets targets, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(targets);
        using var call = _use.Enter();
        Choose(targets.Size);
        return Step(Differentiate(images, [], targets), learningRate);
    }

    /// <summary>Copies an output of the network, as the last step made it.</summary>
    /// <exception cref="ArgumentException">There is no such output, or it has another number of elements.</exception>
    public void ReadOutput(string name, Span<float> elements)
    {
        using var call = _use.Enter();
        _tensors.Read(name, elements);
    }

    /// <summary>The shape of an output of the network in the last step.</summary>
    /// <exception cref="ArgumentException">There is no such output.</exception>
    public Graph.Shape ShapeOf(string output) => _tensors.ShapeOf(output);

    private void ReadFirst(Span<float> elements)
    {
        using var call = _use.Enter();
        _executor.ReadOutput(elements, 0);
    }

    private StepResult Step(double loss, double learningRate)
    {
        var own = new RankBatch(loss, double.IsFinite(loss) ? _update.BatchNorm() / _lossScale.Value : double.NaN);
        if (_exchange is null)
        {
            Count(own);
            if (!own.IsSkipped)
                _update.Accumulate(isFirst: _counted == 1);
            return _results[0] = Finish(own, learningRate);
        }

        _exchange.Add(own, isFirst: _counted == 0);
        for (var rank = 0; rank < _results.Length; rank++)
        {
            var batch = _exchange.Batches[rank];
            if (!batch.IsSkipped)
                _exchange.PlaceStatistics(rank);
            Count(batch, followsStatistics: rank == 0 || !_exchange.SynchronisesNorms);
            _results[rank] = rank < _results.Length - 1 ? Waiting(batch) : Finish(batch, learningRate);
        }

        return _results[_exchange.Rank];
    }

    // Running statistics follow a batch that counts, whichever rank's it is; where norms are over the batches of all
    // ranks together, these are one batch.
    private void Count(RankBatch batch, bool followsStatistics = true)
    {
        // Batches that are left out count here: an accumulation ends where its last batch is, whatever came of it.
        _batches++;
        if (batch.IsSkipped)
        {
            _overflowed = true;
            return;
        }

        _counted++;
        if (!followsStatistics)
            return;
        _update.FollowStatistics();
        _state.Count();
    }

    private StepResult Waiting(RankBatch batch) => new((float)batch.Loss,
        batch.IsSkipped ? (float)batch.Norm : float.NaN, batch.IsSkipped, Updated: false)
    {
        LossScale = _lossScale.Value,
    };

    // After a batch that may be the last of an accumulation.
    private StepResult Finish(RankBatch last, double learningRate)
    {
        if (_batches < Options.Optimizer.AccumulationSteps)
            return Waiting(last);
        var (counted, overflowed, scale) = (_counted, _overflowed, _lossScale.Value);
        ForgetBatches();
        var norm = last.Norm;
        var isUpdate = counted > 0;
        if (isUpdate)
        {
            _exchange?.Share(_update.Summed);
            norm = _update.SumNorm() / counted / scale;
            // Finite gradients may have a sum that is not.
            isUpdate = double.IsFinite(norm);
        }

        _lossScale.Follow(overflowed || !isUpdate);
        if (isUpdate)
        {
            Updates++;
            _update.Run(Updates, learningRate, counted * (double)scale, norm);
        }

        return new((float)last.Loss, (float)norm, !isUpdate || last.IsSkipped, isUpdate) { LossScale = scale };
    }

    /// <summary>
    /// Forward and backward without an update; running statistics change as in a step. A running accumulation starts
    /// anew.
    /// </summary>
    /// <exception cref="ArgumentException">A span has another length than its shape.</exception>
    /// <exception cref="InvalidOperationException">The session trains together with other ranks.</exception>
    public StepResult Backward(ReadOnlySpan<float> images, ReadOnlySpan<float> targets)
    {
        using var call = _use.Enter();
        RequireAlone();
        Choose(images.Length, targets.Length);
        return Follow(Differentiate(images, targets, null));
    }

    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public StepResult Backward(ReadOnlySpan<float> images, StepTargets targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        using var call = _use.Enter();
        RequireAlone();
        Choose(targets.Size);
        return Follow(Differentiate(images, [], targets));
    }

    private void RequireAlone()
    {
        if (_exchange is not null)
            throw new InvalidOperationException("Ranks that train together make whole steps.");
    }

    private StepResult Follow(double loss)
    {
        ForgetBatches();
        var norm = _update.BatchNorm() / _lossScale.Value;
        var isFinite = double.IsFinite(loss) && double.IsFinite(norm);
        if (isFinite)
        {
            _update.FollowStatistics();
            _state.Count();
        }

        return new((float)loss, (float)norm, Skipped: !isFinite, Updated: false) { LossScale = _lossScale.Value };
    }

    /// <summary>
    /// Runs forward and backward of the last images again, node by node, and names the first whose result is not
    /// finite; null if all are.
    /// </summary>
    public string? FirstNonFiniteLayer()
    {
        using var call = _use.Enter();
        return _executor.FirstNonFinite()?.Name;
    }

    /// <summary>Runs the last step again, launch by launch, without an update, and tells how long each took.</summary>
    public IReadOnlyList<TraceRow> Trace()
    {
        using var call = _use.Enter();
        return _executor.Trace();
    }

    /// <summary>Releases the device memory, once a call under way on another thread is over.</summary>
    public void Dispose()
    {
        if (!_use.Close())
            return;
        _update.Dispose();
        Release();
    }

    private const string StepKey = "step";
    private const string LossScaleKey = "loss_scale";
    private const int StepDigit = 1 << 20;

    /// <summary>What a session would take of a device, if a step of the options' first size had that many images.
    /// </summary>
    internal static MemoryNeed NeedOf(
        Device device, ImageModel model, Criterion criterion, TrainingOptions options, int batch) => NeedOf(
        device, PlansOf(device, model, criterion, options, batch), new ParameterGroups(model, options.Optimizer), options);

    private static MemoryNeed NeedOf(
        Device device, IReadOnlyList<TrainingPlan> plans, ParameterGroups groups, TrainingOptions options) =>
        MemoryNeed.Of([.. TrainingMemory.BufferBytes(plans),
            .. ParameterUpdate.BufferBytes(device.Capabilities, plans[0].Layout, groups, options.Optimizer)]);

    private static TrainingPlan[] PlansOf(
        Device device, ImageModel model, Criterion criterion, TrainingOptions options, int batch)
    {
        var groups = new ParameterGroups(model, options.Optimizer);
        return [.. options.SizesFor(batch).Select(size =>
        {
            var graph = model.Build(
                size.Batch, size.Height, size.Width, training: new TrainingRates(options.Dropout, options.DropPath)
                {
                    TrunkNorms = options.TrunkNorms,
                });
            var layout = VariableState.LayoutOf(
                model, TrainingPlan.VariablesOf(graph), VariableState.Frozen(model, options.Frozen), groups.GroupOf);
            return TrainingPlan.Create(graph, criterion, layout, device.Capabilities, options.Precision);
        })];
    }

    private void Release()
    {
        _exchange?.Dispose();
        foreach (var (_, executor, _) in _steps)
            executor.Dispose();
        _memory.Dispose();
    }

    // Where there is one size, the executor says what is wrong with a length.
    private void Choose(int images, int targets)
    {
        if (_steps.Count == 1)
            return;
        foreach (var (size, _, _) in _steps)
        {
            if (targets == size.Batch * Model.Classes && images == 3L * size.Batch * size.Height * size.Width)
            {
                Choose(size);
                return;
            }
        }

        throw new ArgumentException($"No size of the session has {images} elements of images and {targets} of "
            + $"targets, only {Sizes}.");
    }

    private void Choose(TrainingSize size)
    {
        var place = _steps.FindIndex(step => step.Size == size);
        if (place < 0)
            throw new ArgumentException($"The session has no steps of {size}, only of {Sizes}.");
        (_size, _executor, _tensors) = _steps[place];
    }

    private string Sizes => string.Join(", ", _steps.Select(step => $"{step.Size}"));

    // PyTorch's names.
    private IReadOnlyList<(string Prefix, DeviceBuffer Buffer)> Moments() => Options.Optimizer.Kind switch
    {
        OptimizerKind.AdamW or OptimizerKind.Adam or OptimizerKind.Lamb =>
            [("exp_avg.", _update.First), ("exp_avg_sq.", _update.Second!)],
        OptimizerKind.Lion => [("exp_avg.", _update.First)],
        OptimizerKind.Sgd => [("momentum_buffer.", _update.First)],
        OptimizerKind.RmsProp => [("momentum_buffer.", _update.First), ("square_avg.", _update.Second!)],
    };

    // Before anything is allocated: a driver that overcommits would fail in the middle of a run.
    private void RequireRoom(MemoryNeed need)
    {
        var inUse = Device.AllocatedBytes;
        if (need.Total > Device.MemoryLimit - inUse || need.Largest > Device.LargestBuffer)
            throw new DeviceMemoryException(Device.Name, need.Total, inUse, Device.MemoryLimit);
    }

    private void ForgetBatches() => (_batches, _counted, _overflowed) = (0, 0, false);

    // Of soft targets or others, for the chosen size.
    private double Differentiate(ReadOnlySpan<float> images, ReadOnlySpan<float> softTargets, StepTargets? targets)
    {
        _exchange?.Begin();
        _executor.WriteInput("input", images);
        if (targets is null)
            _executor.WriteInput(SoftTargetCriterion.Targets, softTargets);
        else
            targets.Write(_tensors);
        if (_executor.HasInput(StepScalars.Name))
        {
            _scalars[StepScalars.LossScale] = _lossScale.Value;
            _scalars[StepScalars.Seed] = BitConverter.Int32BitsToSingle(Options.Seed);
            _scalars[StepScalars.Step] =
                BitConverter.Int32BitsToSingle((int)((Updates * Options.Optimizer.AccumulationSteps) + _batches
                    + (_exchange?.Rank ?? 0)));
            _executor.WriteInput(StepScalars.Name, _scalars);
        }

        _executor.Run(_exchange, targets is null ? null : MatchingOf(targets, _tensors));
        _hasRun = true;
        var plan = _executor.Plan;
        var total = 0.0;
        for (var i = 0; i < _lossParts.Length; i++)
        {
            var loss = plan.Losses[i];
            var terms = _lossTerms.AsSpan(0, loss.Terms.Shape.Elements);
            _executor.ReadOutput(terms, plan.FirstLoss + i);
            _lossParts[i] = loss.Op.Value(terms);
            total += loss.Op.Weight * _lossParts[i];
        }

        return total;
    }

    private static Action MatchingOf(StepTargets targets, StepTensors tensors) => () => targets.Match(tensors, tensors);
}
