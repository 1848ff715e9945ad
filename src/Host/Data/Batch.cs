namespace GpuFormer.Data;

/// <summary>Pictures ready for a network, with their targets. Belongs to the loader: valid until the next batch is
/// asked for.</summary>
internal sealed class Batch
{
    /// <summary>The label of an empty row: one that fills up the last batch of an evaluation, or whose picture cannot
    /// be read. Such rows are zero and must not be counted.</summary>
    public const int NoLabel = -1;

    internal readonly float[] PixelData;
    internal readonly float[] TargetData;
    internal readonly int[] LabelData;
    internal readonly int[] IndexData;
    internal readonly (int Height, int Width)[] SizeData;
    internal readonly ImageAnnotations?[] AnnotationData;

    /// <summary>Takes memory for any of these shapes.</summary>
    internal Batch(IReadOnlyList<BatchShape> shapes, int classes)
    {
        var rows = shapes.Max(shape => shape.Size);
        Classes = classes;
        PixelData = new float[checked((int)shapes.Max(shape => 3L * shape.Size * shape.Height * shape.Width))];
        TargetData = new float[checked(rows * classes)];
        LabelData = new int[rows];
        IndexData = new int[rows];
        SizeData = new (int Height, int Width)[rows];
        AnnotationData = new ImageAnnotations?[rows];
    }

    /// <summary>From 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Which batch of its epoch, from 0.</summary>
    public int Number { get; internal set; }

    /// <summary>Rows, N.</summary>
    public int Size => Shape.Size;

    /// <summary>Rows that were drawn from the set: below <see cref="Size"/> only in the last batch of an
    /// evaluation.</summary>
    public int Count { get; internal set; }

    /// <summary>Rows of the pictures, H: of the canvas where they lie in one.</summary>
    public int Height => Shape.Height;

    /// <summary>Columns of the pictures, W.</summary>
    public int Width => Shape.Width;

    /// <summary>Side of square pictures.</summary>
    public int InputSize => Shape.Height;

    /// <summary>Its place in the epoch, and its sizes.</summary>
    internal BatchShape Shape { get; set; }

    /// <summary>Columns of <see cref="Targets"/>, K: the classes of the set, or 0 where pictures have no class.</summary>
    public int Classes { get; }

    /// <summary>Normalised pictures, <c>[N, 3, H, W]</c>.</summary>
    public ReadOnlySpan<float> Pixels => PixelData.AsSpan(0, 3 * Size * Height * Width);

    /// <summary>Soft targets, <c>[N, K]</c>: each row sums to 1, smoothed and mixed; rows without a label are
    /// zero.</summary>
    public ReadOnlySpan<float> Targets => TargetData.AsSpan(0, Size * Classes);

    /// <summary>Hard labels, <c>[N]</c>, before mixing; <see cref="NoLabel"/> in empty rows.</summary>
    public ReadOnlySpan<int> Labels => LabelData.AsSpan(0, Size);

    /// <summary>The index of each row's picture in the data set, <c>[N]</c>: of the one in its place when it cannot be
    /// read; -1 in rows that fill up.</summary>
    public ReadOnlySpan<int> Indices => IndexData.AsSpan(0, Size);

    /// <summary>Rows and columns of each picture within the canvas, at whose top left it lies, <c>[N]</c>; 0 in empty rows
    /// and where pictures have a class.</summary>
    public ReadOnlySpan<(int Height, int Width)> Sizes => SizeData.AsSpan(0, Size);

    /// <summary>What lies over each picture, <c>[N]</c>: objects in pixels of it, or the class of each pixel of the canvas;
    /// null in empty rows and where pictures have a class.</summary>
    public ReadOnlySpan<ImageAnnotations?> Annotations => AnnotationData.AsSpan(0, Size);
}
