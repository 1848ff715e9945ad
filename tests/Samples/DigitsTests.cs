using System.Reflection;
using System.Security.Cryptography;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Style;
using Xunit;

namespace GpuFormer.Tests.Samples;

/// <summary>The sample that makes a data set of objects from MNIST.</summary>
public sealed class DigitsTests
{
    // SHA-256 of what the recipe in Python (NumPy 1.24, Pillow 9.4) makes of data/mnist-small: 12 images to learn from, 21
    // to judge by, salt 2, one crowd among them.
    private const string Pixels = "8b421eee25394e3a28bc3cd1c0a09a500e293ef1a0e5318ba68aa87594750bd5";
    private const string Masks = "df6a61c357049b73ccd858b51a514a684d2cc8d7f96f7f0c25dce856c792148a";
    private const string Texts = "8d20c41e2926b981dea5a32071a753999f55100a8c21b9dfb7a911a330264aee";

    [Fact]
    public void Images_masks_and_annotations_equal_those_of_the_recipe_byte_for_byte()
    {
        var root = Directory.CreateTempSubdirectory("gpuformer-digits-").FullName;
        try
        {
            Assert.Equal(0, Run("--mnist", Path.Combine(Repository.Root, "data", "mnist-small"), "--out", root,
                "--train", "12", "--val", "21", "--salt", "2", "--formats"));
            Assert.Equal(Pixels, Digest(Files(root, "train").Concat(Files(root, "val"))
                .Select(file => ImageDecoder.Load(file).Pixels)));
            Assert.Equal(Masks, Digest(Files(root, "masks/train").Concat(Files(root, "masks/val"))
                .Select(file => ClassMaskPng.Read(File.ReadAllBytes(file)).Labels)));
            string[] annotations = ["annotations/instances_train.json", "annotations/instances_val.json"];
            Assert.Equal(Texts, Digest(annotations.Select(file => Path.Combine(root, file))
                .Concat(Files(root, "voc")).Concat(Files(root, "labels/val")).Select(File.ReadAllBytes)));
            AssertFormsAgree(root);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Wrong_arguments_are_a_usage_error() => Assert.Equal(2, Run("--mnist", "x"));

    // The three forms of the same images hold the same objects; VOC has no gaps in its ids, YOLO no crowds.
    private static void AssertFormsAgree(string root)
    {
        var coco = CocoReader.Read(Path.Combine(root, "annotations", "instances_val.json"));
        var voc = VocReader.ReadFolder(Path.Combine(root, "voc"));
        Directory.Delete(Path.Combine(root, "masks"), recursive: true);
        File.Delete(Path.Combine(root, "val", "000020.png"));
        var names = coco.Categories.Select(category => category.Name).ToList();
        var yolo = YoloReader.ReadFolder(Path.Combine(root, "val"), names, Path.Combine(root, "labels", "val"));
        Assert.Equal(0, coco.Faults.Count + voc.Faults.Count + yolo.Faults.Count);
        var images = coco.Images.Take(20).Select(image => image.Id).ToHashSet();
        List<ObjectAnnotation> expected = [.. coco.Annotations.Where(known => images.Contains(known.ImageId))];
        Assert.Equal(expected.Select(known => (known.Box, known.IsCrowd)),
            voc.Annotations.Select(known => (known.Box, known.IsCrowd)));
        string NameOf(ObjectDataset set, ObjectAnnotation known) =>
            set.Categories.Single(category => category.Id == known.CategoryId).Name;
        Assert.Equal(expected.Select(known => NameOf(coco, known)), voc.Annotations.Select(known => NameOf(voc, known)));
        List<ObjectAnnotation> single = [.. expected.Where(known => !known.IsCrowd)];
        Assert.Equal(single.Select(known => NameOf(coco, known)), yolo.Annotations.Select(known => NameOf(yolo, known)));
        foreach (var (known, relative) in single.Zip(yolo.Annotations))
        {
            Assert.Equal(known.Box.Left, relative.Box.Left, 2e-4);
            Assert.Equal(known.Box.Height, relative.Box.Height, 2e-4);
        }
    }

    private static int Run(params string[] args) =>
        (int)Assembly.Load("GpuFormer.Samples.Digits").EntryPoint!.Invoke(null, [args])!;

    private static IEnumerable<string> Files(string root, string folder) =>
        Directory.GetFiles(Path.Combine(root, folder)).Order(StringComparer.Ordinal);

    private static string Digest(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
            hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
