using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace GpuFormer.Serving.Metrics;

/// <summary>Listens to a server's own meter and to those of the library.</summary>
internal sealed class MetricCollector : IDisposable
{
    // Far more than there are; a meter that makes up tags fills no memory.
    private const int MostSeries = 2000;

    private static readonly double[] DefaultBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 50, 100, 1000];

    private readonly ConcurrentDictionary<(Instrument Instrument, string Tags), MetricSeries> _series = new();
    private readonly MeterListener _listener = new();

    public MetricCollector(Meter own)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, own) || instrument.Meter.Name == PredictionMetrics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<byte>((i, value, tags, _) => Add(i, value, tags));
        _listener.SetMeasurementEventCallback<short>((i, value, tags, _) => Add(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Add(i, value, tags));
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
        _listener.SetMeasurementEventCallback<float>((i, value, tags, _) => Add(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((i, value, tags, _) => Add(i, (double)value, tags));
        _listener.Start();
    }

    /// <summary>All series, those of one instrument behind each other; observable instruments are asked now.</summary>
    public IEnumerable<IGrouping<Instrument, MetricSeries>> Collect()
    {
        _listener.RecordObservableInstruments();
        return _series.Values.OrderBy(series => series.Instrument.Name, StringComparer.Ordinal)
            .ThenBy(series => series.Tags, StringComparer.Ordinal).GroupBy(series => series.Instrument);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, PrometheusText.Labels(tags));
        if (!_series.TryGetValue(key, out var series))
        {
            if (_series.Count >= MostSeries)
                return;
            series = _series.GetOrAdd(key, new MetricSeries(instrument, key.Item2, Boundaries(instrument)));
        }

        series.Add(value, PrometheusText.KindOf(instrument) == MetricKind.Gauge || instrument.IsObservable);
    }

    private static IReadOnlyList<double> Boundaries(Instrument instrument) =>
        PrometheusText.KindOf(instrument) != MetricKind.Histogram ? []
        : instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } given } ? given
        : DefaultBoundaries;
}
