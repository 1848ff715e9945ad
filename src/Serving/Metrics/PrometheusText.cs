using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace GpuFormer.Serving.Metrics;

/// <summary>Metrics in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes all series.</summary>
    public static string Write(IEnumerable<IGrouping<Instrument, MetricSeries>> instruments)
    {
        var text = new StringBuilder();
        foreach (var series in instruments.GroupBy(group => NameOf(group.Key), StringComparer.Ordinal))
        {
            var instrument = series.First().Key;
            var kind = KindOf(instrument);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {series.Key} {HelpOf(instrument)}\n")
                .Append(CultureInfo.InvariantCulture, $"# TYPE {series.Key} {TypeOf(kind)}\n");
            foreach (var one in series.SelectMany(group => group))
                Write(text, series.Key, kind, one);
        }

        return text.ToString();
    }

    /// <summary>What Prometheus calls an instrument's kind.</summary>
    public static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return generic == typeof(Histogram<>) ? MetricKind.Histogram
            : generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>) ? MetricKind.Counter
            : generic == typeof(UpDownCounter<>) || generic == typeof(ObservableUpDownCounter<>) ? MetricKind.Sum
            : MetricKind.Gauge;
    }

    /// <summary>Tags as Prometheus has them, without braces.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            text.Append(text.Length > 0 ? "," : "").Append(Plain(name)).Append("=\"");
            foreach (var character in Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
            {
                text.Append(character switch
                {
                    '\\' => @"\\",
                    '"' => "\\\"",
                    '\n' => @"\n",
                    _ => character.ToString(),
                });
            }

            text.Append('"');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, MetricKind kind, MetricSeries series)
    {
        var (value, count, buckets) = series.Read();
        if (kind != MetricKind.Histogram)
        {
            Line(text, name, series.Tags, "", value);
            return;
        }

        foreach (var (boundary, below) in buckets)
            Line(text, $"{name}_bucket", series.Tags, $"le=\"{Number(boundary)}\"", below);
        Line(text, $"{name}_bucket", series.Tags, "le=\"+Inf\"", count);
        Line(text, $"{name}_sum", series.Tags, "", value);
        Line(text, $"{name}_count", series.Tags, "", count);
    }

    private static void Line(StringBuilder text, string name, string tags, string more, double value)
    {
        var all = tags.Length > 0 && more.Length > 0 ? $"{tags},{more}" : tags + more;
        text.Append(name);
        if (all.Length > 0)
            text.Append('{').Append(all).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    // "gpuformer.server.request.duration" in "s" is gpuformer_server_request_duration_seconds; units in braces are words.
    private static string NameOf(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        return Plain(instrument.Name) + unit + (KindOf(instrument) == MetricKind.Counter ? "_total" : "");
    }

    private static string HelpOf(Instrument instrument) => (instrument.Description ?? instrument.Name)
        .Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        MetricKind.Sum or MetricKind.Gauge => "gauge",
    };

    private static string Plain(string name) =>
        string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>How the measurements of an instrument become one number.</summary>
internal enum MetricKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A sum that grows and shrinks.</summary>
    Sum,

    /// <summary>The last measurement.</summary>
    Gauge,

    /// <summary>Counts by size.</summary>
    Histogram,
}
