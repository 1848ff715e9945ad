using GpuFormer.Data;
using GpuFormer.Data.Formats;

namespace GpuFormer.Cli;

/// <summary>Opens annotations of objects by what their path is: COCO's JSON, a folder of Pascal VOC's XML, or YOLO's
/// <c>data.yaml</c>.</summary>
internal static class TruthFiles
{
    /// <summary>Reads the annotations to judge by.</summary>
    /// <param name="path">A file, or a folder.</param>
    /// <param name="withMasks">Whether masks are needed, which COCO's JSON alone has.</param>
    /// <exception cref="UsageException">They are, and other files are named.</exception>
    public static ObjectDataset Open(string path, bool withMasks)
    {
        var isFolder = Directory.Exists(path);
        var isYolo = path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
        if (withMasks && (isFolder || isYolo))
            throw new UsageException("'--iou-type segm' needs masks, which COCO's JSON alone has.");
        if (isFolder)
            return OpenVoc(path);
        if (!isYolo)
            return CocoReader.Read(path, withMasks);

        var data = YoloDataFile.Load(path);
        return data.ValidationFolders(path) is [var folder]
            ? YoloReader.ReadFolder(folder, data.Names)
            : throw new BadDataException($"{path}: 'val' must name one folder of images to judge by.");
    }

    // The folder of the XML files, or the root of a set with its list.
    private static ObjectDataset OpenVoc(string path)
    {
        var annotations = Path.Combine(path, "Annotations");
        var list = Path.Combine(path, "ImageSets", "Main", "val.txt");
        return Directory.Exists(annotations)
            ? VocReader.ReadFolder(annotations, File.Exists(list) ? list : null)
            : VocReader.ReadFolder(path);
    }
}
