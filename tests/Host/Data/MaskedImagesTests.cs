using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using GpuFormer.Imaging.Png;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

/// <summary>Images with class masks, and the grouping of images by their aspect.</summary>
public sealed class MaskedImagesTests
{
    [Fact]
    public void Folders_pair_images_with_masks_by_name_and_refuse_what_does_not_fit()
    {
        using var folder = new TemporaryFolder();
        var (images, masks) = (Folder(folder, "images"), Folder(folder, "masks"));
        Assert.Throws<DatasetFormatException>(() => MaskedImages.OpenFolders(images, masks));
        PngWriter.Save(new Image(2, 3), Path.Combine(images, "a.png"));
        Assert.Contains("a.png, which is missing",
            Assert.Throws<DatasetFormatException>(() => MaskedImages.OpenFolders(images, masks)).Message);
        Write(Path.Combine(masks, "a.png"), new ClassMask(2, 3, [0, 1, 2, 3, 4, 255]));
        PngWriter.Save(new Image(2, 2), Path.Combine(images, "b.png"));
        Write(Path.Combine(masks, "b.png"), new ClassMask(2, 3, new byte[6]));
        var set = MaskedImages.OpenFolders(images, masks);
        Assert.Equal(2, set.Count);
        Assert.Equal([0, 1, 2, 3, 4, 255], set.PixelsOf(0, set.Load(0)).Mask.Labels);
        Assert.Contains("3 x 2 pixels, its image 2 x 2",
            Assert.Throws<ImageFormatException>(() => set.PixelsOf(1, set.Load(1))).Message);
        File.WriteAllText(Path.Combine(masks, "b.png"), "text");
        Assert.Contains("no PNG", Assert.Throws<ImageFormatException>(() => set.PixelsOf(1, set.Load(1))).Message);
    }

    [Fact]
    public void Lists_of_VOC_name_images_and_masks()
    {
        using var folder = new TemporaryFolder();
        var jpegs = Folder(folder, "JPEGImages");
        // The reader goes by the first bytes, not by the ending.
        PngWriter.Save(new Image(1, 2), Path.Combine(jpegs, "2007_1.jpg"));
        Write(Path.Combine(Folder(folder, "SegmentationClass"), "2007_1.png"), new ClassMask(1, 2, [15, 255]));
        File.WriteAllText(Path.Combine(Folder(folder, "ImageSets/Segmentation"), "val.txt"), "2007_1\n\n");
        var set = MaskedImages.OpenVoc(folder.Path, "val");
        Assert.Equal(1, set.Count);
        Assert.Equal([15, 255], set.PixelsOf(0, set.Load(0)).Mask.Labels);
        File.AppendAllText(Path.Combine(folder.Path, "ImageSets", "Segmentation", "val.txt"), "other\n");
        Assert.Throws<DatasetFormatException>(() => MaskedImages.OpenVoc(folder.Path, "val"));
    }

    private static string Folder(TemporaryFolder folder, string name) =>
        Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;

    private static void Write(string path, ClassMask mask)
    {
        using var stream = File.Create(path);
        ClassMaskPng.Write(mask, stream);
    }
}
