using System.Diagnostics;
using System.Globalization;

namespace GpuFormer.Perf.Serving;

/// <summary>
/// Loads a server: <c>serve load WEIGHTS IMAGES</c> compares it with a lock around one session, in turns in one run;
/// <c>serve soak</c> watches its memory over many requests; <c>serve hostile</c> sends what no client should.
/// </summary>
internal static class ServeProgram
{
    private const string Usage =
        "serve load|soak|hostile WEIGHTS FOLDER-OF-IMAGES [CLIENTS=50] [REQUESTS-OF-EACH=100] [ROUNDS=3] [DEVICE=cpu]";

    // The runtime compiles what runs often while a server is new, and the classifier makes its batches.
    private const int WarmUp = 20;

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        switch (args)
        {
            case ["host", { } how, { } weights, { } on]:
                await ServerProcess.HostAsync(how, weights, on);
                return 0;
            case ["load" or "soak" or "hostile", var weights, var folder, .. var rest]:
                var (clients, requests, rounds) = (Number(rest, 0, 50), Number(rest, 1, 100), Number(rest, 2, 3));
                var device = rest.Length > 3 ? rest[3] : "cpu";
                var images = Read(weights, folder, device);
                await (args[0] switch
                {
                    "load" => CompareAsync(weights, device, images, clients, requests, rounds, output),
                    "soak" => SoakAsync(weights, device, images, clients, requests, rounds, output),
                    _ => AttackAsync(weights, device, images, clients, requests, output),
                });
                return 0;
            default:
                output.WriteLine(Usage);
                return 2;
        }
    }

    private static async Task CompareAsync(string weights, string device,
        IReadOnlyList<(byte[] File, Prediction Expected)> images, int clients, int requests, int rounds, TextWriter output)
    {
        output.WriteLine("| round | server | requests/s | p50 ms | p99 ms | processor s | wrong | 429 |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        for (var round = 0; round < rounds; round++)
        {
            foreach (var how in new[] { ServerProcess.Batched, ServerProcess.Locked })
            {
                using var server = ServerProcess.Start(how, weights, device);
                var load = new ServeLoad(server.Url, images);
                await load.RunAsync(clients, WarmUp);
                var processor = server.ProcessorTime;
                var begin = Stopwatch.GetTimestamp();
                var times = await load.RunAsync(clients, requests);
                var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {round + 1} | {how} | {times.Length / seconds:F0} | {Share(times, 0.5):F1} | {Share(times, 0.99):F1} | ")
                    + string.Create(CultureInfo.InvariantCulture,
                        $"{(server.ProcessorTime - processor).TotalSeconds:F2} | {load.Wrong} | {load.Refused} |"));
            }
        }
    }

    private static async Task SoakAsync(string weights, string device,
        IReadOnlyList<(byte[] File, Prediction Expected)> images, int clients, int requests, int rounds, TextWriter output)
    {
        using var server = ServerProcess.Start(ServerProcess.Batched, weights, device);
        var load = new ServeLoad(server.Url, images);
        output.WriteLine("| requests | resident MiB | wrong |");
        output.WriteLine("|---|---|---|");
        for (var round = 0; round <= rounds; round++)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {(long)round * clients * requests} | {server.ResidentBytes / 1048576.0:F1} | {load.Wrong} |"));
            if (round < rounds)
                await load.RunAsync(clients, requests);
        }
    }

    private static async Task AttackAsync(string weights, string device,
        IReadOnlyList<(byte[] File, Prediction Expected)> images, int clients, int requests, TextWriter output)
    {
        const int wellBehaved = 4;
        using var server = ServerProcess.Start(ServerProcess.Batched, weights, device);
        var load = new ServeLoad(server.Url, images);
        await load.RunAsync(wellBehaved, 10 * WarmUp);
        var quiet = await load.RunAsync(wellBehaved, requests);
        var before = server.ResidentBytes;
        var hostile = new HostileLoad(server.Url, images[0].File);
        var attack = hostile.RunAsync(clients * requests, clients);
        var times = new List<TimeSpan>();
        while (!attack.IsCompleted)
            times.AddRange(await load.RunAsync(wellBehaved, 10));
        await attack;
        times.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{clients * requests} hostile requests; resident MiB before {before / 1048576.0:F1}, ")
            + string.Create(CultureInfo.InvariantCulture, $"after {server.ResidentBytes / 1048576.0:F1}; "));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"p99 ms of {wellBehaved} other clients: {Share(quiet, 0.99):F1} before, {Share([.. times], 0.99):F1} meanwhile; ")
            + $"wrong {load.Wrong}");
        foreach (var (status, count) in hostile.Answers.OrderBy(answer => answer.Key, StringComparer.Ordinal))
            output.WriteLine($"{status}: {count}");
    }

    // What each image is alone, by the same device.
    private static List<(byte[] File, Prediction Expected)> Read(string weights, string folder, string device)
    {
        using var classifier = Classifier.Load(weights, new ClassifierOptions { Device = device });
        return [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => (File.ReadAllBytes(file), classifier.Classify(file, 1)[0]))];
    }

    private static int Number(string[] args, int at, int fallback) =>
        args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : fallback;

    private static double Share(TimeSpan[] sorted, double share) =>
        sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))].TotalMilliseconds;
}
