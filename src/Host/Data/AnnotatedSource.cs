using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>Images with something to learn that lies over their pixels. Every member may be called from several threads at
/// once.</summary>
internal abstract class AnnotatedSource : ImageSource
{
    /// <summary>What is to be learned of an image, over its pixels as they are decoded.</summary>
    /// <param name="index">From 0 to <c>Count - 1</c>.</param>
    /// <param name="image">The image, decoded.</param>
    /// <exception cref="ImageFormatException">What lies in files of its own cannot be read, or has another size.</exception>
    /// <exception cref="IOException">Such a file cannot be opened.</exception>
    public abstract ImageAnnotations AnnotationsOf(int index, Image image);

    /// <summary>Width over height of an image, as its annotations state them; null where they do not.</summary>
    internal virtual double? AspectOf(int index) => null;
}
