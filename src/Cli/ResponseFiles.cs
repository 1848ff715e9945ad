using System.CommandLine.Parsing;
using GpuFormer.Files;

namespace GpuFormer.Cli;

/// <summary>
/// Files of arguments: <c>@FILE</c> stands for the words of its lines, quoted as on a command line; lines that begin with
/// '#' are remarks. Files named in files are not opened.
/// </summary>
internal static class ResponseFiles
{
    // A command line of the operating system has about as much room.
    private const long LargestFile = 2 << 20;

    /// <summary>The arguments with files replaced by what they hold; behind <c>--</c> all words are themselves.</summary>
    /// <exception cref="UsageException">A file is missing, too large or no text.</exception>
    public static string[] Expand(string[] args)
    {
        var end = Array.IndexOf(args, "--");
        var names = end < 0 ? args : args[..end];
        return [.. names.SelectMany(word => word is ['@', _, ..] ? WordsOf(word[1..]) : [word]), .. args[names.Length..]];
    }

    private static IEnumerable<string> WordsOf(string path)
    {
        try
        {
            var text = System.Text.Encoding.UTF8.GetString(RegularFile.ReadAllBytes(path, LargestFile, length =>
                new UsageException($"@{path} has {length} bytes, more than the limit of {LargestFile} for arguments.")));
            return [.. text.Split('\n').Select(line => line.Trim()).Where(line => line is not ("" or ['#', ..]))
                .SelectMany(CommandLineParser.SplitCommandLine)];
        }
        catch (FileNotFoundException)
        {
            throw new UsageException($"There is no file '{path}' of arguments. A picture '@{path}' is written './@{path}'.");
        }
        catch (NotRegularFileException fault)
        {
            throw new UsageException($"@{path} is no file of arguments: it {fault.Problem}.");
        }
    }
}
