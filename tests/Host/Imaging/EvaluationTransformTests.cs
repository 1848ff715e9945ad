using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class EvaluationTransformTests
{
    [Theory]
    [InlineData("landscape", 224, 0.875, Interpolation.Bilinear)]
    [InlineData("odd", 96, 0.9, Interpolation.Bicubic)]
    [InlineData("portrait", 64, 0.875, Interpolation.Bilinear)]
    [InlineData("portrait", 160, 1.0, Interpolation.Bicubic)]
    public void Decoded_resized_cropped_photo_matches_Pillow(
        string name, int size, double cropShare, Interpolation interpolation)
    {
        var config = new PreprocessingConfig
        {
            InputSize = size,
            CropShare = cropShare,
            Interpolation = interpolation,
        };
        var crop = new byte[size * size * 3];
        new EvaluationTransform(config).Crop(ImageDecoder.Load(ImagingData.PathOf($"transform/{name}.jpg")), crop);
        var expected = ImageDecoder.Load(ImagingData.PathOf($"transform/{name}-{size}.expected.png"));
        Assert.InRange(ImagingData.Difference(expected.Pixels, crop), 0, 1);
    }

    [Fact]
    public void Planes_hold_the_normalised_channels()
    {
        var transform = new EvaluationTransform();
        var image = ImageDecoder.Load(ImagingData.PathOf("transform/landscape.jpg"));
        var crop = new byte[transform.OutputLength];
        transform.Crop(image, crop);
        var planes = new float[transform.OutputLength];
        transform.Apply(image, planes);

        double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225];
        for (var i = 0; i < planes.Length; i++)
        {
            int channel = i / (224 * 224), position = i % (224 * 224);
            var expected = (crop[position * 3 + channel] / 255.0 - mean[channel]) / deviation[channel];
            Assert.Equal(expected, planes[i], 1e-5);
        }
    }

    [Fact]
    public void Second_picture_of_the_same_size_allocates_nothing()
    {
        var transform = new EvaluationTransform();
        var planes = new float[transform.OutputLength];
        Image first = ImagingData.Noise(300, 400, 1), second = ImagingData.Noise(300, 400, 2);
        transform.Apply(first, planes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        transform.Apply(second, planes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Buffers_of_a_larger_picture_do_not_show_in_a_smaller_one()
    {
        var reused = new EvaluationTransform();
        float[] expected = new float[reused.OutputLength], actual = new float[reused.OutputLength];
        var small = ImagingData.Noise(50, 37);
        new EvaluationTransform().Apply(small, expected);
        reused.Apply(ImagingData.Noise(700, 900), actual);
        reused.Apply(small, actual);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(20_000, 1)]
    public void Very_narrow_picture_is_transformed_without_making_the_whole_resized_one(int height, int width)
    {
        var transform = new EvaluationTransform();
        var planes = new float[transform.OutputLength];
        var image = new Image(height, width);
        var before = GC.GetAllocatedBytesForCurrentThread();
        transform.Apply(image, planes);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Nonsense_configurations_are_refused()
    {
        PreprocessingConfig good = new();
        Assert.ThrowsAny<ArgumentException>(() => new EvaluationTransform(good with { InputSize = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => new EvaluationTransform(good with { CropShare = 1.5 }));
        Assert.ThrowsAny<ArgumentException>(() => new EvaluationTransform(good with { CropShare = double.NaN }));
        Assert.ThrowsAny<ArgumentException>(() => new EvaluationTransform(good with { Mean = [0.5] }));
        Assert.ThrowsAny<ArgumentException>(
            () => new EvaluationTransform(good with { StandardDeviation = [0.5, 0, 0.5] }));
    }

    [Fact]
    public void Destination_of_the_wrong_length_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new EvaluationTransform().Apply(new Image(2, 2), new float[7]));
    }
}
