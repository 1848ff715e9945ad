using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>
/// Gives each anchor of SSD an object by their overlap, and each object at least its best anchor, as cvnets does: object
/// by object, so that a later one takes an anchor over from an earlier one.
/// </summary>
internal static class SsdMatcher
{
    /// <summary>The anchor belongs to no object.</summary>
    public const int Background = -1;

    private const float Epsilon = 1e-5f; // of the reference, in the overlap's denominator
    private const float Forced = 2; // above any overlap

    /// <summary>The object of each anchor, or <see cref="Background"/>.</summary>
    /// <param name="objects">Relative corners.</param>
    /// <param name="anchors">Relative corners.</param>
    /// <param name="foreground">From this overlap on an anchor belongs to its object.</param>
    public static int[] Match(ReadOnlySpan<Box> objects, ReadOnlySpan<Box> anchors, float foreground = 0.5f)
    {
        var matched = new int[anchors.Length];
        Array.Fill(matched, Background);
        if (objects.IsEmpty)
            return matched;

        var best = new float[anchors.Length];
        best.AsSpan().Fill(float.NegativeInfinity);
        var bestAnchor = new int[objects.Length];
        for (var k = 0; k < objects.Length; k++)
        {
            var greatest = float.NegativeInfinity;
            for (var a = 0; a < anchors.Length; a++)
            {
                var overlap = BoxOverlap.IntersectionOverUnion(objects[k], anchors[a], Epsilon);
                if (overlap > best[a])
                    (best[a], matched[a]) = (overlap, k);
                if (overlap > greatest)
                    (greatest, bestAnchor[k]) = (overlap, a);
            }
        }

        for (var k = 0; k < objects.Length; k++)
            (matched[bestAnchor[k]], best[bestAnchor[k]]) = (k, Forced);
        for (var a = 0; a < anchors.Length; a++)
        {
            if (!(best[a] >= foreground))
                matched[a] = Background;
        }

        return matched;
    }
}
