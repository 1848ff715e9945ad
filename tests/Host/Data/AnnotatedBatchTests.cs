using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GpuFormer.Data;
using GpuFormer.Data.Augmentation.Geometry;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

/// <summary>Batches of images with objects over them.</summary>
public sealed class AnnotatedBatchTests
{
    private static readonly BatchLoaderOptions Training = new()
    {
        BatchSize = 3,
        Workers = 2,
        Canvas = (24, 40),
        Order = SampleOrder.Shuffled,
        DropLast = true,
    };

    [Theory]
    [InlineData(2, 3)]
    [InlineData(5, 1)]
    public void Batches_and_objects_are_the_same_for_any_number_of_workers(int workers, int lookAhead)
    {
        var source = new Rectangles(20);
        var expected = Hashes(source, Training with { Workers = 1 }, 0);
        Assert.Equal(6, expected.Distinct().Count());
        Assert.Equal(expected, Hashes(source, Training with { Workers = workers, LookAhead = lookAhead }, 0));
        Assert.Equal(expected.Skip(4), Hashes(source, Training, 0, firstBatch: 4));
        Assert.Empty(expected.Intersect(Hashes(source, Training, 1)));
    }

    [Fact]
    public void Boxes_lie_where_their_objects_are_in_the_canvas()
    {
        using var loader = new BatchLoader(new Rectangles(20), new FlipTransform(0.5), Training);
        var flipped = 0;
        foreach (var batch in loader.Epoch(0))
        {
            Assert.Equal((24, 40), (batch.Height, batch.Width));
            for (var row = 0; row < batch.Size; row++)
            {
                var (height, width) = batch.Sizes[row];
                var targets = Assert.IsType<ObjectTargets>(batch.Annotations[row]);
                var box = Assert.Single(targets.Objects).Box;
                flipped += box.X1 == 2 ? 0 : 1;
                for (var y = 0; y < batch.Height; y++)
                {
                    for (var x = 0; x < batch.Width; x++)
                    {
                        var pixel = batch.Pixels[(row * 3 * 24 + y) * 40 + x];
                        var isInside = x >= box.X1 && x < box.X2 && y >= box.Y1 && y < box.Y2;
                        Assert.Equal(isInside ? 255 : y < height && x < width ? 10 : 0, pixel);
                    }
                }
            }
        }

        Assert.InRange(flipped, 3, 15);
    }

    [Fact]
    public void Evaluation_shows_each_image_once_and_leaves_rows_empty_that_cannot_be_read()
    {
        var source = new Rectangles(5) { Torn = 3 };
        using var loader = new BatchLoader(
            source, new FlipTransform(0), Training with { Order = SampleOrder.Sequential, DropLast = false });
        var rows = loader.Epoch(0).SelectMany(batch => batch.Indices.ToArray().Zip(
            batch.Annotations.ToArray(), (index, annotations) => (index, annotations is not null))).ToList();
        Assert.Equal([(0, true), (1, true), (2, true), (3, false), (4, true), (-1, false)], rows);
        Assert.Equal(3, Assert.Single(loader.Unreadable).Index);
    }

    [Fact]
    public void Training_takes_the_next_image_for_one_that_cannot_be_read()
    {
        using var loader = new BatchLoader(
            new Rectangles(6) { Torn = 3 }, new FlipTransform(0.5), Training with { Order = SampleOrder.Sequential });
        Assert.Equal([0, 1, 2, 4, 4, 5], loader.Epoch(0).SelectMany(batch => batch.Indices.ToArray()));
    }

    private static List<string> Hashes(AnnotatedSource source, BatchLoaderOptions options, int epoch, int firstBatch = 0)
    {
        using var loader = new BatchLoader(source, new FlipTransform(0.5), options);
        return [.. loader.Epoch(epoch, firstBatch).Select(batch => Convert.ToHexString(SHA256.HashData(
            MemoryMarshal.AsBytes(batch.Pixels))) + string.Join(' ', batch.Annotations.ToArray().Select(annotations =>
                string.Join(' ', ((ObjectTargets)annotations!).Objects))))];
    }

    /// <summary>Flips with a probability, and places the bytes as they are.</summary>
    private sealed class FlipTransform(double probability) : CanvasTransform
    {
        public override bool IsRandom => probability > 0;

        public override CanvasSample Apply(
            Image image, ImageAnnotations annotations, ref RandomStream random, Span<float> canvas, int height, int width)
        {
            if (random.NextChance(probability))
            {
                var flip = new HorizontalFlip();
                (image, annotations) = (flip.Apply(image), flip.Apply(annotations));
            }

            canvas.Clear();
            for (var channel = 0; channel < 3; channel++)
            {
                for (var y = 0; y < image.Height; y++)
                {
                    for (var x = 0; x < image.Width; x++)
                        canvas[(channel * height + y) * width + x] = image.Row(y)[3 * x + channel];
                }
            }

            return new CanvasSample(image.Height, image.Width, annotations);
        }
    }

    /// <summary>Images of several sizes, each with a white rectangle two pixels from the left.</summary>
    private sealed class Rectangles(int count) : AnnotatedSource
    {
        public int Torn { get; init; } = -1;

        public override int Count => count;

        public override IReadOnlyList<string> Classes => ["rectangle"];

        public override string NameOf(int index) => $"{index}";

        public override Image Load(int index, Image? reuse = null)
        {
            if (index == Torn)
                throw new ImageFormatException("is torn");
            var image = new Image(12 + index % 12, 20 + index % 20);
            image.Pixels.AsSpan().Fill(10);
            var box = BoxOf(index);
            for (var y = (int)box.Y1; y < (int)box.Y2; y++)
                image.Row(y).Slice(3 * (int)box.X1, 3 * (int)box.Width).Fill(255);
            return image;
        }

        public override ImageAnnotations AnnotationsOf(int index, Image image) =>
            new ObjectTargets(image.Height, image.Width, [new TargetObject(BoxOf(index), 0, false)]);

        internal override string TargetTextOf(int index) => $"{BoxOf(index)}";

        private static Box BoxOf(int index) => new(2, 1 + index % 3, 5 + index % 4, 9);
    }
}
