using System.Runtime.CompilerServices;
using System.Text;
using GpuFormer.Files;
using GpuFormer.Imaging;

namespace GpuFormer.Cli.Predict;

/// <summary>
/// The pictures that a command line names: files, folders and globs; the picture on standard input (<c>-</c>); the names
/// in a list, one a line, which may come on standard input as well, then read as they come.
/// </summary>
internal sealed class PredictionSources
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    private const long LongestList = 256L << 20;

    private readonly Func<Stream> _open;
    private readonly string? _list;

    /// <param name="sources">Files, folders, globs, or <c>-</c>.</param>
    /// <param name="list">A file with names, <c>-</c>, or null.</param>
    /// <param name="open">Opens standard input.</param>
    /// <exception cref="UsageException">Nothing is named, or standard input twice.</exception>
    /// <exception cref="BadDataException">A source does not exist or holds no picture.</exception>
    public PredictionSources(IReadOnlyList<string> sources, string? list, Func<Stream> open)
    {
        (_open, _list) = (open, list);
        if (sources.Count == 0 && list is null)
            throw new UsageException("Name pictures to classify: files, folders, globs, or - for standard input.");
        if (sources.Count(source => source == StandardInput) + (list == StandardInput ? 1 : 0) > 1)
            throw new UsageException("Standard input can be read once: name '-' once, as a picture or as a list.");
        ReadsInput = list == StandardInput || sources.Contains(StandardInput);
        var named = sources.SelectMany(source => source == StandardInput ? [source] : ImageSources.Expand([source]));
        if (list is not null && list != StandardInput)
            named = named.Concat(ReadList(list));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Files = [.. named.Where(file => file == StandardInput || seen.Add(Path.GetFullPath(file)))];
    }

    /// <summary>What is named before anything is read from standard input.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Whether standard input is read.</summary>
    public bool ReadsInput { get; }

    /// <summary>All names in their order.</summary>
    public async IAsyncEnumerable<string> Names([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var file in Files)
            yield return file;
        if (_list != StandardInput)
            yield break;
        using var lines = new StreamReader(_open(), Encoding.UTF8);
        // Reading may wait for ever, and Ctrl-C is to end it.
        while (await Task.Run(lines.ReadLine, cancellation).WaitAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
                yield return line;
        }
    }

    /// <summary>Loads a picture.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="limits">What it may be like.</param>
    /// <param name="warn">Gets a line if it is damaged.</param>
    public Image Load(string name, ImageLimits limits, Action<string> warn) =>
        name != StandardInput ? ImageFile.Load(name, limits, warn)
            : ImageFile.Checked(ImageDecoder.Decode(ReadInput(limits.FileBytes), limits), "standard input", warn);

    private byte[] ReadInput(long limit)
    {
        using var input = _open();
        using var bytes = new MemoryStream();
        var part = new byte[1 << 16];
        while (input.Read(part) is > 0 and var count)
        {
            if (bytes.Length + count > Math.Min(limit, Array.MaxLength))
                throw new ImageFormatException($"Standard input has more than {limit} bytes. Scale the picture down.");
            bytes.Write(part, 0, count);
        }

        return bytes.ToArray();
    }

    private static IEnumerable<string> ReadList(string list) => RegularFile.ReadLines(list, LongestList, length =>
        new BadDataException($"{list}: the list has {length} bytes, more than {LongestList}. Divide it."))
        .Where(line => line.Length > 0);
}
