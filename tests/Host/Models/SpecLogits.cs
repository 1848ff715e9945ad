using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>Networks 5.2: logits of one image of 224 x 224 with the weights of Networks 5.1.</summary>
internal static class SpecLogits
{
    // (size, spatial-aware dynamic ReLU): the first five logits and the sum of all.
    private static readonly Dictionary<(string Size, bool Spatial), (double[] First, double Sum)> Rows = new()
    {
        [("26m", false)] = ([0.773670, 0.863853, -0.064932, -0.147689, 0.970021], 13.277329),
        [("52m", false)] = ([0.859886, 0.697059, -1.869203, 1.294348, -0.625818], -6.184854),
        [("96m", false)] = ([-0.305015, 0.798689, 0.114634, -0.267199, 1.246711], 18.959868),
        [("151m", false)] = ([0.312171, -0.618344, 2.899876, -0.042139, 0.731984], -32.468490),
        [("214m", false)] = ([0.952469, -2.074162, 1.824042, -1.142876, -0.405389], -11.429913),
        [("294m", false)] = ([3.637195, 3.253746, -0.773809, -2.317809, -1.043572], 18.778668),
        [("508m", false)] = ([0.831899, 2.265344, -1.852465, -0.658988, -1.352053], -20.287009),
        [("96m", true)] = ([-0.539264, 0.870837, 0.221800, -0.173557, 1.562454], 13.907833),
    };

    /// <summary>Compares the first five logits, and the sum of all with a tolerance for a thousand.</summary>
    public static void AssertMatch(string size, bool spatial, IReadOnlyList<double> logits, double tolerance)
    {
        var (first, sum) = Rows[(size, spatial)];
        Assert.Equal(1000, logits.Count);
        for (var i = 0; i < first.Length; i++)
            Assert.Equal(first[i], logits[i], tolerance);
        Assert.Equal(sum, logits.Sum(), 1000 * tolerance);
    }
}

/// <summary>How the golden files sample the output of a stage.</summary>
internal static class GoldenTaps
{
    /// <summary>Elements floor(k * n / 256) of n, k = 0 to 255; all if there are 256 or fewer.</summary>
    public static double[] Sample(double[] values) => values.Length <= 256
        ? values
        : [.. Enumerable.Range(0, 256).Select(k => values[(long)k * values.Length / 256])];

    /// <summary><c>tap.features.3.tokens.sample</c> to (features.3, true).</summary>
    public static (string Stage, bool IsTokens) Parse(string name)
    {
        var parts = name.Split('.');
        return (string.Join('.', parts[1..^2]), parts[^2] == "tokens");
    }

    /// <summary>1e-4 absolute, or 1e-4 times the root mean square where that is larger.</summary>
    public static void AssertClose(float[] expected, IReadOnlyList<double> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Count);
        var tolerance = 1e-4 * Math.Max(1, Math.Sqrt(expected.Average(x => (double)x * x)));
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(expected[i] - actual[i]);
            Assert.True(difference <= tolerance, $"{what}[{i}] is {actual[i]}, not {expected[i]} (by {difference}).");
        }
    }
}
