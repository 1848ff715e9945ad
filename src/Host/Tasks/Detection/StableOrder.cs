namespace GpuFormer.Tasks.Detection;

/// <summary>Orders of scores in which equal ones stay in the order they came in: equal results on every machine.</summary>
internal static class StableOrder
{
    /// <summary>Indices by falling score; NaN comes last.</summary>
    public static int[] Falling(ReadOnlySpan<float> scores) => Falling(scores, scores.Length);

    /// <summary>The indices of the greatest scores alone, by falling score; NaN comes last.</summary>
    /// <param name="scores">All of them.</param>
    /// <param name="most">How many are asked for; fewer come where there are fewer.</param>
    public static int[] Falling(ReadOnlySpan<float> scores, int most)
    {
        // One number holds the score, so that a smaller one is a greater score, and below it the index.
        var keys = new ulong[scores.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = ((ulong)Rank(scores[i]) << 32) | (uint)i;
        if (keys.Length > 2 * most)
            keys = Leading(keys, most);
        Array.Sort(keys);
        return Array.ConvertAll(keys.AsSpan(0, Math.Min(most, keys.Length)).ToArray(), key => (int)(uint)key);
    }

    // The smallest keys, and some more: all whose first bits are no greater than theirs. Counting is faster than sorting
    // where a network that has learned nothing finds millions of objects.
    private static ulong[] Leading(ulong[] keys, int most)
    {
        const int Shift = 48;
        var counts = new int[1 << (64 - Shift)];
        foreach (var key in keys)
            counts[key >> Shift]++;
        var (bound, taken) = (0, counts[0]);
        while (taken < most)
            taken += counts[++bound];
        var leading = new ulong[taken];
        var at = 0;
        foreach (var key in keys)
        {
            if (key >> Shift <= (ulong)bound)
                leading[at++] = key;
        }

        return leading;
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
