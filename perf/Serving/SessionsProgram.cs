using System.Diagnostics;
using System.Globalization;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Perf.Serving;

/// <summary>
/// Sessions that share a CPU device, each on a thread of its own, beside the same sessions one after the other and beside
/// sessions with a device of one worker each. In turns in one run.
/// </summary>
internal static class SessionsProgram
{
    private const string Usage = "sessions [--model NAME] [--sessions N] [--seconds S] [--rounds R]";

    private sealed record Way(string Name, Action<int> Run)
    {
        public List<double> Rates { get; } = [];

        public List<double> Slowest { get; } = [];
    }

    public static int Run(string[] args, TextWriter output)
    {
        var options = Enumerable.Range(0, args.Length / 2).ToDictionary(i => args[2 * i], i => args[(2 * i) + 1]);
        if (args.Length % 2 != 0 || options.Keys.Except(["--model", "--sessions", "--seconds", "--rounds"]).Any())
        {
            output.WriteLine(Usage);
            return 2;
        }

        int Number(string name, int fallback) =>
            options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
        var (count, seconds, rounds) = (Number("--sessions", 8), Number("--seconds", 3), Number("--rounds", 5));
        using var model = Model.WithSeededWeights(options.GetValueOrDefault("--model", "mobile_former_26m"));
        using var shared = new CpuDevice();
        CpuDevice[] own = [.. Enumerable.Range(0, count).Select(_ => new CpuDevice(workers: 1))];
        Session[] together = [.. own.Select(_ => Open(model, shared))];
        Session[] apart = [.. own.Select(device => Open(model, device))];
        var turn = new Lock();
        Way[] ways =
        [
            new("one after the other, all workers each", i =>
            {
                lock (turn)
                    together[i].Replay();
            }),
            new("beside each other on one device", i => together[i].Replay()),
            new("each on a device of one worker", i => apart[i].Replay()),
        ];
        for (var round = -1; round < rounds; round++)
        {
            foreach (var way in ways)
                Measure(way, count, seconds, isWarm: round >= 0);
        }

        output.WriteLine($"{model.Name}, {count} sessions, {rounds} turns of {seconds} s, {shared.Description}");
        output.WriteLine("| way | runs/s, median | slowest session's share of an even one |");
        output.WriteLine("|---|---|---|");
        foreach (var way in ways)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {way.Name} | {Median(way.Rates):F1} | {Median(way.Slowest):F2} |"));
        }

        foreach (var session in together.Concat(apart))
            session.Dispose();
        foreach (var device in own)
            device.Dispose();
        return 0;
    }

    private static Session Open(Model model, Device device)
    {
        var session = new Session(model, device);
        session.Predict(new float[session.InputShape.Elements], new float[session.OutputShape.Elements]);
        return session;
    }

    private static void Measure(Way way, int count, int seconds, bool isWarm)
    {
        var runs = new int[count];
        var end = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            for (; Stopwatch.GetTimestamp() < end; runs[i]++)
                way.Run(i);
        })).ToArray();
        var start = Stopwatch.GetTimestamp();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (!isWarm)
            return;
        way.Rates.Add(runs.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds);
        way.Slowest.Add(runs.Min() * (double)count / runs.Sum());
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
