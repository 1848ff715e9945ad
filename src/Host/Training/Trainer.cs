using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Weights;

namespace GpuFormer.Training;

/// <summary>
/// Trains a network epoch by epoch, validates after each, and keeps a folder from which the run can go on after a kill
/// at any moment with the bytes that it would have had without.
/// </summary>
public sealed class Trainer
{
    // timm goes on for ever; a network whose every loss is NaN does not recover.
    private const int MostSkippedInARow = 10;

    private readonly TrainerParts _parts;
    private readonly TrainingRecipe _recipe;
    private readonly RunFolder _folder;
    private readonly IRankGroup _ranks;
    private readonly int _accumulated;
    private readonly LearningRateSchedule _schedule;
    private readonly Metric _ranking;
    private readonly IReadOnlyList<string> _losses;
    private readonly HashSet<string> _namedPictures = new(StringComparer.Ordinal);
    private readonly HashSet<string> _damagedPictures = new(StringComparer.Ordinal);
    private (int Epoch, int Count) _batches = (-1, 0);
    private TrainingProgress _progress = new();
    private EvaluationResult? _lastResult;
    private List<string> _unreadable = [];
    private int _batchesSinceSave;
    private int? _resumedEpoch;
    private long _begin;

    /// <exception cref="RecipeException">An epoch has fewer batches than are accumulated for one step, or there is no such
    /// metric.</exception>
    internal Trainer(TrainerParts parts)
    {
        _parts = parts;
        _recipe = parts.Recipe;
        _folder = parts.Folder;
        _ranks = parts.Ranks;
        // Batches of a step: those of all ranks.
        _accumulated = _recipe.AccumulationSteps * _ranks.Size;
        _schedule = _recipe.CreateSchedule();
        _losses = parts.Session.LossNames is { Count: > 1 } names ? names : [];
        _ranking = parts.Metrics.Find(_recipe.EvaluationMetric);
        if (BatchesIn(0) == 0 && _ranks.Size > 1)
        {
            throw new RecipeException($"An epoch has {parts.Batches.BatchesIn(0)} batches of {_recipe.BatchSize}, fewer "
                + $"than the {_accumulated} that {_ranks.Size} ranks take for a step: some would have no data. Use fewer "
                + "ranks, a smaller --batch-size or more pictures.");
        }

        if (BatchesIn(0) == 0)
        {
            throw new RecipeException($"An epoch has {parts.Batches.BatchesIn(0)} batches of {_recipe.BatchSize}, "
                + $"fewer than --grad-accum-steps {_recipe.AccumulationSteps}. Accumulate less.");
        }
    }

    /// <summary>Where the run stands.</summary>
    internal TrainingProgress Progress => _progress;

    /// <summary>Runs to the end, or until cancelled; then the state is stored before the exception.</summary>
    /// <returns>The best epoch.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled and can be resumed.</exception>
    /// <exception cref="NonFiniteLossException">The loss is no number any more.</exception>
    /// <exception cref="RecipeException">The state in the folder belongs to another recipe.</exception>
    /// <exception cref="ModelFormatException">The state in the folder is damaged or of another model.</exception>
    /// <exception cref="DatasetFormatException">The data are not those that the run began with.</exception>
    /// <exception cref="IOException">The folder cannot be written, or another run goes on in it; what was stored before
    /// is as it was.</exception>
    public EpochSummary Run(CancellationToken cancellation = default)
    {
        using var hold = IsFirst ? _folder.Hold() : null;
        var resumed = false;
        if (IsFirst)
        {
            _folder.Prepare();
            resumed = _parts.Resume && _folder.HasState;
            if (resumed)
                Restore();
            else
                Begin();
            // Only now: settings that do not fit the state must not replace those that do.
            if (_parts.Arguments is not null)
                _folder.WriteText(_folder.Arguments, _parts.Arguments);
        }

        ShareState();
        ReportStart(resumed);
        _resumedEpoch = resumed ? _progress.Epoch : null;
        _begin = Stopwatch.GetTimestamp();
        while (_progress.Epoch < _schedule.TotalEpochs && !IsOutOfPatience() && !IsOutOfTime(_begin))
        {
            var watch = Stopwatch.StartNew();
            Train(cancellation);
            EndEpoch(watch, cancellation);
        }

        // Of states of earlier versions, which went on with such results.
        return Best().Metrics.All(metric => double.IsFinite(metric.Value))
            ? Best()
            : throw new NonFiniteLossException($"No epoch of the run in {_folder.Root} has a result that is a number.");
    }

    private bool IsFirst => _ranks.Rank == 0;

    private void Begin()
    {
        _folder.RequireFree(0, _schedule.TotalEpochs);
        // What an earlier run left must not be taken for this one's.
        _folder.Clear();
        _parts.Session.Initialise(_recipe.Seed);
        if (_recipe.InitialCheckpoint.Length > 0)
        {
            _parts.Session.Load(InitialWeights.Read(
                _recipe.InitialCheckpoint, _parts.Model, _parts.Batches.Dataset, _recipe.Seed,
                _parts.Observer.Warned));
        }

        if (_recipe.InitialTrunk.Length > 0)
        {
            var state = _parts.Session.ReadState().ToDictionary(pair => pair.Key, pair => pair.Value);
            InitialWeights.PutTrunk(_recipe.InitialTrunk, _parts.Model, state, _parts.Observer.Warned);
            _parts.Session.Load(state);
        }

        WriteSummary();
    }

    private void Restore()
    {
        var checkpoint = TrainingCheckpoint.Load(_folder.State);
        checkpoint.RequireSame(_folder.State, _parts.Model.Name, _parts.Model.Classes, _recipe, _ranks.Size);
        if (!_parts.AllowChangedData)
            checkpoint.RequireSameData(_recipe.DataName, _parts.Data);
        var batches = BatchesIn(checkpoint.Progress.Epoch);
        if (checkpoint.Progress.Batch > batches)
        {
            throw new ModelFormatException(_folder.State, null,
                $"stands at batch {checkpoint.Progress.Batch} of an epoch that has {batches}",
                "The data set has changed since: begin a new run.");
        }

        try
        {
            _parts.Session.Load(checkpoint.State);
            _parts.Session.LoadOptimizer(checkpoint.Optimizer);
            if (checkpoint.Ema is not null)
                _parts.Session.LoadEma(checkpoint.Ema);
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException(_folder.State, null, $"does not fit: {exception.Message}",
                "Resume from another run, or begin anew.", exception);
        }

        _progress = checkpoint.Progress;
        _folder.RequireFree(_progress.Epoch, _schedule.TotalEpochs);
        // A kill after the state was stored may have come before these.
        if (_progress.Epochs.Count > 0)
            _folder.KeepWeights(Kept());
        WriteSummary();
    }

    // The others have the first rank's, whose folder alone is read.
    private void ShareState()
    {
        if (_ranks.Size == 1)
            return;
        var session = _parts.Session;
        var progress = _ranks.BroadcastText(_progress.ToJson());
        var state = _ranks.BroadcastTensors(session.ReadState());
        var optimizer = _ranks.BroadcastTensors(session.ReadOptimizer());
        var ema = session.ReadEma() is { } averages ? _ranks.BroadcastTensors(averages) : null;
        if (IsFirst)
            return;
        session.Load(state);
        session.LoadOptimizer(optimizer);
        if (ema is not null)
            session.LoadEma(ema);
        _progress = TrainingProgress.FromJson(progress);
    }

    private void Train(CancellationToken cancellation)
    {
        var loader = _parts.Batches;
        var ranks = _ranks.Size;
        var batches = BatchesIn(_progress.Epoch);
        var mark = Stopwatch.GetTimestamp();
        foreach (var batch in loader.Epoch(_progress.Epoch, _progress.Batch))
        {
            if (_progress.Batch >= batches)
                break;
            var loaded = Stopwatch.GetTimestamp();
            ShowBatch(batch);
            // An update has the rate of its last batch, which is the last rank's.
            var rate = RateAt(_progress.Batch + ranks - 1, batches);
            var learned = _parts.Targets?.Invoke(batch);
            if (learned is null)
                _parts.Session.Step(batch.Pixels, batch.Targets, rate);
            else
                _parts.Session.Step(batch.Pixels, learned, rate);
            if (learned?.Warning is { } warning)
                _parts.Observer.Warned($"epoch {_progress.Epoch + 1}, batch {_progress.Batch + 1}: {warning}");
            var losses = (Sum: 0.0, Count: 0);
            for (var rank = 0; rank < ranks; rank++)
            {
                var result = _parts.Session.Results[rank];
                if (!result.Skipped || ranks == 1)
                    losses = (losses.Sum + result.Loss, losses.Count + 1);
                Record(result, RateAt(_progress.Batch, batches), rank);
            }

            var end = Stopwatch.GetTimestamp();
            _parts.Observer.Stepped(new TrainingStep(
                _progress.Epoch, (_progress.Batch / ranks) - 1, batches / ranks, batch.Size * ranks,
                losses.Sum / losses.Count, _progress.LossSum / _progress.LossCount, _progress.LearningRate,
                Stopwatch.GetElapsedTime(mark, end), Stopwatch.GetElapsedTime(mark, loaded)));
            SaveWithinEpoch(cancellation);
            mark = Stopwatch.GetTimestamp();
        }
    }

    // Wrong labels and colours in the wrong order are seen on the first day.
    private void ShowBatch(Batch batch)
    {
        var number = _progress.Batch / _ranks.Size;
        if (IsFirst && _progress.Epoch == 0 && number < RunFolder.BatchImages)
        {
            var image = _parts.DrawBatch?.Invoke(batch)
                ?? BatchImage.Draw(batch, _parts.Batches.Options.Preprocessing, _parts.Batches.Dataset.Classes);
            Guarded(() => BatchImage.Save(image, _folder, number));
        }
    }

    private double RateAt(int batch, int batches) => _schedule.At(_recipe.ScheduleOnSteps || _recipe.WarmUpOnSteps
        ? _progress.Epoch + (double)batch / batches
        : _progress.Epoch);

    // The gradients of an unfinished accumulation are no part of a state: epochs end with a finished one.
    private int BatchesIn(int epoch)
    {
        if (_batches.Epoch != epoch)
            _batches = (epoch, _parts.Batches.BatchesIn(epoch) / _accumulated * _accumulated);
        return _batches.Count;
    }

    private void Record(StepResult result, double rate, int rank)
    {
        _progress.Batch++;
        _progress.Step++;
        _progress.LearningRate = rate;
        _batchesSinceSave++;
        if (!result.Skipped)
        {
            RecordParts();
            _progress.LossSum += result.Loss;
            _progress.LossCount++;
            _progress.SkippedInARow = 0;
            return;
        }

        _progress.Skipped++;
        var where = $"epoch {_progress.Epoch + 1}, batch {_progress.Batch}";
        if (result.Overflowed)
        {
            // An overflow in float16 is no fault of the run: it is how the scale of the loss finds its value.
            _parts.Observer.Noted($"{where}: gradients overflow at a loss scale of {result.LossScale:F0}: the batch is left "
                + "out, the scale halves.");
            return;
        }

        _progress.SkippedInARow++;
        var what = float.IsFinite(result.Loss)
            ? $"a gradient norm of {result.GradientNorm}"
            : $"a loss of {result.Loss}";
        if (_progress.SkippedInARow < MostSkippedInARow)
        {
            _parts.Observer.Warned($"{where} has {what}: the batch is left out.");
            return;
        }

        // Each rank can look into its own batch alone.
        var layer = _ranks.GatherTexts(_parts.Session.FirstNonFiniteLayer() ?? "")[rank];
        var first = layer.Length == 0
            ? "No layer's result is infinite or NaN by itself."
            : $"The first layer whose result is no number: {layer}.";
        throw new NonFiniteLossException($"{MostSkippedInARow} batches in a row were left out, the last one in {where} "
            + $"with {what}. {first} Use a lower --lr, a longer --warmup-epochs or --clip-grad 1. {StoredBefore()}");
    }

    // Where a loss has one part alone, that is the loss.
    private void RecordParts()
    {
        if (_losses.Count == 0)
            return;
        _progress.LossPartSums ??= new double[_losses.Count];
        for (var i = 0; i < _losses.Count; i++)
            _progress.LossPartSums[i] += _parts.Session.LossParts[i];
    }

    private void SaveWithinEpoch(CancellationToken cancellation)
    {
        // A state in the middle of an accumulation would lack its gradients.
        if (_progress.Batch % _accumulated != 0)
            return;
        var due = _recipe.RecoveryInterval > 0
            && _batchesSinceSave >= (long)_recipe.RecoveryInterval * _accumulated;
        // All ranks end at the same step, whichever was told to.
        var cancelled = _ranks.Any(cancellation.IsCancellationRequested);
        if (due || cancelled)
        {
            SaveState();
            _parts.Observer.Saved(_progress.Epoch, _progress.Batch);
        }

        if (cancelled)
            throw new OperationCanceledException(cancellation);
    }

    private void EndEpoch(Stopwatch watch, CancellationToken cancellation)
    {
        var start = watch.Elapsed;
        // What is validated is what is stored for use: the averages, where they are kept.
        var state = _parts.Session.ReadEma() ?? _parts.Session.ReadState();
        RequireSameWeights(state);
        var isJudged = (_progress.Epoch + 1) % _recipe.EvaluationInterval == 0
            || _progress.Epoch + 1 == _schedule.TotalEpochs;
        if (isJudged)
            Validate(state, cancellation);
        _unreadable = [.. GatherPictures(_parts.Batches.Unreadable.Select(p => (p.Index, p.Name, $"{p}")),
            _parts.Evaluator.Unreadable.Select(p => (p.Index, p.Name, $"{p}"))).Select(p => p.Text)];
        ReportUnreadable();
        if (isJudged)
            RequireFinite(_lastResult!);
        var metrics = isJudged
            ? _lastResult!.Metrics
            : new(_parts.Metrics.Metrics.Select(metric => (metric.Name, double.NaN)));
        var summary = new EpochSummary(_progress.Epoch, _progress.LossSum / _progress.LossCount, metrics,
            _progress.LearningRate)
        {
            TrainLosses = new(_losses.Select((name, i) =>
                (name, (_progress.LossPartSums?[i] ?? double.NaN) / _progress.LossCount))),
        };
        _progress.Epochs.Add(summary);
        _progress.Epoch++;
        _progress.Batch = 0;
        _progress.LossSum = 0;
        _progress.LossCount = 0;
        _progress.LossPartSums = null;
        if (IsFirst)
            Store(summary, state);
        _parts.Observer.EpochEnded(new TrainingEpoch(summary, Best(), _parts.Metrics, watch.Elapsed, watch.Elapsed - start));
    }

    private void Validate(IReadOnlyDictionary<string, float[]> state, CancellationToken cancellation)
    {
        _parts.Observer.Validating(_progress.Epoch);
        try
        {
            _lastResult = _parts.Evaluator.Evaluate(state, cancellation);
        }
        catch (OperationCanceledException)
        {
            SaveState();
            throw;
        }
    }

    // Weights whose results are no numbers must not become the last or the best ones.
    private void RequireFinite(EvaluationResult result)
    {
        if (result.NonFinite == 0)
            return;
        throw new NonFiniteLossException($"After epoch {_progress.Epoch + 1} the network's results for {result.NonFinite} "
            + $"of {result.Count} pictures are infinite or NaN. Use a lower --lr, a longer --warmup-epochs or "
            + $"--clip-grad 1. {StoredBefore()}");
    }

    // Weights first, the state second, removals last: a kill in between repeats part of the epoch, with equal results.
    private void Store(EpochSummary summary, IReadOnlyDictionary<string, float[]> state)
    {
        var kept = Kept();
        var files = new List<string> { _folder.LastWeights };
        if (kept.Contains(summary.Epoch))
            files.Add(_folder.EpochWeights(summary.Epoch));
        if (Best() == summary)
            files.Add(_folder.BestWeights);
        Guarded(() =>
        {
            _folder.WriteText(_folder.Config,
                HubConfigText.Of(_parts.Model, _parts.Batches.Dataset.Classes, _recipe.Preprocessing));
            foreach (var file in files)
            {
                _folder.Write(file, stream => WeightFile.Save(stream, _parts.Model, state,
                    _parts.Batches.Dataset.Classes, _recipe.Preprocessing, summary, _parts.Metrics));
            }
        });
        SaveState();
        Guarded(() =>
        {
            _folder.KeepWeights(kept);
            WriteSummary();
            // A run that was resumed between two validations has no result yet.
            if (_lastResult is null)
                return;
            foreach (var (name, text) in _lastResult.Files(_parts.Batches.Dataset.Classes))
                _folder.WriteText(Path.Combine(_folder.Root, name), text);
            _folder.WriteText(_folder.Report, TrainingReport.Write(
                _recipe, _parts.Metrics, _progress, _lastResult, _parts.Batches.Dataset.Classes, Facts()));
        });
    }

    private ReportFacts Facts() => new(_parts.Device,
        _parts.Device.Length > 0 ? Stopwatch.GetElapsedTime(_begin) : null, _resumedEpoch,
        _parts.Batches.Dataset.Count, _unreadable, _parts.Evaluator.Images);

    private void SaveState()
    {
        _batchesSinceSave = 0;
        if (!IsFirst)
            return;
        var checkpoint = new TrainingCheckpoint
        {
            Model = _parts.Model.Name,
            Classes = _parts.Model.Classes,
            Progress = _progress,
            Recipe = TrainingCheckpoint.Deciding(_recipe, _ranks.Size),
            Ranks = _ranks.Size,
            Data = _parts.Data,
            State = _parts.Session.ReadState(),
            Optimizer = _parts.Session.ReadOptimizer(),
            Ema = _parts.Session.ReadEma(),
        };
        Guarded(() => _folder.Write(_folder.State, checkpoint.Save));
    }

    // Ranks that have equal sums make equal updates; where a machine does not, all that follows would be worthless.
    private void RequireSameWeights(IReadOnlyDictionary<string, float[]> state)
    {
        if (_ranks.Size == 1)
            return;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, values) in state.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        _ranks.RequireSame([($"the hash of the weights after epoch {_progress.Epoch + 1}",
            Convert.ToHexString(hash.GetHashAndReset())[..16])]);
    }

    private void WriteSummary() => _folder.WriteText(_folder.Summary, SummaryTable.Write(_progress.Epochs, _parts.Metrics, _losses));

    // "No space left on device" alone does not say what became of the run.
    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The run cannot be stored in {_folder.Root}: {exception.Message.TrimEnd('.')}. "
                + StoredBefore(), exception);
        }
    }

    private string StoredBefore() => _folder.HasState
        ? "The state that was stored before is as it was: go on from it with --resume auto."
        : "Nothing was stored before.";

    // The best ones, and every so many.
    private HashSet<int> Kept() => EpochRanking.Rank(_progress.Epochs.Where(epoch => epoch.IsJudged), _ranking)
        .Take(_recipe.CheckpointHistory).Select(e => e.Epoch)
        .Concat(_progress.Epochs.Select(e => e.Epoch)
            .Where(epoch => _recipe.SavePeriod > 0 && (epoch + 1) % _recipe.SavePeriod == 0))
        .ToHashSet();

    private EpochSummary Best() => EpochRanking.Rank(_progress.Epochs, _ranking).First();

    private bool IsOutOfPatience() => _recipe.Patience > 0 && _progress.Epochs.Count > 0
        && _progress.Epoch - 1 - Best().Epoch >= _recipe.Patience;

    // There must be a judged epoch to return.
    private bool IsOutOfTime(long begin)
    {
        // The clocks of ranks differ: all end when one says so.
        if (_recipe.MaxTime == 0 || !_progress.Epochs.Any(epoch => epoch.IsJudged)
            || !_ranks.Any(Stopwatch.GetElapsedTime(begin).TotalHours >= _recipe.MaxTime))
        {
            return false;
        }

        _parts.Observer.Warned(string.Create(CultureInfo.InvariantCulture,
            $"--max-time {_recipe.MaxTime} is over after epoch {_progress.Epoch}: --resume auto with more goes on"));
        return true;
    }

    private void ReportStart(bool resumed) => _parts.Observer.Started(new TrainingStart(
        _parts.Model.Name, _parts.Model.Classes, _folder.Root, _parts.Batches.Dataset.Count, _parts.Evaluator.Count,
        _schedule.TotalEpochs, BatchesIn(_progress.Epoch) / _ranks.Size, _recipe.BatchSize,
        resumed ? _progress.Epoch : null, _progress.Batch / _ranks.Size)
    {
        Ranks = _ranks.Size,
        Engine = _ranks.Engine,
    });

    // In the order of one process that reads them all: pictures to learn from, then those to judge by, by index.
    private List<(int Index, string Name, string Text)> GatherPictures(
        IEnumerable<(int Index, string Name, string Text)> learnt, IEnumerable<(int Index, string Name, string Text)> judged)
    {
        if (_ranks.Size == 1)
            return [.. learnt.Concat(judged)];
        const char Field = '\u001f';
        const char Record = '\u001e';
        var own = learnt.Select(p => (Split: 0, Picture: p)).Concat(judged.Select(p => (Split: 1, Picture: p)))
            .Select(p => string.Create(CultureInfo.InvariantCulture,
                $"{p.Split}{Field}{p.Picture.Index}{Field}{p.Picture.Name}{Field}{p.Picture.Text}"));
        return [.. _ranks.GatherTexts(string.Join(Record, own))
            .SelectMany(text => text.Split(Record, StringSplitOptions.RemoveEmptyEntries)).Distinct()
            .Select(line => line.Split(Field, 4))
            .Select(parts => (Split: parts[0], Index: int.Parse(parts[1], CultureInfo.InvariantCulture), Name: parts[2],
                Text: parts[3]))
            .OrderBy(p => p.Split, StringComparer.Ordinal).ThenBy(p => p.Index)
            .Select(p => (p.Index, p.Name, p.Text))];
    }

    private void ReportUnreadable()
    {
        foreach (var picture in GatherPictures(
            _parts.Batches.Damaged.Select(p => (p.Index, p.Name, $"{p}")),
            _parts.Evaluator.Damaged.Select(p => (p.Index, p.Name, $"{p}"))))
        {
            if (_damagedPictures.Add(picture.Name))
                _parts.Observer.Warned($"damaged, and read all the same: {picture.Text}");
        }

        var added = _unreadable.Where(_namedPictures.Add).ToList();
        if (added.Count == 0)
            return;
        foreach (var picture in added)
            _parts.Observer.Warned($"skipped: {picture}");
        if (!IsFirst)
            return;
        var text = string.Concat(_unreadable.Select(line => EncodedText.Line(line) + "\n"));
        Guarded(() => _folder.WriteText(_folder.Unreadable, text));
    }
}
