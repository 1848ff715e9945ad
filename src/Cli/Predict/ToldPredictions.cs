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

    public void Add(PredictedFile predicted)
    {
        foreach (var warning in predicted.Warnings)
            output.Warn(warning);
        if (predicted.Error is { } error)
        {
            _skipped++;
            _nonFinite += predicted.IsNonFinite ? 1 : 0;
            output.Warn($"skipped: {(error.Contains(predicted.File, StringComparison.Ordinal) ? error
                : $"{predicted.File}: {error}")}");
        }
        else
        {
            _named++;
        }

        results?.Add(predicted);
        if (_json is not null)
            _json.Add(predicted.ToJson());
        else if (predicted.Error is null)
            WriteLines(predicted);
    }

    public void Dispose() => _json?.Dispose();

    // A terminal gets a short list under each file; a pipe gets lines of fields with tabs between them, the file first.
    private void WriteLines(PredictedFile predicted)
    {
        if (output.Interactive)
        {
            output.WriteLine(predicted.File);
            foreach (var line in predicted.Lines)
                output.WriteLine(line);
            return;
        }

        foreach (var row in predicted.Rows)
            output.WriteFields([predicted.File, .. row]);
    }
}
