using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

/// <summary>Damaged files of every kind: only <see cref="ImageFormatException"/> may come out, and memory stays in
/// proportion to the picture.</summary>
public sealed class MutatedImageTests
{
    // 10,000 of each seed: 70,000 in all.
    private const int MutationsPerSeed = 10_000;

    public static TheoryData<string> Seeds => ImagingData.Names("seeds");

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mutated_file_is_decoded_or_refused(string name)
    {
        var seed = ImagingData.Bytes(name);
        // Not GetHashCode: it differs from run to run.
        var random = new Random(name.Sum(letter => letter));
        int decoded = 0, refused = 0;
        for (var i = 0; i < MutationsPerSeed; i++)
        {
            var file = Mutate(seed, random, repairPng: i % 2 == 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            long pixels = 0;
            try
            {
                var image = ImageDecoder.Decode(file, new ImageLimits
                {
                    Pixels = 1 << 20,
                    Errors = i % 4 < 2 ? ImageErrors.Recover : ImageErrors.Strict,
                });
                pixels = (long)image.Height * image.Width;
                decoded++;
            }
            catch (ImageFormatException)
            {
                refused++;
            }
            // A refused file may have had a larger header; what it could fill bounds that.
            var allowed = 12 * Math.Max(pixels, 512L * file.Length) + (1 << 20);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, allowed);
        }
        // Mutations that are always refused, or never, would test nothing.
        Assert.True(decoded > 0 && refused > 0, $"{decoded} decoded, {refused} refused");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void File_cut_at_any_length_is_refused_or_whole(string name)
    {
        var seed = ImagingData.Bytes(name);
        var whole = ImageDecoder.Decode(seed);
        for (var length = 0; length < seed.Length; length++)
        {
            Image cut;
            try
            {
                cut = ImageDecoder.Decode(seed.AsSpan(0, length), new ImageLimits { Errors = ImageErrors.Strict });
            }
            catch (ImageFormatException)
            {
                continue;
            }
            // Only the end marker, or padding bits before it, can be missing without loss.
            Assert.True(length >= seed.Length - 3, $"{length} of {seed.Length} bytes were taken for a picture");
            Assert.Equal(0, ImagingData.Difference(whole, cut));
        }
    }

    private static byte[] Mutate(byte[] seed, Random random, bool repairPng)
    {
        var file = seed.ToArray();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var at = random.Next(file.Length);
            switch (random.Next(6))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file[at] = (byte)(random.Next(2) == 0 ? 0xFF : 0);
                    break;
                case 3:
                    file = [.. file[..at], .. file[random.Next(file.Length)..]];
                    break;
                case 4:
                    var length = random.Next(Math.Min(16, file.Length - at));
                    file = [.. file[..at], .. file.AsSpan(at, length), .. file[at..]];
                    break;
                case 5:
                    file[at] += (byte)random.Next(-2, 3);
                    break;
            }
            if (file.Length == 0)
                break;
        }
        if (repairPng)
            PngRepair.FixChecksums(file);
        return file;
    }
}
