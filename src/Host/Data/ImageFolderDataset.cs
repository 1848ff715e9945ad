using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>Pictures in one folder for each class, as torchvision's <c>ImageFolder</c> and ImageNet: classes in the
/// ordinal order of the folders' names, or in that of a class map; pictures in sub-folders belong to the class
/// too.</summary>
internal sealed class ImageFolderDataset : ImageDataset
{
    private readonly string[] _classes;
    private readonly string[] _folders;
    private readonly string[] _files;
    private readonly int[] _folderOf;
    private readonly int[] _labelOfFolder;
    private readonly ImageLimits _limits;
    private readonly List<string> _remarks = [];

    /// <summary>Lists the pictures of a folder; none is opened.</summary>
    /// <param name="root">The folder that holds the class folders.</param>
    /// <param name="classMap">A class map, or null.</param>
    /// <param name="limits">What a file may ask of the decoder.</param>
    /// <param name="order">Of the classes, without a class map.</param>
    /// <exception cref="DatasetFormatException">There are no classes, a class has no pictures, a link leads to its own
    /// folder, or the class map fits nothing.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public ImageFolderDataset(
        string root, string? classMap = null, ImageLimits? limits = null, ClassOrder order = ClassOrder.Ordinal)
    {
        _limits = limits ?? ImageLimits.Default;
        var scan = new ImageFolderScan();
        _folders = ImageFolderScan.ClassFolders(root, order);
        if (_folders.Length == 0)
        {
            throw new DatasetFormatException(root, "has no class folders",
                "Put the pictures of each class into a sub-folder that is named by the class.");
        }
        var names = _folders.Select(folder => Path.GetFileName(folder)).ToArray();
        (_classes, _labelOfFolder) = classMap is null
            ? (names, [.. Enumerable.Range(0, names.Length)])
            : Map(root, names, classMap);
        if (classMap is null)
            RemarkOnOrder(root, order);

        var files = new List<string>();
        var folderOf = new List<int>();
        var empty = new List<string>();
        for (var folder = 0; folder < _folders.Length; folder++)
        {
            if (_labelOfFolder[folder] < 0)
                continue;
            var before = files.Count;
            scan.AddPictures(_folders[folder], files);
            if (files.Count == before)
                empty.Add(names[folder]);
            for (var i = before; i < files.Count; i++)
                folderOf.Add(folder);
        }
        if (empty.Count > 0)
        {
            var folders = empty.Count == 1 ? "class folder" : "class folders";
            throw new DatasetFormatException(root, $"no pictures in {folders} {Listing(empty)}",
                $"Pictures are files that end in {PictureFiles.EndingList}. Add some or remove the folder.");
        }
        if (scan.OtherFiles > 0)
        {
            _remarks.Add($"{scan.OtherFiles} files below {root} do not end in {PictureFiles.EndingList} and were "
                + "left out.");
        }
        (_files, _folderOf) = ([.. files], [.. folderOf]);
    }

    /// <inheritdoc/>
    public override int Count => _files.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Remarks => _remarks;

    /// <inheritdoc/>
    public override int LabelOf(int index) => _labelOfFolder[_folderOf[index]];

    /// <inheritdoc/>
    public override string NameOf(int index) => Path.Combine(_folders[_folderOf[index]], _files[index]);

    /// <inheritdoc/>
    public override Image Load(int index, Image? reuse = null)
    {
        CheckIndex(index);
        return ImageDecoder.Load(NameOf(index), _limits);
    }

    private protected override string ListedName(int index) =>
        $"{Path.GetFileName(_folders[_folderOf[index]])}/{_files[index].Replace('\\', '/')}";

    // Said where it matters: weights of another program number the classes in its order.
    private void RemarkOnOrder(string root, ClassOrder order)
    {
        var other = _classes.Order(order == ClassOrder.Natural ? StringComparer.Ordinal : NaturalOrder.Instance).ToList();
        var place = Enumerable.Range(0, other.Count).FirstOrDefault(i => _classes[i] != other[i], -1);
        if (place < 0)
            return;
        _remarks.Add(order == ClassOrder.Natural
            ? $"The classes of {root} are in natural order, as timm numbers them: class {place} is {_classes[place]}. "
                + $"In torchvision's order, which is the default, it would be {other[place]}."
            : $"The classes of {root} are in ordinal order, as torchvision numbers them: class {place} is "
                + $"{_classes[place]}. In timm's order (--class-order natural) it would be {other[place]}.");
    }

    private (string[] Classes, int[] LabelOfFolder) Map(string root, string[] folders, string classMap)
    {
        var classes = ClassMap.Read(classMap);
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var label = 0; label < classes.Length; label++)
            labels[classes[label]] = label;
        var labelOfFolder = folders.Select(folder => labels.GetValueOrDefault(folder, -1)).ToArray();
        var unnamed = folders.Where(folder => !labels.ContainsKey(folder)).ToList();
        if (unnamed.Count == folders.Length)
        {
            throw new DatasetFormatException(classMap, $"names none of the class folders of {root} "
                + $"({Listing(unnamed)})", "It must name one class folder a line.");
        }
        if (unnamed.Count > 0)
            _remarks.Add($"{classMap} does not name these class folders, which were left out: {Listing(unnamed)}.");
        var absent = classes.Except(folders, StringComparer.Ordinal).ToList();
        if (absent.Count > 0)
            _remarks.Add($"{root} has no folders for these classes of {classMap}: {Listing(absent)}.");
        return (classes, labelOfFolder);
    }

    private static string Listing(List<string> names) => DatasetIdentity.Listed(names, most: 5);
}
