using GpuFormer.Training;

namespace GpuFormer.Cli.Training;

/// <summary>What people do with a run next, as commands that can be pasted into the same terminal.</summary>
internal static class NextCommands
{
    private const string Tool = "gpuformer";

    /// <summary>Validation, prediction, export, and going on.</summary>
    /// <param name="recipe">Of the run.</param>
    /// <param name="folder">Of the run.</param>
    /// <param name="image">An image to predict, where it is a file: sets such as MNIST's have none.</param>
    public static IReadOnlyList<string> After(TrainingRecipe recipe, RunFolder folder, string? image)
    {
        var weights = Quoted(Relative(folder.Root));
        var device = recipe.Device == new TrainingRecipe().Device ? "" : $" --device {Quoted(recipe.Device)}";
        var program = Program();
        var commands = new List<string> { $"{program} val {DataOf(recipe)} --weights {weights}{device}" };
        if (File.Exists(image))
            commands.Add($"{program} predict {Quoted(Relative(image))} --weights {weights}{device}");
        commands.Add($"{program} export {Quoted(recipe.Model + ".onnx")} --weights {weights}");
        commands.Add(Resume(folder));
        return commands;
    }

    // The data that the run was judged by.
    private static string DataOf(TrainingRecipe recipe) => recipe switch
    {
        { Data.Length: > 0 } => Quoted(recipe.Data),
        { ValidationAnnotations.Length: > 0 } =>
            $"--annotations {Quoted(recipe.ValidationAnnotations)} --images {Quoted(recipe.ValidationImages)}",
        _ => $"--annotations {Quoted(recipe.Annotations)} --images {Quoted(recipe.Images)}",
    };

    /// <summary>Going on with a run, with the recipe that lies in its folder.</summary>
    public static string Resume(RunFolder folder) => $"{Program()} train --resume {Quoted(Relative(folder.Root))}";

    // The name where a shell finds it; else the file that runs, by dotnet where it is no program by itself.
    private static string Program()
    {
        var path = Environment.ProcessPath ?? "";
        var name = Path.GetFileName(path);
        var isTool = Path.GetFileNameWithoutExtension(name).Equals(Tool, StringComparison.OrdinalIgnoreCase)
            && name is not "GpuFormer.Cli";
        if (isTool && IsOnPath(name))
            return Tool;
        return isTool || name.StartsWith("GpuFormer.Cli", StringComparison.Ordinal)
            ? Quoted(Relative(path) is var shown && shown.Contains(Path.DirectorySeparatorChar) ? shown : $".{Path.DirectorySeparatorChar}{shown}")
            : $"dotnet {Quoted(Relative(Path.Combine(AppContext.BaseDirectory, "GpuFormer.Cli.dll")))}";
    }

    private static bool IsOnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, name)));

    // Below the current folder, names are shorter without the way to it.
    private static string Relative(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }

    private static string Quoted(string word)
    {
        if (word.Length > 0 && word[0] != '-' && word.All(c => char.IsAsciiLetterOrDigit(c) || "/\\._-:=+".Contains(c)))
            return word;
        return OperatingSystem.IsWindows()
            ? $"\"{word}\""
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
