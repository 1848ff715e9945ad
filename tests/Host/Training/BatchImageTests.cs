using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class BatchImageTests
{
    private static readonly string[] Classes = ["ant", "bee", "cow", "dog"];

    [Fact]
    public void Images_are_what_the_network_sees_beside_each_other()
    {
        var data = new StripedPictures(8, classes: 4);
        var preprocessing = new PreprocessingConfig { InputSize = LinearNetwork.Side, CropShare = 1 };
        using var loader = new BatchLoader(data, new BatchLoaderOptions { BatchSize = 6, Preprocessing = preprocessing });
        var batch = loader.Epoch(0).First();
        var image = BatchImage.Draw(batch, preprocessing, data.Classes);
        const int Zoom = 28;
        Assert.Equal((2 * 112, 4 * 112), (image.Height, image.Width));
        // A label is white on black, in the corner of its image.
        Assert.Contains("\u00FF\u00FF\u00FF", string.Concat(image.Row(6).Slice(0, 3 * 112).ToArray().Select(b => (char)b)),
            StringComparison.Ordinal);
        Assert.All(image.Row(0).Slice(0, 12).ToArray(), value => Assert.Equal(0, value));
        for (var row = 0; row < 6; row++)
        {
            var original = data.Load(batch.Indices[row]);
            for (var y = 1; y < LinearNetwork.Side; y++)
            {
                var (x, middle) = (3 - (row % 2), Zoom / 2);
                Assert.Equal(original.Row(y).Slice(3 * x, 3).ToArray(), image.Row((row / 4 * 112) + (y * Zoom) + middle)
                    .Slice(3 * ((row % 4 * 112) + (x * Zoom) + middle), 3).ToArray());
            }
        }
    }

    [Theory]
    [InlineData("bee", 0, 1, 0, 0)]
    [InlineData("bee", 0.025, 0.925, 0.025, 0.025)]
    [InlineData("bee 75 %, dog 25 %", 0.025, 0.7, 0.025, 0.25)]
    [InlineData("ant 60 %, bee 40 %", 0.6, 0.4, 0, 0)]
    [InlineData("", 0, 0, 0, 0)]
    public void Labels_name_the_classes_of_a_mixed_image_with_their_shares(
        string expected, float a, float b, float c, float d) =>
        Assert.Equal(expected, BatchImage.Label([a, b, c, d], Classes));
}
