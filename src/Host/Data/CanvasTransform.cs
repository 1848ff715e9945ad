using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>From an annotated image to a row of a batch: how the networks of one system see it, augmented in training.
/// Threads share one.</summary>
internal abstract class CanvasTransform
{
    /// <summary>Whether it draws random numbers, as in training.</summary>
    public abstract bool IsRandom { get; }

    /// <summary>Moves, colours and normalises an image, and what lies over it.</summary>
    /// <param name="image">Any size; not changed.</param>
    /// <param name="annotations">What lies over it.</param>
    /// <param name="random">The stream of this sample.</param>
    /// <param name="canvas"><c>[3, height, width]</c>; every element is written.</param>
    /// <param name="height">Rows of the canvas.</param>
    /// <param name="width">Columns of the canvas.</param>
    public abstract CanvasSample Apply(
        Image image, ImageAnnotations annotations, ref RandomStream random, Span<float> canvas, int height, int width);
}

/// <summary>An image in a canvas.</summary>
/// <param name="Height">Rows of the image, which lies at the top left.</param>
/// <param name="Width">Columns of the image.</param>
/// <param name="Annotations">What lies over it: boxes of the image, classes of all pixels of the canvas.</param>
internal readonly record struct CanvasSample(int Height, int Width, ImageAnnotations Annotations);
