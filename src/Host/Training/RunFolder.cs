using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GpuFormer.Files;
using GpuFormer.Weights;

namespace GpuFormer.Training;

/// <summary>
/// The files of one run. <c>state.safetensors</c> alone decides how a run goes on; all others follow from it, and are
/// written anew when a run is resumed. Every file is replaced as a whole, so that a kill at any moment leaves the old
/// or the new content. A manifest names the files that the run wrote: nothing else is removed or written over, and
/// nothing through a link. While a run goes on, no other may write here.
/// </summary>
public sealed partial class RunFolder
{
    /// <summary>The name of the file of <see cref="ClassScores"/>.</summary>
    internal const string ClassScoresName = "classes.csv";

    /// <summary>The name of the file of <see cref="PrecisionCurves"/>.</summary>
    internal const string PrecisionCurvesName = "pr.csv";

    private const string WeightsFolder = "weights";
    private const int LongestManifest = 1 << 20;

    private readonly SortedSet<string> _written = new(StringComparer.Ordinal);
    private FileStream? _lock;
    private int _holders;

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

    /// <summary>Result and curves for people.</summary>
    public string Report => Path.Combine(Root, "report.html");

    /// <summary>What the last epoch's validation said of each class: of classification precision, recall and F1.</summary>
    public string ClassScores => Path.Combine(Root, ClassScoresName);

    /// <summary>Of detection: precision at each recall.</summary>
    public string PrecisionCurves => Path.Combine(Root, PrecisionCurvesName);

    /// <summary>Pictures that could not be read.</summary>
    public string Unreadable => Path.Combine(Root, "unreadable.txt");

    /// <summary>The weights of the last epoch.</summary>
    public string LastWeights => Path.Combine(Root, WeightsFolder, "last.safetensors");

    /// <summary>The weights of the best epoch.</summary>
    public string BestWeights => Path.Combine(Root, WeightsFolder, "best.safetensors");

    /// <summary>What the weights beside it are of, as timm says it.</summary>
    public string Config => Path.Combine(Root, WeightsFolder, HubConfig.ConfigFile);

    /// <summary>The names of the files that the run wrote, one a line, below the folder.</summary>
    public string Manifest => Path.Combine(Root, "manifest.txt");

    /// <summary>While a run goes on, the machine and process that it goes on in.</summary>
    public string Owner => Path.Combine(Root, "run.lock");

    /// <summary>Whether there is something to resume.</summary>
    public bool HasState => File.Exists(State);

    // Those that a run without a manifest, of an earlier version, wrote for sure. The state is the first to go:
    // without it nothing of a run can be resumed.
    private string[] Named =>
    [
        State, Report, Unreadable, LastWeights, BestWeights, Arguments, Summary, Log, ClassScores, PrecisionCurves, Config,
        .. Enumerable.Range(0, BatchImages).Select(BatchImage),
    ];

    // Locked by the operating system, so that a killed run leaves no lock behind. The file itself stays: if it were
    // removed, two runs could lock one of the same name each.
    private string LockFile => Path.Combine(Root, ".run.lock");

    /// <summary>How many of the first batches are kept as images.</summary>
    public const int BatchImages = 3;

    /// <summary>One of the first batches, as the network sees it, from 0.</summary>
    public string BatchImage(int number) => Path.Combine(Root, string.Create(
        CultureInfo.InvariantCulture, $"train_batch{number}.png"));

    /// <summary>The weights of one of the best epochs.</summary>
    public string EpochWeights(int epoch) => Path.Combine(Root, WeightsFolder, $"epoch-{epoch:D4}.safetensors");

    /// <summary>
    /// Makes the folder this run's until the result is disposed; may be asked for again meanwhile.
    /// </summary>
    /// <exception cref="IOException">A run goes on here, or the folder cannot be made or written.</exception>
    public IDisposable Hold()
    {
        if (_lock is null)
        {
            Guarded(() => Directory.CreateDirectory(Root));
            RequireNoLink(LockFile);
            RequireNoLink(Owner);
            _lock = Lock();
            Guarded(WriteOwner);
        }

        _holders++;
        return new Holding(this);
    }

    /// <summary>
    /// Makes the folders, reads which files are the run's, and removes what a killed writer left behind.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be made or written; it holds a link, a special file, or files
    /// that no run wrote, where a run writes.</exception>
    public void Prepare()
    {
        Guarded(() =>
        {
            Directory.CreateDirectory(Path.Combine(Root, WeightsFolder));
            RequireNoLink(Path.Combine(Root, WeightsFolder));
            foreach (var file in Named.Prepend(Manifest))
                RequireNoLink(file);
            ReadManifest();
            foreach (var file in Named)
                RequireOwn(file);
            foreach (var file in _written)
                File.Delete(TemporaryOf(Path.Combine(Root, file)));

            // Now, and not after the first epoch, is when to learn that nothing can be written here.
            var probe = Path.Combine(Root, $".probe.{Path.GetRandomFileName()}.tmp");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        });
    }

    /// <summary>Removes what an earlier run left, but for its settings, summary and log.</summary>
    public void Clear()
    {
        foreach (var file in Named.Except([Arguments, Summary, Log]))
            Remove(file);
        KeepWeights(new HashSet<int>());
    }

    /// <summary>Removes the weights of epochs that the run wrote and that are not among those kept.</summary>
    public void KeepWeights(IReadOnlySet<int> epochs)
    {
        var kept = epochs.Select(EpochWeights).ToHashSet(StringComparer.Ordinal);
        foreach (var name in _written.Where(name => EpochName().IsMatch(name)).ToList())
        {
            if (!kept.Contains(Path.Combine(Root, name)))
                Remove(Path.Combine(Root, name));
        }
    }

    /// <summary>Opens the log; what it held goes unless a run is resumed.</summary>
    internal StreamWriter OpenLog(bool append)
    {
        Register(Log);
        var stream = RegularFile.OpenToWrite(Log, FileShare.Read);
        if (append)
            stream.Seek(0, SeekOrigin.End);
        else
            stream.SetLength(0);
        return new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true };
    }

    /// <summary>Learns before the first epoch, and not after it, that the weights of one cannot be stored.</summary>
    /// <exception cref="IOException">Weights of one of these epochs are there that no run of this folder
    /// wrote.</exception>
    internal void RequireFree(int firstEpoch, int epochs)
    {
        for (var epoch = firstEpoch; epoch < epochs; epoch++)
            RequireOwn(EpochWeights(epoch));
    }

    /// <summary>Replaces a file of the run.</summary>
    /// <exception cref="IOException">It cannot be written, or is there and no run of this folder wrote it.</exception>
    internal void Write(string path, Action<Stream> write)
    {
        Register(path);
        AtomicFile.Write(path, write, TemporaryOf(path));
    }

    internal void WriteText(string path, string text)
    {
        Register(path);
        AtomicFile.WriteText(path, text, TemporaryOf(path));
    }

    // Of a fixed name, so that what a kill leaves can be told from what others put there.
    private static string TemporaryOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.run.tmp");

    // First the name, then the file: a kill in between leaves a name without a file, and never a file without a name.
    private void Register(string path)
    {
        RequireOwn(path);
        if (_written.Add(NameOf(path)))
            WriteManifest();
    }

    // What replaces a file also removes it one day.
    private void RequireOwn(string path)
    {
        if (!_written.Contains(NameOf(path)) && Path.Exists(path))
        {
            throw new IOException($"{path} is there, and no run wrote it: the manifest of this folder does not name "
                + "it; move it elsewhere, or train in another folder");
        }
    }

    private void Remove(string path)
    {
        if (!_written.Contains(NameOf(path)))
            return;
        File.Delete(path);
        _written.Remove(NameOf(path));
        WriteManifest();
    }

    private string NameOf(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private void WriteManifest()
    {
        if (_written.Count == 0)
        {
            // An empty file could not be told from a special one.
            File.Delete(Manifest);
            return;
        }

        var text = string.Concat(_written.Select(name => name + "\n"));
        AtomicFile.WriteText(Manifest, text, TemporaryOf(Manifest));
    }

    // Only names that a run gives count: the file may be anybody's.
    private void ReadManifest()
    {
        _written.Clear();
        var named = Named.ToDictionary(NameOf, StringComparer.Ordinal);
        if (!File.Exists(Manifest))
        {
            if (!HasState || !File.Exists(Arguments))
                return;
            _written.UnionWith(named.Where(file => File.Exists(file.Value)).Select(file => file.Key));
            _written.UnionWith(Directory.EnumerateFiles(Path.Combine(Root, WeightsFolder)).Where(IsEpochOfARun)
                .Select(NameOf));
            WriteManifest();
            return;
        }

        var lines = RegularFile.ReadLines(Manifest, LongestManifest, _ => new IOException(
            $"{Manifest} has more than {LongestManifest} bytes and is no list of a run's files"));
        _written.UnionWith(lines.Where(name => named.ContainsKey(name) || EpochName().IsMatch(name)));
        File.Delete(TemporaryOf(Manifest));
    }

    // The weights of an epoch say which one they are of, in every version that wrote them.
    private bool IsEpochOfARun(string path)
    {
        if (!EpochName().IsMatch(NameOf(path)) || new FileInfo(path).LinkTarget is not null)
            return false;
        try
        {
            using var weights = SafetensorsFile.Open(path);
            return weights.Metadata.TryGetValue(WeightFile.EpochKey, out var text)
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
                && path == EpochWeights(epoch);
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    private FileStream Lock()
    {
        try
        {
            return RegularFile.OpenToWrite(LockFile, FileShare.None);
        }
        catch (NotRegularFileException exception)
        {
            throw Unwritable(exception);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new IOException($"A run goes on in {Root}{OwnerText()}. Wait for its end, stop it, or choose another "
                + "--experiment.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Unwritable(exception);
        }
    }

    private void WriteOwner()
    {
        using var stream = RegularFile.OpenToWrite(Owner, FileShare.ReadWrite);
        stream.SetLength(0);
        stream.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"process {Environment.ProcessId} on {Environment.MachineName}\n")));
    }

    private string OwnerText()
    {
        const int Longest = 400;
        try
        {
            return $", {RegularFile.ReadAllText(Owner, Longest, _ => new IOException("No run wrote it.")).Trim()}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private void Release()
    {
        if (--_holders > 0 || _lock is null)
            return;
        try
        {
            File.Delete(Owner);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It only tells people who was here.
        }

        _lock.Dispose();
        _lock = null;
    }

    private static void RequireNoLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
            throw new IOException($"{path} is a link to {target}, and a run writes and removes only what is its own");
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(exception);
        }
    }

    private IOException Unwritable(Exception exception) => new(
        $"The run folder {Root} cannot be written: {exception.Message.TrimEnd('.')}. Name another with --output.",
        exception);

    [GeneratedRegex(@"^weights/epoch-\d{4,10}\.safetensors\z")]
    private static partial Regex EpochName();

    private sealed class Holding(RunFolder folder) : IDisposable
    {
        private bool _disposed;

        public void Dispose()
        {
            if (!_disposed)
                folder.Release();
            _disposed = true;
        }
    }
}
