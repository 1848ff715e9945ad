using System.CommandLine;
using GpuFormer.Cli.Output;
using GpuFormer.Models;

namespace GpuFormer.Cli.Commands;

/// <summary>A model that <c>gpuformer serve</c> is to serve, as the command line describes it.</summary>
/// <param name="Name">What clients call it.</param>
/// <param name="Path">Of its weights.</param>
/// <param name="Load">Loads it onto a device.</param>
internal sealed record ServedWeights(string Name, string Path, Func<CommandOutput, string, Predictor> Load)
{
    /// <summary>Understands <c>FILE</c> and <c>NAME=FILE</c>.</summary>
    /// <exception cref="UsageException">The name cannot stand in an address, or nobody knows which network it is.</exception>
    public static ServedWeights Of(string text, ParseResult result, NetworkOptions network)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        // A file may have that in its name.
        var isNamed = equals > 0 && !System.IO.Path.Exists(text);
        var path = isNamed ? text[(equals + 1)..] : text;
        var model = result.GetValue(network.Name) is { } given
            ? NetworkOptions.Resolve(given) : NetworkOptions.ModelOf(path);
        var name = isNamed ? text[..equals] : model;
        if (!name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.'))
            throw new UsageException($"A model's name is part of an address: letters, digits, '_', '-' and '.', not '{name}'.");
        return new ServedWeights(name, path, (output, device) =>
        {
            var loaded = Model.Load(model, path, new ModelOptions
            {
                Labels = result.GetValue(network.Labels) is { } labels ? ClassLabels.Load(labels) : null,
                NetworkOptions = network.OptionsOf(result, model),
                Warn = output.Warn,
            });
            return loaded.Network.Family.Task switch
            {
                ModelTask.Classification => Classifier.Open(loaded, With(new ClassifierOptions())),
                ModelTask.Detection => Detector.Open(loaded, With(new DetectorOptions())),
                ModelTask.Segmentation => Segmenter.Open(loaded, With(new SegmenterOptions())),
            };

            TOptions With<TOptions>(TOptions options)
                where TOptions : PredictorOptions => options with
                {
                    Device = device,
                    Threads = result.GetValue(network.Threads),
                    MemoryLimit = result.GetValue(network.MemoryLimit),
                    Precision = network.PrecisionOf(result),
                    Report = output.Progress,
                    Warn = output.Warn,
                };
        });
    }
}
