using GpuFormer.Imaging;

namespace GpuFormer.Perf.Imaging;

/// <summary>Made-up photos, the same for the same numbers: noise of several scales, as textures and lighting are, and
/// that of a sensor.</summary>
internal static class SyntheticPhoto
{
    // Sides of cells in pixels, and how far their colours differ.
    private static readonly (int Cell, int Depth)[] Octaves = [(4, 12), (16, 24), (64, 40), (256, 70)];

    private const int SensorNoise = 5;

    public static Image Make(int width, int height, int seed)
    {
        var random = new Random(seed);
        var sums = new float[width * height * 3];
        Array.Fill(sums, 120f);
        foreach (var (cell, depth) in Octaves)
            AddOctave(sums, width, height, cell, depth, random);
        var image = new Image(height, width);
        for (var i = 0; i < sums.Length; i++)
            image.Pixels[i] = (byte)Math.Clamp(sums[i] + random.Next(-SensorNoise, SensorNoise + 1), 0, 255);
        return image;
    }

    // Colours at the corners of cells, and between them what lies between.
    private static void AddOctave(float[] sums, int width, int height, int cell, int depth, Random random)
    {
        int across = width / cell + 2, down = height / cell + 2;
        var corners = new float[across * down * 3];
        for (var i = 0; i < corners.Length; i++)
            corners[i] = random.Next(-depth, depth + 1);
        for (var y = 0; y < height; y++)
        {
            var v = (float)(y % cell) / cell;
            var upper = corners.AsSpan(y / cell * across * 3);
            var lower = corners.AsSpan((y / cell + 1) * across * 3);
            for (var x = 0; x < width; x++)
            {
                var u = (float)(x % cell) / cell;
                var at = x / cell * 3;
                for (var c = 0; c < 3; c++, at++)
                {
                    var top = upper[at] + (upper[at + 3] - upper[at]) * u;
                    var bottom = lower[at] + (lower[at + 3] - lower[at]) * u;
                    sums[(y * width + x) * 3 + c] += top + (bottom - top) * v;
                }
            }
        }
    }
}
