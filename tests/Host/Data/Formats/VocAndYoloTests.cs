using System.Text;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using GpuFormer.Imaging.Png;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Formats;

/// <summary>Pascal VOC's XML and masks, and YOLO's text.</summary>
public sealed class VocAndYoloTests
{
    private const string Xml = "<annotation><filename>a.png</filename><size><width>20</width><height>10</height></size>"
        + "<object><name>cat</name><difficult>0</difficult><bndbox><xmin>2</xmin><ymin>3</ymin><xmax>5.5</xmax>"
        + "<ymax>9</ymax></bndbox><part><name>ear</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax>"
        + "</bndbox></part></object><object><name>ant</name><difficult>1</difficult><bndbox><xmin>1</xmin><ymin>1</ymin>"
        + "<xmax>1</xmax><ymax>1</ymax></bndbox></object></annotation>";

    [Fact]
    public void Boxes_of_VOC_count_pixels_from_1_with_both_ends_and_parts_are_passed_over()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "a.xml"), Xml);
        var set = VocReader.ReadFolder(folder.Path);
        Assert.Equal(["ant", "cat"], set.Categories.Select(category => category.Name));
        Assert.Equal(new AnnotationBox(1, 2, 4.5, 7), set.Annotations[0].Box);
        Assert.Equal(new AnnotationBox(0, 0, 1, 1), set.Annotations[1].Box);
        Assert.Equal([false, true], set.Annotations.Select(known => known.IsCrowd));
        Assert.Equal(new DatasetImage(1, "a.png", 10, 20), Assert.Single(set.Images));
        Assert.Equal(0, set.Faults.Count);
    }

    [Fact]
    public void Lists_and_classes_choose_and_files_that_cannot_be_read_are_counted()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "a.xml"), Xml);
        File.WriteAllText(Path.Combine(folder.Path, "b.xml"), Xml.Replace("20</width>", "x</width>", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder.Path, "list.txt"), "a  1\nb -1\nmissing 1\n");
        var set = VocReader.ReadFolder(folder.Path, Path.Combine(folder.Path, "list.txt"), ["dog", "cat"]);
        Assert.Equal(2, set.Faults.CountOf(AnnotationFault.Unreadable));
        Assert.Equal(1, set.Faults.CountOf(AnnotationFault.UnknownCategory));
        Assert.Contains("'x' is no number", set.Faults.Remarks[^1]);
        Assert.Equal(2, Assert.Single(set.Annotations).CategoryId);
    }

    [Theory]
    [InlineData("", "no XML")]
    [InlineData("<html/>", "the root is <html>")]
    [InlineData("<annotation></annotation>", "the size is 0 x 0")]
    [InlineData("<annotation><size><width>-3</width></size></annotation>", "a side of the image is -3")]
    [InlineData("<annotation><size>", "no XML")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"x\">]><annotation>&b;</annotation>", "DTD")]
    public void What_is_no_such_file_is_refused(string text, string problem) => Assert.Contains(problem,
        Assert.Throws<DatasetFormatException>(() => VocReader.Read(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), "test.xml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Lines_of_YOLO_are_relative_to_the_image_and_polygons_become_boxes()
    {
        using var folder = new TemporaryFolder();
        var images = Directory.CreateDirectory(Path.Combine(folder.Path, "images", "val")).FullName;
        var labels = Directory.CreateDirectory(Path.Combine(folder.Path, "labels", "val")).FullName;
        foreach (var name in new[] { "a.png", "b.png", "c.png" })
            PngWriter.Save(new Image(10, 20), Path.Combine(images, name));
        File.WriteAllText(Path.Combine(labels, "a.txt"), "1 0.5 0.5 0.5 0.2\n0 0.1 0.1 0.5 0.1 0.5 0.9\n\n");
        File.WriteAllText(Path.Combine(labels, "b.txt"), "5 0.5 0.5 0.5 0.2\nx\n0 NaN 0.5 0.5 0.5\n1 0.5 0.5 0.1 0.1 0.9\n");
        var set = YoloReader.ReadFolder(images, ["ant", "cat"]);
        Assert.Equal(["a.png", "b.png", "c.png"], set.Images.Select(image => image.FileName));
        Assert.Equal(2, set.Annotations.Count);
        AssertClose(new AnnotationBox(5, 4, 10, 2), set.Annotations[0].Box);
        AssertClose(new AnnotationBox(2, 1, 8, 8), set.Annotations[1].Box);
        Assert.Equal([2, 1], set.Annotations.Select(known => known.CategoryId));
        Assert.Equal(1, set.Faults.CountOf(AnnotationFault.UnknownCategory));
        Assert.Equal(1, set.Faults.CountOf(AnnotationFault.NotFinite));
        Assert.Equal(2, set.Faults.CountOf(AnnotationFault.Unreadable));
        Assert.Contains("b.txt, line 2", set.Faults.Remarks[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Class_masks_keep_their_indices_through_a_palette_and_colours_are_looked_up_backwards()
    {
        byte[] labels = [0, 1, 2, 20, 254, 255];
        using var file = new MemoryStream();
        ClassMaskPng.Write(new ClassMask(2, 3, labels), file);
        Assert.Equal(labels, ClassMaskPng.Read(file.ToArray()).Labels);
        var coloured = ImageDecoder.Decode(file.ToArray());
        Assert.Equal([128, 0, 0], coloured.Pixels[3..6]);
        using var colours = new MemoryStream();
        PngWriter.Write(coloured, colours);
        Assert.Equal(labels, ClassMaskPng.Read(colours.ToArray()).Labels);
        coloured.Pixels[0] = 3;
        using var other = new MemoryStream();
        PngWriter.Write(coloured, other);
        Assert.Contains("(3, 0, 0) at column 0, row 0",
            Assert.Throws<ImageFormatException>(() => ClassMaskPng.Read(other.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_masks_of_four_bits_and_of_grey_are_read_by_index_and_value()
    {
        byte[] Png(byte depth, byte colour, byte[] palette, byte[] rows)
        {
            using var file = new MemoryStream();
            file.Write(PngChunks.Signature);
            PngWriter.WriteChunk(file, "IHDR", [0, 0, 0, 2, 0, 0, 0, 1, depth, colour, 0, 0, 0]);
            if (palette.Length > 0)
                PngWriter.WriteChunk(file, "PLTE", palette);
            using var compressed = new MemoryStream();
            using (var deflate = new System.IO.Compression.ZLibStream(
                compressed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            {
                deflate.Write(rows);
            }

            PngWriter.WriteChunk(file, "IDAT", compressed.ToArray());
            PngWriter.WriteChunk(file, "IEND", default);
            return file.ToArray();
        }

        Assert.Equal([1, 14], ClassMaskPng.Read(Png(4, 3, new byte[45], [0, 0x1E])).Labels);
        Assert.Equal([1, 14], ClassMaskPng.Read(Png(4, 0, [], [0, 0x1E])).Labels);
        Assert.Equal([7, 255], ClassMaskPng.Read(Png(8, 0, [], [0, 7, 255])).Labels);
    }

    private static void AssertClose(AnnotationBox expected, AnnotationBox actual)
    {
        Assert.Equal(expected.Left, actual.Left, 1e-9);
        Assert.Equal(expected.Top, actual.Top, 1e-9);
        Assert.Equal(expected.Width, actual.Width, 1e-9);
        Assert.Equal(expected.Height, actual.Height, 1e-9);
    }
}
