using System.Diagnostics;
using System.Globalization;
using GpuFormer.Devices.Cpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.SelfTest;

namespace GpuFormer.Perf.Ops;

/// <summary>
/// The kernels that decide a network's speed beside what one core can do at best, measured in turns in one run:
/// <c>dotnet run -c Release --project perf -- peaks</c> prints a table for <c>perf/Results</c>; names of ops behind it
/// choose some.
/// </summary>
internal static class KernelPeaks
{
    private const int Rounds = 9;

    public static void Print(TextWriter output, string[] ops)
    {
        using var device = new CpuDevice(workers: 1);
        OpUse[] uses =
        [
            OneByOne(28, 28, 96, 96), OneByOne(14, 14, 128, 768), OneByOne(7, 7, 192, 1152), OneByOne(7, 7, 1152, 192),
            ThreeByThree(56, 144, 1), ThreeByThree(28, 192, 1), ThreeByThree(14, 768, 1), ThreeByThree(28, 192, 2), ThreeByThree(7, 960, 1),
            ToFormer(56, 24, 6), ToFormer(14, 128, 6), ToFormer(14, 64, 3), ToMobile(56, 24, 6), ToMobile(14, 128, 6),
            ToMobile(14, 64, 3), Tokens(6, 192, 384, false), Tokens(6, 192, 384, true), Tokens(3, 128, 256, true),
            General(28, 128, 128, 3, 1), General(14, 256, 256, 3, 2), General(56, 64, 64, 3, 1), General(56, 256, 512, 1, 2),
            General(224, 3, 64, 7, 2), General(32, 160, 256, 3, 1, dilation: 12), Dense(28, 128), Dense(14, 256),
            Attention(1000, 1000), Attention(100, 1000), Attention(2000, 2000),
        ];
        uses = [.. uses.Where(use => ops.Length == 0 || ops.Contains(use.Op.GetType().Name))];
        var launches = uses.Select(use => use.On(device, use.RandomInputs(seed: 1))).ToArray();
        var peaks = new List<CpuPeak>();
        var times = uses.Select(_ => new List<double>()).ToArray();
        var emptyTimes = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            peaks.Add(CpuPeak.Measure(threads: 1));
            for (var i = 0; i < launches.Length; i++)
                times[i].Add(BestSeconds(launches[i].Run));
            emptyTimes.Add(EmptyLaunchSeconds());
        }

        var peak = new CpuPeak(Median(peaks.Select(p => p.FlopsPerSecond)), Median(peaks.Select(p => p.BytesPerSecond)));
        var text = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(text, $"{device.Description}; .NET {Environment.Version}"));
        output.WriteLine(string.Create(text, $"one core: {peak.FlopsPerSecond / 1e9:F1} GFLOP/s fused multiply-add, "
            + $"{peak.BytesPerSecond / 1e9:F1} GB/s reading; medians of {Rounds} rounds, best of a round's runs"));
        output.WriteLine();
        output.WriteLine("| kernel | shape | us | GFLOP/s | share of FMA peak | share of the lower bound |");
        output.WriteLine("|---|---|---|---|---|---|");
        for (var i = 0; i < uses.Length; i++)
        {
            var seconds = Median(times[i]);
            var flops = (double)uses[i].Operations;
            var bound = peak.Seconds(flops, launches[i].Bytes);
            output.WriteLine(string.Create(text, $"| {uses[i].Op.Name} | {uses[i].Where} | {seconds * 1e6:F1} | "
                + $"{flops / seconds / 1e9:F1} | {flops / seconds / peak.FlopsPerSecond:P0} | {bound / seconds:P0} |"));
        }

        output.WriteLine();
        output.WriteLine(string.Create(text, $"A launch of one group of eight threads, all workers: {Median(emptyTimes) * 1e6:F2} us."));
        foreach (var launch in launches)
            launch.Dispose();
    }

    private static OpUse OneByOne(int height, int width, int K, int C) => new(
        new Pointwise(), [new Shape(1, height, width, K), new Shape(C, K), new Shape(C)], [false, true, true],
        string.Create(CultureInfo.InvariantCulture, $"{height * width}x{K}x{C}"));

    private static OpUse ThreeByThree(int side, int C, int stride) => new(
        new Depthwise(stride), [new Shape(1, side, side, C), new Shape(3, 3, C), new Shape(C)], [false, true, true],
        string.Create(CultureInfo.InvariantCulture, $"{side}x{side}x{C}"));

    private static OpUse ToFormer(int side, int C, int M) => new(
        new MobileToFormerAttend(Heads: 2), [new Shape(1, side, side, C), new Shape(1, M, 2 * C)], [false, false],
        string.Create(CultureInfo.InvariantCulture, $"{side}x{side}x{C}, {M} tokens"));

    private static OpUse ToMobile(int side, int C, int M) => new(
        new FormerToMobile(Heads: 2), [new Shape(1, side, side, C), new Shape(1, M, 2 * C)], [false, false],
        string.Create(CultureInfo.InvariantCulture, $"{side}x{side}x{C}, {M} tokens"));

    private static OpUse Tokens(int M, int K, int C, bool gelu) => new(
        gelu ? new Pointwise { Epilogue = Epilogue.Identity.Then(new Gelu()) } : new Pointwise(),
        [new Shape(1, M, K), new Shape(C, K), new Shape(C)], [false, true, true],
        string.Create(CultureInfo.InvariantCulture, $"{M}x{K}x{C}{(gelu ? " Gelu" : "")}"));

    private static OpUse General(int side, int K, int C, int size, int stride, int dilation = 1)
    {
        var axis = ConvolutionAxis.Of(new Window(size, stride, (size - 1) / 2 * dilation, dilation), side);
        var op = new GeneralConvolution(axis, axis, FilterGroups: 1)
        {
            Left = axis.Before,
            Right = axis.Behind(side),
        };
        return new(op, [new Shape(1, side, side + op.Left + op.Right, K), new Shape(C, size, size, K), new Shape(C)],
            [false, true, true],
            string.Create(CultureInfo.InvariantCulture,
                $"{side}x{side}x{K} to {C}, {size}x{size} / {stride}, dilation {dilation}"));
    }

    private static OpUse Dense(int side, int C) => new(
        new DenseConvolution(), [new Shape(1, side, side, C), new Shape(C, 3, 3, C), new Shape(C)], [false, true, true],
        string.Create(CultureInfo.InvariantCulture, $"{side}x{side}x{C}"));

    private static OpUse Attention(int queries, int keys) => new(
        new MultiHeadAttention(Heads: 8), [new Shape(1, queries, 256), new Shape(1, keys, 256), new Shape(1, keys, 256)],
        [false, false, false],
        string.Create(CultureInfo.InvariantCulture, $"{queries} queries, {keys} keys, 8 heads of 32"));

    // A neighbour on the same machine can only make a run slower.
    private static double BestSeconds(Action run)
    {
        var best = double.PositiveInfinity;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < 0.1)
        {
            var begin = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return best;
    }

    // The smallest op there is, on all workers, many times: what is left is the hand-over between them.
    private static double EmptyLaunchSeconds()
    {
        using var device = new CpuDevice();
        var use = OneByOne(1, 1, 1, 8);
        using var launch = use.On(device, use.RandomInputs(seed: 1));
        const int Runs = 1000;
        return BestSeconds(() =>
        {
            for (var i = 0; i < Runs; i++)
                launch.Run();
        }) / Runs;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
