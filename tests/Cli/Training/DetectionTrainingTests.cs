using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuFormer.Cli;
using GpuFormer.Tests.Host.Distributed;
using GpuFormer.Tests.Style;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

/// <summary>Training of detectors and segmenters, on digits that the sample makes.</summary>
public sealed class DetectionTrainingTests : IDisposable
{
    private const string RetinaNet =
        "--model retinanet_mobile_former_26m --model-kwargs fpn_channels=32 anchor_sizes=16,32,64,128,256 --img-size 160";

    private const string EndToEnd = "--model e2e_mobile_former_26m --model-kwargs width=32 heads=4 blocks=1,1,1 query_hidden=64 "
        + "map_hidden=64 queries=10";

    private readonly TemporaryFolder _folder = new();

    public DetectionTrainingTests() => Assert.Equal(0, Digits("--train", "8", "--val", "4"));

    [Theory]
    [InlineData(RetinaNet, "detect", "retinanet_mobile_former_26m", "AP,AP50,AP75,APs,APm,APl")]
    [InlineData("--model ssdlite_mobilevit_xxs --img-size 160", "detect", "ssdlite_mobilevit_xxs",
        "AP,AP50,AP75,APs,APm,APl")]
    [InlineData($"{EndToEnd} --img-size 160", "detect", "e2e_mobile_former_26m", "AP,AP50,AP75,APs,APm,APl")]
    [InlineData("--model detr_resnet50 --img-size 96x128 --model-kwargs hidden=32 heads=4 enc=1 dec=2 ffn=64 queries=10",
        "detect", "detr_resnet50", "AP,AP50,AP75,APs,APm,APl")]
    [InlineData("--model deeplabv3_mobilevit_xxs --img-size 160", "segment", "deeplabv3_mobilevit_xxs",
        "mIoU,pixel_accuracy,mean_accuracy")]
    public void A_run_takes_its_task_from_the_model_and_leaves_its_folder_with_its_columns(
        string flags, string task, string model, string columns)
    {
        var run = Train($"{flags} -b 4 --epochs 2");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        var folder = _folder[$"runs/{task}/{model}"];
        var summary = File.ReadAllLines(Path.Combine(folder, "summary.csv"));
        Assert.StartsWith("epoch,train_loss,", summary[0]);
        Assert.EndsWith($"{columns},lr", summary[0]);
        Assert.Equal(3, summary.Length);
        Assert.All(summary.Skip(1), line => Assert.True(double.IsFinite(double.Parse(
            line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))));
        foreach (var file in new[] { "report.html", "classes.csv", "weights/best.safetensors", "train_batch0.png" })
            Assert.True(File.Exists(Path.Combine(folder, file)), file);
        Assert.Equal(task == "detect", File.Exists(Path.Combine(folder, "pr.csv")));
        var report = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains("Examples", report);
        Assert.Contains("data:image/png;base64,", report);
    }

    [Fact]
    public void Eight_images_are_learned_by_heart_in_some_two_hundred_steps()
    {
        // Each image thirty times, and judged once: validation after each step would take most of the time.
        var truth = _folder["set/annotations/instances_train.json"];
        File.Copy(truth, _folder["set/annotations/instances_val.json"], overwrite: true);
        foreach (var file in Directory.EnumerateFiles(_folder["set/train"]))
            File.Copy(file, Path.Combine(_folder["set/val"], Path.GetFileName(file)), overwrite: true);
        var set = JsonNode.Parse(File.ReadAllText(truth))!;
        foreach (var (list, keys) in new[] { ("images", new[] { "id" }), ("annotations", ["id", "image_id"]) })
        {
            set[list] = new JsonArray([.. Enumerable.Range(0, 30).SelectMany(copy => ((JsonArray)set[list]!).Select(item =>
            {
                var other = item!.DeepClone();
                foreach (var key in keys)
                    other[key] = (long)other[key]! + (100_000 * copy);
                return other;
            })).ToList()]);
        }

        File.WriteAllText(truth, set.ToJsonString());
        var run = Train("--preset digits_retinanet --epochs 8 --lr 2e-3 --warmup-epochs 1.5 --json");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        Assert.InRange(run.Json.GetProperty("best").GetProperty("AP50").GetDouble(), 0.9, 1);
    }

    // The second is matched with its objects in the middle of each step, and its canvases differ in size and direction.
    [Theory]
    [InlineData($"{RetinaNet} -b 2")]
    [InlineData($"{EndToEnd} --img-size 96x160 --multi-scale -b 2 --drop 0.1 --eval-interval 2")]
    public void Killed_and_resumed_detection_ends_with_the_bytes_of_a_run_that_was_not(string flags)
    {
        Assert.Equal(ExitCode.Success, Train($"{flags} --epochs 2 --experiment whole").ExitCode);
        for (var kill = 0; kill < 5; kill++)
        {
            using var process = CliProcess.Start(Arguments($"{flags} --epochs 2 --experiment killed "
                + "--resume auto --recovery-interval 1 --progress never"));
            _ = process.StandardOutput.ReadToEndAsync();
            while (process.StandardError.ReadLine() is { } line && !line.StartsWith("Saved", StringComparison.Ordinal))
            {
            }

            process.Kill();
            process.WaitForExit();
        }

        Assert.Equal(ExitCode.Success, Train($"{flags} --epochs 2 --experiment killed --resume auto -j 3").ExitCode);
        foreach (var file in new[] { "state.safetensors", "summary.csv", "weights/best.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(_folder[$"runs/detect/whole/{file}"]),
                File.ReadAllBytes(_folder[$"runs/detect/killed/{file}"]));
        }
    }

    [Fact]
    public void Images_without_objects_alone_train_on()
    {
        Annotations(_ => new JsonArray());
        var run = Train($"{RetinaNet} -b 4 --epochs 1");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        // SSDLite learns from images with objects alone, as its authors did.
        var refused = Train("--model ssdlite_mobilevit_xxs --img-size 160 -b 4 --epochs 1");
        Assert.Equal(ExitCode.BadData, refused.ExitCode);
        Assert.Contains("none of which has an object", refused.Error);
    }

    [Theory]
    [InlineData("{\"images\": [], \"annotations\": [], \"categories\": []}", "has none of the 0 images")]
    [InlineData("", "it is empty")]
    public void Empty_sets_are_named(string text, string problem)
    {
        File.WriteAllText(_folder["set/annotations/instances_train.json"], text);
        var run = Train($"{RetinaNet} -b 4 --epochs 1");
        Assert.Equal(ExitCode.BadData, run.ExitCode);
        Assert.Contains(problem, run.Error);
    }

    [Theory]
    [InlineData("retinanet_mobile_former_26m")]
    [InlineData("deeplabv3_mobilevit_xxs")]
    public void Several_ranks_are_refused_with_the_reason(string model)
    {
        var recipe = TrainingRecipe.For(model) with { Data = _folder["set"], ImageSize = 96, BatchSize = 2 };
        var refused = Assert.Throws<RecipeException>(() => ThreadRanks.Run(2, ranks =>
        {
            using var device = DeviceSelector.Open("cpu");
            using var run = new TrainingRun(recipe, new RunFolder(_folder["ranks"]), device, ranks: ranks);
            return run;
        }));
        Assert.Contains($"{model} is trained by one process", refused.Message);
        Assert.False(Directory.Exists(_folder["ranks"]));
    }

    [Fact]
    public void Five_thousand_objects_in_one_image_are_learned_from()
    {
        Annotations(known => new JsonArray([.. Enumerable.Range(0, 5000).Select(i => Copy(known[0]!, i + 1,
            [i % 80, i / 80, 8 + (i % 40), 10 + (i % 30)])), .. known.Skip(1).Select((other, i) =>
                Copy(other!, 5001 + i, null))]));
        var run = Train($"{RetinaNet} -b 8 --epochs 1");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
    }

    [Fact]
    public void Wrong_annotations_are_counted_and_named_and_strict_refuses_them()
    {
        Annotations(known => new JsonArray(
        [
            .. known.Select(good => good!.DeepClone()), Copy(known[0]!, 9001, [5, 5, -3, 4]), Copy(known[0]!, 9002, [900, 5, 3, 4]),
        ]));
        var run = Train($"{RetinaNet} -b 4 --epochs 1");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        Assert.Contains("negative extent", run.Error);
        Assert.Contains("annotation 9001", run.Error);
        Assert.Contains("outside its image", run.Error);
        var strict = Train($"{RetinaNet} -b 4 --epochs 1 --strict --experiment strict");
        Assert.Equal(ExitCode.BadData, strict.ExitCode);
        Assert.Contains("2 faults in the annotations", strict.Error);
    }

    [Fact]
    public void Wide_and_tall_images_have_canvases_of_their_own_which_weights_remember()
    {
        var run = Train($"{RetinaNet.Replace("--img-size 160", "--img-size 96x160")} --multi-scale -b 2 --epochs 1 --grad-accum-steps 2");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        var weights = _folder["runs/detect/retinanet_mobile_former_26m/weights/best.safetensors"];
        using var file = SafetensorsFile.Open(weights);
        Assert.Contains("\"long_side\":160", file.Metadata["preprocessing"]);
        // val brings images to the same sizes, so that it says what the run said.
        var summary = File.ReadAllLines(_folder["runs/detect/retinanet_mobile_former_26m/summary.csv"]);
        var judged = CommandLineRun.Of(["val", _folder["set"], "--weights", weights, "--device", "cpu", "--json"]);
        Assert.True(judged.ExitCode == ExitCode.Success, judged.Error);
        var column = summary[0].Split(',').ToList().IndexOf("AP");
        Assert.Equal(double.Parse(summary[1].Split(',')[column], System.Globalization.CultureInfo.InvariantCulture),
            judged.Json.GetProperty("stats").GetProperty("AP").GetDouble(), 1e-9);
    }

    [Fact]
    public void Annotations_and_images_may_lie_anywhere()
    {
        var (train, val) = (_folder["set/annotations/instances_train.json"], _folder["set/annotations/instances_val.json"]);
        var run = TrainFiles($"{RetinaNet} -b 4 --epochs 1 --annotations {train} --images {_folder["set/train"]} "
            + $"--val-annotations {val} --val-images {_folder["set/val"]}");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        Assert.Contains("8 images to learn from, 4 to judge by", run.Error);
        Assert.Contains($"val --annotations {val} --images {_folder["set/val"]}", run.Error);
        var outlines = TrainFiles($"--model deeplabv3_mobilevit_xxs --img-size 96 -b 4 --epochs 1 --annotations {train} "
            + $"--images {_folder["set/train"]}");
        Assert.True(outlines.ExitCode == ExitCode.Success, outlines.Error);
        Assert.Contains("has no pictures of its own to judge by", outlines.Error);
        foreach (var (flags, reason) in new[]
        {
            ($"--annotations {train}", "--annotations and --images belong together"),
            ($"--val-annotations {val} --val-images {_folder["set/val"]} {_folder["set"]}", "needs --annotations"),
            ($"--annotations {train} --images {_folder["set/train"]} {_folder["set"]}", "not both"),
            ($"--annotations {train} --images {_folder["nowhere"]}", "is no folder of images"),
        })
        {
            var refused = TrainFiles($"{RetinaNet} -b 4 --epochs 1 --experiment refused {flags}");
            Assert.NotEqual(ExitCode.Success, refused.ExitCode);
            Assert.Contains(reason, refused.Error);
        }
    }

    [Fact]
    public void Epochs_between_two_validations_are_never_the_best()
    {
        var run = Train("--model deeplabv3_mobilevit_xxs --img-size 96 -b 4 --epochs 3 --eval-interval 2 --tensorboard "
            + "--progress never");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        Assert.Contains("Epoch: 1", run.Error);
        Assert.Contains("not validated", run.Error);
        var rows = File.ReadAllLines(_folder["runs/segment/deeplabv3_mobilevit_xxs/summary.csv"]).Skip(1).ToArray();
        Assert.Contains(",NaN,", rows[0]);
        Assert.DoesNotContain("NaN", rows[1]);
        Assert.DoesNotContain("NaN", rows[2]);
        var kept = Directory.EnumerateFiles(_folder["runs/segment/deeplabv3_mobilevit_xxs/weights"]).Select(Path.GetFileName);
        Assert.DoesNotContain("epoch-0.safetensors", kept);
        Assert.DoesNotContain("NaN", run.Output);
    }

    [Fact]
    public void Strict_segmentation_refuses_wrong_outlines_and_masks_that_cannot_be_read()
    {
        const string Flags = "--model deeplabv3_mobilevit_xxs --img-size 96 -b 4 --epochs 1 --strict";
        File.WriteAllText(_folder["set/masks/train/000003.png"], "no mask");
        var masks = Train(Flags);
        Assert.Equal(ExitCode.BadData, masks.ExitCode);
        Assert.Contains("1 of 8 pictures cannot be read", masks.Error);
        Directory.Delete(_folder["set/masks"], recursive: true);
        Annotations(known => new JsonArray([.. known.Select(good => good!.DeepClone()), Copy(known[0]!, 9001, [5, 5, -3, 4])]));
        var outlines = Train(Flags);
        Assert.Equal(ExitCode.BadData, outlines.ExitCode);
        Assert.Contains("1 faults in the annotations", outlines.Error);
    }

    [Fact]
    public void Segmentation_does_not_go_on_with_other_masks()
    {
        const string Flags = "--model deeplabv3_mobilevit_xxs --img-size 96 -b 4 --resume auto";
        Assert.Equal(ExitCode.Success, Train($"{Flags} --epochs 1").ExitCode);
        File.Copy(_folder["set/masks/train/000002.png"], _folder["set/masks/train/000003.png"], overwrite: true);
        var changed = Train($"{Flags} --epochs 1");
        Assert.Equal(ExitCode.BadData, changed.ExitCode);
        Assert.Contains("is not what the run began with", changed.Error);
    }

    [Theory]
    [InlineData("--eval-metric top1", "AP, AP50")]
    [InlineData("--mixup 0.2", "--mixup is for networks that tell classes")]
    [InlineData("--img-size 100", "no multiple of 32")]
    public void What_detection_has_not_is_refused_with_the_reason(string flag, string reason)
    {
        var run = Train($"{RetinaNet.Replace("--img-size 160", "")} {(flag.StartsWith("--img") ? "" : "--img-size 160")} {flag}");
        Assert.NotEqual(ExitCode.Success, run.ExitCode);
        Assert.Contains(reason, run.Error);
        Assert.False(Directory.Exists(_folder["runs/detect/retinanet_mobile_former_26m/weights"])
            && Directory.EnumerateFiles(_folder["runs/detect/retinanet_mobile_former_26m/weights"]).Any());
    }

    [Fact]
    public void Weights_of_another_task_and_of_other_classes_are_named()
    {
        Assert.Equal(ExitCode.Success, Train($"{RetinaNet} -b 4 --epochs 1").ExitCode);
        var weights = _folder["runs/detect/retinanet_mobile_former_26m/weights/best.safetensors"];
        var other = Train($"--model ssdlite_mobilevit_xxs --img-size 160 -b 4 --epochs 1 --initial-checkpoint {weights}");
        Assert.Equal(ExitCode.BadData, other.ExitCode);
        var path = _folder["set/annotations/instances_train.json"];
        foreach (var file in new[] { path, path.Replace("train", "val") })
        {
            var set = JsonNode.Parse(File.ReadAllText(file))!;
            ((JsonArray)set["categories"]!).Add(new JsonObject { ["id"] = 200, ["name"] = "ten" });
            File.WriteAllText(file, set.ToJsonString());
        }

        var more = Train($"{RetinaNet} -b 4 --epochs 1 --initial-checkpoint {weights} --experiment more");
        Assert.True(more.ExitCode == ExitCode.Success, more.Error);
        Assert.Contains("of 11 classes, not of 12: the layers of classes start anew", more.Error);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("--freeze-bn false", false)]
    public void A_trunk_starts_with_weights_of_a_classifier_and_its_norms_stay_as_they_were(string flag, bool stay)
    {
        var classifier = Path.Combine(Repository.Root, "data", "weights", "mobile_former_26m-mnist.safetensors");
        var run = Train($"{RetinaNet} -b 4 --epochs 1 --initial-backbone {classifier} --lr-backbone 1e-5 {flag}");
        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        using var before = SafetensorsFile.Open(classifier);
        using var after = SafetensorsFile.Open(_folder["runs/detect/retinanet_mobile_former_26m/weights/best.safetensors"]);
        foreach (var name in new[] { "stem.1.running_mean", "stem.1.weight" })
            Assert.Equal(stay, Read(before, name).AsSpan().SequenceEqual(Read(after, $"backbone.body.{name}")));
        // A tenth of a hundredth of its size at most: the rate of the trunk is small.
        var (old, learned) = (Read(before, "stem.0.weight"), Read(after, "backbone.body.stem.0.weight"));
        Assert.False(old.AsSpan().SequenceEqual(learned));
        Assert.All(old.Zip(learned), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        // A detector has no trunk of another network.
        var other = Train($"--model ssdlite_mobilevit_xxs --img-size 160 -b 4 --epochs 1 --initial-backbone {classifier}");
        Assert.Equal(ExitCode.BadData, other.ExitCode);
        Assert.Contains("of the trunk of ssdlite_mobilevit_xxs", other.Error);
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Read(SafetensorsFile file, string name)
    {
        var values = new float[file.Tensors.Single(tensor => tensor.Name == name).ElementCount];
        file.ReadFloat32(name, values);
        return values;
    }

    private CommandLineRun TrainFiles(string flags) => CommandLineRun.Of(["train", "--device", "cpu", "--output",
        _folder["runs"], .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    private CommandLineRun Train(string flags) => CommandLineRun.Of(Arguments(flags));

    private string[] Arguments(string flags) =>
    [
        "train", _folder["set"], "--device", "cpu", "--output", _folder["runs"],
        .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    ];

    private int Digits(params string[] arguments) => (int)Assembly.Load("GpuFormer.Samples.Digits").EntryPoint!.Invoke(null,
        [(string[])["--mnist", Path.Combine(Repository.Root, "data", "mnist-small"), "--out", _folder["set"], .. arguments]])!;

    private void Annotations(Func<JsonArray, JsonArray> change)
    {
        var path = _folder["set/annotations/instances_train.json"];
        var set = JsonNode.Parse(File.ReadAllText(path))!;
        set["annotations"] = change((JsonArray)set["annotations"]!);
        File.WriteAllText(path, set.ToJsonString());
    }

    private static JsonNode Copy(JsonNode annotation, int id, double[]? box)
    {
        var copy = annotation.DeepClone();
        copy["id"] = id;
        if (box is not null)
            copy["bbox"] = JsonSerializer.SerializeToNode(box);
        return copy;
    }
}
