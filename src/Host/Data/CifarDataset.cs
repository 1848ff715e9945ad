using System.Globalization;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>CIFAR-10 and CIFAR-100 in their binary version: records of one label byte (two: coarse and fine) and 32x32
/// pixels, all red, then all green, then all blue (Krizhevsky, "Learning multiple layers of features from tiny images",
/// 2009, and the data set's page). Lies in memory.</summary>
internal sealed class CifarDataset : ImageDataset
{
    private const int Side = 32;
    private const int Plane = Side * Side;

    private readonly (string Path, byte[] Records)[] _files;
    private readonly string[] _classes;
    private readonly int _labelBytes;
    private readonly int _labelByte;
    private readonly int _recordsPerFile;

    /// <summary>Reads record files of equal length.</summary>
    /// <param name="paths">In order.</param>
    /// <param name="labelBytes">Bytes before the pixels of each record: 1 for CIFAR-10, 2 for CIFAR-100.</param>
    /// <param name="labelByte">Which of them is the label.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="names">Their names; null to have them numbered.</param>
    /// <exception cref="DatasetFormatException">A file has a wrong length or a label out of range.</exception>
    internal CifarDataset(
        IReadOnlyList<string> paths, int labelBytes, int labelByte, int classes, string[]? names)
    {
        (_labelBytes, _labelByte, HasClassNames) = (labelBytes, labelByte, names is not null);
        _classes = names
            ?? [.. Enumerable.Range(0, classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];
        _files = [.. paths.Select(path => (path, ReadRecords(path)))];
        _recordsPerFile = _files[0].Records.Length / RecordLength;
        foreach (var (path, records) in _files)
        {
            if (records.Length != _recordsPerFile * RecordLength)
            {
                throw new DatasetFormatException(path, $"has {records.Length / RecordLength} pictures, where "
                    + $"{_files[0].Path} has {_recordsPerFile}", "Get the data set again from its source.");
            }
        }
        Count = _files.Length * _recordsPerFile;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasClassNames { get; }

    private int RecordLength => _labelBytes + 3 * Plane;

    /// <inheritdoc/>
    public override int LabelOf(int index) => Record(index)[_labelByte];

    /// <inheritdoc/>
    public override string NameOf(int index) => $"{_files[index / _recordsPerFile].Path}#{index % _recordsPerFile}";

    /// <inheritdoc/>
    public override Image Load(int index, Image? reuse = null)
    {
        var planes = Record(index)[_labelBytes..];
        var image = Reused(reuse, Side, Side);
        var pixels = image.Pixels;
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = planes.Slice(channel * Plane, Plane);
            for (int i = 0, to = channel; i < plane.Length; i++, to += 3)
                pixels[to] = plane[i];
        }
        return image;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<UnreadablePicture> FindUnreadable(CancellationToken cancellation = default) => [];

    private ReadOnlySpan<byte> Record(int index)
    {
        CheckIndex(index);
        return _files[index / _recordsPerFile].Records
            .AsSpan(index % _recordsPerFile * RecordLength, RecordLength);
    }

    private byte[] ReadRecords(string path)
    {
        // The real files have 10,000 or 50,000 records.
        const int MostRecords = 500_000;
        const string Remedy = "The file is damaged or incomplete: get it again from its source.";
        var records = DatasetFile.ReadAllBytes(path, (long)MostRecords * RecordLength, Remedy);
        if (records.Length == 0 || records.Length % RecordLength != 0)
        {
            throw new DatasetFormatException(path, $"has {records.Length} bytes, which are no 1 to {MostRecords} "
                + $"records of {RecordLength}", Remedy);
        }
        for (var at = _labelByte; at < records.Length; at += RecordLength)
        {
            if (records[at] >= _classes.Length)
            {
                throw new DatasetFormatException(path, $"label {records[at]} of picture {at / RecordLength} is out of "
                    + $"range for {_classes.Length} classes", "The file is damaged: get it again from its source.");
            }
        }
        return records;
    }
}
