using System.IO.Compression;
using System.Security.Cryptography;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

/// <summary>The sets of test pictures that PNG and JPEG libraries publish, sound and damaged ones: tests/Data/Imaging/
/// public, with Pillow's digests in expected.txt.</summary>
public sealed class PublicImageTests
{
    private static readonly Dictionary<string, string> Expected = File
        .ReadLines(ImagingData.PathOf("public/expected.txt"))
        .Select(line => line.Split(' ', 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    // What begins otherwise than Pillow's result, and why.
    private static readonly Dictionary<string, string> Deliberate = new()
    {
        // Of chunks that no pixel depends on, Pillow stumbles over empty ones,
        ["libpng/empty_ancillary_chunks.png"] = "1 1 ",
        // refuses texts that inflate without end, which are not inflated here,
        ["pillow/png_decompression_dos.png"] = "1 1 ",
        // and judges those of animations, of which the first picture alone is read.
        ["pillow/chunk_no_fctl.png"] = "128 64 ",
        ["libjpeg-turbo/testimgari.jpg"] = "refused: Arithmetic-coded JPEG",
    };

    [Theory]
    [InlineData("pngsuite", 169)]
    [InlineData("libpng", 156)]
    [InlineData("libspng", 6)]
    [InlineData("libjpeg-turbo", 5)]
    [InlineData("pillow", 378)]
    public void Pictures_of_a_public_set_are_read_or_refused_as_Pillow_does(string set, int count)
    {
        using var archive = ZipFile.OpenRead(ImagingData.PathOf($"public/{set}.zip"));
        var pictures = archive.Entries.Where(entry => !entry.Name.EndsWith(".licence", StringComparison.Ordinal)).ToArray();
        Assert.Equal(count, pictures.Length);
        var differences = string.Join('\n', pictures
            .Select(entry => (Name: $"{set}/{entry.Name}", Result: ResultOf(entry)))
            .Where(pair => Deliberate.TryGetValue(pair.Name, out var start)
                ? !pair.Result.StartsWith(start, StringComparison.Ordinal)
                : pair.Result.Split(':')[0] != Expected[pair.Name])
            .Select(pair => $"{pair.Name}: {Expected[pair.Name]}, not {pair.Result}"));
        Assert.True(differences.Length == 0, differences);
    }

    // As the lines of expected.txt have it.
    private static string ResultOf(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        try
        {
            var image = ImageDecoder.Decode(bytes);
            return $"{image.Width} {image.Height} {Convert.ToHexStringLower(SHA256.HashData(image.Pixels))}";
        }
        catch (ImageFormatException refusal)
        {
            return $"refused: {refusal.Message}";
        }
    }
}
