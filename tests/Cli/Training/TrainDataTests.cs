using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

/// <summary>What <c>train</c> says of its data, and when it refuses them.</summary>
public sealed class TrainDataTests : IDisposable
{
    private readonly Cli.TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Judging_by_the_pictures_to_learn_from_is_said_and_refused_when_strict()
    {
        Pictures("a", "b");
        var run = Train();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("the accuracy is that of the training pictures", run.Error);
        run = Train("--strict", "--exist-ok");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("--val-split", run.Error);

        Pictures("train/a", "train/b", "val/a", "val/b");
        Assert.DoesNotContain("accuracy is that", Train("--exist-ok").Error);
        Assert.Contains("accuracy is that",
            Train("--exist-ok", "--train-split", "train", "--val-split", "train").Error);
    }

    [Fact]
    public void A_renamed_class_ends_the_resume_unless_it_is_allowed()
    {
        Pictures("train/apple", "train/pear", "val/apple", "val/pear");
        Assert.Equal(0, Train().ExitCode);
        foreach (var split in new[] { "train", "val" })
            Directory.Move(_folder[$"d/{split}/apple"], _folder[$"d/{split}/zebra"]);
        var run = Train("--resume", "auto");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("its classes were apple, pear, are pear, zebra", run.Error);
        Assert.Equal(0, Train("--resume", "auto", "--allow-changed-data").ExitCode);
    }

    [Fact]
    public void One_picture_in_a_hundred_that_is_damaged_is_listed_and_stops_nothing_but_a_strict_run()
    {
        Pictures("val/a", "val/b");
        Pictures(100, "train/a", "train/b");
        string[] damaged = [_folder["d/train/a/17.png"], _folder["d/train/b/63.png"]];
        foreach (var path in damaged)
            File.WriteAllText(path, "no picture");
        var run = Train();
        Assert.True(run.ExitCode == 0, run.Error);
        var listed = File.ReadAllLines(_folder["r/classify/mobilenet_v3_small/unreadable.txt"]);
        Assert.Equal(damaged, listed.Select(line => line.Split(": ")[0]).Order(StringComparer.Ordinal));
        run = Train("--strict", "--exist-ok");
        Assert.Equal(3, run.ExitCode);
        Assert.All(damaged, path => Assert.Contains(path, run.Error));
        Assert.DoesNotContain("Train: ", run.Error);
    }

    private CommandLineRun Train(params string[] more) => CommandLineRun.Of([
        "train", _folder["d"], "--model", "mobilenet_v3_small", "--img-size", "16", "-b", "2", "--epochs", "1",
        "--warmup-epochs", "0", "--cooldown-epochs", "0", "--device", "cpu", "--output", _folder["r"], "--progress",
        "never", .. more]);

    private void Pictures(params string[] folders) => Pictures(4, folders);

    private void Pictures(int count, params string[] folders)
    {
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(_folder[$"d/{folder}"]);
            for (var i = 0; i < count; i++)
                PngWriter.Save(new Image(16, 16), _folder[$"d/{folder}/{i}.png"]);
        }
    }
}
