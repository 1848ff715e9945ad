using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuFormer.Files;

namespace GpuFormer.Cli.Predict;

/// <summary>
/// The results of <c>predict</c> in a file: CSV with a row for each class that is named, or a line of JSON for each
/// picture. What is known stands there at once, so that an interrupted run keeps what it had.
/// </summary>
internal sealed class PredictionFile : IDisposable
{
    /// <summary>The format's name: comma-separated values, RFC 4180.</summary>
    public const string Csv = "csv";

    /// <summary>The format's name: a JSON value in each line.</summary>
    public const string JsonLines = "jsonl";

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StreamWriter _writer;
    private readonly bool _isCsv;

    private PredictionFile(StreamWriter writer, bool isCsv) => (_writer, _isCsv) = (writer, isCsv);

    /// <summary>The format of a file: as it is asked for, or else by the ending of its name.</summary>
    /// <exception cref="UsageException">Neither says it.</exception>
    public static string FormatOf(string path, string? format) => format ?? Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" => Csv,
        ".JSONL" or ".NDJSON" => JsonLines,
        _ => throw new UsageException($"'{path}' does not say its format: let it end in .csv or .jsonl, or add "
            + $"--results-format {Csv} or {JsonLines}."),
    };

    /// <summary>Begins a file; an earlier one is replaced.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="format"><see cref="Csv"/> or <see cref="JsonLines"/>.</param>
    public static PredictionFile Create(string path, string format)
    {
        var file = RegularFile.OpenToWrite(path, FileShare.Read);
        file.SetLength(0);
        var writer = new StreamWriter(file, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        if (format == Csv)
            writer.WriteLine("file,rank,class,score,label,error");
        return new PredictionFile(writer, format == Csv);
    }

    /// <summary>Adds a picture.</summary>
    public void Add(Classified classified)
    {
        if (!_isCsv)
        {
            _writer.WriteLine(classified.ToJson().ToJsonString(OneLine));
            return;
        }

        var file = EncodedText.CsvField(classified.File);
        if (classified.Error is { } error)
        {
            _writer.WriteLine($"{file},,,,,{EncodedText.CsvField(error)}");
            return;
        }

        // One write: a row is there or not.
        _writer.Write(string.Concat(classified.Predictions.Select((prediction, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"{file},{i + 1},{prediction.ClassIndex},{prediction.Probability:F6},{EncodedText.CsvField(prediction.Label)},\n"))));
    }

    public void Dispose() => _writer.Dispose();
}
