using GpuFormer.Data.Augmentation.Geometry;
using GpuFormer.Imaging;
using GpuFormer.Tasks.Systems;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Tests.Host.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Systems;

/// <summary>RetinaNet sees images as in torchvision.</summary>
public sealed class RetinaNetInputTests
{
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    [Fact]
    public void Batches_and_boxes_are_those_of_torchvision()
    {
        using var golden = DetectionData.Open("retinanet-transform");
        var numbers = new NamedWeights(golden.Metadata);
        var sizes = golden.Sizes("sizes");
        var expected = golden.Sizes("image_sizes");
        List<NetworkImage> images = [];
        for (var i = 0; i < sizes.Length; i++)
        {
            var (height, width) = sizes[i];
            var (toHeight, toWidth) = DetectorSizes.RetinaNet(height, width, 128, 213);
            Assert.Equal(expected[i], (toHeight, toWidth));
            images.Add(Resized(
                numbers.Uniform($"input.{i}", 3 * height * width, 0, 1), sizes[i], (toHeight, toWidth)));
            var resize = new Resize(toHeight, toWidth);
            var back = new Resize(height, width);
            var boxes = DetectionData.Boxes(golden.Read($"target.{i}.boxes"));
            var resized = DetectionData.Boxes(golden.Read($"resized.{i}.boxes"));
            for (var k = 0; k < boxes.Length; k++)
            {
                AssertClose(resized[k], resize.Apply(boxes[k], height, width));
                AssertClose(DetectionData.Boxes(golden.Read($"back.{i}.boxes"))[k],
                    back.Apply(resized[k], toHeight, toWidth));
            }
        }

        var (batch, paddedHeight, paddedWidth) = new RetinaNetInput().Pad(images);
        Assert.Equal((224, 224), (paddedHeight, paddedWidth));
        var sample = golden.Read("batch.sample");
        for (var i = 0; i < sample.Length; i++)
            Assert.Equal(sample[i], batch[(long)i * batch.Length / sample.Length], 1e-4f);
    }

    [Fact]
    public void An_image_is_normalised_before_it_is_resized()
    {
        var random = new Random(5);
        var image = new Image(9, 14);
        random.NextBytes(image.Pixels);
        var planes = new float[3 * 9 * 14];
        for (var i = 0; i < image.Pixels.Length; i++)
            planes[i % 3 * 9 * 14 + i / 3] = image.Pixels[i] / 255f;
        var expected = Resized(planes, (9, 14), (20, 11));
        Assert.Equal(expected.Planes, RetinaNetInput.Prepare(image, 20, 11).Planes);
    }

    [Fact]
    public void An_image_of_one_colour_stays_one_of_any_size()
    {
        var image = new Image(3, 5);
        image.Pixels.AsSpan().Fill(128);
        var prepared = RetinaNetInput.Prepare(image, 7, 2);
        Assert.All(prepared.Planes[..14], value => Assert.Equal((128 / 255f - 0.485f) / 0.229f, value, 1e-6f));
    }

    // Values from 0 to 1, which are no bytes, as the reference was given.
    private static NetworkImage Resized(float[] values, (int Height, int Width) from, (int Height, int Width) to)
    {
        var (area, pixels) = (from.Height * from.Width, to.Height * to.Width);
        var result = new float[3 * pixels];
        for (var channel = 0; channel < 3; channel++)
        {
            float[] normalised = [.. values.AsSpan(channel * area, area).ToArray()
                .Select(value => (value - Mean[channel]) / Deviation[channel])];
            BilinearResizer.Resize(normalised, from, result.AsSpan(channel * pixels, pixels), to);
        }

        return new NetworkImage(result, to.Height, to.Width);
    }

    private static void AssertClose(Box expected, Box actual)
    {
        Assert.Equal(expected.X1, actual.X1, 1e-3f);
        Assert.Equal(expected.Y1, actual.Y1, 1e-3f);
        Assert.Equal(expected.X2, actual.X2, 1e-3f);
        Assert.Equal(expected.Y2, actual.Y2, 1e-3f);
    }
}
