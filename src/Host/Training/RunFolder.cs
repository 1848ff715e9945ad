using System.Text;
using GpuFormer.Weights;

namespace GpuFormer.Training;

/// <summary>
/// The files of one run. <c>state.safetensors</c> alone decides how a run goes on; all others follow from it, and are
/// written anew when a run is resumed. Every file is replaced as a whole, so that a kill at any moment leaves the old
/// or the new content.
/// </summary>
public sealed class RunFolder
{
    private const string WeightsFolder = "weights";

    /// <summary>Names a folder, which need not exist.</summary>
    public RunFolder(string path) => Root = Path.GetFullPath(path);

    public string Root { get; }

    /// <summary>The recipe.</summary>
    public string Arguments => Path.Combine(Root, "args.yaml");

    /// <summary>One line an epoch, without times.</summary>
    public string Summary => Path.Combine(Root, "summary.csv");

    /// <summary>The log with its times.</summary>
    public string Log => Path.Combine(Root, "train.log");

    /// <summary>Everything that the rest of the run depends on.</summary>
    public string State => Path.Combine(Root, "state.safetensors");

    /// <summary>Curves and confusion matrix.</summary>
    public string Report => Path.Combine(Root, "report.html");

    /// <summary>Pictures that could not be read.</summary>
    public string Unreadable => Path.Combine(Root, "unreadable.txt");

    /// <summary>The weights of the last epoch.</summary>
    public string LastWeights => Path.Combine(Root, WeightsFolder, "last.safetensors");

    /// <summary>The weights of the best epoch.</summary>
    public string BestWeights => Path.Combine(Root, WeightsFolder, "best.safetensors");

    /// <summary>Whether there is something to resume.</summary>
    public bool HasState => File.Exists(State);

    /// <summary>The weights of one of the best epochs.</summary>
    public string EpochWeights(int epoch) => Path.Combine(Root, WeightsFolder, $"epoch-{epoch:D4}.safetensors");

    /// <summary>Makes the folders, and removes what a killed writer left behind.</summary>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(Root, WeightsFolder));
            foreach (var folder in new[] { Root, Path.Combine(Root, WeightsFolder) })
            {
                foreach (var left in Directory.EnumerateFiles(folder, ".*.tmp"))
                    File.Delete(left);
            }

            // Now, and not after the first epoch, is when to learn that nothing can be written here.
            var probe = Path.Combine(Root, $".probe.{Path.GetRandomFileName()}.tmp");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The run folder {Root} cannot be written: {exception.Message.TrimEnd('.')}. "
                + "Name another with --output.", exception);
        }
    }

    /// <summary>Removes the state and the weights of an earlier run.</summary>
    public void Clear()
    {
        // The state first: without it nothing of that run can be resumed.
        foreach (var file in new[] { State, Report, Unreadable, LastWeights, BestWeights })
            File.Delete(file);
        KeepWeights(new HashSet<int>());
    }

    /// <summary>Removes the weights of epochs that are not among those kept.</summary>
    public void KeepWeights(IReadOnlySet<int> epochs)
    {
        var kept = epochs.Select(EpochWeights).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, WeightsFolder), "epoch-*.safetensors"))
        {
            if (!kept.Contains(file))
                File.Delete(file);
        }
    }

    internal static void WriteText(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
