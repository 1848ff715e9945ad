using GpuFormer.Imaging.Png;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class Crc32Tests
{
    [Fact]
    public void Checksum_of_the_nine_digits_is_the_published_one() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Fact]
    public void Checksum_of_any_length_is_that_of_the_definition()
    {
        var data = new byte[1500];
        new Random(3).NextBytes(data);
        for (var length = 0; length < data.Length; length += length < 300 ? 1 : 61)
        {
            var expected = uint.MaxValue;
            foreach (var value in data.AsSpan(0, length))
            {
                expected ^= value;
                for (var bit = 0; bit < 8; bit++)
                    expected = (expected & 1) == 0 ? expected >> 1 : (expected >> 1) ^ 0xEDB88320;
            }
            Assert.Equal(~expected, Crc32.Of(data.AsSpan(0, length)));
        }
    }
}
