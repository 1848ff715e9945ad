using System.Diagnostics.Metrics;

namespace GpuFormer.Serving.Metrics;

/// <summary>What a server counts, as instruments of a meter: <c>/metrics</c> writes them, and so can OpenTelemetry.</summary>
internal sealed class ServerMetrics : IDisposable
{
    public const string MeterName = "GpuFormer.Serving";

    /// <summary>The status that is counted when the client does not wait for the answer, as nginx does.</summary>
    public const int ClientGone = 499;

    private const string OtherRoute = "other";

    // Seconds: from a digit on a processor to the longest request.
    private static readonly double[] Boundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Counter<long> _requests;
    private readonly Counter<long> _images;
    private readonly Counter<long> _faults;
    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _duration;

    public ServerMetrics()
    {
        Meter = new Meter(MeterName);
        _requests = Meter.CreateCounter<long>(
            "gpuformer.server.requests", "{request}", "Requests, by route and HTTP status.");
        _images = Meter.CreateCounter<long>("gpuformer.server.images", "{image}", "Images that were predicted from.");
        _faults = Meter.CreateCounter<long>("gpuformer.server.faults", "{fault}", "Faults of the server itself.");
        _active = Meter.CreateUpDownCounter<long>(
            "gpuformer.server.active.requests", "{request}", "Requests under way.");
        _duration = Meter.CreateHistogram("gpuformer.server.request.duration", "s", "Time of a request, by route.",
            tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries });
    }

    public Meter Meter { get; }

    public void Begin() => _active.Add(1);

    public void End(string? route, int status, TimeSpan time)
    {
        _active.Add(-1);
        // Addresses that clients make up are no routes: they would fill the memory with series.
        var name = new KeyValuePair<string, object?>("route", route ?? OtherRoute);
        _requests.Add(1, name, new KeyValuePair<string, object?>("status", status));
        _duration.Record(time.TotalSeconds, name);
    }

    public void Predicted(string model, int images) =>
        _images.Add(images, new KeyValuePair<string, object?>("model", model));

    public void Fault() => _faults.Add(1);

    public void Dispose() => Meter.Dispose();
}
