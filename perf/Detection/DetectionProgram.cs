using System.Diagnostics;
using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using GpuFormer.Tasks.Detection.Evaluation;

namespace GpuFormer.Perf.Detection;

/// <summary>
/// Times what detection does on the host: suppression of 20,000 boxes, assignment of 100 queries, and reading and judging
/// as many results as a detector has on COCO's validation images (5,000 images, 36,335 objects, 500,000 detections); and
/// steps of training and decoding (<see cref="DetectionSteps"/>). Medians and minima of several runs in one process.
/// </summary>
internal static class DetectionProgram
{
    private const int Images = 5_000;
    private const int Objects = 36_335;
    private const int Results = 500_000;
    private const int Categories = 80;

    public static int Run(TextWriter output)
    {
        foreach (var classes in new[] { 1, 80 })
        {
            var (boxes, scores, labels) = Candidates(20_000, classes);
            var kept = 0;
            Report(output, $"suppression, 20,000 boxes, {classes} classes", 50, () =>
                kept = NonMaximumSuppression.KeepByClass(boxes, scores, labels, 0.5f).Length);
            output.WriteLine($"  kept {kept}");
        }

        var random = new Random(1);
        var costs = Enumerable.Range(0, 100 * 20).Select(_ => random.NextDouble()).ToArray();
        Report(output, "assignment, 100 queries, 20 objects", 200, () => LinearAssignment.Solve(costs, 100, 20));
        DetectionSteps.Run(output);
        Evaluate(output);
        return 0;
    }

    private static void Evaluate(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("gpuformer-evaluation-").FullName;
        try
        {
            var (truthPath, resultsPath) = (Path.Combine(folder, "gt.json"), Path.Combine(folder, "dt.json"));
            Write(truthPath, resultsPath);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"files of {new FileInfo(truthPath).Length / 1e6:F1} and {new FileInfo(resultsPath).Length / 1e6:F1} MB"));
            ObjectDataset? truth = null;
            IReadOnlyList<ObjectResult> results = [];
            DetectionEvaluation? evaluation = null;
            Report(output, "read annotations", 2, () => truth = CocoReader.Read(truthPath));
            Report(output, "read 500,000 results", 2, () =>
                results = CocoResults.Read(resultsPath, withSegmentation: false, new AnnotationFaults(resultsPath)));
            Report(output, "judge", 2, () => evaluation = DetectionEvaluation.Evaluate(truth!, results));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  AP {evaluation!.AveragePrecision():F6}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(TextWriter output, string what, int turns, Action action)
    {
        action();
        var times = new double[turns];
        for (var turn = 0; turn < turns; turn++)
        {
            var watch = Stopwatch.StartNew();
            action();
            times[turn] = watch.Elapsed.TotalMilliseconds;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {times.Order().ElementAt(turns / 2):F2} ms, the median of {turns} (least {times.Min():F2})"));
    }

    // Clusters, as a detector makes around objects, over an image of 1333 x 800.
    private static (Box[] Boxes, float[] Scores, int[] Labels) Candidates(int count, int classes)
    {
        var random = new Random(7);
        var boxes = new Box[count];
        var scores = new float[count];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            var cluster = new Random(i % 1_000);
            float x = cluster.Next(1333), y = cluster.Next(800), side = 16 + 200 * cluster.NextSingle();
            boxes[i] = Box.FromCentre(x + 20 * random.NextSingle(), y + 20 * random.NextSingle(),
                side * (0.7f + 0.6f * random.NextSingle()), side * (0.7f + 0.6f * random.NextSingle()));
            scores[i] = random.NextSingle();
            labels[i] = random.Next(classes);
        }

        return (boxes, scores, labels);
    }

    private static void Write(string truthPath, string resultsPath)
    {
        var random = new Random(11);
        var objects = new (int Image, int Category, double X, double Y, double W, double H)[Objects];
        for (var k = 0; k < Objects; k++)
        {
            var (w, h) = (8 + 300 * random.NextDouble() * random.NextDouble(), 8 + 300 * random.NextDouble() * random.NextDouble());
            objects[k] = (random.Next(Images), random.Next(Categories), random.NextDouble() * (640 - w),
                random.NextDouble() * (480 - h), w, h);
        }

        using (var truth = new StreamWriter(truthPath))
        {
            truth.Write("{\"images\":[");
            for (var i = 0; i < Images; i++)
                truth.Write($"{(i > 0 ? "," : "")}{{\"id\":{i + 1},\"file_name\":\"{i}.jpg\",\"height\":480,\"width\":640}}");
            truth.Write("],\"categories\":[");
            for (var c = 0; c < Categories; c++)
                truth.Write($"{(c > 0 ? "," : "")}{{\"id\":{c + 1},\"name\":\"c{c}\"}}");
            truth.Write("],\"annotations\":[");
            for (var k = 0; k < Objects; k++)
            {
                var (image, category, x, y, w, h) = objects[k];
                truth.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{(k > 0 ? "," : "")}{{\"id\":{k + 1},\"image_id\":{image + 1},\"category_id\":{category + 1},\"iscrowd\":{(k % 100 == 0 ? 1 : 0)},"));
                truth.Write(string.Create(CultureInfo.InvariantCulture,
                    $"\"bbox\":[{x:F2},{y:F2},{w:F2},{h:F2}],\"area\":{w * h * 0.6:F4}}}"));
            }

            truth.Write("]}");
        }

        using var results = new StreamWriter(resultsPath);
        results.Write('[');
        for (var d = 0; d < Results; d++)
        {
            // A third lie near an object, the others anywhere: a hundred of an image, as COCO asks for.
            var (image, category, x, y, w, h) = objects[random.Next(Objects)];
            if (d % 3 != 0)
                (image, category, x, y) = (d % Images, random.Next(Categories), random.NextDouble() * 500, random.NextDouble() * 400);
            var jitter = 0.2 * w * (random.NextDouble() - 0.5);
            results.Write(string.Create(CultureInfo.InvariantCulture,
                $"{(d > 0 ? "," : "")}{{\"image_id\":{image + 1},\"category_id\":{category + 1},\"bbox\":[{x + jitter:F3},{y - jitter:F3},{w:F3},{h:F3}],\"score\":{random.NextDouble():F5}}}"));
        }

        results.Write(']');
    }
}
