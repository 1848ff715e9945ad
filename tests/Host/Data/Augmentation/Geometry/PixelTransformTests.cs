using FsCheck;
using FsCheck.Fluent;
using GpuFormer.Data;
using GpuFormer.Data.Augmentation.Geometry;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Augmentation.Geometry;

/// <summary>What lies over an image moves with its pixels.</summary>
public sealed class PixelTransformTests
{
    // Equal numbers give equal cases.
    private static readonly Config Cases = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(2026, 19);

    [Fact]
    public void Transforming_a_drawn_box_and_drawing_a_transformed_box_agree() =>
        Prop.ForAll(Cased().ToArbitrary(), item =>
        {
            var target = new TargetObject(item.Box, 3, IsCrowd: false, Drawn(item.Box, item.Height, item.Width));
            var after = (ObjectTargets)item.Transform.Apply(
                (ImageAnnotations)new ObjectTargets(item.Height, item.Width, [target]));
            Assert.Equal(item.Transform.SizeOf(item.Height, item.Width), (after.Height, after.Width));
            var moved = item.Transform.Apply(item.Box, item.Height, item.Width).Clip(after.Height, after.Width);
            if (moved.IsEmpty)
            {
                Assert.Empty(after.Objects);
                return;
            }

            var known = Assert.Single(after.Objects);
            Assert.Equal((3, moved), (known.Label, known.Box));
            Assert.Equal(Drawn(moved, after.Height, after.Width).ToPixels(), known.Mask!.ToPixels());
        }).Check(Cases);

    [Fact]
    public void Images_class_masks_and_boxes_move_alike() =>
        Prop.ForAll(Cased().ToArbitrary(), item =>
        {
            var drawn = Drawn(item.Box, item.Height, item.Width).ToPixels();
            var image = new Image(item.Height, item.Width);
            var labels = new byte[drawn.Length];
            for (var i = 0; i < drawn.Length; i++)
            {
                image.Pixels.AsSpan(3 * i, 3).Fill(drawn[i] ? (byte)255 : (byte)0);
                labels[i] = drawn[i] ? (byte)7 : (byte)0;
            }

            var mask = ((PixelTargets)item.Transform.Apply(
                new PixelTargets(new ClassMask(item.Height, item.Width, labels)))).Mask;
            if (item.Transform is Resize)
                return; // antialias makes soft edges
            var moved = item.Transform.Apply(image);
            Assert.Equal((mask.Height, mask.Width), (moved.Height, moved.Width));
            for (var i = 0; i < mask.Labels.Length; i++)
                Assert.Equal(mask.Labels[i] == 7, moved.Pixels[3 * i + 1] == 255);
        }).Check(Cases);

    [Fact]
    public void A_crop_takes_labels_out_along_with_their_boxes()
    {
        var targets = new ObjectTargets(10, 10,
            [new(new Box(0, 0, 4, 4), 1, false), new(new Box(5, 5, 9, 9), 2, false), new(new Box(3, 3, 6, 6), 3, false)]);
        var after = (ObjectTargets)new Crop(new PixelWindow(5, 5, 5, 5)).Apply((ImageAnnotations)targets);
        Assert.Equal([(2, new Box(0, 0, 4, 4)), (3, new Box(0, 0, 1, 1))],
            after.Objects.Select(known => (known.Label, known.Box)));
        var ssd = SsdCrop.Apply(new Crop(new PixelWindow(5, 5, 5, 5)), targets);
        Assert.Equal([2], ssd.Objects.Select(known => known.Label));
    }

    [Theory]
    [InlineData(75, 101, 128, 172)]
    [InlineData(120, 64, 213, 113)]
    [InlineData(33, 200, 35, 212)]
    public void Sizes_of_RetinaNet_are_those_of_torchvision(int height, int width, int toHeight, int toWidth) =>
        Assert.Equal((toHeight, toWidth), DetectorSizes.RetinaNet(height, width, 128, 213));

    [Theory]
    [InlineData(480, 640, 800, 1066)]
    [InlineData(640, 480, 1066, 800)]
    [InlineData(800, 1333, 800, 1333)]
    [InlineData(100, 400, 333, 1332)]
    public void Sizes_of_DETR_keep_the_long_side_below_its_limit(int height, int width, int toHeight, int toWidth) =>
        Assert.Equal((toHeight, toWidth), DetectorSizes.Detr(height, width));

    [Fact]
    public void Recipes_make_images_of_the_sizes_they_promise_and_the_same_for_the_same_seed()
    {
        var targets = new ObjectTargets(300, 500, [new(new Box(40, 30, 200, 150), 0, false)]);
        for (var item = 0; item < 60; item++)
        {
            var random = new RandomStream(1, 0, item, RandomPurpose.Augmentation);
            var again = new RandomStream(1, 0, item, RandomPurpose.Augmentation);
            var detr = DetectorAugmentation.Detr(300, 500, ref random);
            Assert.Equal(detr, DetectorAugmentation.Detr(300, 500, ref again));
            var (height, width) = SizeAfter(detr, 300, 500);
            Assert.InRange(Math.Min(height, width), 1, 800);
            Assert.InRange(Math.Max(height, width), 480, 1333);
            Assert.Equal((160, 160), SizeAfter(DetectorAugmentation.Ssd(targets, 160, ref random), 300, 500));
            Assert.Equal((512, 512), SizeAfter(DetectorAugmentation.DeepLab(300, 500, 512, ref random), 300, 500));
            var (short1, long1) = SizeAfter(DetectorAugmentation.RetinaNet(300, 500, ref random), 300, 500);
            Assert.InRange(short1, 639, 800);
            Assert.InRange(long1, 1066, 1333);
        }
    }

    [Fact]
    public void The_part_of_SSD_holds_the_centre_of_an_object()
    {
        var targets = new ObjectTargets(300, 500, [new(new Box(40, 30, 200, 150), 0, false)]);
        var crops = 0;
        for (var item = 0; item < 200; item++)
        {
            var random = new RandomStream(1, 0, item, RandomPurpose.Augmentation);
            if (SsdCrop.Draw(targets, ref random) is not { } crop)
                continue;
            crops++;
            Assert.Single(SsdCrop.Apply(crop, targets).Objects);
        }

        Assert.InRange(crops, 50, 199);
        var empty = new RandomStream(1, 0, 0, RandomPurpose.Augmentation);
        Assert.Null(SsdCrop.Draw(targets with { Objects = [] }, ref empty));
    }

    private static (int Height, int Width) SizeAfter(IEnumerable<PixelTransform> transforms, int height, int width) =>
        transforms.Aggregate((height, width), (size, transform) => transform.SizeOf(size.height, size.width));

    private static Gen<Case> Cased() =>
        from height in Gen.Choose(1, 20)
        from width in Gen.Choose(1, 20)
        from left in Gen.Choose(0, width - 1)
        from right in Gen.Choose(left + 1, width)
        from top in Gen.Choose(0, height - 1)
        from bottom in Gen.Choose(top + 1, height)
        from transform in Transforms(height, width)
        select new Case(height, width, new Box(left, top, right, bottom), transform);

    // Of resizes those to whole multiples: of others a pixel belongs to a box in part.
    private static Gen<PixelTransform> Transforms(int height, int width) =>
        from kind in Gen.Choose(0, 2)
        from first in Gen.Choose(1, 4)
        from second in Gen.Choose(1, 4)
        from cutTop in Gen.Choose(0, height - 1)
        from cutLeft in Gen.Choose(0, width - 1)
        from cutHeight in Gen.Choose(1, height - cutTop)
        from cutWidth in Gen.Choose(1, width - cutLeft)
        select kind switch
        {
            0 => (PixelTransform)new HorizontalFlip(),
            1 => new Resize(first * height, second * width),
            _ => new Crop(new PixelWindow(cutTop, cutLeft, cutHeight, cutWidth)),
        };

    private static RunLengthMask Drawn(Box box, int height, int width)
    {
        var pixels = new bool[height * width];
        for (var y = (int)box.Y1; y < (int)box.Y2; y++)
            pixels.AsSpan(y * width + (int)box.X1, (int)box.Width).Fill(true);
        return RunLengthMask.FromPixels(pixels, height, width);
    }

    private sealed record Case(int Height, int Width, Box Box, PixelTransform Transform);
}
