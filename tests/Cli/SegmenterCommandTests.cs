using GpuFormer.Cli;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Models;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary><c>predict</c> and <c>val</c> with a small segmenter that takes every pixel for a cat.</summary>
public sealed class SegmenterCommandTests : IClassFixture<SegmenterCommandTests.Files>
{
    private readonly Files _files;

    public SegmenterCommandTests(Files files) => _files = files;

    [Fact]
    public void Predict_tells_the_shares_of_classes_and_saves_masks_and_tinted_images()
    {
        using var folder = new TemporaryFolder();
        var run = CommandLineRun.Of("predict", _files.Image, "--weights", _files.Weights, "--device", "cpu",
            "--save-masks", folder["masks"], "--save", folder["drawn"]);
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        Assert.Equal($"{_files.Image}\tcat\t1\t1.000000\n", run.Output);
        var mask = ClassMaskPng.Read(File.ReadAllBytes(folder["masks/image.png"]));
        Assert.Equal((40, 24), (mask.Height, mask.Width));
        Assert.All(mask.Labels, label => Assert.Equal(1, label));
        // Half of VOC's colour of class 1 over black.
        Assert.Equal([64, 0, 0], ImageDecoder.Load(folder["drawn/image.png"]).Pixels[..3]);
        var json = CommandLineRun.Of("predict", _files.Image, "--weights", _files.Weights, "--device", "cpu", "--json");
        var part = Assert.Single(json.Json[0].GetProperty("classes").EnumerateArray());
        Assert.Equal("cat", part.GetProperty("label").GetString());
        Assert.Equal(24, json.Json[0].GetProperty("width").GetInt32());
    }

    [Fact]
    public void Val_tells_overlaps_and_the_classes_that_are_absent()
    {
        string[] args = ["val", "--annotations", _files.Annotations, "--images", _files.Folder, "--weights", _files.Weights,
            "--device", "cpu"];
        var run = CommandLineRun.Of([.. args, "--json", "--per-class"]);
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        // The cat covers half of the image, the rest of which is taken for cat as well; there is no dog.
        Assert.Equal(0.25, run.Json.GetProperty("mIoU").GetDouble(), 1e-9);
        Assert.Equal(0.5, run.Json.GetProperty("pixel_accuracy").GetDouble(), 1e-9);
        Assert.Equal(["dog"], run.Json.GetProperty("absent").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal([0, 0.5, -1], run.Json.GetProperty("classes").EnumerateArray()
            .Select(row => row.GetProperty("IoU").GetDouble()));
        var lines = CommandLineRun.Of(args).Output;
        Assert.Contains(" * mIoU 0.250  pixel accuracy 0.500  mean class accuracy 0.500 (1 images)", lines,
            StringComparison.Ordinal);
        Assert.Contains("in no mean: dog", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_detectors_are_refused()
    {
        var run = CommandLineRun.Of(
            "predict", _files.Image, "--weights", _files.Weights, "--device", "cpu", "--conf", "0.5");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--conf is for detectors, not for deeplabv3_mobilevit_xxs, a segmenter.", run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_with_other_classes_is_refused_by_their_names()
    {
        using var folder = new TemporaryFolder();
        var other = folder.Write("other.json", File.ReadAllText(_files.Annotations)
            .Replace("\"dog\"", "\"sheep\"", StringComparison.Ordinal));
        var run = CommandLineRun.Of("val", "--annotations", other, "--images", _files.Folder, "--weights", _files.Weights,
            "--device", "cpu");
        Assert.Equal(ExitCode.BadData, run.ExitCode);
        Assert.Contains("has classes that the weights do not know: sheep", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Weights, an image and its annotations.</summary>
    public sealed class Files : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Files()
        {
            var network = ModelCatalogue.Create("deeplabv3_mobilevit_xxs", 3);
            var writer = new SafetensorsWriter();
            writer.AddMetadata("model", network.Name);
            writer.AddMetadata("labels", """["background", "cat", "dog"]""");
            foreach (var parameter in network.Parameters.Where(parameter => parameter.Kind != ParameterKind.Counter))
            {
                writer.Add(parameter.Name, parameter.Name switch
                {
                    "seg_head.classifier.classifier.block.conv.weight" => new float[parameter.Shape.Elements],
                    "seg_head.classifier.classifier.block.conv.bias" => [0, 1, 0],
                    _ => SeededWeights.Fill(parameter.Name, parameter.Shape),
                }, [.. parameter.Shape]);
            }

            Weights = _folder["segmenter.safetensors"];
            writer.Save(Weights);
            using var bytes = new MemoryStream();
            PngWriter.Write(new Image(40, 24), bytes);
            Image = _folder.Write("images/image.png", bytes.ToArray());
            Folder = _folder["images"];
            Annotations = _folder.Write("instances.json", """
                {"images": [{"id": 1, "file_name": "image.png", "width": 24, "height": 40}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 4, "bbox": [0, 0, 24, 20], "area": 480, "iscrowd": 0,
                   "segmentation": [[0, 0, 24, 0, 24, 20, 0, 20]]}],
                 "categories": [{"id": 4, "name": "cat"}, {"id": 9, "name": "dog"}]}
                """);
        }

        public string Weights { get; }

        public string Image { get; }

        public string Folder { get; }

        public string Annotations { get; }

        public void Dispose() => _folder.Dispose();
    }
}
