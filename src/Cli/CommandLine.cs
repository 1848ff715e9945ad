using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using GpuFormer.Cli.Commands;
using GpuFormer.Cli.Output;
using GpuFormer.Cli.Training;
using GpuFormer.Distributed;

namespace GpuFormer.Cli;

/// <summary>The whole command line as a function of its arguments: what <c>gpuformer</c> and tests run.</summary>
internal static class CommandLine
{
    private const string Name = "gpuformer";

    /// <summary>How many processes a launcher started for this command.</summary>
    public static int LaunchedRanks
    {
        get
        {
            try
            {
                return RankGroups.LaunchedRanks;
            }
            catch (RankSetupException)
            {
                // What is wrong with a launcher's variables is told by the command that joins its ranks.
                return 1;
            }
        }
    }

    /// <summary>Parses and runs one command.</summary>
    /// <param name="args">Without the program's name.</param>
    /// <param name="stdout">Results, and nothing else.</param>
    /// <param name="stderr">Progress, warnings and errors.</param>
    /// <param name="interactive">True when a person reads <paramref name="stdout"/> on a terminal.</param>
    /// <param name="interruption">What signals set.</param>
    /// <param name="width">Characters of a line of that terminal.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Invoke(
        string[] args, ResultWriter stdout, NoteWriter stderr, bool interactive, Interruption interruption,
        int width = CommandOutput.UsualWidth)
    {
        var options = new SharedOptions();
        var root = CreateRoot(options, result => new CommandOutput(
            stdout, stderr, result.GetValue(options.Json), interactive, result.GetValue(options.Verbosity),
            interruption, width));
        ParseResult? parsed = null;
        try
        {
            var words = ResponseFiles.Expand(LauncherPrefix.Remove(args, LaunchedRanks));
            // The parser's own: what completes a line ('[suggest]') or shows how it was read ('[diagram]').
            var isDirective = words is [['[', ..], ..];
            parsed = root.Parse(isDirective ? words : OptionTokens.Check(root, words), ParserSettings);
            if (isDirective && parsed.Action is { } directive && directive is not ParseErrorAction)
                return Tell(parsed, stdout);
            return Invoke(parsed, stdout, stderr);
        }
        catch (Exception exception)
        {
            return ErrorReport.Write(
                exception, stderr, parsed?.GetValue(options.Verbosity) == Verbosity.Debug);
        }
    }

    // Files of arguments are read before.
    private static ParserConfiguration ParserSettings { get; } = new() { ResponseFileTokenReplacer = null };

    private static RootCommand CreateRoot(SharedOptions options, Func<ParseResult, CommandOutput> open)
    {
        var root = new RootCommand("Mobile vision transformers on CPUs and GPUs, from kernels written once in C#.")
        {
            ModelsCommand.Create(open),
            InfoCommand.Create(open),
            DevicesCommand.Create(open),
            DoctorCommand.Create(open),
            TrainCommand.Create(open),
            ValCommand.Create(open),
            PredictCommand.Create(open),
            RunCommand.Create(open),
            ServeCommand.Create(open),
            BenchmarkCommand.Create(open),
            ConvertCommand.Create(open),
            AverageCommand.Create(open),
            ExportCommand.Create(open),
            ExplainCommand.Create(open),
            EmitCommand.Create(open),
            SelfTestCommand.Create(open),
        };
        options.AddTo(root);
        root.Add(new DiagramDirective());
        return root;
    }

    private static int Invoke(ParseResult parsed, ResultWriter stdout, NoteWriter stderr)
    {
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
                action.ShowHelp = false;
            using var text = new StringWriter();
            configuration.Output = configuration.Error = text;
            parsed.Invoke(configuration);
            // It quotes what it could not read: names of files perhaps, which a shell has put there.
            stderr.Write(parsed.Tokens.Select(token => token.Value).Where(word => !EncodedText.IsPlain(word)).Aggregate(
                text.ToString(), (told, word) => told.Replace(word, EncodedText.Line(word), StringComparison.Ordinal)));
            return ExitCode.Usage;
        }

        return parsed.Action is HelpAction ? Tell(parsed, stdout) : parsed.Invoke(configuration);
    }

    // Help names the assembly, which cannot be called as the command is: assembly names ignore case, and the library
    // is GpuFormer already.
    private static int Tell(ParseResult parsed, TextWriter stdout)
    {
        using var text = new StringWriter();
        parsed.Invoke(new InvocationConfiguration { Output = text, Error = text });
        stdout.Write(text.ToString().Replace(
            $"  {RootCommand.ExecutableName} ", $"  {Name} ", StringComparison.Ordinal));
        return ExitCode.Success;
    }
}
