using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

/// <summary>Images with objects in their folder.</summary>
public sealed class AnnotatedImagesTests
{
    [Fact]
    public void Missing_images_are_counted_and_names_do_not_lead_out_of_the_folder()
    {
        using var folder = new TemporaryFolder();
        var images = Directory.CreateDirectory(Path.Combine(folder.Path, "images")).FullName;
        PngWriter.Save(new Image(10, 20), Path.Combine(images, "a.png"));
        PngWriter.Save(new Image(10, 20), Path.Combine(images, "c.png"));
        PngWriter.Save(new Image(10, 20), Path.Combine(folder.Path, "outside.png"));
        var set = Set(("b.png", 10, 20), ("a.png", 10, 20), ("../outside.png", 10, 20), ("c.png", 20, 10), ("\0", 1, 1));
        var found = new AnnotatedImages(set, images);
        Assert.Equal(2, found.Count);
        Assert.Equal(3, found.Set.Faults.CountOf(AnnotationFault.MissingImage));
        Assert.Contains("b.png", Assert.Single(found.Set.Faults.Remarks));
        Assert.Equal(2, found.Set.Images[0].Id);
        // The object of an image that is missing is gone with it, so that the rest can be judged by.
        Assert.Equal([2], found.Set.Annotations.Select(annotation => annotation.ImageId));
        Assert.Equal(new Box(1, 2, 4, 6), Assert.Single(found.ObjectsOf(0).Objects).Box);
        Assert.Equal(20, found.Load(0).Width);
        Assert.False(found.HasObjects(1));
        Assert.Contains("10 x 20", Assert.Throws<ImageFormatException>(() => found.Load(1)).Message);
    }

    [Fact]
    public void A_set_without_any_image_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("none of the 1 images",
            Assert.Throws<DatasetFormatException>(() => new AnnotatedImages(Set(("a.png", 1, 1)), folder.Path)).Message);
    }

    [Theory]
    [InlineData("jpeg/orientation6.jpg")]
    [InlineData("png/orientation6.png")]
    public void Stored_pixels_are_not_turned_for_boxes_that_lie_over_them(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "Imaging", file));
        var upright = ImageDecoder.Decode(bytes);
        var stored = ImageDecoder.Decode(bytes, new ImageLimits { AppliesOrientation = false });
        Assert.Equal((upright.Width, upright.Height), (stored.Height, stored.Width));
        Assert.NotEqual(upright.Height, stored.Height);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, Path.GetFileName(file)), bytes);
        var loaded = new AnnotatedImages(Set((Path.GetFileName(file), stored.Height, stored.Width)), folder.Path).Load(0);
        Assert.Equal(stored.Pixels.ToArray(), loaded.Pixels.ToArray());
    }

    [Fact]
    public void Boxes_of_YOLO_lie_over_turned_images_which_are_loaded_so()
    {
        using var folder = new TemporaryFolder();
        var images = Directory.CreateDirectory(Path.Combine(folder.Path, "images")).FullName;
        Directory.CreateDirectory(Path.Combine(folder.Path, "labels"));
        var file = Path.Combine(images, "turned.jpg");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "Imaging", "jpeg", "orientation6.jpg"), file);
        File.WriteAllText(Path.Combine(folder.Path, "labels", "turned.txt"), "0 0.5 0.5 1 1\n");
        var set = new AnnotatedImages(YoloReader.ReadFolder(images, ["thing"]), images);
        var upright = ImageDecoder.Load(file);
        Assert.Equal(upright.Pixels.ToArray(), set.Load(0).Pixels.ToArray());
        Assert.Equal(new Box(0, 0, upright.Width, upright.Height), Assert.Single(set.ObjectsOf(0).Objects).Box);
    }

    private static ObjectDataset Set(params (string Name, int Height, int Width)[] images) => new(
        [.. images.Select((image, index) => new DatasetImage(index + 1, image.Name, image.Height, image.Width))],
        [new ObjectCategory(1, "thing")],
        [
            new ObjectAnnotation(1, 2, 1, new AnnotationBox(1, 2, 3, 4), 12, false, null),
            new ObjectAnnotation(2, 1, 1, new AnnotationBox(0, 0, 1, 1), 1, false, null),
        ],
        new AnnotationFaults("test"));
}
