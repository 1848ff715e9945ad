using System.Runtime.InteropServices;
using System.Text;

namespace GpuFormer.Cli;

internal static class Program
{
    // A command that is deep in the compiler when Ctrl-C comes does not look at the token for a while.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static int Main(string[] args)
    {
        using var interruption = new CancellationTokenSource();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            interruption.Cancel();
            // Files are written beside their place and renamed, so leaving at once breaks none.
            _ = Task.Delay(Grace).ContinueWith(_ => Environment.Exit(ExitCode.Interrupted), TaskScheduler.Default);
        });

        using var stdout = OpenUtf8(Console.OpenStandardOutput());
        using var stderr = OpenUtf8(Console.OpenStandardError());
        return CommandLine.Invoke(args, stdout, stderr, !Console.IsOutputRedirected, interruption.Token);
    }

    private static StreamWriter OpenUtf8(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
