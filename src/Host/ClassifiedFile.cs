namespace GpuFormer;

/// <summary>One of many files that were classified.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Predictions">The most probable classes, the best first; empty after an error.</param>
/// <param name="Error">
/// Why this file has no result: an <see cref="Imaging.ImageFormatException"/>, <see cref="IOException"/>,
/// <see cref="UnauthorizedAccessException"/> or <see cref="NonFiniteResultException"/>; else null.
/// </param>
public sealed record ClassifiedFile(string Path, IReadOnlyList<Prediction> Predictions, Exception? Error);
