using GpuFormer.Data;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>Overlaps of detections with objects in double precision; with a crowd the denominator is the detection
/// alone.</summary>
internal static class OverlapMatrix
{
    /// <summary><c>[detections, objects]</c>.</summary>
    public static double[] OfBoxes(
        IReadOnlyList<AnnotationBox> detections, IReadOnlyList<AnnotationBox> objects, IReadOnlyList<bool> crowds)
    {
        var overlaps = new double[detections.Count * objects.Count];
        for (var d = 0; d < detections.Count; d++)
        {
            for (var k = 0; k < objects.Count; k++)
                overlaps[d * objects.Count + k] = OfBoxes(detections[d], objects[k], crowds[k]);
        }

        return overlaps;
    }

    /// <summary>The same of masks; -1 where their sizes differ, as in pycocotools.</summary>
    public static double[] OfMasks(
        IReadOnlyList<RunLengthMask> detections, IReadOnlyList<RunLengthMask> objects, IReadOnlyList<bool> crowds)
    {
        AnnotationBox[] found = [.. detections.Select(BoundsOf)], known = [.. objects.Select(BoundsOf)];
        var overlaps = OfBoxes(found, known, crowds);
        for (var i = 0; i < overlaps.Length; i++)
        {
            // Masks are only compared where their bounds meet.
            if (overlaps[i] > 0)
                overlaps[i] = OfMasks(detections[i / known.Length], objects[i % known.Length], crowds[i % known.Length]);
        }

        return overlaps;
    }

    private static double OfBoxes(AnnotationBox detection, AnnotationBox known, bool isCrowd)
    {
        var width = Math.Min(detection.Left + detection.Width, known.Left + known.Width)
            - Math.Max(detection.Left, known.Left);
        var height = Math.Min(detection.Top + detection.Height, known.Top + known.Height)
            - Math.Max(detection.Top, known.Top);
        if (!(width > 0 && height > 0))
            return 0;
        var intersection = width * height;
        var area = detection.Width * detection.Height;
        return intersection / (isCrowd ? area : area + known.Width * known.Height - intersection);
    }

    private static double OfMasks(RunLengthMask detection, RunLengthMask known, bool isCrowd)
    {
        if ((detection.Height, detection.Width) != (known.Height, known.Width))
            return -1;
        var intersection = MaskOverlap.Intersection(detection, known);
        if (intersection == 0)
            return 0;
        return intersection / (double)(isCrowd ? detection.Area : detection.Area + known.Area - intersection);
    }

    private static AnnotationBox BoundsOf(RunLengthMask mask) =>
        new(mask.Bounds.Left, mask.Bounds.Top, mask.Bounds.Width, mask.Bounds.Height);
}
