using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Data;

/// <summary>Images and the class of each of their pixels: from masks in files, or from the outlines of objects.</summary>
internal sealed class PixelSource : AnnotatedSource
{
    private readonly Func<int, string> _nameOf;
    private readonly Func<int, Image> _load;
    private readonly Func<int, Image, PixelTargets> _pixelsOf;
    private readonly int[] _indices;
    private readonly Func<int, string> _textOf;
    private readonly IReadOnlyList<string> _remarks = [];

    /// <summary>Images with a mask each.</summary>
    /// <param name="images">The set.</param>
    /// <param name="classes">The names of the classes; class 0 is what no object covers.</param>
    /// <param name="fraction">The share of the images, evenly spaced, above 0 and at most 1.</param>
    public PixelSource(MaskedImages images, IReadOnlyList<string> classes, double fraction = 1)
        : this(images.Count, classes, fraction, images.NameOf, images.Load, images.PixelsOf, images.MaskTextOf)
    {
    }

    /// <summary>Images with outlines of objects: class 0 is where none is, then the categories follow.</summary>
    /// <param name="images">The set, read with its outlines.</param>
    /// <param name="fraction">The share of the images, evenly spaced, above 0 and at most 1.</param>
    public PixelSource(AnnotatedImages images, double fraction = 1)
        : this(images.Count, ["background", .. images.Set.Categories.Select(category => category.Name)], fraction,
            images.NameOf, images.Load, (index, _) => images.PixelsOf(index), images.OutlineTextOf)
    {
        Faults = images.Set.Faults;
        _remarks = Faults.Remarks;
    }

    private PixelSource(
        int count, IReadOnlyList<string> classes, double fraction, Func<int, string> nameOf, Func<int, Image> load,
        Func<int, Image, PixelTargets> pixelsOf, Func<int, string> textOf)
    {
        if (!(fraction is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Above 0, at most 1.");
        if (classes.Count > ClassMask.Ignored)
        {
            throw new DatasetFormatException(count > 0 ? nameOf(0) : "the set",
                $"is one of a set with {classes.Count} classes of pixels, background included",
                $"A mask holds {ClassMask.Ignored} at most.");
        }

        (Classes, _nameOf, _load, _pixelsOf, _textOf) = (classes, nameOf, load, pixelsOf, textOf);
        _indices = [.. Enumerable.Range(0, count).Where(index =>
            Math.Ceiling((index + 1) * fraction) > Math.Ceiling(index * fraction))];
    }

    /// <summary>What was wrong with the annotations of the outlines; null where masks are files.</summary>
    public AnnotationFaults? Faults { get; }

    public override int Count => _indices.Length;

    public override IReadOnlyList<string> Classes { get; }

    public override IReadOnlyList<string> Remarks => _remarks;

    public override string NameOf(int index)
    {
        CheckIndex(index);
        return _nameOf(_indices[index]);
    }

    public override Image Load(int index, Image? reuse = null)
    {
        CheckIndex(index);
        return _load(_indices[index]);
    }

    public override ImageAnnotations AnnotationsOf(int index, Image image)
    {
        CheckIndex(index);
        return _pixelsOf(_indices[index], image);
    }

    internal override string TargetTextOf(int index) => _textOf(_indices[index]);

    // A mask is to be read as well as its image.
    private protected override void Try(int index) => AnnotationsOf(index, Load(index));

    private protected override string ListedName(int index) => Path.GetFileName(NameOf(index));
}
