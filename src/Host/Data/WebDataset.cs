using System.Formats.Tar;
using System.Globalization;
using System.Text;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>
/// Pictures in tar archives, the shards of a WebDataset: files that follow each other and share a name up to its first full
/// stop are a sample, of which <c>.cls</c> holds the class as a number and <c>.jpg</c>, <c>.png</c> and so on the picture.
/// Shards are listed once, pictures are read where they lie. No names of classes are stored.
/// </summary>
internal sealed class WebDataset : ImageDataset
{
    private const string Remedy = "Get or make the shard again.";
    private const int LongestLabel = 32;

    private readonly string[] _shards;
    private readonly string[] _classes;
    private readonly List<Sample> _samples = [];

    /// <summary>Lists the samples of shards; no picture is opened.</summary>
    /// <param name="shards">Archives, in order.</param>
    /// <param name="alike">Archives of another split, whose classes count too.</param>
    /// <param name="names">Names of the classes; null to have them numbered.</param>
    /// <exception cref="DatasetFormatException">An archive is damaged, a sample has no class, or there are none.</exception>
    /// <exception cref="IOException">An archive cannot be read.</exception>
    internal WebDataset(IReadOnlyList<string> shards, IReadOnlyList<string> alike, string[]? names)
    {
        _shards = [.. shards];
        HasClassNames = names is not null;
        var most = -1;
        for (var i = 0; i < _shards.Length; i++)
        {
            foreach (var sample in Samples(_shards[i], i))
            {
                _samples.Add(sample);
                most = Math.Max(most, sample.Label);
            }
        }

        if (_samples.Count == 0)
        {
            throw new DatasetFormatException(_shards[0], "has no picture with a class", "A sample is NAME.jpg (or "
                + $"{PictureFiles.EndingList}) beside NAME.cls with the number of its class.");
        }

        if (names is null)
            most = alike.SelectMany(shard => Samples(shard, 0)).Aggregate(most, (high, sample) => Math.Max(high, sample.Label));
        else if (most >= names.Length)
            throw new DatasetFormatException(_shards[0], $"has the class {most}, where the class map names {names.Length}", Remedy);
        _classes = names ?? [.. Enumerable.Range(0, most + 1).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    }

    // A picture: where it lies in which shard, and its class.
    private readonly record struct Sample(int Shard, long Offset, int Length, int Label, string Name);

    /// <inheritdoc/>
    public override int Count => _samples.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasClassNames { get; }

    /// <inheritdoc/>
    public override int LabelOf(int index) => _samples[index].Label;

    /// <inheritdoc/>
    public override string NameOf(int index) => $"{_shards[_samples[index].Shard]}#{_samples[index].Name}";

    /// <inheritdoc/>
    public override Image Load(int index, Image? reuse = null)
    {
        CheckIndex(index);
        var sample = _samples[index];
        using var shard = DatasetFile.Open(_shards[sample.Shard], Remedy);
        shard.Position = sample.Offset;
        var file = new byte[sample.Length];
        shard.ReadExactly(file);
        return ImageDecoder.Decode(file, Limits);
    }

    /// <summary>What a picture may ask of the decoder.</summary>
    internal ImageLimits Limits { get; init; } = ImageLimits.Default;

    private protected override string ListedName(int index) => _samples[index].Name;

    private static IEnumerable<Sample> Samples(string path, int shard)
    {
        using var stream = DatasetFile.Open(path, Remedy);
        using var tar = new TarReader(stream);
        var (prefix, label) = ("", -1);
        var picture = default(Sample?);
        while (Checked(path, () => tar.GetNextEntry()) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                continue;
            var slash = entry.Name.LastIndexOf('/') + 1;
            var stop = entry.Name.IndexOf('.', slash);
            if (stop < 0 || stop == slash)
                continue;
            if (entry.Name[..stop] != prefix)
            {
                if (picture is { } done)
                    yield return Labelled(done, label, path);
                (prefix, label, picture) = (entry.Name[..stop], -1, null);
            }

            if (entry.Name[stop..] == ".cls")
                label = LabelOf(entry, path);
            else if (PictureFiles.IsPicture(entry.Name) && entry.Length is > 0 and <= int.MaxValue)
                picture = new(shard, entry.DataOffset, (int)entry.Length, -1, entry.Name);
        }

        if (picture is { } last)
            yield return Labelled(last, label, path);
    }

    private static Sample Labelled(Sample picture, int label, string path) => label >= 0
        ? picture with { Label = label }
        : throw new DatasetFormatException(path, $"'{EncodedText.Line(picture.Name)}' has no class beside it",
            "Each picture needs a file of its name that ends in .cls.");

    // The reader of archives throws what the platform throws, at damage anywhere in a file.
    private static T Checked<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException
            or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new DatasetFormatException(path, $"is a damaged tar archive: {exception.Message}", Remedy, exception);
        }
    }

    private static int LabelOf(TarEntry entry, string path)
    {
        var bytes = new byte[Math.Min(entry.Length, LongestLabel)];
        var read = Checked(path, () => entry.DataStream?.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) ?? 0);
        return entry.Length <= LongestLabel && int.TryParse(
                Encoding.UTF8.GetString(bytes.AsSpan(0, read)).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var label)
            && label < DatasetOptions.HighestClasses
            ? label
            : throw new DatasetFormatException(path, $"'{EncodedText.Line(entry.Name)}' holds no number of a class",
                $"It must be a number from 0 to {DatasetOptions.HighestClasses - 1}.");
    }
}
