using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GpuFormer.Cli.Output;
using GpuFormer.Distributed;
using GpuFormer.Imaging;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer predict</c>: names what pictures show.</summary>
internal static class PredictCommand
{
    private const string WhereWeightsComeFrom =
        "predict needs --weights FILE: GpuFormer ships none, and random ones would give random labels. The authors "
        + "link their ImageNet checkpoints from the README of github.com/AAboys/MobileFormer; convert one with "
        + "'gpuformer convert IN.pth.tar OUT.safetensors', then pass --weights OUT.safetensors.";

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var network = new NetworkOptions();
        var sources = new Argument<string[]>("SOURCE")
        {
            Description = "Picture files (PNG, JPEG, BMP, PPM), folders, or globs such as 'photos/**/*.jpg'.",
            Arity = ArgumentArity.OneOrMore,
        };
        var topK = NumberOptions.Positive("--topk", 5, "How many classes to name.");
        var command = new Command("predict", "Classify pictures.")
        {
            sources, network.Name, network.Weights, topK, network.Labels, network.DeviceString,
            network.Threads, network.MemoryLimit, network.Precision, network.ModelOptions,
        };
        var images = new ImageOptions();
        images.AddTo(command);
        command.SetAction(result => RankedCommand.Run(open(result), (ranks, output) => Run(output, result, network, images,
            result.GetRequiredValue(sources), result.GetValue(topK), ranks)));
        return command;
    }

    private static int Run(
        CommandOutput output, ParseResult result, NetworkOptions network, ImageOptions images, string[] sources, int topK,
        IRankGroup ranks)
    {
        // Unknown models first: the message about weights would send people the wrong way.
        if (result.GetValue(network.Name) is { } name)
            NetworkOptions.Resolve(name);
        var weights = result.GetValue(network.Weights) ?? throw new UsageException(WhereWeightsComeFrom);
        var model = network.ModelOf(result);
        var labels = result.GetValue(network.Labels);
        var files = ImageSources.Expand(sources);
        // The hash loads a library of cryptography, which a process alone does not need.
        if (ranks.Size > 1)
            ranks.RequireSame([("the list of pictures", $"{files.Count} files, {HashOf(files)}")]);
        // What a rank sees is told by the first one, with the picture.
        var warnings = new List<string>();
        using var classifier = Classifier.Load(model, weights, new ClassifierOptions
        {
            Device = RankDevice.Choose(ranks, result.GetValue(network.DeviceString)!),
            Threads = RankDevice.Threads(ranks, result.GetValue(network.Threads)),
            MemoryLimit = result.GetValue(network.MemoryLimit),
            Precision = network.PrecisionOf(result),
            Report = output.Progress,
            Warn = ranks.Size == 1 ? output.Warn : warnings.Add,
            Images = images.LimitsOf(result),
            Model = new ModelOptions
            {
                Labels = labels is null ? null : ClassLabels.Load(labels),
                MobileFormer = network.OptionsOf(result, model),
            },
        });
        output.Debug($"{classifier.Model.Name} on {classifier.Device.Description}");

        using var json = output.Json ? output.BeginJson() : null;
        var (done, nonFinite) = (0, 0);
        // Of several ranks each takes every n-th picture; the first one tells of all, in their order.
        foreach (var classified in ranks.Size == 1
            ? files.Select(file => Classify(output, classifier, file, topK))
            : Gathered(ranks, files.Count, files.Where((_, i) => i % ranks.Size == ranks.Rank)
                .Select(file =>
                {
                    warnings.Clear();
                    var classified = Classify(output, classifier, file, topK);
                    return classified with { Warnings = [.. warnings] };
                })))
        {
            foreach (var warning in classified.Warnings)
                output.Warn(warning);
            if (classified.Error is { } error)
            {
                nonFinite += classified.IsNonFinite ? 1 : 0;
                output.Warn($"skipped: {Named(classified.File, error)}");
                json?.Add(new JsonObject { ["file"] = classified.File, ["error"] = error });
                continue;
            }

            done++;
            if (json is not null)
                json.Add(ToJson(classified.File, classified.Predictions));
            else
                WriteLines(output, classified.File, classified.Predictions);
        }

        return done > 0 ? ExitCode.Success
            : nonFinite > 0 ? ExitCode.RunError
            : throw new BadDataException($"None of the {files.Count} pictures could be read.");
    }

    private static Classified Classify(CommandOutput output, Classifier classifier, string file, int topK)
    {
        output.Cancellation.ThrowIfCancellationRequested();
        try
        {
            return new Classified(file, classifier.Classify(file, topK), null);
        }
        // One bad file does not stop a long run. Writing is no part of this: it may fail for reasons of its own.
        catch (Exception exception) when (exception is ImageFormatException or IOException
            or UnauthorizedAccessException or NonFiniteResultException)
        {
            return new Classified(file, [], exception.Message) { IsNonFinite = exception is NonFiniteResultException };
        }
    }

    // Round robin, as the pictures were dealt out.
    private static IEnumerable<Classified> Gathered(IRankGroup ranks, int count, IEnumerable<Classified> own)
    {
        var all = ranks.GatherTexts(JsonSerializer.Serialize([.. own], PredictJson.Default.ListClassified))
            .Select(text => JsonSerializer.Deserialize(text, PredictJson.Default.ListClassified)!).ToArray();
        return Enumerable.Range(0, count).Select(i => all[i % ranks.Size][i / ranks.Size]);
    }

    private static string HashOf(IReadOnlyList<string> files) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', files))))[..12];

    private static string Named(string file, string message) =>
        message.Contains(file, StringComparison.Ordinal) ? message : $"{file}: {message}";

    private static JsonObject ToJson(string file, IReadOnlyList<Prediction> predictions) => new()
    {
        ["file"] = file,
        ["predictions"] = new JsonArray([.. predictions.Select(prediction => (JsonNode)new JsonObject
        {
            ["class"] = prediction.ClassIndex,
            ["label"] = prediction.Label,
            ["score"] = prediction.Probability,
        })]),
    };

    // A terminal gets a short list under each file; a pipe gets lines of tab-separated file, rank, class, score, label.
    private static void WriteLines(CommandOutput output, string file, IReadOnlyList<Prediction> predictions)
    {
        if (output.Interactive)
            output.WriteLine(file);
        for (var i = 0; i < predictions.Count; i++)
        {
            var (index, label, probability) = predictions[i];
            if (output.Interactive)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {100 * probability,5:F1} %  {label}"));
                continue;
            }

            output.WriteFields(file, $"{i + 1}", $"{index}", probability.ToString("F6", CultureInfo.InvariantCulture),
                label);
        }
    }
}

/// <summary>A picture and what was seen in it, or why it could not be read.</summary>
internal sealed record Classified(string File, IReadOnlyList<Prediction> Predictions, string? Error)
{
    /// <summary>What is to be told of it beside, where several ranks predict.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether it is the network's result that is no number.</summary>
    public bool IsNonFinite { get; init; }
}

[JsonSerializable(typeof(List<Classified>))]
internal sealed partial class PredictJson : JsonSerializerContext;
