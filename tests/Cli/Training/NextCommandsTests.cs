using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Packages;
using GpuFormer.Tests.Style;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

/// <summary>What <c>train</c> says at its beginning is true, and what it offers at its end can be pasted.</summary>
public sealed class NextCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void The_commands_at_the_end_of_a_run_work_where_the_run_was_started()
    {
        foreach (var split in new[] { "train", "val" })
        {
            foreach (var name in new[] { "it's a cat", "dog" })
            {
                Directory.CreateDirectory(_folder[$"my data/{split}/{name}"]);
                PngWriter.Save(new Image(16, 16), _folder[$"my data/{split}/{name}/1.png"]);
            }
        }

        var run = DotnetCommand.Dotnet(_folder.Path, CliProcess.Assembly, "train", "my data", "--model",
            "mobilenet_v3_small", "--img-size", "16", "-b", "2", "--epochs", "1", "--cooldown-epochs", "0", "--device",
            "cpu", "--experiment", "cats & dogs").Succeeded();
        var lines = run.Error.Split('\n').Select(line => line.TrimEnd()).ToList();
        string[] begins = ["device   cpu: ", "model    mobilenet_v3_small, 2 classes, images of 16 x 16",
            "data     my data: 2 images to learn from, 2 to judge by", "epochs   1 of 1 batches of 2", "folder   ",
            "settings the defaults, but img_size 16, batch_size 2, epochs 1, "];
        Assert.All(begins, begin => Assert.Contains(lines, line => line.StartsWith(begin, StringComparison.Ordinal)));
        var commands = lines.SkipWhile(line => line != "Next, to paste:").Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim()).ToList();
        Assert.Equal(["val", "predict", "export", "train"], commands.Select(command => command.Split(' ')[2]));
        var pasted = DotnetCommand.Run("bash", _folder.Path, "-ec", string.Join('\n', commands)).Succeeded();
        Assert.Contains("1.png\t", pasted.Output);
        Assert.Equal(2, pasted.Output.Split("Acc@1").Length - 1);
        Assert.True(File.Exists(_folder["mobilenet_v3_small.onnx"]));
    }

    [Fact]
    public void The_small_example_leaves_chance_in_its_first_epoch()
    {
        var run = CommandLineRun.Of("train", Path.Combine(Repository.Root, "data/mnist-small"), "--preset", "mnist_small",
            "--max-time", "1e-6", "--device", "cpu", "--output", _folder["runs"], "--json", "--verbosity", "quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        // A tenth of the images is right by chance.
        Assert.True(run.Json.GetProperty("best").GetProperty("eval_top1").GetDouble() > 15, run.Output);
        Assert.DoesNotContain("batches an epoch are few", run.Error);
    }
}
