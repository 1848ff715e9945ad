using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>
/// Gives each anchor of RetinaNet an object or the background by their overlap. Every anchor that attains an object's
/// best overlap gets the object that it overlaps most itself, however little that is ("low-quality matches", as in
/// torchvision).
/// </summary>
internal static class IouMatcher
{
    /// <summary>The anchor overlaps no object enough: it is background.</summary>
    public const int Background = -1;

    /// <summary>The anchor overlaps an object neither enough nor little: it takes no part in the loss.</summary>
    public const int Ignored = -2;

    /// <summary>The object of each anchor, or <see cref="Background"/>, or <see cref="Ignored"/>.</summary>
    /// <param name="objects">Boxes that are not empty; where there are none, all anchors are background.</param>
    /// <param name="anchors">Anchors in the same coordinates, also those outside the image.</param>
    /// <param name="foreground">From this overlap on an anchor belongs to its object.</param>
    /// <param name="background">Below this overlap it is background.</param>
    public static int[] Match(
        ReadOnlySpan<Box> objects, ReadOnlySpan<Box> anchors, float foreground = 0.5f, float background = 0.4f)
    {
        var matched = new int[anchors.Length];
        var best = new float[anchors.Length];
        var bestObject = new int[anchors.Length];
        best.AsSpan().Fill(float.NegativeInfinity);
        Array.Fill(matched, Background);
        if (objects.IsEmpty)
            return matched;

        var overlaps = new float[objects.Length][];
        for (var k = 0; k < objects.Length; k++)
        {
            var row = overlaps[k] = new float[anchors.Length];
            for (var a = 0; a < anchors.Length; a++)
            {
                row[a] = BoxOverlap.IntersectionOverUnion(objects[k], anchors[a]);
                if (row[a] > best[a])
                    (best[a], bestObject[a]) = (row[a], k);
            }
        }

        for (var a = 0; a < anchors.Length; a++)
            matched[a] = best[a] < background ? Background : best[a] < foreground ? Ignored : bestObject[a];
        foreach (var row in overlaps)
        {
            var greatest = float.NegativeInfinity;
            foreach (var overlap in row)
                greatest = Math.Max(greatest, overlap);
            for (var a = 0; a < anchors.Length; a++)
            {
                if (row[a] == greatest)
                    matched[a] = bestObject[a];
            }
        }

        return matched;
    }
}
