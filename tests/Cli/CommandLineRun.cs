using System.Text.Json;
using GpuFormer.Cli;
using GpuFormer.Cli.Output;

namespace GpuFormer.Tests.Cli;

/// <summary>One run of the command line in this process, with what it wrote.</summary>
internal sealed class CommandLineRun
{
    private CommandLineRun(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Output = output;
        Error = error;
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    /// <summary>The result, which must be one JSON value and nothing else.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static CommandLineRun Of(params string[] args) => Of(interactive: false, default, args);

    public static CommandLineRun Of(bool interactive, CancellationToken cancellation, params string[] args) =>
        Run(interactive, CommandOutput.UsualWidth, cancellation, args);

    /// <summary>A run for a person at a terminal of so many characters a line.</summary>
    public static CommandLineRun OnTerminal(int width, params string[] args) =>
        Run(interactive: true, width, default, args);

    private static CommandLineRun Run(bool interactive, int width, CancellationToken cancellation, string[] args)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        using var interruption = new Interruption(() => { });
        using var registration = cancellation.Register(interruption.Signal);
        var code = CommandLine.Invoke(
            args, new ResultWriter(stdout), new NoteWriter(stderr), interactive, interruption, width);
        return new CommandLineRun(code, stdout.ToString(), stderr.ToString());
    }
}

/// <summary>A folder that a test fills and that goes when it ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gpuformer-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
