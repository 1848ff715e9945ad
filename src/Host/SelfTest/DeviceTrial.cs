using System.Diagnostics;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer.SelfTest;

/// <summary>
/// How fast a device is, for the choice among several: one picture through a Mobile-Former of few blocks, which has the
/// launches, the maps and the tokens of the real ones, and repeats its blocks so that few kernels must be compiled.
/// </summary>
internal static class DeviceTrial
{
    private const int Side = 224;
    private const int WarmUps = 3;
    private const int Runs = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly MobileFormerVariant Network = new(
        "trial", StemChannels: 16, Tokens: 6, TokenChannels: 192, HeadChannels: 640, FilterGroups: 1,
        [
            new(Downsampling: true, 16, 16, Stride: 1, FirstExpansion: 2, SecondExpansion: 0),
            new(Downsampling: true, 16, 48, Stride: 2, FirstExpansion: 6, SecondExpansion: 4),
            .. Repeated(48),
            new(Downsampling: true, 48, 96, Stride: 2, FirstExpansion: 6, SecondExpansion: 4),
            .. Repeated(96),
        ]);

    /// <summary>The shortest of several runs, in seconds: picture in, logits out.</summary>
    public static double Seconds(Device device)
    {
        var graph = new MobileFormer(Network, new MobileFormerOptions(Classes: 16)).Build(1, Side, Side);
        using var executor = Executor.Create(device, graph, (name, shape) => SeededWeights.Fill(name, shape));
        var input = SeededWeights.Input(3 * Side * Side);
        var logits = new float[16];
        var shortest = double.PositiveInfinity;
        var begin = Stopwatch.GetTimestamp();
        for (var run = -WarmUps; run < Runs && (run < 1 || Stopwatch.GetElapsedTime(begin) < Patience); run++)
        {
            var start = Stopwatch.GetTimestamp();
            executor.WriteInput(input);
            executor.Run();
            executor.ReadOutput(logits);
            if (run >= 0)
                shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return shortest;
    }

    private static IEnumerable<MobileFormerBlock> Repeated(int channels) => Enumerable.Repeat(new MobileFormerBlock(
        Downsampling: false, channels, channels, Stride: 1, FirstExpansion: 4, SecondExpansion: 4), 3);
}
