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
        // Training stores its state first, which may have to wait for a step; a second signal does not wait.
        var grace = args is ["train", ..] ? Timeout.InfiniteTimeSpan : Grace;
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            // Files are written beside their place and renamed, so leaving at once breaks none.
            if (interruption.IsCancellationRequested)
                Environment.Exit(ExitCode.Interrupted);
            interruption.Cancel();
            _ = Task.Delay(grace).ContinueWith(_ => Environment.Exit(ExitCode.Interrupted), TaskScheduler.Default);
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

        using var stdout = OpenUtf8(Console.OpenStandardOutput());
        using var stderr = OpenUtf8(Console.OpenStandardError());
        return CommandLine.Invoke(args, stdout, stderr, !Console.IsOutputRedirected, interruption.Token);
    }

    private static StreamWriter OpenUtf8(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
