using System.Globalization;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>Images and the objects in them.</summary>
internal sealed class ObjectSource : AnnotatedSource
{
    private readonly AnnotatedImages _images;
    private readonly int[] _indices;
    private readonly string[] _remarks;

    /// <summary>Takes all images, or a share of them.</summary>
    /// <param name="images">The set.</param>
    /// <param name="withoutEmpty">Whether images are left out in which no object can be learned from.</param>
    /// <param name="fraction">The share of the images, evenly spaced, above 0 and at most 1.</param>
    /// <exception cref="DatasetFormatException">No image is left.</exception>
    public ObjectSource(AnnotatedImages images, bool withoutEmpty = false, double fraction = 1)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (!(fraction is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Above 0, at most 1.");
        _images = images;
        Classes = [.. images.Set.Categories.Select(category => category.Name)];
        int[] shown = [.. Enumerable.Range(0, images.Count).Where(index => !withoutEmpty || images.HasObjects(index))];
        _indices = [.. shown.Where((_, place) => Math.Ceiling((place + 1) * fraction) > Math.Ceiling(place * fraction))];
        _remarks =
        [
            .. images.Set.Faults.Remarks,
            .. shown.Length < images.Count
                ? [Remark($"{images.Count - shown.Length} of {images.Count} images have no objects and are left out")]
                : Array.Empty<string>(),
            .. _indices.Length < shown.Length
                ? [Remark($"{_indices.Length} of {shown.Length} images are learned from, as --fraction asks for")]
                : Array.Empty<string>(),
        ];
        if (_indices.Length == 0)
        {
            throw new DatasetFormatException(images.NameOf(0), $"is one of {images.Count} images, none of which has an object "
                + "to learn", "Name a set with objects in its images.");
        }
    }

    /// <summary>The annotations of the whole set, which evaluation judges by.</summary>
    public ObjectDataset Set => _images.Set;

    public override int Count => _indices.Length;

    public override IReadOnlyList<string> Classes { get; }

    public override IReadOnlyList<string> Remarks => _remarks;

    /// <summary>The image as the annotations describe it.</summary>
    public DatasetImage DescriptionOf(int index)
    {
        CheckIndex(index);
        return _images.Set.Images[_indices[index]];
    }

    internal override double? AspectOf(int index) =>
        DescriptionOf(index) is { Height: > 0 } image ? image.Width / (double)image.Height : null;

    public override string NameOf(int index)
    {
        CheckIndex(index);
        return _images.NameOf(_indices[index]);
    }

    public override Image Load(int index, Image? reuse = null)
    {
        CheckIndex(index);
        return _images.Load(_indices[index]);
    }

    public override ImageAnnotations AnnotationsOf(int index, Image image)
    {
        CheckIndex(index);
        return _images.ObjectsOf(_indices[index]);
    }

    internal override string TargetTextOf(int index) => string.Join(' ', _images.ObjectsOf(_indices[index]).Objects.Select(
        known => string.Create(CultureInfo.InvariantCulture,
            $"{known.Label} {known.Box.X1:R} {known.Box.Y1:R} {known.Box.X2:R} {known.Box.Y2:R} {(known.IsCrowd ? 1 : 0)}")));

    private protected override string ListedName(int index) => DescriptionOf(index).FileName;

    private static string Remark(FormattableString text) => FormattableString.Invariant(text);
}
