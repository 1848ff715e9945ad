namespace GpuFormer.Tasks.Detection;

/// <summary>Orders of scores in which equal ones stay in the order they came in: equal results on every machine.</summary>
internal static class StableOrder
{
    /// <summary>Indices by falling score; NaN comes last.</summary>
    public static int[] Falling(ReadOnlySpan<float> scores)
    {
        // One number holds the score, so that a smaller one is a greater score, and below it the index.
        var keys = new ulong[scores.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = ((ulong)Rank(scores[i]) << 32) | (uint)i;
        Array.Sort(keys);
        return Array.ConvertAll(keys, key => (int)(uint)key);
    }

    /// <summary>Indices by falling score; NaN comes last.</summary>
    public static int[] Falling(ReadOnlySpan<double> scores)
    {
        var keys = new (double Score, int Index)[scores.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (scores[i], i);
        Array.Sort(keys, static (a, b) =>
            b.Score.CompareTo(a.Score) is var order and not 0 ? order : a.Index.CompareTo(b.Index));
        return Array.ConvertAll(keys, key => key.Index);
    }

    private static uint Rank(float score)
    {
        if (float.IsNaN(score))
            return uint.MaxValue;
        // Both zeros are one number. Of the others the bits rise with the magnitude.
        var bits = score == 0 ? 0 : BitConverter.SingleToUInt32Bits(score);
        return (bits & 0x8000_0000) == 0 ? 0x7FFF_FFFF - bits : bits;
    }
}
