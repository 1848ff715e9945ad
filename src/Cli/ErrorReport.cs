using GpuFormer.Cli.Output;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Files;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Cli;

/// <summary>The one place where an exception becomes a message and an exit code.</summary>
internal static class ErrorReport
{
    /// <summary>Writes what was wrong, and returns the exit code for it.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="stderr">Where to.</param>
    /// <param name="withStackTrace">Whether to write all of it.</param>
    /// <param name="who">Which of several processes writes; empty for one alone.</param>
    public static int Write(Exception exception, TextWriter stderr, bool withStackTrace, string who = "")
    {
        var code = ExitCodeOf(Unwrap(exception));
        // Other tools end without a word when nobody reads on.
        if (code == ExitCode.ClosedPipe)
            return code;
        var name = who.Length == 0 ? "gpuformer" : $"gpuformer: {who}";
        // One write, so that lines of several processes do not mix.
        stderr.Write(code == ExitCode.Interrupted
            ? $"{name}: interrupted{stderr.NewLine}"
            : $"{name}: error: {EncodedText.Line(MessageOf(exception))}{stderr.NewLine}");
        if (withStackTrace)
            stderr.WriteLine(exception);
        return code;
    }

    /// <summary>What an exception says to a user.</summary>
    public static string MessageOf(Exception exception) => Unwrap(exception) switch
    {
        OutOfMemoryException cause and not DeviceMemoryException =>
            $"{cause.Message} Use a smaller --batch-size or --img-size, or a smaller model.",
        var cause => cause.Message,
    };

    private static int ExitCodeOf(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCode.Interrupted,
        ClosedPipeException => ExitCode.ClosedPipe,
        UsageException or RecipeException or DeviceSelectionException or RankSetupException => ExitCode.Usage,
        RankFailedException failed => failed.ExitCode,
        ModelFormatException or ImageFormatException or DatasetFormatException or BadDataException => ExitCode.BadData,
        NotRegularFileException or FileNotFoundException or DirectoryNotFoundException
            or UnauthorizedAccessException => ExitCode.BadData,
        InsufficientMemoryException or OutOfMemoryException => ExitCode.OutOfMemory,
        DeviceLostException => ExitCode.DeviceLost,
        _ => ExitCode.RunError,
    };

    // Kernels compile on several threads, whose exceptions come in a bundle: the first says enough.
    private static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions.Count: > 0 } bundle => Unwrap(bundle.InnerExceptions[0]),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };
}
