using GpuFormer.Data.Augmentation.Geometry;
using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using GpuFormer.Tests.Host.Models;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Detection;

/// <summary>RetinaNet sees images as in torchvision.</summary>
public sealed class RetinaNetInputTests
{
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
            images.Add(RetinaNetInput.Prepare(
                numbers.Uniform($"input.{i}", 3 * height * width, 0, 1), height, width, toHeight, toWidth));
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

        var (batch, paddedHeight, paddedWidth) = RetinaNetInput.Pad(images);
        Assert.Equal((224, 224), (paddedHeight, paddedWidth));
        var sample = golden.Read("batch.sample");
        for (var i = 0; i < sample.Length; i++)
            Assert.Equal(sample[i], batch[(long)i * batch.Length / sample.Length], 1e-4f);
    }

    [Fact]
    public void An_image_of_one_colour_stays_one_of_any_size()
    {
        var image = new Image(3, 5);
        image.Pixels.AsSpan().Fill(128);
        var prepared = RetinaNetInput.Prepare(image, 7, 2);
        Assert.All(prepared.Planes[..14], value => Assert.Equal((128 / 255f - 0.485f) / 0.229f, value, 1e-6f));
    }

    private static void AssertClose(Box expected, Box actual)
    {
        Assert.Equal(expected.X1, actual.X1, 1e-3f);
        Assert.Equal(expected.Y1, actual.Y1, 1e-3f);
        Assert.Equal(expected.X2, actual.X2, 1e-3f);
        Assert.Equal(expected.Y2, actual.Y2, 1e-3f);
    }
}
