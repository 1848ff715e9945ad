using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GpuFormer;

/// <summary>
/// What classifiers, detectors and segmenters measure, for <see cref="MeterListener"/>, dotnet-counters and OpenTelemetry; it costs a comparison
/// where nobody listens. All but the queue's length carry the tag <c>model</c>.
/// </summary>
/// <remarks>
/// <c>gpuformer.requests</c>: images asked for; <c>gpuformer.failures</c>: those that ended in an exception, whose type is
/// the tag <c>error.type</c>; <c>gpuformer.queue.length</c>: prepared images that wait, of all of them;
/// <c>gpuformer.batch.size</c>: images of a run of the network; <c>gpuformer.request.duration</c>,
/// <c>gpuformer.preparation.duration</c> (decoding and resizing) and <c>gpuformer.network.duration</c>, in seconds.
/// </remarks>
public static class PredictionMetrics
{
    /// <summary>The name of the <see cref="Meter"/>.</summary>
    public const string MeterName = "GpuFormer";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "gpuformer.requests", "{image}", "Images that were asked for.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "gpuformer.failures", "{image}", "Images that ended in an exception.");
    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>(
        "gpuformer.batch.size", "{image}", "Images of a run of the network.");
    private static readonly Histogram<double> RequestDuration = Meter.CreateHistogram<double>(
        "gpuformer.request.duration", "s", "From a call to its end.");
    private static readonly Histogram<double> PreparationDuration = Meter.CreateHistogram<double>(
        "gpuformer.preparation.duration", "s", "Decoding, resizing and normalising.");

    private static int _waiting;

    static PredictionMetrics() => Meter.CreateObservableGauge(
        "gpuformer.queue.length", () => Volatile.Read(ref _waiting), "{image}", "Prepared images that wait.");

    internal static Histogram<double> NetworkDuration { get; } = Meter.CreateHistogram<double>(
        "gpuformer.network.duration", "s", "A run of the network.");

    internal static long StartOf(Instrument instrument) => instrument.Enabled ? Stopwatch.GetTimestamp() : 0;

    internal static long RequestStarted(string model)
    {
        Requests.Add(1, Tag(model));
        return StartOf(RequestDuration);
    }

    internal static void RequestDone(string model, long start) => Record(RequestDuration, model, start);

    internal static void RequestFailed(string model, Exception exception, long start)
    {
        if (Failures.Enabled)
            Failures.Add(1, Tag(model), new KeyValuePair<string, object?>("error.type", exception.GetType().Name));
        Record(RequestDuration, model, start);
    }

    internal static long PreparationStarted() => StartOf(PreparationDuration);

    internal static void PreparationDone(string model, long start) => Record(PreparationDuration, model, start);

    internal static void BatchDone(string model, int images, long start)
    {
        BatchSize.Record(images, Tag(model));
        Record(NetworkDuration, model, start);
    }

    internal static void QueueChanged(int by) => Interlocked.Add(ref _waiting, by);

    private static void Record(Histogram<double> histogram, string model, long start)
    {
        // A listener that came in the middle has no start.
        if (start != 0)
            histogram.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, Tag(model));
    }

    private static KeyValuePair<string, object?> Tag(string model) => new("model", model);
}
