namespace GpuFormer.Data;

/// <summary>Targets of a mixed and smoothed batch, as timm 0.3.4's <c>mixup_target</c>: with smoothing s and K classes,
/// off = s / K and on = 1 - s + off; the two pictures' rows are weighed by their shares (Networks 2.6).</summary>
internal static class SoftTargets
{
    /// <summary>Writes the target of one row.</summary>
    /// <param name="label">The row's own class.</param>
    /// <param name="otherLabel">The class of the picture it is mixed with.</param>
    /// <param name="share">The row's own share, 0 to 1; 1 for no mixing.</param>
    /// <param name="smoothing">0 to below 1.</param>
    /// <param name="targets"><c>[K]</c>; sums to 1.</param>
    public static void Write(int label, int otherLabel, double share, double smoothing, Span<float> targets)
    {
        var off = smoothing / targets.Length;
        var on = 1 - smoothing + off;
        targets.Fill((float)off);
        if (share == 1 || label == otherLabel)
        {
            targets[label] = (float)on;
            return;
        }
        targets[label] = (float)(on * share + off * (1 - share));
        targets[otherLabel] = (float)(off * share + on * (1 - share));
    }
}
