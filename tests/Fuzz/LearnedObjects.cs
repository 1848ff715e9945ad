using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Models;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Tests.Fuzz;

/// <summary>Annotations on the way of a run of training: beside the images of a folder, augmented and as targets of each
/// system.</summary>
internal static class LearnedObjects
{
    private const int MostImages = 8; // a set names as many as it likes
    private const long MostPixels = 1 << 18;
    private const int Canvas = 64;

    // The images that the files of the corpus name, at the sizes that these state.
    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("gpuformer-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var (name, height, width) in new[]
            { ("a.png", 12, 20), ("b\u00e9.png", 3, 4), ("a.jpg", 375, 500), ("fuzz.png", 90, 120) })
        {
            using var file = File.Create(Path.Combine(folder, name));
            PngWriter.Write(new Image(height, width), file);
        }

        return folder;
    });

    // One network of each kind of augmentation.
    private static readonly Lazy<IReadOnlyList<(CanvasInputs Inputs, ImageModel Network)>> Systems = new(() =>
    [
        .. new[] { "retinanet_mobile_former_26m", "detr_resnet18", "ssdlite_mobilevit_xxs" }.Select(name =>
        {
            var network = ModelCatalogue.Create(name, 1 << 10);
            int? longest = name.StartsWith("ssd", StringComparison.Ordinal) ? null : Canvas;
            return (new CanvasInputs(network, Canvas, longest, (Canvas, Canvas)), network);
        }),
    ]);

    /// <summary>Takes a set as a run of training does.</summary>
    /// <exception cref="DatasetFormatException">It has no image, or none with objects.</exception>
    public static void Learn(ObjectDataset set)
    {
        AnnotatedImages images;
        try
        {
            images = new AnnotatedImages(set, Folder.Value);
        }
        catch (DatasetFormatException) when (set.Images.Count > 0)
        {
            // Names are soon mutated; what is said about the images is to be looked at all the same.
            images = new AnnotatedImages(
                set with { Images = [.. set.Images.Select(image => image with { FileName = "a.png" })] }, Folder.Value);
        }

        var source = new ObjectSource(images, withoutEmpty: set.Annotations.Count > 2);
        for (var index = 0; index < Math.Min(source.Count, MostImages); index++)
        {
            _ = source.TargetTextOf(index);
            _ = source.AspectOf(index);
            Image image;
            try
            {
                image = source.Load(index);
            }
            catch (ImageFormatException)
            {
                var stated = source.DescriptionOf(index);
                if (stated.Height < 1 || stated.Width < 1 || (long)stated.Height * stated.Width > MostPixels)
                    continue;
                image = new Image(stated.Height, stated.Width);
            }

            var annotations = source.AnnotationsOf(index, image);
            foreach (var (inputs, network) in Systems.Value)
            {
                if (source.Classes.Count < network.Classes)
                    Learn(inputs, network, image, annotations, index);
            }
        }
    }

    private static void Learn(
        CanvasInputs inputs, ImageModel network, Image image, ImageAnnotations annotations, int index)
    {
        var system = TrainedSystem.Of(network);
        var canvas = new float[3 * Canvas * Canvas];
        foreach (var kind in new[] { CanvasAugmentationKind.None, system.Augmentation, system.RectangleAugmentation })
        {
            if (kind is null)
                continue;
            var random = new RandomStream(1, 0, index, RandomPurpose.Augmentation);
            var sample = new CanvasAugmentation(inputs, kind.Value).Apply(
                image, annotations, ref random, canvas, Canvas, Canvas);
            VisionSystem.TargetsOf(network).Set(new(1, Canvas, Canvas), [(sample.Height, sample.Width)], [sample.Annotations]);
        }
    }
}
