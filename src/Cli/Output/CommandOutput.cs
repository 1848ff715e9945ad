using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GpuFormer.Cli.Output;

/// <summary>Where a command writes: results to one stream, everything else to the other.</summary>
/// <param name="stdout">For results.</param>
/// <param name="stderr">For progress, warnings and errors.</param>
/// <param name="json">Whether the result is to be JSON.</param>
/// <param name="interactive">Whether a person reads the result on a terminal.</param>
/// <param name="verbosity">How much is told.</param>
/// <param name="interruption">What Ctrl-C sets.</param>
/// <param name="width">Characters of a line of the terminal.</param>
internal sealed class CommandOutput(
    ResultWriter stdout, NoteWriter stderr, bool json, bool interactive, Verbosity verbosity,
    Interruption interruption, int width = CommandOutput.UsualWidth)
{
    /// <summary>Characters of a line where a terminal does not say how many it has.</summary>
    public const int UsualWidth = 80;

    private static readonly JsonWriterOptions JsonOptions = new()
    {
        Indented = true,
        NewLine = "\n",
        // Labels and file names stay readable; the text is never put into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>True when the result is to be JSON.</summary>
    public bool Json { get; } = json;

    /// <summary>True when a person reads the result on a terminal.</summary>
    public bool Interactive { get; } = interactive;

    /// <summary>Characters that a line may have on the terminal.</summary>
    public int Width { get; } = width;

    public TextWriter Results { get; } = stdout;

    /// <summary>Where progress goes; nowhere when nothing but errors is to be told.</summary>
    public TextWriter Notes => verbosity >= Verbosity.Normal ? stderr : TextWriter.Null;

    /// <summary>The same without a look at what passes: for bars, which are drawn with escape codes.</summary>
    public TextWriter Bars => verbosity >= Verbosity.Normal ? stderr.Raw : TextWriter.Null;

    /// <summary>Whether bars have a terminal to be drawn on.</summary>
    public bool ShowsBars => Interactive && verbosity >= Verbosity.Normal && !Console.IsErrorRedirected;

    /// <summary>Set by Ctrl-C.</summary>
    public CancellationToken Cancellation { get; } = interruption.Token;

    /// <summary>What Ctrl-C sets, and how long it waits.</summary>
    public Interruption Interruption { get; } = interruption;

    /// <summary>For a rank that is not the first: it tells nothing but errors.</summary>
    public CommandOutput Silent() =>
        new(new ResultWriter(TextWriter.Null), stderr, Json, interactive: false, Verbosity.Quiet, Interruption, Width);

    /// <summary>Writes an error of one of several processes and returns its exit code.</summary>
    public int WriteError(Exception exception, string who) =>
        ErrorReport.Write(exception, stderr, verbosity == Verbosity.Debug, who);

    public void Progress(string line)
    {
        if (verbosity >= Verbosity.Normal)
            stderr.WriteLine(EncodedText.Line(line));
    }

    public void Warn(string line)
    {
        if (verbosity >= Verbosity.Normal)
            stderr.WriteLine($"gpuformer: warning: {EncodedText.Line(line)}");
    }

    public void Debug(string line)
    {
        if (verbosity >= Verbosity.Debug)
            stderr.WriteLine(EncodedText.Line(line));
    }

    /// <summary>Writes a line of the result, whatever names it holds.</summary>
    public void WriteLine(string line) => Results.WriteLine(EncodedText.Line(line));

    /// <summary>Writes what was drawn for a terminal, whose names were encoded before.</summary>
    public void WriteDrawn(string text) => stdout.WriteDrawn(text);

    /// <summary>Writes a line of the result whose fields a program will take apart at the tabs.</summary>
    public void WriteFields(params IEnumerable<string> fields) =>
        Results.WriteLine(string.Join('\t', fields.Select(EncodedText.Line)));

    /// <summary>Writes the one JSON value of a command. Numbers that JSON has not become null.</summary>
    public void WriteJson(JsonNode value) => Results.WriteLine(Format(value));

    /// <summary>Begins the one JSON value of a command, an array whose items are written as they come.</summary>
    public JsonRows BeginJson() => new(Results, Format);

    private static string Format(JsonNode value)
    {
        RemoveNonFinite(value);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, JsonOptions))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void RemoveNonFinite(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                if (IsNonFinite(array[i]))
                    array[i] = null;
                RemoveNonFinite(array[i]);
            }
        }
        else if (node is JsonObject map)
        {
            foreach (var (key, value) in map.ToArray())
            {
                if (IsNonFinite(value))
                    map[key] = null;
                RemoveNonFinite(value);
            }
        }
    }

    private static bool IsNonFinite(JsonNode? node) => node is JsonValue value
        && ((value.TryGetValue<double>(out var number) && !double.IsFinite(number))
            || (value.TryGetValue<float>(out var single) && !float.IsFinite(single)));
}
