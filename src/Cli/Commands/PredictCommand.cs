using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GpuFormer.Cli.Output;
using GpuFormer.Cli.Predict;
using GpuFormer.Distributed;
using GpuFormer.Models;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer predict</c>: says what images show, in the way of the weights' task.</summary>
internal sealed class PredictCommand
{
    private const string WhereWeightsComeFrom =
        "predict needs --weights FILE: GpuFormer ships none, and random ones would give random labels. The authors "
        + "link their ImageNet checkpoints from the README of github.com/AAboys/MobileFormer; convert one with "
        + "'gpuformer convert IN.pth.tar OUT.safetensors', then pass --weights OUT.safetensors.";

    private readonly NetworkOptions _network = new();
    private readonly ImageOptions _images = new();
    private readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description = "Picture files (PNG, JPEG, BMP, PPM), folders, globs such as 'photos/**/*.jpg', or - for the "
            + "picture on standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _list = new("--files-from")
    {
        Description = "A file with the names of pictures, one a line; - reads them from standard input as they come.",
        HelpName = "FILE",
    };

    private readonly Option<int> _workers = NumberOptions.ZeroForAutomatic(
        "--workers", "How many pictures are decoded at a time; 0 takes one for each processor.");

    private readonly Option<string?> _results = new("--results-file")
    {
        Description = "A file to write as well: .csv, a row for each class, or .jsonl, a line for each picture.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _format = new("--results-format")
    {
        Description = "csv or jsonl, whatever the name of --results-file.",
    };

    private readonly Option<string?> _save = new("--save")
    {
        Description = "A folder in which each picture is saved as PNG with classes and scores, boxes, or tinted classes of "
            + "pixels drawn on it.",
        HelpName = "DIR",
    };

    private readonly Option<int?> _imageSize = NumberOptions.OptionalPositive("--img-size",
        "Of detectors and segmenters: the side that images are brought to, as the network was trained; without it what the "
        + "weights say.");

    // In the order of the help.
    private readonly TaskPrediction[] _tasks;

    private PredictCommand()
    {
        _format.AcceptOnlyFromAmong(PredictionFile.Csv, PredictionFile.JsonLines);
        _workers.Aliases.Add("-j");
        _tasks = [new ClassPrediction(), new ObjectPrediction(_imageSize), new PixelPrediction(_imageSize)];
    }

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var options = new PredictCommand();
        var network = options._network;
        var command = new Command("predict", "Classify pictures, find objects in them, or segment them: as the weights do.")
        {
            options._sources, network.Name, network.Weights, network.Labels, options._list, options._results,
            options._format, options._save, options._workers, network.DeviceString, network.Threads, network.MemoryLimit,
            network.Precision, network.ModelOptions, options._imageSize,
        };
        foreach (var option in options._tasks.SelectMany(task => task.Options))
            command.Options.Add(option);
        options._images.AddTo(command);
        command.SetAction(result => RankedCommand.Run(open(result), (ranks, output) => options.Run(output, result, ranks)));
        return command;
    }

    private int Run(CommandOutput output, ParseResult result, IRankGroup ranks)
    {
        // Unknown models first: the message about weights would send people the wrong way.
        if (result.GetValue(_network.Name) is { } name)
            NetworkOptions.Resolve(name);
        var weights = result.GetValue(_network.Weights) ?? throw new UsageException(WhereWeightsComeFrom);
        var model = _network.ModelOf(result);
        var labels = result.GetValue(_network.Labels);
        var sources = new PredictionSources(
            result.GetValue(_sources) ?? [], result.GetValue(_list), Console.OpenStandardInput);
        var files = sources.Files;
        if (ranks.Size > 1)
        {
            if (sources.ReadsInput)
                throw new UsageException("Standard input belongs to one process; name files where several ranks predict.");
            // The hash loads a library of cryptography, which a process alone does not need.
            ranks.RequireSame([("the list of pictures", $"{files.Count} files, {HashOf(files)}")]);
        }

        var table = result.GetValue(_results);
        var format = table is null ? null : PredictionFile.FormatOf(table, result.GetValue(_format));
        if (table is not null)
        {
            OutputFiles.RequireDistinct(table, [("--weights", weights), ("--labels", labels),
                ("--files-from", result.GetValue(_list)), .. files.Select(file => ("a picture", (string?)file))]);
        }

        var task = TaskOf(model, result);
        // What a rank sees is told by the first one, with the picture.
        var warnings = new List<string>();
        Action<string> warn = ranks.Size == 1 ? output.Warn : warnings.Add;
        var limits = _images.LimitsOf(result);
        using var run = task.Open(new PredictionRequest
        {
            Network = model,
            Weights = weights,
            Options = result,
            Sources = sources,
            Saved = result.GetValue(_save) is { } folder ? new SavedPictures(folder, files) : null,
            Workers = result.GetValue(_workers),
            Limits = limits,
            Choose = options => _network.Choose(options, result, output, ranks) with
            {
                Warn = warn,
                Images = limits,
                Model = new ModelOptions
                {
                    Labels = labels is null ? null : ClassLabels.Load(labels),
                    NetworkOptions = _network.OptionsOf(result, model),
                },
            },
        });
        output.Debug(run.Description);
        using var results = table is null || ranks.Rank > 0 ? null : PredictionFile.Create(table, format!, run.Header);
        using var told = new ToldPredictions(output, results);
        foreach (var predicted in ranks.Size == 1
            ? run.Predict(Named(sources.Names(output.Cancellation), run), output.Cancellation)
            : Gathered(ranks, files, run, warnings, output.Cancellation))
        {
            told.Add(predicted);
        }

        return told.ExitCode;
    }

    // The task is the network's; what is for another one has no meaning.
    private TaskPrediction TaskOf(string model, ParseResult result)
    {
        var kind = ModelCatalogue.FamilyOf(model).Task;
        foreach (var other in _tasks.Where(task => task.Task != kind))
        {
            if (other.Options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } unused)
            {
                throw new UsageException($"{unused.Name} is for {PredictionTask.NounOf(other.Task)}s, not for {model}, a "
                    + $"{PredictionTask.NounOf(kind)}.");
            }
        }

        if (kind == ModelTask.Classification && result.GetResult(_imageSize) is { Implicit: false })
        {
            throw new UsageException(
                $"{_imageSize.Name} is for detectors and segmenters, not for {model}, a {PredictionTask.NounOf(kind)}.");
        }

        return _tasks.Single(task => task.Task == kind);
    }

    private static async IAsyncEnumerable<string> Named(
        IAsyncEnumerable<string> names, PredictionRun run, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var name in names.WithCancellation(cancellation).ConfigureAwait(false))
        {
            run.Announce(name);
            yield return name;
        }
    }

    // Of several ranks each takes every n-th picture; the first one tells of all, in their order.
    private static IEnumerable<PredictedFile> Gathered(
        IRankGroup ranks, IReadOnlyList<string> files, PredictionRun run, List<string> warnings,
        CancellationToken cancellation)
    {
        foreach (var file in files)
            run.Announce(file);
        var own = new List<PredictedFile>();
        warnings.Clear();
        var mine = files.Where((_, i) => i % ranks.Size == ranks.Rank);
        foreach (var predicted in run.Predict(mine.ToAsyncEnumerable(), cancellation))
        {
            own.Add(predicted with { Warnings = [.. warnings] });
            warnings.Clear();
        }

        var all = ranks.GatherTexts(JsonSerializer.Serialize(own, PredictJson.Default.ListPredictedFile))
            .Select(text => JsonSerializer.Deserialize(text, PredictJson.Default.ListPredictedFile)!).ToArray();
        return Enumerable.Range(0, files.Count).Select(i => all[i % ranks.Size][i / ranks.Size]);
    }

    private static string HashOf(IReadOnlyList<string> files) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', files))))[..12];
}
