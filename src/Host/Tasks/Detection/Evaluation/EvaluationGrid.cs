namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>The thresholds and ranges that COCO's numbers are means over.</summary>
internal static class EvaluationGrid
{
    /// <summary>Overlaps from which a detection is right: 0.5 to 0.95, ten of them, to the last bit as NumPy's
    /// <c>linspace</c> makes them, since overlaps are compared with them.</summary>
    public static IReadOnlyList<double> Overlaps { get; } = Spaced(0.5, 0.95, 10);

    /// <summary>Recalls at which precision is taken: 0 to 1, 101 of them.</summary>
    public static IReadOnlyList<double> Recalls { get; } = Spaced(0, 1, 101);

    /// <summary>The most detections of an image and category.</summary>
    public static IReadOnlyList<int> Limits { get; } = [1, 10, 100];

    /// <summary>Areas in pixels, both ends included: all, small, medium, large.</summary>
    public static IReadOnlyList<(double Least, double Greatest)> Areas { get; } =
        [(0, 1e10), (0, 32 * 32), (32 * 32, 96 * 96), (96 * 96, 1e10)];

    private static double[] Spaced(double from, double to, int count)
    {
        var step = (to - from) / (count - 1);
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = i * step + from;
        values[^1] = to;
        return values;
    }
}
