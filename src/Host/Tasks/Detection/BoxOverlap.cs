using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>How much two boxes overlap.</summary>
internal static class BoxOverlap
{
    /// <summary>Intersection over union, with <paramref name="epsilon"/> added to the union. Two empty boxes give NaN
    /// without it, as 0 / 0.</summary>
    public static float IntersectionOverUnion(in Box a, in Box b, float epsilon = 0)
    {
        var intersection = Intersection(a, b);
        return intersection / (a.Area + b.Area - intersection + epsilon);
    }

    /// <summary>Generalised intersection over union (Rezatofighi et al., 2019): the overlap less the share of the
    /// enclosing box that neither covers. From -1 to 1; NaN where the enclosing box has no area.</summary>
    public static float Generalised(in Box a, in Box b)
    {
        var intersection = Intersection(a, b);
        var union = a.Area + b.Area - intersection;
        var enclosing = Math.Max(Math.Max(a.X2, b.X2) - Math.Min(a.X1, b.X1), 0)
            * Math.Max(Math.Max(a.Y2, b.Y2) - Math.Min(a.Y1, b.Y1), 0);
        return intersection / union - (enclosing - union) / enclosing;
    }

    private static float Intersection(in Box a, in Box b) =>
        Math.Max(Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1), 0)
        * Math.Max(Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1), 0);
}
