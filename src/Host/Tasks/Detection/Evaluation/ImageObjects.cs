namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>What is known and what was found of one category in one image, and how much they overlap.</summary>
/// <param name="Ids">Of the objects.</param>
/// <param name="Areas">Of the objects.</param>
/// <param name="Crowds">Which objects are crowds.</param>
/// <param name="Scores">Of the detections, falling.</param>
/// <param name="DetectionAreas">Of the detections.</param>
/// <param name="Overlaps"><c>[detections, objects]</c>.</param>
internal sealed record ImageObjects(
    long[] Ids, double[] Areas, bool[] Crowds, double[] Scores, double[] DetectionAreas, double[] Overlaps);
