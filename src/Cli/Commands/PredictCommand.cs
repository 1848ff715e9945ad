using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
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
            Description = "Picture files (PNG, JPEG, PPM), folders, or globs such as 'photos/**/*.jpg'.",
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
        command.SetAction(result => Run(
            open(result), result, network, images, result.GetRequiredValue(sources), result.GetValue(topK)));
        return command;
    }

    private static int Run(
        CommandOutput output, ParseResult result, NetworkOptions network, ImageOptions images, string[] sources, int topK)
    {
        // Unknown models first: the message about weights would send people the wrong way.
        if (result.GetValue(network.Name) is { } name)
            NetworkOptions.Resolve(name);
        var weights = result.GetValue(network.Weights) ?? throw new UsageException(WhereWeightsComeFrom);
        var model = network.ModelOf(result);
        var labels = result.GetValue(network.Labels);
        var files = ImageSources.Expand(sources);
        using var classifier = Classifier.Load(model, weights, new ClassifierOptions
        {
            Device = result.GetValue(network.DeviceString)!,
            Threads = result.GetValue(network.Threads),
            MemoryLimit = result.GetValue(network.MemoryLimit),
            Precision = network.PrecisionOf(result),
            Report = output.Progress,
            Warn = output.Warn,
            Images = images.LimitsOf(result),
            Model = new ModelOptions
            {
                Labels = labels is null ? null : ClassLabels.Load(labels),
                MobileFormer = network.OptionsOf(result, model),
            },
        });
        output.Debug($"{classifier.Model.Name} on {classifier.Session.Device.Description}");

        using var json = output.Json ? output.BeginJson() : null;
        var (done, nonFinite) = (0, 0);
        foreach (var file in files)
        {
            output.Cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<Prediction> predictions;
            try
            {
                predictions = classifier.Classify(file, topK);
            }
            // One bad file does not stop a long run. Writing is no part of this: it may fail for reasons of its own.
            catch (Exception exception) when (exception is ImageFormatException or IOException
                or UnauthorizedAccessException or NonFiniteResultException)
            {
                nonFinite += exception is NonFiniteResultException ? 1 : 0;
                output.Warn($"skipped: {Named(file, exception.Message)}");
                json?.Add(new JsonObject { ["file"] = file, ["error"] = exception.Message });
                continue;
            }

            done++;
            if (json is not null)
                json.Add(ToJson(file, predictions));
            else
                WriteLines(output, file, predictions);
        }

        return done > 0 ? ExitCode.Success
            : nonFinite > 0 ? ExitCode.RunError
            : throw new BadDataException($"None of the {files.Count} pictures could be read.");
    }

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
