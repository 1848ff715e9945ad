using System.Diagnostics;
using GpuFormer.Cli;
using GpuFormer.Tests.Host.Data;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

/// <summary>Training, validation and prediction on several ranks, under the mpirun of both implementations.</summary>
public sealed class MpiTrainingTests
{
    private const string Run = "classify/mobile_former_26m";

    [Theory]
    [Mpi("openmpi", 2)]
    [Mpi("openmpi", 4)]
    [Mpi("mpich", 2)]
    [Mpi("mpich", 4)]
    public void Ranks_end_with_the_bytes_of_one_process_that_accumulates(string implementation, int ranks)
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        Assert.Equal(0, CommandLineRun.Of(Train(folder, "one", "--grad-accum-steps", $"{ranks}", "--sched-on-updates",
            "--drop", "0.2")).ExitCode);
        using var run = MpiRun.Start(implementation, ranks, Train(folder, "many", "--sched-on-updates", "--drop", "0.2"));
        Assert.True(run.Wait() == 0, run.Error);
        AssertSame(folder, "one", "many");
        Assert.Equal(
            Directory.EnumerateFiles(folder[$"one/{Run}"], "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(),
            Directory.EnumerateFiles(folder[$"many/{Run}"], "*", SearchOption.AllDirectories).Select(Path.GetFileName)
                .Order());
        // One rank speaks.
        Assert.Equal(2, run.Output.Trim().Split('\n').Length);
        Assert.StartsWith(" * Acc@1", run.Output);
    }

    [Theory]
    [Mpi("openmpi")]
    [Mpi("mpich")]
    public void Other_numbers_of_ranks_go_on_with_the_same_bytes_after_a_kill(string implementation)
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        Assert.Equal(0, CommandLineRun.Of(Train(folder, "one", "--grad-accum-steps", "4")).ExitCode);
        using (var first = MpiRun.Start(implementation, 4, Train(folder, "many")))
        {
            first.WaitFor("Saved", 2);
            var watch = Stopwatch.StartNew();
            Process.GetProcessById(first.Ranks()[1]).Kill();
            Assert.NotEqual(0, first.Wait());
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        }

        // Whole: else it could not be read.
        _ = TrainingCheckpoint.Load(folder[$"many/{Run}/state.safetensors"]);
        using (var second = MpiRun.Start(implementation, 2, Train(folder, "many", "--resume", "auto")))
        {
            second.WaitFor("Saved", 2);
            Process.GetProcessById(second.Ranks()[0]).Kill();
            Assert.NotEqual(0, second.Wait());
        }

        var last = CommandLineRun.Of(Train(folder, "many", "--resume", "auto"));
        Assert.True(last.ExitCode == 0, last.Error);
        AssertSame(folder, "one", "many");
    }

    [Theory]
    [Mpi("openmpi")]
    [Mpi("mpich")]
    public void A_rank_that_hangs_is_noticed_by_the_others(string implementation)
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        using var run = MpiRun.Start(implementation, 2, Train(folder, "many", "--epochs", "500"));
        run.WaitFor("Saved", 1);
        var watch = Stopwatch.StartNew();
        using (var stop = Process.Start("kill", ["-STOP", $"{run.Ranks()[1]}"]))
            stop.WaitForExit();
        run.WaitFor("does not answer since");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        _ = TrainingCheckpoint.Load(folder[$"many/{Run}/state.safetensors"]);
    }

    [Theory]
    [Mpi("openmpi")]
    [Mpi("mpich")]
    public void Ranks_that_were_given_different_things_say_so_with_both_values(string implementation)
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        WriteDigits(folder, "e", pictures: 56);
        using (var run = MpiRun.Start(implementation,
            [(1, Train(folder, "many", "--lr", "0.1")), (1, Train(folder, "many", "--lr", "0.2"))]))
        {
            Assert.Equal(ExitCode.Usage, run.Wait());
            Assert.Contains("rank 0: error: ", run.Error);
            Assert.Contains("rank 1: error: ", run.Error);
            Assert.Contains("--lr is '0.1' on rank 0 and '0.2' on rank 1", run.Error);
        }

        using (var run = MpiRun.Start(implementation,
            [(1, Train(folder, "many")), (1, [.. Train(folder, "many").Select(a => a == folder["d"] ? folder["e"] : a)])]))
        {
            Assert.Equal(ExitCode.BadData, run.Wait());
            Assert.Contains("the training split is '48 pictures of 10 classes", run.Error);
            Assert.Contains("and '56 pictures of 10 classes", run.Error);
        }

        using (var run = MpiRun.Start(implementation,
            [(1, Train(folder, "many")), (1, [.. Train(folder, "many").Select(a => a == folder["d"] ? folder["f"] : a)])]))
        {
            Assert.Equal(ExitCode.BadData, run.Wait());
            Assert.Contains("rank 0: error: rank 1: ", run.Error);
            Assert.Contains(folder["f"], run.Error);
        }

        AssertNothingWritten(folder);
    }

    [Theory]
    [Mpi("openmpi")]
    [Mpi("mpich")]
    public void Too_many_ranks_for_the_data_or_the_state_are_refused_by_all(string implementation)
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        using (var run = MpiRun.Start(implementation, 2, Train(folder, "many", "-b", "32")))
        {
            Assert.Equal(ExitCode.Usage, run.Wait());
            Assert.Contains("rank 0: error: An epoch has 1 batches of 32, fewer than the 2 that 2 ranks", run.Error);
            Assert.Contains("rank 1: error: An epoch has 1 batches of 32, fewer than the 2 that 2 ranks", run.Error);
        }

        AssertNothingWritten(folder);
        Assert.Equal(0, CommandLineRun.Of(Train(folder, "one", "--grad-accum-steps", "2")).ExitCode);
        var before = File.ReadAllBytes(folder[$"one/{Run}/state.safetensors"]);
        using (var run = MpiRun.Start(implementation, 3, Train(folder, "one", "--resume", "auto")))
        {
            Assert.Equal(ExitCode.Usage, run.Wait());
            Assert.Contains("makes a step of 2 batches of 4, which 3 ranks cannot share evenly. Go on with 1 or 2 ranks",
                run.Error);
            Assert.Contains("rank 2: error: ", run.Error);
        }

        Assert.Equal(before, File.ReadAllBytes(folder[$"one/{Run}/state.safetensors"]));
    }

    [Theory]
    [Mpi("openmpi", "libmpich.so.12")]
    [Mpi("mpich", "libmpi.so.40")]
    public void A_library_that_is_not_the_launchers_is_refused(string implementation, string other)
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        var parts = new[] { (2, Train(folder, "many")) };
        if (MpiRun.SkipReason(implementation == "openmpi" ? "mpich" : "openmpi") is null)
        {
            using var run = MpiRun.Start(implementation, parts, $"GPUFORMER_MPI={other}");
            Assert.Equal(ExitCode.Usage, run.Wait());
            Assert.Contains("ranks of two MPI libraries do not find each other", run.Error);
        }

        using (var run = MpiRun.Start(implementation, parts, "GPUFORMER_MPI=libnothing.so.1"))
        {
            Assert.Equal(ExitCode.Usage, run.Wait());
            Assert.Contains("there is no MPI library: libnothing.so.1 cannot be loaded", run.Error);
        }

        AssertNothingWritten(folder);
    }

    [Theory]
    [Mpi("openmpi")]
    [Mpi("mpich")]
    public void Validation_and_prediction_are_those_of_one_process(string implementation)
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        Assert.Equal(0, CommandLineRun.Of(Train(folder, "one", "--epochs", "1", "--cooldown-epochs", "0")).ExitCode);
        var weights = folder[$"one/{Run}/weights/last.safetensors"];
        string[] val = ["val", folder["d"], "--weights", weights, "-b", "4", "--device", "cpu", "--json", "--per-class"];
        using (var run = MpiRun.Start(implementation, 2, val))
        {
            Assert.True(run.Wait() == 0, run.Error);
            Assert.Equal(CommandLineRun.Of(val).Output.ReplaceLineEndings(), run.Output.ReplaceLineEndings());
        }

        foreach (var number in Enumerable.Range(0, 3))
            folder.Write($"p/{number}.ppm", [.. "P6 2 2 255\n"u8, .. Enumerable.Range(0, 12).Select(i => (byte)(i * number))]);
        folder.Write("p/x.ppm", "no picture");
        string[] predict = ["predict", folder["p"], "--model", "mobile_former_26m", "--weights", weights, "--device", "cpu"];
        using (var run = MpiRun.Start(implementation, 2, predict))
        {
            Assert.True(run.Wait() == 0, run.Error);
            var alone = CommandLineRun.Of(predict);
            Assert.Equal(alone.Output.ReplaceLineEndings(), run.Output.ReplaceLineEndings());
            Assert.Contains(alone.Error.Trim().Split('\n')[^1], run.Error);
        }
    }

    [Fact]
    public void Ranks_without_a_place_to_meet_are_refused()
    {
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        using var alone = StartVariables(folder, rank: 0, port: null);
        var error = alone.StandardError.ReadToEnd();
        alone.WaitForExit();
        Assert.Equal(ExitCode.Usage, alone.ExitCode);
        Assert.True(error.Contains("set MASTER_ADDR and MASTER_PORT", StringComparison.Ordinal)
            || error.Contains("there is no MPI library", StringComparison.Ordinal), error);
    }

    [Theory]
    [Mpi("mpich")]
    public async Task A_launcher_that_sets_variables_needs_no_mpirun(string implementation)
    {
        Assert.Equal("mpich", implementation);
        using var folder = new Cli.TemporaryFolder();
        WriteDigits(folder);
        Assert.Equal(0, CommandLineRun.Of(Train(folder, "one", "--grad-accum-steps", "2")).ExitCode);
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var ranks = Enumerable.Range(0, 2).Select(rank => StartVariables(folder, rank, port)).ToArray();
        var errors = ranks.Select(process => process.StandardError.ReadToEndAsync()).ToArray();
        foreach (var (process, error) in ranks.Zip(errors))
        {
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await error);
            process.Dispose();
        }

        AssertSame(folder, "one", "many");
    }

    private static Process StartVariables(Cli.TemporaryFolder folder, int rank, int? port)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[CliProcess.Assembly, .. Train(folder, "many")])
            start.ArgumentList.Add(argument);
        start.Environment["RANK"] = $"{rank}";
        start.Environment["WORLD_SIZE"] = "2";
        start.Environment["LOCAL_RANK"] = $"{rank}";
        if (port is not null)
        {
            start.Environment["MASTER_ADDR"] = "127.0.0.1";
            start.Environment["MASTER_PORT"] = $"{port}";
        }

        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    // The later of two options of one name counts.
    private static string[] Train(Cli.TemporaryFolder folder, string output, params string[] more)
    {
        var flags = new Dictionary<string, string>
        {
            ["--preset"] = "mnist",
            ["--epochs"] = "3",
            ["--img-size"] = "32",
            ["-b"] = "4",
            ["--device"] = "cpu",
            ["--recovery-interval"] = "1",
            ["--progress"] = "never",
            ["--output"] = folder[output],
        };
        for (var i = 0; i < more.Length; i += more[i] == "--sched-on-updates" ? 1 : 2)
            flags[more[i]] = more[i] == "--sched-on-updates" ? "true" : more[i + 1];
        return ["train", folder["d"], "--model-ema", .. flags.SelectMany(pair => (string[])[pair.Key, pair.Value])];
    }

    private static void AssertSame(Cli.TemporaryFolder folder, string first, string second)
    {
        foreach (var file in new[] { "summary.csv", "weights/best.safetensors", "weights/last.safetensors" })
        {
            Assert.True(File.ReadAllBytes(folder[$"{first}/{Run}/{file}"]).AsSpan().SequenceEqual(
                File.ReadAllBytes(folder[$"{second}/{Run}/{file}"])), $"{file} differs.");
        }

        var (one, many) = (TrainingCheckpoint.Load(folder[$"{first}/{Run}/state.safetensors"]),
            TrainingCheckpoint.Load(folder[$"{second}/{Run}/state.safetensors"]));
        Assert.Equal(one.Progress.ToJson(), many.Progress.ToJson());
        Assert.Equal(one.Recipe, many.Recipe);
        foreach (var (name, values) in one.State)
            Assert.True(values.AsSpan().SequenceEqual(many.State[name]), $"{name} differs.");
        foreach (var (name, values) in one.Optimizer)
            Assert.True(values.AsSpan().SequenceEqual(many.Optimizer[name]), $"{name} differs.");
    }

    // The log, and what says whose folder it is, are no part of a run.
    private static void AssertNothingWritten(Cli.TemporaryFolder folder)
    {
        string[] ofRuns = [".safetensors", ".yaml", ".csv", ".html", ".tmp"];
        Assert.Empty(Directory.Exists(folder["many"])
            ? Directory.EnumerateFiles(folder["many"], "*", SearchOption.AllDirectories)
                .Where(file => ofRuns.Contains(Path.GetExtension(file)))
            : []);
    }

    private static void WriteDigits(Cli.TemporaryFolder folder, string name = "d", int pictures = 48)
    {
        byte[] labels = [.. Enumerable.Range(0, pictures).Select(i => (byte)(i % 10))];
        folder.Write($"{name}/train-images-idx3-ubyte", IdxBytes.Images(pictures, 20, 20));
        folder.Write($"{name}/train-labels-idx1-ubyte", IdxBytes.Labels(labels));
        folder.Write($"{name}/t10k-images-idx3-ubyte", IdxBytes.Images(10, 20, 20));
        folder.Write($"{name}/t10k-labels-idx1-ubyte", IdxBytes.Labels(labels[..10]));
    }
}
