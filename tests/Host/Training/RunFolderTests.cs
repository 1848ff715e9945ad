using System.Diagnostics;
using GpuFormer.Tests.Cli;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>A run removes and replaces what it wrote itself, and nothing else.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_others_stay_whatever_their_names()
    {
        string[] foreign = ["run/.notes.tmp", "run/.state.safetensors.abc.tmp", "run/weights/.mine.tmp",
            "run/weights/epoch-9999.safetensors", "run/weights/epoch-mine.safetensors", "run/readme.md"];
        foreach (var name in foreign)
            _folder.Write(name, "not yours");
        TrainerRun.Go(_folder["run"]);
        TrainerRun.Go(_folder["run"]);
        Assert.All(foreign, name => Assert.Equal("not yours", File.ReadAllText(_folder[name])));
    }

    [Fact]
    public void A_folder_of_somebody_elses_report_is_no_place_for_a_run()
    {
        _folder.Write("run/report.html", "not yours");
        var exception = Assert.Throws<IOException>(() => TrainerRun.Go(_folder["run"]));
        Assert.Contains("no run wrote it", exception.Message);
        Assert.Equal("not yours", File.ReadAllText(_folder["run/report.html"]));
    }

    [Theory]
    [InlineData("weights/epoch-0000.safetensors", false)]
    [InlineData("weights/epoch-0004.safetensors", false)]
    [InlineData("report.html", false)]
    [InlineData("weights/epoch-0000.safetensors", true)]
    [InlineData("weights/epoch-0002.safetensors", true)]
    public void A_file_of_others_in_the_place_of_one_of_the_run_stays_and_is_named(string name, bool again)
    {
        if (again)
            TrainerRun.Go(_folder["run"], TrainerRun.Recipe with { Seed = 9 });
        else
            _folder.Write("run/manifest.txt", "summary.csv\n");
        Directory.CreateDirectory(_folder["run/weights"]);
        File.Delete(_folder[$"run/{name}"]);
        var manifest = File.ReadAllLines(_folder["run/manifest.txt"]);
        File.WriteAllLines(_folder["run/manifest.txt"], manifest.Where(line => line != name));
        _folder.Write($"run/{name}", "not yours");
        var before = again ? File.ReadAllBytes(_folder["run/state.safetensors"]) : [];
        var exception = Assert.Throws<IOException>(() => TrainerRun.Go(_folder["run"]));
        Assert.Contains(name, exception.Message);
        Assert.Contains("no run wrote it", exception.Message);
        Assert.Contains("move it elsewhere", exception.Message);
        Assert.Equal("not yours", File.ReadAllText(_folder[$"run/{name}"]));
        if (again)
            Assert.Equal(before, File.ReadAllBytes(_folder["run/state.safetensors"]));
    }

    [Fact]
    public void What_others_put_there_while_a_run_goes_on_stays_too()
    {
        var exception = Assert.Throws<IOException>(() => TrainerRun.Go(_folder["run"], observer: new Watch(2, () =>
            _folder.Write("run/weights/epoch-0000.safetensors", "not yours"))));
        Assert.Contains("no run wrote it", exception.Message);
        Assert.Equal("not yours", File.ReadAllText(_folder["run/weights/epoch-0000.safetensors"]));
    }

    [UnixTheory]
    [InlineData("manifest.txt")]
    [InlineData("run.lock")]
    [InlineData(".run.lock")]
    [InlineData("train.log")]
    [InlineData("state.safetensors")]
    public async Task A_pipe_in_the_place_of_a_file_is_refused_and_keeps_nobody_waiting(string name)
    {
        TrainerRun.Go(_folder["run"]);
        var earlier = new RunFolder(_folder["run"]);
        earlier.Prepare();
        earlier.OpenLog(append: true).Dispose();
        File.Delete(_folder[$"run/{name}"]);
        using (var made = Process.Start("mkfifo", _folder[$"run/{name}"]))
            await made.WaitForExitAsync();
        var running = Task.Run(() => Record.Exception(() =>
        {
            var folder = new RunFolder(_folder["run"]);
            using var hold = folder.Hold();
            folder.Prepare();
            using var log = folder.OpenLog(append: true);
            TrainingCheckpoint.Load(folder.State);
        }));
        Assert.Same(running, await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(20))));
        var exception = await running;
        Assert.Contains(_folder[$"run/{name}"], exception!.Message);
        Assert.Contains("a pipe", exception.Message);
    }

    [Theory]
    [InlineData("../victim.txt")]
    [InlineData("weights/../../victim.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("victim.txt")]
    public void A_manifest_that_names_other_files_removes_none_of_them(string name)
    {
        _folder.Write("victim.txt", "not yours");
        _folder.Write("run/victim.txt", "not yours");
        _folder.Write("run/manifest.txt", $"{name}\n");
        TrainerRun.Go(_folder["run"]);
        Assert.Equal("not yours", File.ReadAllText(_folder["victim.txt"]));
        Assert.Equal("not yours", File.ReadAllText(_folder["run/victim.txt"]));
    }

    [Theory]
    [InlineData("weights")]
    [InlineData("state.safetensors")]
    [InlineData("manifest.txt")]
    [InlineData("train.log")]
    public void Nothing_is_written_or_removed_through_a_link(string name)
    {
        _folder.Write("elsewhere/epoch-0000.safetensors", "not yours");
        Directory.CreateDirectory(_folder["run"]);
        if (name == "weights")
            Directory.CreateSymbolicLink(_folder["run/weights"], _folder["elsewhere"]);
        else
            File.CreateSymbolicLink(_folder[$"run/{name}"], _folder["elsewhere/epoch-0000.safetensors"]);
        var exception = Assert.Throws<IOException>(() => TrainerRun.Go(_folder["run"]));
        Assert.Contains("is a link", exception.Message);
        Assert.Equal("not yours", File.ReadAllText(_folder["elsewhere/epoch-0000.safetensors"]));
        Assert.Single(Directory.EnumerateFiles(_folder["elsewhere"]));
    }

    [Fact]
    public void The_manifest_names_what_a_run_wrote()
    {
        TrainerRun.Go(_folder["run"]);
        var written = File.ReadAllLines(_folder["run/manifest.txt"]);
        Assert.Equal(TrainerRun.Files(_folder["run"]).Keys.Except([".run.lock", "manifest.txt"]), written);
    }

    [Fact]
    public void Two_runs_in_one_folder_are_told_apart_and_the_first_goes_on()
    {
        TrainerRun.Go(_folder["whole"]);
        IOException? refusal = null;
        TrainerRun.Go(_folder["run"], observer: new Watch(10, () =>
            refusal = Assert.Throws<IOException>(() => TrainerRun.Go(_folder["run"]))));
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", refusal!.Message);
        Assert.Equal(TrainerRun.Files(_folder["whole"]), TrainerRun.Files(_folder["run"]));
    }

    [Fact]
    public void A_run_of_an_earlier_version_without_a_manifest_can_be_resumed_and_keeps_its_epochs_in_order()
    {
        TrainerRun.Go(_folder["whole"]);
        Assert.Throws<OperationCanceledException>(() => TrainerRun.Go(_folder["run"], observer: new Watch(
            30, () => throw new OperationCanceledException())));
        _folder.Write("run/args.yaml", "seed: 1\n");
        File.Delete(_folder["run/manifest.txt"]);
        TrainerRun.Go(_folder["run"], resume: true);
        var files = TrainerRun.Files(_folder["run"]);
        files.Remove("args.yaml");
        files.Remove("manifest.txt");
        var whole = TrainerRun.Files(_folder["whole"]);
        whole.Remove("manifest.txt");
        Assert.Equal(whole, files);
    }

    [Fact]
    public void A_run_of_an_earlier_version_without_a_manifest_can_be_replaced()
    {
        TrainerRun.Go(_folder["whole"]);
        TrainerRun.Go(_folder["run"], TrainerRun.Recipe with { Seed = 9, CheckpointHistory = 1 });
        _folder.Write("run/args.yaml", "seed: 9\n");
        File.Delete(_folder["run/manifest.txt"]);
        TrainerRun.Go(_folder["run"]);
        Assert.Equal(File.ReadAllBytes(_folder["whole/state.safetensors"]),
            File.ReadAllBytes(_folder["run/state.safetensors"]));
    }
}
