using GpuFormer.Cli;
using GpuFormer.Cli.Training;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Imaging;
using GpuFormer.Onnx;
using GpuFormer.Tasks.Detection.Evaluation;
using GpuFormer.Tests.Host.Imaging;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Tests.Fuzz;

/// <summary>A reader as a function of the bytes of a file: it returns, or throws what its documentation names, which
/// is swallowed here. Everything else is a finding.</summary>
/// <param name="Name">As the command line and the folders of seeds call it.</param>
/// <param name="Read">Reads bytes to the end of what a user could ask for.</param>
/// <param name="IsDocumented">Whether an exception is the answer that the documentation promises.</param>
public sealed record FuzzTarget(string Name, Action<byte[]> Read, Func<Exception, bool> IsDocumented)
{
    // Whatever a header says: a small file must not be able to ask for more in a run of millions.
    private static readonly ImageLimits Images = new() { Pixels = 1 << 20 };
    private static readonly ImageLimits StrictImages = Images with { Errors = ImageErrors.Strict };
    private static readonly ImageLimits DraftImages = Images with { DraftSide = 2 };
    private static readonly CheckpointOptions Checkpoints = new() { SizeLimit = 1 << 20 };

    /// <summary>All readers of files that somebody else wrote.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("png", bytes => ReadImage(bytes, repair: true), IsImageFault),
        new("jpeg", bytes => ReadImage(bytes, repair: false), IsImageFault),
        new("bmp", bytes => ReadImage(bytes, repair: false), IsImageFault),
        new("safetensors", ReadSafetensors, e => e is ModelFormatException),
        new("checkpoint", ReadCheckpoint, e => e is ModelFormatException),
        new("onnx", bytes => OnnxCheck.Check(bytes, "fuzz"), e => e is ModelFormatException),
        new("yaml", ReadRecipe, e => e is BadDataException or RecipeException),
        new("idx", ReadIdx, e => e is DatasetFormatException),
        new("coco", ReadCoco, e => e is DatasetFormatException),
        new("voc", ReadVoc, e => e is DatasetFormatException),
        new("yolo", ReadYolo, e => e is DatasetFormatException),
        new("data-yaml", bytes => YoloDataFile.Parse(System.Text.Encoding.UTF8.GetString(bytes), "fuzz"),
            e => e is BadDataException),
    ];

    /// <summary>Reads, and says whether the bytes were accepted.</summary>
    public bool Run(byte[] bytes)
    {
        try
        {
            Read(bytes);
            return true;
        }
        catch (Exception exception) when (IsDocumented(exception))
        {
            return false;
        }
    }

    private static bool IsImageFault(Exception exception) => exception is ImageFormatException;

    // A checksum that does not match would end the reading before what a mutation has changed.
    private static void ReadImage(byte[] bytes, bool repair)
    {
        if (repair)
            PngRepair.FixChecksums(bytes);
        var recovered = ImageDecoder.Decode(bytes, Images);
        if (recovered.Pixels.Length != recovered.Height * recovered.Width * 3)
            throw new InvalidOperationException("The picture is not as large as it says.");
        // Scaled down by as much as the size of the picture allows.
        ImageDecoder.Decode(bytes, DraftImages);
        if (recovered.Damage is not null)
            return;
        // What is sound by the lenient rules may still break a strict one, and must then be refused as documented.
        ImageDecoder.Decode(bytes, StrictImages);
    }

    private static void ReadSafetensors(byte[] bytes)
    {
        using var file = SafetensorsFile.Open(bytes, "fuzz");
        foreach (var tensor in file.Tensors.Where(t => t.DType.IsReadable()))
            file.ReadFloat32(tensor.Name, new float[tensor.ElementCount]);
        ClassLabels.FromMetadata(file.Metadata, "fuzz");
        PreprocessingMetadata.Read(file.Metadata, "fuzz", PreprocessingConfig.MobileFormer);
    }

    private static void ReadCheckpoint(byte[] bytes)
    {
        using var file = TorchCheckpoint.Open(bytes, "fuzz", Checkpoints);
        foreach (var tensor in file.Tensors)
        {
            file.ReadFloat32(tensor.Name, new float[tensor.ElementCount]);
            file.CopyTo(tensor.Name, Stream.Null);
        }
    }

    private static void ReadRecipe(byte[] bytes)
    {
        var recipe = new TrainingRecipe();
        foreach (var (key, value) in RecipeYaml.Parse(System.Text.Encoding.UTF8.GetString(bytes), "fuzz"))
            recipe = RecipeFields.Find(key).Apply(recipe, value);
    }

    private static void ReadIdx(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        IdxFile.Read(stream, "fuzz", bytes.Length > 3 && bytes[3] == 1 ? IdxFile.LabelsMagic : IdxFile.ImagesMagic);
    }

    // Annotations, or a list of results; to the numbers that val prints of them.
    private static void ReadCoco(byte[] bytes)
    {
        if (bytes.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("["u8))
        {
            CocoResults.Read(new MemoryStream(bytes), "fuzz", withSegmentation: true, new AnnotationFaults("fuzz"));
            return;
        }

        var truth = CocoReader.Read(new MemoryStream(bytes), "fuzz");
        if (truth.Images.Any(image => (long)image.Height * image.Width > Images.Pixels))
            return; // a mask's pixels are asked for by whoever has the image
        List<ObjectResult> found = [.. truth.Annotations.Take(100).Select(known => new ObjectResult(
            known.ImageId, known.CategoryId, known.Box, known.Area, 1.0 / (1 + known.Id % 7), known.Segmentation))];
        foreach (var overlap in Enum.GetValues<OverlapKind>())
        {
            _ = new DetectionSummary(DetectionEvaluation.Evaluate(
                truth, found, new EvaluationOptions { Overlap = overlap, Workers = 1 }));
        }

        var targets = new DatasetTargets(truth);
        for (var i = 0; i < truth.Images.Count; i++)
        {
            targets.ObjectsOf(i, withMasks: true);
            targets.PixelsOf(i);
            targets.OutlineTextOf(i);
        }

        LearnedObjects.Learn(truth);
    }

    private static void ReadVoc(byte[] bytes)
    {
        var image = VocReader.Read(new MemoryStream(bytes), "fuzz");
        LearnedObjects.Learn(VocReader.ToDataset([image], null, new AnnotationFaults("fuzz")));
    }

    private static void ReadYolo(byte[] bytes)
    {
        using var lines = new StringReader(System.Text.Encoding.UTF8.GetString(bytes));
        var image = new DatasetImage(1, "fuzz.png", 90, 120);
        var faults = new AnnotationFaults("fuzz");
        List<string> all = [];
        while (lines.ReadLine() is { } line)
            all.Add(line);
        List<ObjectAnnotation> known = [];
        YoloReader.Read(all, "fuzz", image, 10, known, faults);
        LearnedObjects.Learn(AnnotationCheck.Complete(
            [image], [.. Enumerable.Range(1, 10).Select(id => new ObjectCategory(id, $"{id}"))], known, faults));
        faults.ThrowIfAny();
    }
}
