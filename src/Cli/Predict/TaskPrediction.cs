using System.CommandLine;
using GpuFormer.Batching;
using GpuFormer.Models;

namespace GpuFormer.Cli.Predict;

/// <summary>What <c>predict</c> does for the weights of one task: the options of its own, and the run.</summary>
internal abstract class TaskPrediction
{
    /// <summary>Which weights it is for.</summary>
    public abstract ModelTask Task { get; }

    /// <summary>Options that have a meaning for this task alone.</summary>
    public abstract IReadOnlyList<Option> Options { get; }

    /// <summary>Opens the network.</summary>
    public abstract PredictionRun Open(PredictionRequest request);
}

/// <summary>An open network that predicts from files.</summary>
/// <param name="network">Disposed with the run.</param>
/// <param name="description">Of network and device.</param>
/// <param name="header">The columns of a table of the results.</param>
/// <param name="folders">Where files are written: they choose names in the order of the sources.</param>
internal abstract class PredictionRun(
    IDisposable network, string description, string header, IReadOnlyList<SavedPictures> folders) : IDisposable
{
    /// <summary>Of network and device.</summary>
    public string Description { get; } = description;

    /// <summary>The columns of a table of the results.</summary>
    public string Header { get; } = header;

    /// <summary>Tells the folders of a file, in the order of the files.</summary>
    public void Announce(string file)
    {
        foreach (var folder in folders)
            folder.Add(file);
    }

    /// <summary>Predicts from files that have been announced.</summary>
    public abstract IEnumerable<PredictedFile> Predict(IAsyncEnumerable<string> files, CancellationToken cancellation);

    public void Dispose() => network.Dispose();
}

/// <summary>The same by a stream of files.</summary>
/// <param name="network">Disposed with the run.</param>
/// <param name="description">Of network and device.</param>
/// <param name="header">The columns of a table of the results.</param>
/// <param name="folders">Where files are written.</param>
/// <param name="stream">Of the network.</param>
/// <param name="tell">Makes of a file what is told.</param>
internal sealed class PredictionRun<TFile>(
    IDisposable network, string description, string header, IReadOnlyList<SavedPictures> folders,
    ImageFileStream<TFile> stream, Func<TFile, PredictedFile> tell)
    : PredictionRun(network, description, header, folders)
{
    /// <inheritdoc/>
    public override IEnumerable<PredictedFile> Predict(
        IAsyncEnumerable<string> files, CancellationToken cancellation) =>
        stream.Run(files, cancellation).ToBlockingEnumerable(cancellation).Select(tell);
}
