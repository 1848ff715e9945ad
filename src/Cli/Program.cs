using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using GpuFormer.Cli.Output;
using Microsoft.Win32.SafeHandles;

namespace GpuFormer.Cli;

internal static class Program
{
    // Linux and macOS; .NET has no name for it, and takes the system's number.
    private const PosixSignal FileTooLong = (PosixSignal)25;

    private static PosixSignalRegistration? _fileTooLong;

    private static int Main(string[] args)
    {
        // mpirun gives ranks a terminal that nobody sits at. What the runtime sends to one would stand in the results.
        var isRanked = CommandLine.LaunchedRanks > 1;
        if (isRanked)
            Environment.SetEnvironmentVariable("TERM", "dumb");
        // Files are written beside their place and renamed, so leaving at once breaks none.
        using var interruption = new Interruption(() => Environment.Exit(ExitCode.Interrupted));
        var signals = Signals().Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            interruption.Signal();
        })).ToList();
        // A write past the longest file that the process may have then fails, where it would end the process. The runtime
        // hands signals on from a thread of its own, maybe when the error is told already: this one is answered to the end.
        _fileTooLong = OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(FileTooLong, context => context.Cancel = true);

        using var stdout = OpenResults();
        using var stderr = new NoteWriter(OpenUtf8(Console.OpenStandardError()));
        var code = CommandLine.Invoke(args, stdout, stderr, !isRanked && !Console.IsOutputRedirected, interruption,
            TerminalWidth());
        signals.ForEach(signal => signal.Dispose());
        return code;
    }

    private static IEnumerable<PosixSignal> Signals()
    {
        yield return PosixSignal.SIGINT;
        yield return PosixSignal.SIGTERM;
        if (!IgnoresHangUp())
            yield return PosixSignal.SIGHUP;
    }

    // 'nohup' makes a process ignore the signal, and a handler would undo that.
    private static bool IgnoresHangUp()
    {
        const string Name = "SigIgn:";
        try
        {
            return OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status")
                .FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
                && ulong.TryParse(line.AsSpan(Name.Length).Trim(), NumberStyles.HexNumber,
                    CultureInfo.InvariantCulture, out var mask)
                && (mask & 1) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A terminal may say that it has none.
    private static int TerminalWidth()
    {
        const int Narrowest = 40;
        if (Console.IsOutputRedirected)
            return CommandOutput.UsualWidth;
        try
        {
            return Console.WindowWidth > 0 ? Math.Max(Narrowest, Console.WindowWidth) : CommandOutput.UsualWidth;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return CommandOutput.UsualWidth;
        }
    }

    // The console's own stream says nothing of a pipe whose reader has gone. A file, or a device such as /dev/null, stays
    // with it: a stream of its own would keep a place of its own, beside whoever writes to the file too.
    private static ResultWriter OpenResults()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
                return new ResultWriter(OpenUtf8(pipe), isPipe: true);
        }

        return new ResultWriter(OpenUtf8(Console.OpenStandardOutput()));
    }

    private static StreamWriter OpenUtf8(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
