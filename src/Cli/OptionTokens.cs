using System.CommandLine;
using System.Globalization;
using GpuFormer.Cli.Output;

namespace GpuFormer.Cli;

/// <summary>
/// argparse's habits with options, which the parser has not: of an option that is repeated the last value counts, and
/// what looks like an option and is none is an error, not a picture.
/// </summary>
internal static class OptionTokens
{
    /// <summary>The arguments, each option at most once.</summary>
    /// <exception cref="UsageException">There is no such option, or an option stands where a value should.</exception>
    public static string[] Check(Command root, string[] args)
    {
        var (command, start) = Find(root, args);
        if (command is null)
        {
            return args is [var word, ..] && !word.StartsWith('-') ? throw UnknownCommand(root, word) : args;
        }

        var options = Options(command, root).ToList();
        var kept = new List<(Option? Option, string[] Words)>();
        var at = start;
        for (; at < args.Length && args[at] != "--"; at++)
        {
            if (!IsOption(args[at]))
            {
                kept.Add((null, [args[at]]));
                continue;
            }

            var option = Named(options, args[at]) ?? throw Unknown(options, args[at]);
            var words = 1 + Values(option, args.AsSpan(at + 1), args[at]);
            if (args[at].Split('=', 2) is [var given, var value] && IsLong(value))
                throw new UsageException($"{given} needs a value, not '{value}'.");
            kept.RemoveAll(earlier => earlier.Option == option);
            kept.Add((option, args[at..(at + words)]));
            at += words - 1;
        }

        return [.. args[..start], .. kept.SelectMany(item => item.Words), .. args[at..]];
    }

    private static (Command? Command, int Start) Find(Command root, string[] args)
    {
        // Options that all commands have may stand before the command's name.
        for (var at = 0; at < args.Length; at++)
        {
            if (root.Subcommands.FirstOrDefault(command => command.Name == args[at]) is { } found)
                return (found, at + 1);
            if (!args[at].StartsWith('-'))
                break;
        }

        return (null, 0);
    }

    private static IEnumerable<Option> Options(Command command, Command root) =>
        command.Options.Concat(root.Options.Where(option => option.Recursive));

    private static bool IsOption(string arg) => arg.Length > 1 && arg[0] == '-'
        && !double.TryParse(arg, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static Option? Named(List<Option> options, string arg)
    {
        var end = arg.AsSpan().IndexOfAny('=', ':');
        var name = end < 0 ? arg : arg[..end];
        // Letters with one hyphen may stand together, with or without a value: -b8.
        return options.Find(option => Is(option, name))
            ?? (arg[1] == '-' ? null : options.Find(option => Is(option, arg[..2])));
    }

    private static bool Is(Option option, string name) => option.Name == name || option.Aliases.Contains(name);

    // How many of the words that follow are the option's values.
    private static int Values(Option option, ReadOnlySpan<string> rest, string arg)
    {
        if (option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0 || option.Hidden
            || !(Is(option, arg)))
        {
            return 0;
        }

        if (rest.Length == 0 || rest[0] == "--" || IsLong(rest[0]))
            throw new UsageException($"{arg} needs a value{(rest.Length == 0 ? "" : $", not '{rest[0]}'")}.");
        if (!option.AllowMultipleArgumentsPerToken)
            return 1;
        var count = 1;
        while (count < rest.Length && count < option.Arity.MaximumNumberOfValues && !IsOption(rest[count]))
            count++;
        return count;
    }

    private static UsageException UnknownCommand(Command root, string word)
    {
        var nearest = root.Subcommands.MinBy(command => EditDistance.Between(command.Name, word))!.Name;
        return new UsageException(
            $"There is no command '{word}'. Did you mean '{nearest}'? 'gpuformer --help' lists all.");
    }

    private static bool IsLong(string arg) => arg.Length > 2 && arg.StartsWith("--", StringComparison.Ordinal);

    private static UsageException Unknown(List<Option> options, string arg)
    {
        var name = arg.Split('=', 2)[0];
        var nearest = options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name))
            .MinBy(known => EditDistance.Between(known, name));
        return new UsageException($"unknown option '{name}', did you mean '{nearest}'? A file of that name comes after "
            + "'--', or as './NAME'.");
    }
}
