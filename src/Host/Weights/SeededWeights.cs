namespace GpuFormer.Weights;

/// <summary>
/// Elements that are a pure function of a tensor's name (Networks 5.1): for benchmarks and tests, where any weights do
/// as long as all machines have the same.
/// </summary>
internal static class SeededWeights
{
    /// <summary>The elements of a state-dict entry, in row-major order.</summary>
    public static float[] Fill(string key, IReadOnlyList<int> shape)
    {
        var count = shape.Aggregate(1, (product, size) => checked(product * size));
        var values = new float[count];
        if (key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            return values;
        var (offset, scale, signed) = Rule(key, shape, count);
        var hash = Hash(key);
        for (var i = 0; i < count; i++)
        {
            var u = Unit(hash, i + 1);
            values[i] = (float)(offset + (scale * (signed ? (2 * u) - 1 : u)));
        }

        return values;
    }

    /// <summary>The elements of a network's input: uniform from -1 to 1.</summary>
    public static float[] Input(int count, string key = "input")
    {
        var hash = Hash(key);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)((2 * Unit(hash, i + 1)) - 1);
        return values;
    }

    /// <summary>FNV-1a of 32 bits of an ASCII string.</summary>
    public static uint Hash(string key)
    {
        var hash = 0x811c9dc5u;
        foreach (var character in key)
            hash = (hash ^ (byte)character) * 0x01000193u;
        return hash;
    }

    /// <summary>Element <paramref name="index"/> (1-based) of a key with this hash, 0 to below 1.</summary>
    public static double Unit(uint hash, int index)
    {
        var x = hash + ((uint)index * 0x9E3779B9u);
        x ^= x >> 16;
        x *= 0x7feb352du;
        x ^= x >> 15;
        x *= 0x846ca68bu;
        x ^= x >> 16;
        return x / 4294967296.0;
    }

    private static (double Offset, double Scale, bool Signed) Rule(string key, IReadOnlyList<int> shape, int count)
    {
        if (key.EndsWith("running_var", StringComparison.Ordinal))
            return (0.5, 1, false);
        if (key.EndsWith("running_mean", StringComparison.Ordinal))
            return (0, 0.2, true);
        if (key == "tokens.weight")
            return (0, 1, true);
        if (key.EndsWith(".bias", StringComparison.Ordinal))
            return (0, 0.1, true);
        return shape.Count == 1 ? (1, 0.2, true) : (0, Math.Sqrt(3.0 / (count / shape[0])), true);
    }
}
