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
