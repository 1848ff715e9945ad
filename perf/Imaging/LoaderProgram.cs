using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using GpuFormer.Perf.Peers;

namespace GpuFormer.Perf.Imaging;

/// <summary>
/// Batches of a folder of JPEGs of 500 x 375, a random crop resized to 224 and mirrored, beside PyTorch's DataLoader with
/// as many processes as we have threads: epoch after epoch in turn. <c>loader [--rounds N] [--files N] [--workers N]
/// [--python PYTHON]</c>
/// </summary>
internal static class LoaderProgram
{
    private const int Batch = 64;

    public static int Run(string[] args, TextWriter output)
    {
        var (rounds, files, workers, python) = (5, 512, 2, "/usr/bin/python3");
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            int Number() => int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            switch (args[i])
            {
                case "--rounds":
                    rounds = Number();
                    break;
                case "--files":
                    files = Number();
                    break;
                case "--workers":
                    workers = Number();
                    break;
                case "--python":
                    python = args[i + 1];
                    break;
                default:
                    throw new ArgumentException($"No option {args[i]}.");
            }
        }

        var folder = Directory.CreateTempSubdirectory("gpuformer-loader-").FullName;
        try
        {
            // Sixteen photos again and again: as many bytes to read and decode as of different ones.
            var photos = Enumerable.Range(0, 16).Select(ImageSet.Photo).ToArray();
            for (var i = 0; i < files; i++)
            {
                var place = Directory.CreateDirectory(Path.Combine(folder, i % 2 == 0 ? "a" : "b")).FullName;
                File.WriteAllBytes(Path.Combine(place, $"{i:D5}.jpg"), photos[i % photos.Length]);
            }

            using var torch = Torch(python, output);
            Compare(output, folder, files, rounds, workers, torch);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Compare(
        TextWriter output, string folder, int files, int rounds, int workers, PeerProcess? torch)
    {
        using var loader = new BatchLoader(new ImageFolderDataset(folder), new BatchLoaderOptions
        {
            BatchSize = Batch,
            Workers = workers,
            Order = SampleOrder.Shuffled,
            Augmentation = new TrainingTransformOptions { Interpolation = Interpolation.Bilinear },
        });
        output.WriteLine($"{files} JPEGs of 500 x 375, batches of {Batch}, {workers} workers, {rounds} epochs each in turn.");
        var best = (Ours: 0.0, OursCpu: double.MaxValue, Theirs: 0.0, TheirsCpu: double.MaxValue);
        for (var round = 0; round <= rounds; round++)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            var count = loader.Epoch(round).Sum(batch => batch.Count);
            var rate = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
            var spent = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / count;
            // The first epoch is compilation.
            if (round > 0)
                best = best with { Ours = Math.Max(best.Ours, rate), OursCpu = Math.Min(best.OursCpu, spent) };
            if (torch is null)
                continue;
            var answer = torch.Ask(new JsonObject
            {
                ["command"] = "epoch",
                ["folder"] = folder,
                ["workers"] = workers,
                ["batch"] = Batch,
            });
            best.Theirs = Math.Max(best.Theirs, (int)answer["count"]! / (double)answer["seconds"]!);
            best.TheirsCpu = Math.Min(best.TheirsCpu, (double)answer["cpu"]! * 1000 / (int)answer["count"]!);
        }

        output.WriteLine(FormattableString.Invariant(
            $"ours: {best.Ours:F0} images/s, {best.OursCpu:F2} ms of processor time an image"));
        if (torch is not null)
        {
            output.WriteLine(FormattableString.Invariant(
                $"PyTorch: {best.Theirs:F0} images/s, {best.TheirsCpu:F2} ms an image"));
            output.WriteLine(FormattableString.Invariant(
                $"ratio: {best.Ours / best.Theirs:F2} of images/s, {best.TheirsCpu / best.OursCpu:F2} of processor time"));
        }
    }

    private static PeerProcess? Torch(string python, TextWriter output)
    {
        try
        {
            var script = Path.Combine(AppContext.BaseDirectory, "Imaging", "loader_worker.py");
            var peer = new PeerProcess("PyTorch", new ProcessStartInfo(python, ["-B", script]));
            output.WriteLine((string)peer.Ask(new JsonObject { ["command"] = "version" })["version"]!);
            return peer;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            output.WriteLine($"Without PyTorch: {exception.Message}");
            return null;
        }
    }
}
