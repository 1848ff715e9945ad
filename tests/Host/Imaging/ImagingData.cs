using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

/// <summary>The pictures of tests/Data/Imaging and how they are compared.</summary>
internal static class ImagingData
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "Imaging");

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    // Names such as "png/tiny1x1.png", without the expected ones.
    public static TheoryData<string> Names(string folder, params string[] extensions)
    {
        var names = new TheoryData<string>();
        foreach (var path in Directory.GetFiles(Path.Combine(Folder, folder)).Order(StringComparer.Ordinal))
        {
            var isExpected = path.Contains(".expected.", StringComparison.Ordinal);
            if (!isExpected && (extensions.Length == 0 || extensions.Contains(Path.GetExtension(path))))
                names.Add($"{folder}/{Path.GetFileName(path)}");
        }
        return names;
    }

    // The largest difference of two bytes; the sizes must agree.
    public static int Difference(Image expected, Image actual)
    {
        Assert.Equal((expected.Height, expected.Width), (actual.Height, actual.Width));
        return Difference(expected.Pixels, actual.Pixels);
    }

    public static int Difference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0;
        for (var i = 0; i < expected.Length; i++)
            largest = Math.Max(largest, Math.Abs(expected[i] - actual[i]));
        return largest;
    }

    // A picture whose every byte differs from its neighbours.
    public static Image Noise(int height, int width, int seed = 1)
    {
        var image = new Image(height, width);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }
}
