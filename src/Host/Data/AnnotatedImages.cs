using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>The images of a set of objects in their folder, with what to learn of each. Every member may be called from
/// several threads at once.</summary>
internal sealed class AnnotatedImages
{
    private readonly string[] _files;
    private readonly DatasetTargets _targets;
    private readonly ImageLimits _limits;

    /// <summary>Looks for the files; those that are missing are counted and left out. None is opened.</summary>
    /// <param name="set">The annotations.</param>
    /// <param name="folder">Where the images lie.</param>
    /// <param name="limits">What a file may ask of the decoder. Whether images are turned as EXIF says is the set's to say
    /// (<see cref="ObjectDataset.IsUpright"/>).</param>
    /// <exception cref="DatasetFormatException">There is no image at all.</exception>
    public AnnotatedImages(ObjectDataset set, string folder, ImageLimits? limits = null)
    {
        _limits = (limits ?? ImageLimits.Default) with { AppliesOrientation = set.IsUpright };
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        List<DatasetImage> images = [];
        List<string> files = [];
        foreach (var image in set.Images)
        {
            // A name must not lead out of the folder, whoever wrote it.
            var file = image.FileName.Contains('\0') ? root : Path.GetFullPath(Path.Combine(root, image.FileName));
            if (!file.StartsWith(root, StringComparison.Ordinal) || !File.Exists(file))
            {
                set.Faults.Add(AnnotationFault.MissingImage, $"image {image.Id} ({image.FileName})");
                continue;
            }

            images.Add(image);
            files.Add(file);
        }

        if (images.Count == 0)
        {
            throw new DatasetFormatException(folder, $"has none of the {set.Images.Count} images of the annotations",
                "Name the folder that their file names are relative to.");
        }

        var kept = images.Select(image => image.Id).ToHashSet();
        Set = set with
        {
            Images = images,
            Annotations = [.. set.Annotations.Where(annotation => kept.Contains(annotation.ImageId))],
        };
        _files = [.. files];
        _targets = new DatasetTargets(Set);
    }

    /// <summary>The annotations of the images that are there.</summary>
    public ObjectDataset Set { get; }

    /// <summary>How many images there are.</summary>
    public int Count => _files.Length;

    /// <summary>The file of an image.</summary>
    public string NameOf(int index) => _files[index];

    /// <summary>Whether an image has an object to learn; images without are learned from as background.</summary>
    public bool HasObjects(int index) => _targets.HasObjects(index);

    /// <summary>The objects of an image.</summary>
    /// <param name="index">From 0 to <c>Count - 1</c>.</param>
    /// <param name="withMasks">Whether outlines are filled.</param>
    public ObjectTargets ObjectsOf(int index, bool withMasks = false) => _targets.ObjectsOf(index, withMasks);

    /// <summary>The class of each pixel of an image.</summary>
    public PixelTargets PixelsOf(int index) => _targets.PixelsOf(index);

    /// <summary>The objects of an image with their outlines, as a text: two sets in which it differs are not the same.</summary>
    internal string OutlineTextOf(int index) => _targets.OutlineTextOf(index);

    /// <summary>Decodes an image.</summary>
    /// <exception cref="ImageFormatException">The file is no image that can be read, or has another size than the
    /// annotations say.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public Image Load(int index)
    {
        var image = ImageDecoder.Load(_files[index], _limits);
        var stated = Set.Images[index];
        return (image.Height, image.Width) == (stated.Height, stated.Width)
            ? image
            : throw new ImageFormatException($"{_files[index]}: it has {image.Width} x {image.Height} pixels, the "
                + $"annotations say {stated.Width} x {stated.Height}. They may be of another version of the image.");
    }
}
