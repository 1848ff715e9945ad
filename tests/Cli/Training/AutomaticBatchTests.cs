using System.Globalization;
using System.Text.RegularExpressions;
using GpuFormer.Cli;
using GpuFormer.Tests.Host.Data;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

public sealed class AutomaticBatchTests
{
    private const int Pictures = 96;

    [Fact]
    public void The_batch_is_the_largest_that_fits_and_the_same_again()
    {
        const string limit = "120MB";
        using var folder = Data();
        var first = Train(folder, "a", limit, "auto");
        Assert.True(first.ExitCode == 0, first.Error);
        var said = Regex.Match(first.Error, @"--batch-size auto: (\d+), which takes (\d+) of (\d+) MiB");
        Assert.True(said.Success, first.Error);
        var batch = int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(0, batch % 8);
        Assert.InRange(int.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture), 1,
            int.Parse(said.Groups[3].Value, CultureInfo.InvariantCulture));
        // The file holds the number, and a run that leaves it open goes on with it.
        Assert.Contains($"batch_size: {batch}\n", File.ReadAllText(folder["out/classify/a/args.yaml"]), StringComparison.Ordinal);
        var again = Train(folder, "a", limit, "auto", "--resume", "auto");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.DoesNotContain("--batch-size auto:", again.Error, StringComparison.Ordinal);
        // Equal to the run that names the batch.
        Assert.Equal(0, Train(folder, "b", limit, said.Groups[1].Value).ExitCode);
        Assert.Equal(File.ReadAllBytes(folder["out/classify/a/weights/last.safetensors"]),
            File.ReadAllBytes(folder["out/classify/b/weights/last.safetensors"]));
    }

    [Fact]
    public void Where_nothing_fits_the_smallest_batch_says_so()
    {
        using var folder = Data();
        var run = Train(folder, "a", "1MB", "auto");
        Assert.Equal(ExitCode.OutOfMemory, run.ExitCode);
        Assert.Contains("Not even a batch of 2 fits", run.Error, StringComparison.Ordinal);
    }

    private static TemporaryFolder Data()
    {
        var folder = new TemporaryFolder();
        byte[] labels = [.. Enumerable.Range(0, Pictures).Select(i => (byte)(i % 10))];
        foreach (var split in new[] { "train", "t10k" })
        {
            folder.Write($"d/{split}-images-idx3-ubyte", IdxBytes.Images(labels.Length, 20, 20));
            folder.Write($"d/{split}-labels-idx1-ubyte", IdxBytes.Labels(labels));
        }

        return folder;
    }

    private static CommandLineRun Train(
        TemporaryFolder folder, string name, string limit, string batch, params string[] more) => CommandLineRun.Of(
        ["train", folder["d"], "--model", "mobile_former_26m", "--img-size", "32", "--device", "cpu", "--threads", "2",
            "--memory-limit", limit, "--batch-size", batch, "--epochs", "1", "--cooldown-epochs", "0",
            "--output", folder["out"], "--experiment", name, "--progress", "never", .. more]);
}
