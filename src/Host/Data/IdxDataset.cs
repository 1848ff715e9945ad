using System.Globalization;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>Grey pictures of one size in a pair of IDX files, as MNIST, Fashion-MNIST and KMNIST come. Lies in memory:
/// one byte a pixel.</summary>
internal sealed class IdxDataset : ImageDataset
{
    private readonly string _imagesPath;
    private readonly byte[] _pixels;
    private readonly byte[] _labels;
    private readonly string[] _classes;

    /// <summary>Reads a pair of files, plain or gzip.</summary>
    /// <param name="imagesPath">IDX with magic number 0x00000803.</param>
    /// <param name="labelsPath">IDX with magic number 0x00000801.</param>
    /// <param name="classes">Every label must be below; 1 to 256.</param>
    /// <exception cref="DatasetFormatException">A file is damaged, a label is out of range, or the files do not belong
    /// together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IdxDataset(string imagesPath, string labelsPath, int classes = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 256);
        _imagesPath = imagesPath;
        // Labels first: small, and where a wrong folder shows.
        _labels = IdxFile.ReadLabels(labelsPath);
        (_pixels, Count, Height, Width) = IdxFile.ReadImages(imagesPath);
        if (_labels.Length != Count)
        {
            throw new DatasetFormatException(labelsPath, $"has {_labels.Length} labels for the {Count} pictures of "
                + imagesPath, "The files do not belong together: get both again from one source.");
        }
        if ((long)Height * Width > ImageLimits.DefaultPixels)
        {
            throw new DatasetFormatException(imagesPath, $"its pictures are {Width} x {Height} pixels, more than the "
                + $"limit of {ImageLimits.DefaultPixels}", "Scale them down first.");
        }
        var wrong = _labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (wrong >= 0)
        {
            throw new DatasetFormatException(labelsPath, $"label {_labels[wrong]} of picture {wrong} is out of range "
                + $"for {classes} classes", "Give the number of classes of the data set (--num-classes).");
        }
        _classes = [.. Enumerable.Range(0, classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Rows of every picture.</summary>
    public int Height { get; }

    /// <summary>Columns of every picture.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasClassNames => false;

    /// <inheritdoc/>
    public override int LabelOf(int index) => _labels[index];

    /// <inheritdoc/>
    public override string NameOf(int index) => $"{_imagesPath}#{index}";

    /// <summary>One picture as it lies in the file: <c>[Height, Width]</c>, grey.</summary>
    public ReadOnlySpan<byte> GreyPixels(int index)
    {
        CheckIndex(index);
        return _pixels.AsSpan(index * Height * Width, Height * Width);
    }

    /// <inheritdoc/>
    public override Image Load(int index, Image? reuse = null)
    {
        var grey = GreyPixels(index);
        var image = Reused(reuse, Height, Width);
        var pixels = image.Pixels;
        for (int i = 0, to = 0; i < grey.Length; i++, to += 3)
            pixels[to] = pixels[to + 1] = pixels[to + 2] = grey[i];
        return image;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<UnreadablePicture> FindUnreadable(CancellationToken cancellation = default) => [];
}
