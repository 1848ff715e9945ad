namespace GpuFormer.Data;

/// <summary>Images with objects in them, whatever the files they were read from.</summary>
/// <param name="Images">The images, with those that hold no object.</param>
/// <param name="Categories">The classes, by rising id: a class is its position here.</param>
/// <param name="Annotations">The objects, in the order of the files. Each is of one of the images and of the
/// categories.</param>
/// <param name="Faults">What was wrong with the annotations, counted.</param>
internal sealed record ObjectDataset(
    IReadOnlyList<DatasetImage> Images, IReadOnlyList<ObjectCategory> Categories,
    IReadOnlyList<ObjectAnnotation> Annotations, AnnotationFaults Faults)
{
    /// <summary>Whether the boxes lie over images that are turned as EXIF says, as YOLO's do; COCO's and VOC's lie over the
    /// pixels as they are stored.</summary>
    public bool IsUpright { get; init; }
}

/// <summary>An image of a data set, by what the annotations say about it.</summary>
/// <param name="Id">As the annotations call it.</param>
/// <param name="FileName">Its file, relative to the folder of images.</param>
/// <param name="Height">Rows of the stored pixels, before any turn of EXIF.</param>
/// <param name="Width">Columns of the stored pixels.</param>
internal sealed record DatasetImage(long Id, string FileName, int Height, int Width);

/// <summary>A class of objects.</summary>
/// <param name="Id">As the annotations call it; ids have gaps.</param>
/// <param name="Name">For people.</param>
internal sealed record ObjectCategory(long Id, string Name);

/// <summary>A rectangle as annotations state it, in pixels: double precision, since evaluation compares to the last
/// bit.</summary>
/// <param name="Left">Of the left side.</param>
/// <param name="Top">Of the upper side.</param>
/// <param name="Width">Of the rectangle.</param>
/// <param name="Height">Of the rectangle.</param>
internal readonly record struct AnnotationBox(double Left, double Top, double Width, double Height)
{
    /// <summary>Whether all four numbers are finite.</summary>
    public bool IsFinite => double.IsFinite(Left) && double.IsFinite(Top) && double.IsFinite(Width)
        && double.IsFinite(Height);
}

/// <summary>One object in one image.</summary>
/// <param name="Id">As the annotations call it.</param>
/// <param name="ImageId">Of its image.</param>
/// <param name="CategoryId">Of its class.</param>
/// <param name="Box">Where it is; evaluation also takes boxes without extent.</param>
/// <param name="Area">As the annotations state it: of COCO the pixels of the mask, not of the box.</param>
/// <param name="IsCrowd">Whether it stands for many: detections of it are neither right nor wrong.</param>
/// <param name="Segmentation">Its outline; null where there is none, or it was not asked for.</param>
internal sealed record ObjectAnnotation(
    long Id, long ImageId, long CategoryId, AnnotationBox Box, double Area, bool IsCrowd, ObjectSegmentation? Segmentation);

/// <summary>An object that a network found, as files state it.</summary>
/// <param name="ImageId">Of its image.</param>
/// <param name="CategoryId">Of its class.</param>
/// <param name="Box">Where it is.</param>
/// <param name="Area">Of the box, or of the mask where the file states masks alone.</param>
/// <param name="Score">Higher is surer.</param>
/// <param name="Segmentation">Its mask; null where there is none.</param>
internal sealed record ObjectResult(
    long ImageId, long CategoryId, AnnotationBox Box, double Area, double Score, ObjectSegmentation? Segmentation);
