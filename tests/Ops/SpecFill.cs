using System.Text;

namespace GpuFormer.Tests.Ops;

/// <summary>
/// The deterministic fill of Networks 5.1: values in [-1, 1) that depend on a key and the index alone.
/// </summary>
internal static class SpecFill
{
    /// <summary>The raw values v of a key, rounded to float32.</summary>
    public static float[] Values(string key, int count, double scale = 1, double offset = 0)
    {
        var hash = 0x811c9dc5u;
        foreach (var octet in Encoding.ASCII.GetBytes(key))
            hash = (hash ^ octet) * 0x01000193u;
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var x = hash + ((uint)(i + 1) * 0x9E3779B9u);
            x ^= x >> 16;
            x *= 0x7feb352du;
            x ^= x >> 15;
            x *= 0x846ca68bu;
            x ^= x >> 16;
            values[i] = (float)((((2 * (x / 4294967296.0)) - 1) * scale) + offset);
        }

        return values;
    }

    /// <summary>A parameter tensor by its state-dict key.</summary>
    public static float[] Parameter(string key, params int[] shape)
    {
        var count = shape.Aggregate(1, (a, b) => a * b);
        if (key.EndsWith(".bias", StringComparison.Ordinal))
            return Values(key, count, 0.1);
        return shape.Length == 1
            ? Values(key, count, 0.2, 1)
            : Values(key, count, Math.Sqrt(3.0 / (count / shape[0])));
    }
}
