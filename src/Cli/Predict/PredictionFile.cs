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
    private readonly int _columns; // of CSV; 0 for lines of JSON

    private PredictionFile(StreamWriter writer, int columns) => (_writer, _columns) = (writer, columns);

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
    /// <param name="header">The columns of CSV: the file, those of a result, the error.</param>
    public static PredictionFile Create(string path, string format, string header)
    {
        var file = RegularFile.OpenToWrite(path, FileShare.Read);
        file.SetLength(0);
        var writer = new StreamWriter(file, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        if (format == Csv)
            writer.WriteLine(header);
        return new PredictionFile(writer, format == Csv ? header.Split(',').Length : 0);
    }

    /// <summary>Adds a picture.</summary>
    public void Add(PredictedFile predicted)
    {
        if (_columns == 0)
        {
            _writer.WriteLine(predicted.ToJson().ToJsonString(OneLine));
            return;
        }

        var file = EncodedText.CsvField(predicted.File);
        if (predicted.Error is { } error)
        {
            _writer.WriteLine($"{file}{new string(',', _columns - 1)}{EncodedText.CsvField(error)}");
            return;
        }

        // One write: a row is there or not.
        _writer.Write(string.Concat(predicted.Rows.Select(row =>
            $"{file},{string.Join(',', row.Select(Field))},\n")));
    }

    public void Dispose() => _writer.Dispose();

    // A number is no text that a table program would calculate, negative as it may be.
    private static string Field(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? text : EncodedText.CsvField(text);
}
