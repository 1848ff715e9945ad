using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using GpuFormer.Imaging.Png;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

/// <summary>Sets of annotated images, by what lies in their folder.</summary>
public sealed class AnnotatedLayoutTests
{
    private const string Coco =
        """
        {"images":[{"id":7,"file_name":"a.png","height":10,"width":20},{"id":9,"file_name":"b.png","height":10,"width":20}],
        "annotations":[{"id":1,"image_id":7,"category_id":3,"bbox":[2,1,6,4],"area":24,"iscrowd":0,
        "segmentation":[[2,1,8,1,8,5,2,5]]}],
        "categories":[{"id":3,"name":"cat"},{"id":8,"name":"dog"}]}
        """;

    [Theory]
    [InlineData("train", "val")]
    [InlineData("train2017", "val2017")]
    [InlineData("training", "valid")]
    public void COCOs_annotations_lie_beside_the_folders_of_images(string train, string validation)
    {
        using var folder = new TemporaryFolder();
        WriteCoco(folder, train);
        WriteCoco(folder, validation);
        foreach (var split in Enum.GetValues<DatasetSplit>())
        {
            var source = new ObjectSource(AnnotatedLayout.OpenObjects(folder.Path, split));
            Assert.Equal(["cat", "dog"], source.Classes);
            Assert.Equal(2, source.Count);
            var targets = Assert.IsType<ObjectTargets>(source.AnnotationsOf(0, source.Load(0)));
            Assert.Equal(new Box(2, 1, 8, 5), Assert.Single(targets.Objects).Box);
        }

        Assert.True(AnnotatedLayout.HasValidation(folder.Path));
    }

    [Fact]
    public void A_set_without_its_annotations_is_refused_with_what_was_looked_for()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "train"));
        var refused = Assert.Throws<DatasetFormatException>(
            () => AnnotatedLayout.OpenObjects(folder.Path, DatasetSplit.Train));
        Assert.Contains("instances_train.json", refused.Message);
        Assert.Contains("does not exist", Assert.Throws<DatasetFormatException>(
            () => AnnotatedLayout.OpenObjects(Path.Combine(folder.Path, "none"), DatasetSplit.Train)).Message);
        Assert.False(AnnotatedLayout.HasValidation(folder.Path));
    }

    [Fact]
    public void Images_without_objects_are_left_out_where_it_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        WriteCoco(folder, "train");
        var source = new ObjectSource(AnnotatedLayout.OpenObjects(folder.Path, DatasetSplit.Train), withoutEmpty: true);
        Assert.Equal("a.png", Path.GetFileName(source.NameOf(Assert.Single(Enumerable.Range(0, source.Count)))));
        Assert.Contains("1 of 2 images have no objects", Assert.Single(source.Remarks));
        File.WriteAllText(Path.Combine(folder.Path, "annotations", "instances_train.json"),
            Coco.Replace("\"image_id\":7", "\"image_id\":11"));
        Assert.Contains("none of which has an object", Assert.Throws<DatasetFormatException>(() => new ObjectSource(
            AnnotatedLayout.OpenObjects(folder.Path, DatasetSplit.Train), withoutEmpty: true)).Message);
    }

    [Theory]
    [InlineData(0.5, new[] { 0 })]
    [InlineData(1, new[] { 0, 1 })]
    public void A_fraction_takes_evenly_spaced_images(double fraction, int[] taken)
    {
        using var folder = new TemporaryFolder();
        WriteCoco(folder, "train");
        var source = new ObjectSource(
            AnnotatedLayout.OpenObjects(folder.Path, DatasetSplit.Train), fraction: fraction);
        Assert.Equal(taken.Select(index => index == 0 ? "a.png" : "b.png"),
            Enumerable.Range(0, source.Count).Select(index => Path.GetFileName(source.NameOf(index))));
    }

    [Fact]
    public void Masks_go_before_outlines_and_name_their_classes_by_the_annotations()
    {
        using var folder = new TemporaryFolder();
        WriteCoco(folder, "train");
        var outlines = AnnotatedLayout.OpenPixels(folder.Path, DatasetSplit.Train);
        Assert.Equal(["background", "cat", "dog"], outlines.Classes);
        var mask = Assert.IsType<PixelTargets>(outlines.AnnotationsOf(0, outlines.Load(0))).Mask;
        Assert.Equal((0, 1), (mask.Labels[0], mask.Labels[(2 * 20) + 4]));
        foreach (var name in new[] { "a", "b" })
        {
            using var bytes = new MemoryStream();
            ClassMaskPng.Write(new ClassMask(10, 20, [.. Enumerable.Repeat((byte)2, 200)]), bytes);
            folder.Write($"masks/train/{name}.png", bytes.ToArray());
        }

        var masks = AnnotatedLayout.OpenPixels(folder.Path, DatasetSplit.Train);
        Assert.Equal(["background", "cat", "dog"], masks.Classes);
        Assert.All(((PixelTargets)masks.AnnotationsOf(0, masks.Load(0))).Mask.Labels, label => Assert.Equal(2, label));
    }

    [Fact]
    public void Lists_of_VOC_name_the_splits()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "one", "two" })
        {
            WriteImage(folder, $"JPEGImages/{name}.png");
            folder.Write($"Annotations/{name}.xml", System.Text.Encoding.UTF8.GetBytes(
                $"""
                <annotation><filename>{name}.png</filename><size><width>20</width><height>10</height></size>
                <object><name>cat</name><bndbox><xmin>3</xmin><ymin>2</ymin><xmax>8</xmax><ymax>5</ymax></bndbox></object>
                </annotation>
                """));
        }

        folder.Write("ImageSets/Main/train.txt", "one\n"u8.ToArray());
        folder.Write("ImageSets/Main/val.txt", "two\n"u8.ToArray());
        var validation = new ObjectSource(AnnotatedLayout.OpenObjects(folder.Path, DatasetSplit.Validation));
        Assert.Equal("two.png", Path.GetFileName(validation.NameOf(0)));
        Assert.Equal(1, validation.Count);
        Assert.Equal(new Box(2, 1, 8, 5),
            Assert.Single(((ObjectTargets)validation.AnnotationsOf(0, validation.Load(0))).Objects).Box);
    }

    [Fact]
    public void Boxes_that_move_change_the_identity_of_a_set_and_pixels_of_images_do_not()
    {
        using var folder = new TemporaryFolder();
        WriteCoco(folder, "train");
        DatasetIdentity Identity() =>
            DatasetIdentity.Of(new ObjectSource(AnnotatedLayout.OpenObjects(folder.Path, DatasetSplit.Train)));
        var before = Identity();
        PngWriter.Save(new Image(10, 20), Path.Combine(folder.Path, "train", "b.png"));
        Assert.Null(before.DifferenceTo(Identity()));
        File.WriteAllText(Path.Combine(folder.Path, "annotations", "instances_train.json"),
            Coco.Replace("[2,1,6,4]", "[3,1,6,4]"));
        Assert.NotNull(before.DifferenceTo(Identity()));
    }

    private static void WriteCoco(TemporaryFolder folder, string name)
    {
        foreach (var file in new[] { "a.png", "b.png" })
            WriteImage(folder, $"{name}/{file}");
        folder.Write($"annotations/instances_{name}.json", System.Text.Encoding.UTF8.GetBytes(Coco));
    }

    private static void WriteImage(TemporaryFolder folder, string name)
    {
        using var bytes = new MemoryStream();
        PngWriter.Write(new Image(10, 20), bytes);
        folder.Write(name, bytes.ToArray());
    }
}
