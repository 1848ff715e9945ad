using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer average</c>: the mean of the weights of several epochs.</summary>
internal static class AverageCommand
{
    private const string Ending = ".safetensors";

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var target = new Argument<string>("OUT") { Description = "The .safetensors file to write." };
        var sources = new Argument<string[]>("PATH")
        {
            Description = "Weights of one network: files, or the folder of a run for its best epochs.",
            Arity = ArgumentArity.OneOrMore,
        };
        var count = NumberOptions.Positive("--top", 10, "How many epochs of a run to take, the best first.");
        var command = new Command("average", "Average the weights of several epochs, as timm's avg_checkpoints does.")
        {
            target, sources, count,
        };
        command.SetAction(result => Run(
            open(result), result.GetRequiredValue(target), result.GetRequiredValue(sources), result.GetValue(count)));
        return command;
    }

    private static int Run(CommandOutput output, string target, string[] sources, int count)
    {
        OutputFiles.RequireSafetensors(target);
        var files = sources.SelectMany(source => Directory.Exists(source) ? BestOf(source, count) : [source]).ToList();
        if (files.Count < 2)
        {
            throw new UsageException(
                $"An average needs two files or more; {string.Join(", ", sources)} has {files.Count}.");
        }

        OutputFiles.RequireDistinct(target, [.. files.Select(file => ("PATH", (string?)file))]);
        CheckpointAverage.Write(files, target, output.Warn);
        if (ModelFiles.WriteConfig(target, files[0]) is { } config)
            output.Progress(config);
        if (output.Json)
        {
            output.WriteJson(new JsonObject
            {
                ["output"] = target,
                ["averaged"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
            });
            return ExitCode.Success;
        }

        output.WriteLine($"{target}: the mean of {files.Count} files");
        foreach (var file in files)
            output.Progress(file);
        return ExitCode.Success;
    }

    // By the accuracy that the files say, later epochs first among equals.
    private static IEnumerable<string> BestOf(string folder, int count)
    {
        var best = new RunFolder(folder).BestWeights;
        var weights = Path.GetDirectoryName(best)!;
        var files = Directory.Exists(weights) ? Directory.GetFiles(weights, "epoch-*" + Ending) : [];
        if (files.Length == 0)
            throw new BadDataException($"{folder} is no folder of a run that has weights of epochs. Name files.");
        return files.OrderByDescending(Top1).ThenByDescending(file => file, StringComparer.Ordinal).Take(count);
    }

    private static double Top1(string file)
    {
        using var weights = WeightStore.Open(file);
        return weights.Metadata.TryGetValue("top1", out var text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var top1) ? top1 : 0;
    }
}
