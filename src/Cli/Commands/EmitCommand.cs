using System.CommandLine;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Files;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer emit</c>: writes what the compiler makes of each kernel, for eyes and for tests.</summary>
internal static class EmitCommand
{
    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var folder = new Option<string>("--output", "-o")
        {
            Description = "The folder to write to.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "shaders",
        };
        var check = new Option<bool>("--check")
        {
            Description = "Write nothing; fail if a file is not what would be written.",
        };
        var all = new Option<bool>("--all")
        {
            Description = "Write the code of all kernels, where it is else that of some and the digests of the others.",
        };
        var command = new Command("emit", "Write the texts that the compiler makes of the kernels.") { folder, check, all };
        command.SetAction(result => Run(
            open(result), result.GetValue(folder)!, result.GetValue(check), result.GetValue(all)));
        return command;
    }

    private static int Run(CommandOutput output, string folder, bool check, bool all)
    {
        if (!EmittedTexts.KernelsAreOptimised)
        {
            throw new UsageException(
                "The texts are those of an optimised build; run 'dotnet run -c Release --project src/Cli -- emit'.");
        }

        var texts = all ? EmittedTexts.All() : EmittedTexts.Written();
        var changed = texts.Where(text => !IsCurrent(folder, text)).ToArray();
        var stale = Stale(folder, texts);
        if (!check)
        {
            foreach (var text in changed)
            {
                var path = Path.Combine(folder, text.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.WriteText(path, text.Text);
            }

            foreach (var path in stale)
                File.Delete(Path.Combine(folder, path));
        }

        if (output.Json)
        {
            output.WriteJson(new JsonObject
            {
                ["folder"] = folder,
                ["files"] = texts.Count,
                ["changed"] = new JsonArray([.. changed.Select(text => (JsonNode)text.Path)]),
                ["removed"] = new JsonArray([.. stale.Select(path => (JsonNode)path)]),
            });
        }
        else
        {
            foreach (var text in changed)
                output.WriteLine($"{(check ? "differs" : "written")}  {text.Path}");
            foreach (var path in stale)
                output.WriteLine($"{(check ? "stale  " : "removed")}  {path}");
            output.WriteLine($"{texts.Count - changed.Length} of {texts.Count} files were up to date.");
        }

        return check && changed.Length + stale.Count > 0 ? ExitCode.RunError : ExitCode.Success;
    }

    // A checkout may have other line ends.
    private static bool IsCurrent(string folder, EmittedText text)
    {
        var path = Path.Combine(folder, text.Path);
        return File.Exists(path) && new FileInfo(path).Length > 0
            && RegularFile.ReadAllText(path, int.MaxValue, length => new IOException($"{path} has {length} bytes."))
                .Replace("\r\n", "\n", StringComparison.Ordinal) == text.Text;
    }

    // Files of kernels that are gone. What does not carry the mark was not written here and stays.
    private static List<string> Stale(string folder, IReadOnlyList<EmittedText> texts)
    {
        var current = texts.Select(text => text.Path).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. current.Where(path => path.Contains('/', StringComparison.Ordinal))
                .Select(path => path[..path.IndexOf('/', StringComparison.Ordinal)]).Distinct()
                .Where(kind => Directory.Exists(Path.Combine(folder, kind)))
                .SelectMany(kind => Directory.EnumerateFiles(Path.Combine(folder, kind))
                    .Select(file => $"{kind}/{Path.GetFileName(file)}"))
                .Where(path => !current.Contains(path) && IsMarked(Path.Combine(folder, path)))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsMarked(string path) => new FileInfo(path).Length > 0
        && File.ReadLines(path).FirstOrDefault()?.StartsWith(EmittedTexts.Mark, StringComparison.Ordinal) == true;
}
