using System.Diagnostics;
using System.Text.Json;
using GpuFormer.Files;
using GpuFormer.Graph.Execution;

namespace GpuFormer.Training;

/// <summary>
/// Writes where the time of a run goes, for chrome://tracing and ui.perfetto.dev: epochs, steps with their waiting for
/// images, validations, and the launches of one step. The file is a JSON array of complete events (<c>ph</c> X; <c>ts</c>
/// and <c>dur</c> in microseconds), as Google's "Trace Event Format" has it: events on one track lie within each other.
/// It is written as the run goes on: what a kill leaves lacks the last bracket, which both viewers forgive.
/// </summary>
public sealed class ChromeTrace : ITrainingObserver, IDisposable
{
    private const int RunTrack = 1;
    private const int LaunchTrack = 2;

    // Events between two writes to the file.
    private const int MostPending = 256;

    private readonly long _begin = Stopwatch.GetTimestamp();
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;
    private int _pending;
    private double _epochStart = -1;

    /// <summary>Begins a file; what it held goes.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public ChromeTrace(string path)
    {
        _file = RegularFile.OpenToWrite(path, FileShare.Read);
        _file.SetLength(0);
        _json = new Utf8JsonWriter(_file);
        _json.WriteStartArray();
        Name(RunTrack, "run");
        Name(LaunchTrack, "launches of one step, timed one by one");
        _json.Flush();
    }

    /// <summary>Whether a step was made since the file began.</summary>
    public bool HasSteps { get; private set; }

    public void Stepped(in TrainingStep step)
    {
        HasSteps = true;
        var end = Now();
        var start = end - step.Time.TotalMicroseconds;
        var loaded = start + step.DataTime.TotalMicroseconds;
        if (_epochStart < 0)
            _epochStart = start;
        var (loss, rate, images) = (step.Loss, step.LearningRate, step.Pictures);
        Event(RunTrack, $"step {step.Batch + 1}", start, end, json =>
        {
            Number(json, "loss", loss);
            json.WriteNumber("learning rate", rate);
            json.WriteNumber("images", images);
        });
        Event(RunTrack, "wait for images", start, loaded);
        Event(RunTrack, "forward, backward, update", loaded, end);
    }

    public void EpochEnded(TrainingEpoch epoch)
    {
        var end = Now();
        var start = Math.Max(0, end - epoch.EvalTime.TotalMicroseconds);
        Event(RunTrack, $"epoch {epoch.Summary.Epoch + 1}", _epochStart < 0 ? start : _epochStart, end, json =>
        {
            Number(json, "train loss", epoch.Summary.TrainLoss);
            Number(json, epoch.Metrics.Ranking.Title, epoch.Summary.Metrics[epoch.Metrics.RankingName]);
        });
        Event(RunTrack, "validate and store", start, end);
        _epochStart = -1;
    }

    // JSON knows no NaN, which the loss of an epoch is whose steps were all left out.
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
    }

    /// <summary>
    /// Writes launches in their order, one behind the other, each level of the plan (launches that do not depend on each
    /// other) around its own.
    /// </summary>
    /// <param name="rows">With the times that they took one by one.</param>
    internal void AddLaunches(IReadOnlyList<TraceRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var start = Now();
        var at = start;
        foreach (var level in rows.GroupBy(row => row.Wave))
        {
            var first = at;
            foreach (var row in level)
            {
                var end = at + (row.Seconds * 1e6);
                Event(LaunchTrack, row.Node.Name, at, end, json =>
                {
                    json.WriteString("kernel", row.Kernel.Name);
                    json.WriteNumber("groups", row.Grid.Groups);
                    json.WriteNumber("bytes", row.Bytes);
                    json.WriteNumber("flops", row.Operations);
                });
                at = end;
            }

            Event(LaunchTrack, $"level {level.Key + 1}", first, at);
        }

        Event(LaunchTrack, "step", start, at);
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        _json.WriteEndArray();
        _json.Dispose();
        _file.Dispose();
    }

    private double Now() => Stopwatch.GetElapsedTime(_begin).TotalMicroseconds;

    private void Event(int track, string name, double start, double end, Action<Utf8JsonWriter>? details = null)
    {
        // Nanoseconds, so that the end of an event and the start of the next are one number.
        var (first, last) = (Math.Round(Math.Max(0, start), 3), Math.Round(Math.Max(0, end), 3));
        Begin("X", track, name);
        _json.WriteNumber("ts", first);
        _json.WriteNumber("dur", Math.Round(last - first, 3));
        if (details is not null)
        {
            _json.WriteStartObject("args");
            details(_json);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        if (++_pending < MostPending)
            return;
        _pending = 0;
        _json.Flush();
    }

    private void Name(int track, string name)
    {
        Begin("M", track, "thread_name");
        _json.WriteStartObject("args");
        _json.WriteString("name", name);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Begin(string phase, int track, string name)
    {
        _json.WriteStartObject();
        _json.WriteString("name", name);
        _json.WriteString("ph", phase);
        _json.WriteNumber("pid", 1);
        _json.WriteNumber("tid", track);
    }
}
