using GpuFormer.Imaging;

namespace GpuFormer;

/// <summary>An object that a detector found in an image.</summary>
/// <param name="Box">Its corners in pixels of the image as it was given.</param>
/// <param name="Score">How sure the detector is, 0 to 1.</param>
/// <param name="ClassIndex">The index of the class among the network's outputs.</param>
/// <param name="Label">The class's name, or "class 12" where names are not known.</param>
public readonly record struct DetectedObject(Box Box, float Score, int ClassIndex, string Label);

/// <summary>One of many files in which objects were looked for.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Objects">By falling score; empty after an error.</param>
/// <param name="Height">Rows of the image; 0 after an error.</param>
/// <param name="Width">Columns of the image; 0 after an error.</param>
/// <param name="Error">
/// Why this file has no result: an <see cref="ImageFormatException"/>, <see cref="IOException"/>,
/// <see cref="UnauthorizedAccessException"/> or <see cref="NonFiniteResultException"/>; else null.
/// </param>
public sealed record DetectedFile(
    string Path, IReadOnlyList<DetectedObject> Objects, int Height, int Width, Exception? Error);
