using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Perf.Serving;

/// <summary>
/// Many clients of one classifier beside what a service does without its queue: a lock around one session, images decoded
/// outside of it, and a lock around everything. In turns in one run; every answer is compared with that of one client
/// alone.
/// </summary>
internal static class ClientsProgram
{
    private const string Usage =
        "clients [--model NAME] [--clients N] [--seconds S] [--rounds R] [--images FOLDER]: without a folder, images of "
        + "500 x 375 in memory.";

    private sealed record Way(string Name, Func<int, int> Answer)
    {
        public ConcurrentBag<double> Milliseconds { get; } = [];

        public double Seconds { get; set; }

        public double ProcessorSeconds { get; set; }

        public int Wrong;
    }

    public static int Run(string[] args, TextWriter output)
    {
        var options = Enumerable.Range(0, args.Length / 2).ToDictionary(i => args[2 * i], i => args[(2 * i) + 1]);
        if (args.Length % 2 != 0
            || options.Keys.Except(["--model", "--clients", "--seconds", "--rounds", "--images"]).Any())
        {
            output.WriteLine(Usage);
            return 2;
        }

        int Number(string name, int fallback) =>
            options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
        var (clients, seconds, rounds) = (Number("--clients", 50), Number("--seconds", 5), Number("--rounds", 4));
        var network = options.GetValueOrDefault("--model", "mobile_former_26m");
        var images = Images(options.GetValueOrDefault("--images"));
        using var classifier = Classifier.Open(
            Model.WithSeededWeights(network), new ClassifierOptions { Device = "cpu" });
        var side = classifier.Model.Preprocessing.InputSize;
        using var session = new Session(classifier.Model, classifier.Device, 1, side, side);
        var (outer, inner) = (new Lock(), new Lock());
        Way[] ways =
        [
            new("lock around decoding and session", image =>
            {
                lock (outer)
                    return Alone(classifier, session, images[image](), inner);
            }),
            new("lock around the session", image => Alone(classifier, session, images[image](), inner)),
            new("one classifier", image => classifier.Classify(images[image](), topK: 1)[0].ClassIndex),
        ];
        int[] expected = [.. images.Select((_, image) => ways[1].Answer(image))];
        foreach (var way in ways)
            Turn(way, expected, clients, Math.Min(seconds, 2));
        foreach (var way in ways)
            way.Milliseconds.Clear();
        Array.ForEach(ways, way => (way.Seconds, way.ProcessorSeconds, way.Wrong) = (0, 0, 0));
        for (var round = 0; round < rounds; round++)
        {
            foreach (var way in ways)
                Turn(way, expected, clients, seconds);
        }

        output.WriteLine($"{network}, {clients} clients, {rounds} turns of {seconds} s, {classifier.Device.Description}, "
            + $"batches {string.Join(", ", classifier.Batches.Ready)}");
        output.WriteLine("| way | requests/s | p50 ms | p99 ms | processor ms of a request | wrong |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var way in ways)
        {
            double[] sorted = [.. way.Milliseconds.Order()];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {way.Name} | {sorted.Length / way.Seconds:F0} | {sorted[sorted.Length / 2]:F1} | "
                + $"{sorted[sorted.Length * 99 / 100]:F1} | {1000 * way.ProcessorSeconds / sorted.Length:F2} | "
                + $"{way.Wrong} of {sorted.Length} |"));
        }

        return ways[2].Wrong == 0 ? 0 : 1;
    }

    private static int Alone(Classifier classifier, Session session, Image image, Lock gate)
    {
        var input = new float[session.InputShape.Elements];
        new EvaluationTransform(classifier.Model.Preprocessing).Apply(image, input);
        var logits = new float[classifier.Model.Classes];
        lock (gate)
            session.Predict(input, logits);
        return Array.IndexOf(logits, logits.Max());
    }

    private static void Turn(Way way, int[] expected, int clients, int seconds)
    {
        var start = Stopwatch.GetTimestamp();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var threads = Enumerable.Range(0, clients).Select(client => new Thread(() =>
        {
            for (var call = 0; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; call++)
            {
                var image = ((client * 7) + (call * 3)) % expected.Length;
                var began = Stopwatch.GetTimestamp();
                if (way.Answer(image) != expected[image])
                    Interlocked.Increment(ref way.Wrong);
                way.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        way.Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        way.ProcessorSeconds += (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds;
    }

    private static Func<Image>[] Images(string? folder)
    {
        if (folder is not null)
        {
            return [.. Directory.EnumerateFiles(folder).Where(PictureFiles.IsPicture).Order(StringComparer.Ordinal)
                .Select(path => (Func<Image>)(() => ImageDecoder.Load(path)))];
        }

        return [.. Enumerable.Range(0, 16).Select(seed =>
        {
            var image = new Image(375, 500);
            for (var i = 0; i < image.Pixels.Length; i++)
                image.Pixels[i] = (byte)((seed * 53 * (1 + (i % 3))) + (i / 3 % (2 + (seed % 5)) * 40));
            return (Func<Image>)(() => image);
        })];
    }
}
