using System.Globalization;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;

namespace GpuFormer.Data;

/// <summary>Images with a class mask each: Pascal VOC's layout, or two folders with files of the same names. Every member
/// may be called from several threads at once.</summary>
internal sealed class MaskedImages
{
    private const long LongestList = 64 << 20;
    private const string Remedy = "Every image needs a PNG of its name, whose palette's index is the class.";

    private readonly (string Image, string Mask)[] _files;
    private readonly ImageLimits _limits;

    private MaskedImages(IEnumerable<(string Image, string Mask)> files, string path, ImageLimits? limits)
    {
        _files = [.. files];
        // Masks lie over stored pixels.
        _limits = limits ?? ImageLimits.Default with { AppliesOrientation = false };
        if (_files.Length == 0)
            throw new DatasetFormatException(path, "names no images", Remedy);
    }

    /// <summary>How many images there are.</summary>
    public int Count => _files.Length;

    /// <summary>Opens a set in VOC's layout: <c>JPEGImages</c>, <c>SegmentationClass</c> and the lists in
    /// <c>ImageSets/Segmentation</c>.</summary>
    /// <param name="root">The folder of these.</param>
    /// <param name="list">The name of the list: <c>train</c>, <c>val</c>, <c>trainval</c>.</param>
    /// <param name="limits">What a file may ask of the decoders.</param>
    /// <exception cref="DatasetFormatException">A file that the list names is missing, or it names none.</exception>
    /// <exception cref="IOException">The list cannot be read.</exception>
    public static MaskedImages OpenVoc(string root, string list, ImageLimits? limits = null)
    {
        var path = Path.Combine(root, "ImageSets", "Segmentation", $"{list}.txt");
        var names = DatasetFile.ReadLines(path, LongestList, Remedy).Select(line => line.Trim())
            .Where(line => line.Length > 0);
        return new MaskedImages(names.Select(name => (
            Required(Path.Combine(root, "JPEGImages", $"{name}.jpg"), path),
            Required(Path.Combine(root, "SegmentationClass", $"{name}.png"), path))), path, limits);
    }

    /// <summary>Opens two folders, whose files belong together by their names without endings.</summary>
    /// <param name="images">The folder of the images.</param>
    /// <param name="masks">The folder of the masks.</param>
    /// <param name="limits">What a file may ask of the decoders.</param>
    /// <exception cref="DatasetFormatException">An image has no mask, or there are no images.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public static MaskedImages OpenFolders(string images, string masks, ImageLimits? limits = null) => new(
        Directory.EnumerateFiles(images).Where(PictureFiles.IsPicture).Order(StringComparer.Ordinal).Select(image =>
            (image, Required(Path.Combine(masks, $"{Path.GetFileNameWithoutExtension(image)}.png"), image))),
        images, limits);

    /// <summary>The file of an image.</summary>
    public string NameOf(int index) => _files[index].Image;

    /// <summary>Decodes an image.</summary>
    /// <exception cref="ImageFormatException">The file is no image that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public Image Load(int index) => ImageDecoder.Load(_files[index].Image, _limits);

    /// <summary>The classes of an image's pixels.</summary>
    /// <param name="index">From 0 to <c>Count - 1</c>.</param>
    /// <param name="image">The image, whose size the mask must have.</param>
    /// <exception cref="ImageFormatException">The file is no mask that can be read, or of another size.</exception>
    /// <exception cref="DatasetFormatException">The mask is no regular file.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public PixelTargets PixelsOf(int index, Image image)
    {
        var path = _files[index].Mask;
        var bytes = DatasetFile.ReadAllBytes(path, _limits.FileBytes, Remedy);
        try
        {
            var mask = ClassMaskPng.Read(bytes, _limits);
            return (mask.Height, mask.Width) == (image.Height, image.Width)
                ? new PixelTargets(mask)
                : throw new ImageFormatException($"The mask has {mask.Width} x {mask.Height} pixels, its image "
                    + $"{image.Width} x {image.Height}. They may belong to different images.");
        }
        catch (ImageFormatException exception)
        {
            throw exception.In(path);
        }
    }

    // The bytes of masks are not read for an identity: a file of another length is another mask.
    internal string MaskTextOf(int index) => string.Create(
        CultureInfo.InvariantCulture, $"{Path.GetFileName(_files[index].Mask)} {new FileInfo(_files[index].Mask).Length}");

    private static string Required(string file, string namedBy) => File.Exists(file)
        ? file
        : throw new DatasetFormatException(namedBy, $"needs {file}, which is missing", Remedy);
}
