using GpuFormer.Cli.Output;
using GpuFormer.Data;
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
    public static int Write(Exception exception, TextWriter stderr, bool withStackTrace)
    {
        var cause = Unwrap(exception);
        var code = ExitCodeOf(cause);
        // Other tools end without a word when nobody reads on.
        if (code == ExitCode.ClosedPipe)
            return code;
        if (code == ExitCode.Interrupted)
            stderr.WriteLine("gpuformer: interrupted");
        else
            stderr.WriteLine($"gpuformer: error: {EncodedText.Line(MessageOf(cause))}");
        if (withStackTrace)
            stderr.WriteLine(exception);
        return code;
    }

    private static int ExitCodeOf(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCode.Interrupted,
        ClosedPipeException => ExitCode.ClosedPipe,
        UsageException or RecipeException or DeviceSelectionException => ExitCode.Usage,
        ModelFormatException or ImageFormatException or DatasetFormatException or BadDataException => ExitCode.BadData,
        NotRegularFileException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => ExitCode.BadData,
        InsufficientMemoryException or OutOfMemoryException => ExitCode.OutOfMemory,
        DeviceLostException => ExitCode.DeviceLost,
        _ => ExitCode.RunError,
    };

    private static string MessageOf(Exception exception) => exception switch
    {
        OutOfMemoryException and not DeviceMemoryException =>
            $"{exception.Message} Use a smaller --batch-size or --img-size, or a smaller model.",
        _ => exception.Message,
    };

    // Kernels compile on several threads, whose exceptions come in a bundle: the first says enough.
    private static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions.Count: > 0 } bundle => Unwrap(bundle.InnerExceptions[0]),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };
}
