using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Tasks.Segmentation;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Cli.Validation;

/// <summary><c>val</c> with a segmenter: how well the classes of pixels overlap those of a set.</summary>
/// <param name="data">Where the images lie.</param>
internal sealed class PixelValidation(AnnotatedDataOptions data)
{
    private static readonly Column<ClassRow>[] Columns =
    [
        new("class", "class", row => row.Name, IsNumber: false),
        new("IoU", "IoU", row => row.Overlap, row => Told(row.Overlap)),
        new("accuracy", "accuracy", row => row.Accuracy, row => Told(row.Accuracy)),
        new("pixels", "pixels", row => row.Pixels),
    ];

    /// <summary>Judges a segmenter.</summary>
    public int Run(ValidationRequest request)
    {
        var (output, options) = (request.Output, request.Options);
        var path = data.PathOf(options, request.Data);
        using var segmenter = Segmenter.Load(request.Network, request.Weights, request.With(new SegmenterOptions
        {
            ImageSize = request.ImageSize,
        }));
        var model = segmenter.Model;
        var images = data.OpenPixels(options, request.Data, request.Recipe.ValidationSplit, request.Limits);
        foreach (var remark in images.Remarks)
            output.Warn(remark);
        if (request.IsStrict)
            images.RequireReadable(output.Cancellation);
        string[] names = [.. Enumerable.Range(0, model.Classes).Select(model.NameOfOutput)];
        var judge = SegmentationEvaluator.Of(model.Classes, model.Labels.Count == 0 ? [] : names, images.Classes, path);
        output.Debug($"{model.Name} on {segmenter.Device.Description}");

        var judged = 0;
        var nonFinite = request.ForEachImage(images.Count, images.NameOf, index =>
        {
            var image = images.Load(index);
            var truth = ((PixelTargets)images.AnnotationsOf(index, image)).Mask;
            judge.Add(truth, segmenter.Segment(image).Mask);
            Interlocked.Increment(ref judged);
        });
        judged = request.Ranks.GatherTexts($"{judged}").Sum(int.Parse);
        if (request.Ranks.Size > 1)
            Gather(request, judge.Confusion);
        if (judged == 0 && nonFinite == 0)
            throw new BadDataException($"No image of {path} could be read.");
        if (request.Ranks.Rank == 0)
            Write(request, judge, names, model.Name, judged, nonFinite);
        return nonFinite == 0 ? ExitCode.Success : ExitCode.RunError;
    }

    // Each rank ends with the counts of all.
    private static void Gather(ValidationRequest request, PixelConfusion confusion)
    {
        var texts = request.Ranks.GatherTexts(JsonSerializer.Serialize(confusion.Counts.ToArray(), ValidationJson.Default.Counts));
        confusion.Clear();
        foreach (var text in texts)
            confusion.Add(JsonSerializer.Deserialize(text, ValidationJson.Default.Counts)!);
    }

    private static void Write(
        ValidationRequest request, SegmentationEvaluator judge, string[] names, string model, int judged, int nonFinite)
    {
        var (output, confusion) = (request.Output, judge.Confusion);
        var rows = request.PerClass
            ? Enumerable.Range(0, confusion.Classes).Select(label => new ClassRow(names[label],
                Known(confusion.IntersectionOverUnion(label)), Known(confusion.Accuracy(label)),
                confusion.TruthOf(label))).ToList()
            : [];
        string[] absent = [.. confusion.AbsentClasses.Select(label => names[label])];
        if (output.Json)
        {
            var json = new JsonObject { ["model"] = model, ["images"] = judged, ["non_finite"] = nonFinite };
            foreach (var (name, value) in judge.Values)
                json[name] = value;
            json["absent"] = new JsonArray([.. absent.Select(name => (JsonNode)name)]);
            if (rows.Count > 0)
                json["classes"] = ResultTable.ToJson(Columns, rows);
            output.WriteJson(json);
            return;
        }

        if (rows.Count > 0)
            ResultTable.Write(output, Columns, rows);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" * mIoU {Told(judge.Values[0].Value)}  pixel accuracy "
            + $"{Told(judge.Values[1].Value)}  mean class accuracy {Told(judge.Values[2].Value)} ({judged} images)"));
        if (absent.Length > 0)
        {
            output.WriteLine($" * neither there nor predicted, and in no mean: "
                + DatasetIdentity.Listed([.. absent.Select(EncodedText.Line)], most: 30));
        }
    }

    private static double Known(double value) => double.IsNaN(value) ? -1 : value;

    private static string Told(double value) => value < 0 ? "-" : value.ToString("F3", CultureInfo.InvariantCulture);

    private sealed record ClassRow(string Name, double Overlap, double Accuracy, long Pixels);
}
