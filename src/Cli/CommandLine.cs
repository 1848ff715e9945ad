using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using GpuFormer.Cli.Commands;
using GpuFormer.Cli.Output;
using GpuFormer.Cli.Training;

namespace GpuFormer.Cli;

/// <summary>The whole command line as a function of its arguments: what <c>gpuformer</c> and tests run.</summary>
internal static class CommandLine
{
    private const string Name = "gpuformer";

    /// <summary>Parses and runs one command.</summary>
    /// <param name="args">Without the program's name.</param>
    /// <param name="stdout">Results, and nothing else.</param>
    /// <param name="stderr">Progress, warnings and errors.</param>
    /// <param name="interactive">True when a person reads <paramref name="stdout"/> on a terminal.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Invoke(
        string[] args, TextWriter stdout, TextWriter stderr, bool interactive = false,
        CancellationToken cancellation = default)
    {
        var options = new SharedOptions();
        CommandOutput Open(ParseResult result) =>
            new(stdout, stderr, result.GetValue(options.Json), interactive, result.GetValue(options.Verbosity),
                cancellation);

        var root = new RootCommand("Mobile vision transformers on CPUs and GPUs, from kernels written once in C#.")
        {
            ModelsCommand.Create(Open),
            InfoCommand.Create(Open),
            DevicesCommand.Create(Open),
            DoctorCommand.Create(Open),
            TrainCommand.Create(Open),
            ValCommand.Create(Open),
            PredictCommand.Create(Open),
            RunCommand.Create(Open),
            BenchmarkCommand.Create(Open),
            ConvertCommand.Create(Open),
            AverageCommand.Create(Open),
            ExportCommand.Create(Open),
            ExplainCommand.Create(Open),
            EmitCommand.Create(Open),
            SelfTestCommand.Create(Open),
        };
        options.AddTo(root);

        var parsed = root.Parse(LauncherPrefix.Remove(args));
        var configuration = new InvocationConfiguration
        {
            Output = stdout,
            Error = stderr,
            EnableDefaultExceptionHandler = false,
        };
        if (parsed.Errors.Count > 0)
        {
            // Help belongs to those who ask for it; an error says its line and a suggestion.
            if (parsed.Action is ParseErrorAction action)
            {
                action.ShowHelp = false;
                configuration.Output = stderr;
            }

            parsed.Invoke(configuration);
            return ExitCode.Usage;
        }

        if (parsed.Action is HelpAction)
            return WriteHelp(parsed, stdout);
        try
        {
            return parsed.Invoke(configuration);
        }
        catch (Exception exception)
        {
            return ErrorReport.Write(exception, stderr, parsed.GetValue(options.Verbosity) == Verbosity.Debug);
        }
    }

    // Help names the assembly, which cannot be called as the command is: assembly names ignore case, and the library
    // is GpuFormer already.
    private static int WriteHelp(ParseResult parsed, TextWriter stdout)
    {
        using var text = new StringWriter();
        parsed.Invoke(new InvocationConfiguration { Output = text, Error = text });
        stdout.Write(text.ToString().Replace(
            $"  {RootCommand.ExecutableName} ", $"  {Name} ", StringComparison.Ordinal));
        return ExitCode.Success;
    }
}
