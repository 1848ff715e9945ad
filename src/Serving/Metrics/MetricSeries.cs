using System.Diagnostics.Metrics;

namespace GpuFormer.Serving.Metrics;

/// <summary>The measurements of one instrument with one set of tags.</summary>
internal sealed class MetricSeries(Instrument instrument, string tags, IReadOnlyList<double> boundaries)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[boundaries.Count];
    private double _value;
    private long _count;

    public Instrument Instrument { get; } = instrument;

    /// <summary>As Prometheus has them, without braces: <c>route="/predict",status="200"</c>.</summary>
    public string Tags { get; } = tags;

    public void Add(double measurement, bool replaces)
    {
        lock (_lock)
        {
            _value = replaces ? measurement : _value + measurement;
            _count++;
            for (var i = 0; i < boundaries.Count; i++)
            {
                if (measurement <= boundaries[i])
                    _buckets[i]++;
            }
        }
    }

    /// <summary>The sum or last value, how many measurements there were, and how many of each boundary or less.</summary>
    public (double Value, long Count, IReadOnlyList<(double Boundary, long Count)> Buckets) Read()
    {
        lock (_lock)
            return (_value, _count, [.. boundaries.Select((boundary, i) => (boundary, _buckets[i]))]);
    }
}
