using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GpuFormer.Cli.Output;

/// <summary>Where a command writes: results to one stream, everything else to the other.</summary>
internal sealed class CommandOutput(
    TextWriter stdout, TextWriter stderr, bool json, bool interactive, Verbosity verbosity,
    CancellationToken cancellation)
{
    private static readonly JsonWriterOptions JsonOptions = new()
    {
        Indented = true,
        // Labels and file names stay readable; the text is never put into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>True when the result is to be JSON.</summary>
    public bool Json { get; } = json;

    /// <summary>True when a person reads the result on a terminal.</summary>
    public bool Interactive { get; } = interactive;

    public TextWriter Results { get; } = stdout;

    /// <summary>Where progress goes; nowhere when nothing but errors is to be told.</summary>
    public TextWriter Notes => verbosity >= Verbosity.Normal ? stderr : TextWriter.Null;

    /// <summary>Set by Ctrl-C.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    public void Progress(string line)
    {
        if (verbosity >= Verbosity.Normal)
            stderr.WriteLine(line);
    }

    public void Warn(string line)
    {
        if (verbosity >= Verbosity.Normal)
            stderr.WriteLine($"gpuformer: warning: {line}");
    }

    public void Debug(string line)
    {
        if (verbosity >= Verbosity.Debug)
            stderr.WriteLine(line);
    }

    /// <summary>Writes the one JSON value of a command.</summary>
    public void WriteJson(JsonNode value)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, JsonOptions))
            value.WriteTo(writer);
        Results.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }
}
