using System.Diagnostics;
using GpuFormer.Tests.Host.Data;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

/// <summary>A process that is killed and started again, as a user or a cluster would.</summary>
public sealed class KilledTrainingTests
{
    private const int Kills = 3;

    [Fact]
    public void Killed_processes_end_with_the_bytes_of_one_that_was_not()
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        using (var whole = Start(folder, "whole"))
            Assert.True(Wait(whole), "The run does not end.");

        var random = new Random(5);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Start(folder, "killed");
            WaitForSaves(process, random.Next(1, 6));
            Thread.Sleep(random.Next(50));
            process.Kill();
            process.WaitForExit();
        }

        using (var last = Start(folder, "killed"))
            Assert.True(Wait(last), "The resumed run does not end.");
        foreach (var file in new[] { "state.safetensors", "summary.csv", "weights/best.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(Run(folder, "whole"), file)),
                File.ReadAllBytes(Path.Combine(Run(folder, "killed"), file)));
        }
    }

    private static string Run(Cli.TemporaryFolder folder, string name) => folder[$"{name}/classify/mobile_former_26m"];

    private static void WriteDigits(Cli.TemporaryFolder folder)
    {
        byte[] labels = [.. Enumerable.Range(0, 48).Select(i => (byte)(i % 10))];
        folder.Write("d/train-images-idx3-ubyte", IdxBytes.Images(48, 20, 20));
        folder.Write("d/train-labels-idx1-ubyte", IdxBytes.Labels(labels));
        folder.Write("d/t10k-images-idx3-ubyte", IdxBytes.Images(10, 20, 20));
        folder.Write("d/t10k-labels-idx1-ubyte", IdxBytes.Labels(labels[..10]));
    }

    private static Process Start(Cli.TemporaryFolder folder, string output)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in new[]
            {
                typeof(GpuFormer.Cli.ExitCode).Assembly.Location, "train", folder["d"], "--preset", "mnist", "--img-size",
                "16", "-b", "8", "--epochs", "5", "--model-ema", "--device", "cpu", "--recovery-interval", "1",
                "--resume", "auto", "--progress", "never", "--output", folder[output],
            })
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    // The process writes "Saved" when a state is on the disk.
    private static void WaitForSaves(Process process, int count)
    {
        while (count > 0 && process.StandardError.ReadLine() is { } line)
            count -= line.StartsWith("Saved", StringComparison.Ordinal) ? 1 : 0;
    }

    private static bool Wait(Process process)
    {
        _ = process.StandardError.ReadToEndAsync();
        return process.WaitForExit(TimeSpan.FromMinutes(10)) && process.ExitCode == 0;
    }
}
