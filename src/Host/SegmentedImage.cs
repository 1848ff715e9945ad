using GpuFormer.Imaging.Masks;

namespace GpuFormer;

/// <summary>The class of each pixel of an image.</summary>
/// <param name="Mask">Classes by index, at the size of the image as it was given; class 0 is the background.</param>
/// <param name="Classes">Those that are there, the largest first.</param>
public sealed record SegmentedImage(ClassMask Mask, IReadOnlyList<SegmentedClass> Classes);

/// <summary>A class that covers part of an image.</summary>
/// <param name="ClassIndex">Its value in the mask.</param>
/// <param name="Label">The class's name, or "class 12" where names are not known.</param>
/// <param name="Share">Of the pixels of the image, above 0, at most 1.</param>
public readonly record struct SegmentedClass(int ClassIndex, string Label, double Share);

/// <summary>One of many files that were segmented.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Result">Null after an error.</param>
/// <param name="Error">
/// Why this file has no result: an <see cref="Imaging.ImageFormatException"/>, <see cref="IOException"/>,
/// <see cref="UnauthorizedAccessException"/> or <see cref="NonFiniteResultException"/>; else null.
/// </param>
public sealed record SegmentedFile(string Path, SegmentedImage? Result, Exception? Error);
