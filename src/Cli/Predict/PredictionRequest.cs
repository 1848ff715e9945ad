using System.CommandLine;
using GpuFormer.Distributed;
using GpuFormer.Graph;
using GpuFormer.Imaging;

namespace GpuFormer.Cli.Predict;

/// <summary>What the command line asks for, whatever the task of the weights.</summary>
internal sealed record PredictionRequest
{
    /// <summary>The full name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>Its weights.</summary>
    public required string Weights { get; init; }

    /// <summary>For the options of a task.</summary>
    public required ParseResult Options { get; init; }

    /// <summary>Which files are predicted from.</summary>
    public required PredictionSources Sources { get; init; }

    /// <summary>Where images are saved as the task draws on them; null for nowhere.</summary>
    public required SavedPictures? Saved { get; init; }

    /// <summary>How many files are decoded at a time; 0 takes one for each processor.</summary>
    public required int Workers { get; init; }

    /// <summary>Device, precision, limits and names of classes; of the task's own kind of options.</summary>
    public required Func<PredictorOptions, PredictorOptions> Choose { get; init; }

    /// <summary>What files may be like.</summary>
    public required ImageLimits Limits { get; init; }

    /// <summary>Loads a file that is one of the sources.</summary>
    public Image Load(string path, Action<string> warn) => Sources.Load(path, Limits, warn);

    /// <summary>Fills in what is common to all tasks.</summary>
    public T With<T>(T options)
        where T : PredictorOptions => (T)Choose(options);

    /// <summary>A folder to save something in, or null.</summary>
    public SavedPictures? FolderOf(Option<string?> option) =>
        Options.GetValue(option) is { } folder ? new SavedPictures(folder, Sources.Files) : null;
}
