using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Data;

/// <summary>What is known about the pixels of one image, to learn from.</summary>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
internal abstract record ImageAnnotations(int Height, int Width);

/// <summary>The objects of an image.</summary>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
/// <param name="Objects">Those whose box has an extent within the image.</param>
internal sealed record ObjectTargets(int Height, int Width, IReadOnlyList<TargetObject> Objects)
    : ImageAnnotations(Height, Width);

/// <summary>The class of each pixel of an image.</summary>
/// <param name="Mask">The classes.</param>
internal sealed record PixelTargets(ClassMask Mask) : ImageAnnotations(Mask.Height, Mask.Width);

/// <summary>One object to learn.</summary>
/// <param name="Box">In pixels, within the image.</param>
/// <param name="Label">The position of its category in the data set.</param>
/// <param name="IsCrowd">Whether it stands for many.</param>
/// <param name="Mask">Its pixels; null where they are not known or not asked for.</param>
internal sealed record TargetObject(Box Box, int Label, bool IsCrowd, RunLengthMask? Mask = null);
