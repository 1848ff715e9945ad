using System.Globalization;
using GpuFormer.Cli.Output;

namespace GpuFormer.Cli.Predict;

/// <summary>Tells of each picture as soon as it is known: on the result stream, in a file, and skipped ones as
/// warnings.</summary>
/// <param name="output">Of the command.</param>
/// <param name="results">The file, or null.</param>
internal sealed class ToldPredictions(CommandOutput output, PredictionFile? results) : IDisposable
{
    private readonly JsonRows? _json = output.Json ? output.BeginJson() : null;
    private int _named;
    private int _skipped;
    private int _nonFinite;

    /// <summary>Of the command, once all is told.</summary>
    /// <exception cref="BadDataException">No picture could be read.</exception>
    public int ExitCode => _named > 0 ? Cli.ExitCode.Success
        : _nonFinite > 0 ? Cli.ExitCode.RunError
        : throw new BadDataException($"None of the {_skipped} pictures could be read.");

    public void Add(Classified classified)
    {
        foreach (var warning in classified.Warnings)
            output.Warn(warning);
        if (classified.Error is { } error)
        {
            _skipped++;
            _nonFinite += classified.IsNonFinite ? 1 : 0;
            output.Warn($"skipped: {(error.Contains(classified.File, StringComparison.Ordinal) ? error
                : $"{classified.File}: {error}")}");
        }
        else
        {
            _named++;
        }

        results?.Add(classified);
        if (_json is not null)
            _json.Add(classified.ToJson());
        else if (classified.Error is null)
            WriteLines(classified.File, classified.Predictions);
    }

    public void Dispose() => _json?.Dispose();

    // A terminal gets a short list under each file; a pipe gets lines of tab-separated file, rank, class, score, label.
    private void WriteLines(string file, IReadOnlyList<Prediction> predictions)
    {
        if (output.Interactive)
            output.WriteLine(file);
        for (var i = 0; i < predictions.Count; i++)
        {
            var (index, label, probability) = predictions[i];
            if (output.Interactive)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {100 * probability,5:F1} %  {label}"));
                continue;
            }

            output.WriteFields(file, $"{i + 1}", $"{index}", probability.ToString("F6", CultureInfo.InvariantCulture),
                label);
        }
    }
}
