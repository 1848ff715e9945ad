using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GpuFormer.Batching;
using GpuFormer.Cli.Output;
using GpuFormer.Cli.Predict;
using GpuFormer.Distributed;
using GpuFormer.Imaging;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer predict</c>: names what pictures show.</summary>
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

    private readonly Option<int> _topK = NumberOptions.Positive("--topk", 5, "How many classes to name.");
    private readonly Option<int> _batch = NumberOptions.Positive("--batch-size", 1,
        "Pictures of one run of the network; scores of other batch sizes may differ in their last digit.");

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
        Description = "A folder in which each picture is saved as PNG with classes and scores drawn on it.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _attention = new("--attention")
    {
        Description = "A folder in which heat maps show where the tokens of each bridge of a Mobile-Former look.",
        HelpName = "DIR",
    };

    private PredictCommand()
    {
        _format.AcceptOnlyFromAmong(PredictionFile.Csv, PredictionFile.JsonLines);
        _workers.Aliases.Add("-j");
    }

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var options = new PredictCommand();
        var network = options._network;
        var command = new Command("predict", "Classify pictures.")
        {
            options._sources, network.Name, network.Weights, options._topK, network.Labels, options._list,
            options._results, options._format, options._save, options._attention, options._batch, options._workers,
            network.DeviceString, network.Threads, network.MemoryLimit, network.Precision, network.ModelOptions,
        };
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

        if (result.GetValue(_batch) > ClassifierOptions.LargestBatch)
            throw new UsageException($"--batch-size of predict is at most {ClassifierOptions.LargestBatch}.");
        var table = result.GetValue(_results);
        var format = table is null ? null : PredictionFile.FormatOf(table, result.GetValue(_format));
        if (table is not null)
        {
            OutputFiles.RequireDistinct(table, [("--weights", weights), ("--labels", labels),
                ("--files-from", result.GetValue(_list)), .. files.Select(file => ("a picture", (string?)file))]);
        }

        var saved = result.GetValue(_save) is { } folder ? new SavedPictures(folder, files) : null;
        var looked = result.GetValue(_attention) is { } maps ? new SavedPictures(maps, files) : null;
        // What a rank sees is told by the first one, with the picture.
        var warnings = new List<string>();
        var limits = _images.LimitsOf(result);
        using var classifier = Classifier.Load(model, weights, new ClassifierOptions
        {
            Device = RankDevice.Choose(ranks, result.GetValue(_network.DeviceString)!),
            Threads = RankDevice.Threads(ranks, result.GetValue(_network.Threads)),
            MemoryLimit = result.GetValue(_network.MemoryLimit),
            Precision = _network.PrecisionOf(result),
            // Which pictures come together must not show in the results.
            MaxBatchSize = result.GetValue(_batch),
            HasFixedBatch = true,
            QueueLimit = int.MaxValue,
            Report = output.Progress,
            Warn = ranks.Size == 1 ? output.Warn : warnings.Add,
            Images = limits,
            Model = new ModelOptions
            {
                Labels = labels is null ? null : ClassLabels.Load(labels),
                NetworkOptions = _network.OptionsOf(result, model),
            },
        });
        output.Debug($"{classifier.Model.Name} on {classifier.Device.Description}");

        if (looked is not null)
            RequireAttention(classifier.Model);
        SavedPictures[] folders = [.. new[] { saved, looked }.OfType<SavedPictures>()];
        var stream = classifier.Stream(result.GetValue(_topK), result.GetValue(_workers),
            (path, warn) => sources.Load(path, limits, warn), folders.Length == 0 ? null : (file, image) =>
            {
                looked?.Save(file, classifier.ClassifyWithAttention(image));
                saved?.Save(file, image);
            });
        using var results = table is null || ranks.Rank > 0 ? null : PredictionFile.Create(table, format!);
        using var told = new ToldPredictions(output, results);
        foreach (var classified in ranks.Size == 1
            ? Classify(stream, Named(sources.Names(output.Cancellation), folders), output.Cancellation)
            : Gathered(ranks, files, stream, folders, warnings, output.Cancellation))
        {
            told.Add(classified);
        }

        return told.ExitCode;
    }

    private static void RequireAttention(Model model)
    {
        try
        {
            var side = model.Preprocessing.InputSize;
            model.Network.BuildAttention(1, side, side);
        }
        catch (NotSupportedException exception)
        {
            throw new UsageException($"--attention: {exception.Message}");
        }
    }

    private static IEnumerable<Classified> Classify(
        ClassificationStream stream, IAsyncEnumerable<string> names, CancellationToken cancellation) =>
        stream.Run(names, cancellation).ToBlockingEnumerable(cancellation).Select(Classified.Of);

    private static async IAsyncEnumerable<string> Named(
        IAsyncEnumerable<string> names, SavedPictures[] folders,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var name in names.WithCancellation(cancellation).ConfigureAwait(false))
        {
            Array.ForEach(folders, folder => folder.Add(name));
            yield return name;
        }
    }

    // Of several ranks each takes every n-th picture; the first one tells of all, in their order.
    private static IEnumerable<Classified> Gathered(
        IRankGroup ranks, IReadOnlyList<string> files, ClassificationStream stream, SavedPictures[] folders,
        List<string> warnings, CancellationToken cancellation)
    {
        foreach (var file in files)
            Array.ForEach(folders, folder => folder.Add(file));
        var own = new List<Classified>();
        warnings.Clear();
        var mine = files.Where((_, i) => i % ranks.Size == ranks.Rank);
        foreach (var classified in Classify(stream, mine.ToAsyncEnumerable(), cancellation))
        {
            own.Add(classified with { Warnings = [.. warnings] });
            warnings.Clear();
        }

        var all = ranks.GatherTexts(JsonSerializer.Serialize(own, PredictJson.Default.ListClassified))
            .Select(text => JsonSerializer.Deserialize(text, PredictJson.Default.ListClassified)!).ToArray();
        return Enumerable.Range(0, files.Count).Select(i => all[i % ranks.Size][i / ranks.Size]);
    }

    private static string HashOf(IReadOnlyList<string> files) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', files))))[..12];
}
