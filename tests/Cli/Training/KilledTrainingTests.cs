using System.Diagnostics;
using GpuFormer.Tests.Host.Data;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

/// <summary>
/// A process that is killed and started again, as a user or a cluster would; <c>.ci/kill-training</c> kills more often.
/// </summary>
public sealed class KilledTrainingTests
{
    private const int Kills = 3;

    [Theory]
    [InlineData("")]
    [InlineData("--train-sizes 16 20 24 --img-size 20 --grad-accum-steps 2 -b 4 --decay-all --opt momentum")]
    public void Killed_processes_end_with_the_bytes_of_one_that_was_not(string flags)
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        using (var whole = Start(folder, "whole", flags))
            Assert.True(Wait(whole), "The run does not end.");

        var random = new Random(5);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Start(folder, "killed", flags);
            WaitForSaves(process, random.Next(1, 6));
            Thread.Sleep(random.Next(50));
            process.Kill();
            process.WaitForExit();
        }

        using (var last = Start(folder, "killed", flags))
            Assert.True(Wait(last), "The resumed run does not end.");
        AssertSame(folder, "whole", "killed");
    }

    [UnixTheory]
    [InlineData("-HUP")]
    [InlineData("-TERM")]
    public void A_signal_stores_the_state_that_the_run_goes_on_from_to_the_same_bytes(string signal)
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        // So many epochs that the signal comes in the middle of them, and no saves but at the end of each.
        const string Flags = "--img-size 16 -b 2 --epochs 2 --log-interval 1";
        using (var whole = Start(folder, "whole", Flags, saves: false))
            Assert.True(Wait(whole), "The run does not end.");
        using (var stopped = Start(folder, "stopped", Flags, saves: false))
        {
            while (stopped.StandardError.ReadLine() is { } line
                && !line.StartsWith("Train: 1 ", StringComparison.Ordinal))
            {
            }

            Assert.False(File.Exists(Path.Combine(Run(folder, "stopped"), "state.safetensors")));
            using (var kill = Process.Start("kill", [signal, $"{stopped.Id}"]))
                kill.WaitForExit();
            var error = stopped.StandardError.ReadToEnd();
            Assert.True(stopped.WaitForExit(TimeSpan.FromMinutes(1)), "The run does not end.");
            Assert.True(stopped.ExitCode == GpuFormer.Cli.ExitCode.Interrupted, error);
            Assert.Contains("go on with --resume auto", error);
        }

        var stored = TrainingCheckpoint.Load(Path.Combine(Run(folder, "stopped"), "state.safetensors"));
        Assert.InRange(stored.Progress.Batch, 1, 23);
        using (var last = Start(folder, "stopped", Flags, saves: false))
            Assert.True(Wait(last), "The resumed run does not end.");
        AssertSame(folder, "whole", "stopped");
    }

    [UnixFact]
    public void A_full_disk_is_named_and_the_run_goes_on_from_the_state_before()
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        using (var whole = Start(folder, "whole"))
            Assert.True(Wait(whole), "The run does not end.");
        using (var begun = Start(folder, "full"))
        {
            WaitForSaves(begun, 4);
            begun.Kill();
            begun.WaitForExit();
        }

        var state = Path.Combine(Run(folder, "full"), "state.safetensors");
        var before = File.ReadAllBytes(state);
        // No file may be longer than half a state: what a full disk looks like to the one who writes.
        using (var full = Start(folder, "full", longestFile: before.Length / 2))
        {
            var error = full.StandardError.ReadToEnd();
            full.WaitForExit();
            Assert.True(full.ExitCode == GpuFormer.Cli.ExitCode.RunError, error);
            Assert.Contains($"The run cannot be stored in {Run(folder, "full")}", error);
            Assert.Contains("go on from it with --resume auto", error);
        }

        Assert.Equal(before, File.ReadAllBytes(state));
        Assert.Empty(Directory.EnumerateFiles(Run(folder, "full"), "*.tmp", SearchOption.AllDirectories));
        using (var last = Start(folder, "full"))
            Assert.True(Wait(last), "The resumed run does not end.");
        AssertSame(folder, "whole", "full");
    }

    private static void AssertSame(Cli.TemporaryFolder folder, string first, string second)
    {
        foreach (var file in new[] { "state.safetensors", "summary.csv", "weights/best.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(Run(folder, first), file)),
                File.ReadAllBytes(Path.Combine(Run(folder, second), file)));
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

    private static Process Start(
        Cli.TemporaryFolder folder, string output, string flags = "", long? longestFile = null, bool saves = true)
    {
        var start = new ProcessStartInfo(longestFile is null ? "dotnet" : "sh")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        if (longestFile is not null)
        {
            // In blocks of 512 bytes. The runtime's own code pages are a file unless that is switched off.
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"trap '' XFSZ; ulimit -f {longestFile / 512}; exec dotnet \"$@\"");
            start.ArgumentList.Add("sh");
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        }

        var sizes = flags.Length == 0 ? "--img-size 16 -b 8" : flags;
        string[] arguments =
        [
            CliProcess.Assembly, "train", folder["d"], "--preset", "mnist", "--epochs",
            "5", "--model-ema", "--device", "cpu", "--resume", "auto", "--progress", "never", "--output",
            folder[output], .. saves ? ["--recovery-interval", "1"] : Array.Empty<string>(), .. sizes.Split(' '),
        ];
        foreach (var argument in arguments)
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

/// <summary>A test that needs a shell with POSIX limits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() =>
        Skip = OperatingSystem.IsWindows() ? "Windows has no limit on the length of files." : null!;
}
