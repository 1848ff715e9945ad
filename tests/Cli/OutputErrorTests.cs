using System.Diagnostics;
using System.Text;
using System.Text.Json;
using GpuFormer.Cli;
using GpuFormer.Cli.Output;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Cli.Training;
using GpuFormer.Tests.Host;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>A result that cannot be written is no fault of a picture, and what was done stays done.</summary>
public sealed class OutputErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void A_full_disk_ends_the_run_with_its_reason()
    {
        var (code, _, error) = CliProcess.Script("gpuformer \"$@\" > /dev/full", Predict(3)).End();
        Assert.Equal(ExitCode.RunError, code);
        Assert.Contains("The result cannot be written: No space left on device", error);
        Assert.DoesNotContain("skipped", error);
    }

    [UnixFact]
    public void A_closed_pipe_ends_the_run_without_a_word()
    {
        var (_, output, error) = CliProcess.Script(
            "gpuformer \"$@\" | head -n 1; echo \"code ${PIPESTATUS[0]}\"", Predict(200)).End();
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal($"code {ExitCode.ClosedPipe}", lines[1]);
        Assert.Empty(error);
    }

    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void Results_before_a_signal_are_whole_JSON(string signal)
    {
        using var process = CliProcess.Start([.. Predict(20_000), "--json"]);
        var output = new StringBuilder();
        while (output.Length < 2000 && process.StandardOutput.ReadLine() is { } line)
            output.AppendLine(line);
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            kill.WaitForExit();
        var (code, rest, _) = process.End();
        Assert.Equal(ExitCode.Interrupted, code);
        var rows = JsonDocument.Parse(output.Append(rest).ToString()).RootElement;
        Assert.InRange(rows.GetArrayLength(), 2, 19_999);
        Assert.Equal(1, rows[0].GetProperty("predictions").GetArrayLength());
    }

    [Fact]
    public void A_writer_that_fails_is_told_apart_from_files_that_fail()
    {
        using var interruption = new Interruption(() => { });
        using var error = new StringWriter();
        var code = CommandLine.Invoke([.. Predict(3), "--json"], new ResultWriter(new FullWriter(20)),
            new NoteWriter(error), interactive: false, interruption);
        Assert.Equal(ExitCode.RunError, code);
        Assert.Contains("cannot be written: full", error.ToString());
        Assert.DoesNotContain("skipped", error.ToString());
    }

    [Fact]
    public void An_error_stream_that_nobody_reads_stops_nothing()
    {
        using var interruption = new Interruption(() => { });
        using var output = new StringWriter();
        _folder.Write("p/broken.png", "no picture");
        var code = CommandLine.Invoke(Predict(1), new ResultWriter(output), new NoteWriter(new FullWriter(0)),
            interactive: false, interruption);
        Assert.Equal(ExitCode.Success, code);
        Assert.Single(output.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_no_missing_input()
    {
        var run = CommandLineRun.Of("val", Digits(), "--model", "mobile_former_26m", "--weights", Weights(),
            "--device", "cpu", "--confusion", _folder["nowhere/c.csv"]);
        Assert.Equal(ExitCode.RunError, run.ExitCode);
        Assert.Contains("nowhere", run.Error);
        Assert.Contains("cannot be written", run.Error);
    }

    [UnixFact]
    public void A_limit_on_the_length_of_files_is_an_error_that_leaves_nothing()
    {
        Weights();
        var (code, _, error) = CliProcess.Script("ulimit -f 512; gpuformer convert \"$1\" \"$2\"",
            _folder["w.safetensors"], _folder["out.safetensors"]).End();
        Assert.Equal(ExitCode.RunError, code);
        Assert.Contains("longer than the file system or a limit of the process allows", error);
        Assert.Equal(["w.safetensors"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_second_signal_does_not_wait()
    {
        var ends = 0;
        using var interruption = new Interruption(() => Interlocked.Increment(ref ends));
        using (interruption.BeginStoring())
        {
            interruption.Signal();
            Assert.True(interruption.Token.IsCancellationRequested);
            Assert.Equal(0, ends);
            interruption.Signal();
            Assert.Equal(1, ends);
            // While something is stored, a first signal has all the time it needs.
            await Task.Delay(TimeSpan.FromSeconds(3));
            Assert.Equal(1, ends);
        }

        for (var wait = 0; wait < 100 && Volatile.Read(ref ends) < 2; wait++)
            await Task.Delay(100);
        Assert.Equal(2, ends);
    }

    private string Weights() => StoredModel.Write(_folder["w.safetensors"], classes: 10);

    private string[] Predict(int pictures)
    {
        var image = new Image(8, 8);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i * 7);
        Directory.CreateDirectory(_folder["p"]);
        PngWriter.Save(image, _folder["p/0.png"]);
        for (var i = 1; i < pictures; i++)
            File.CreateSymbolicLink(_folder[$"p/{i}.png"], _folder["p/0.png"]);
        return ["predict", _folder["p"], "--model", "mobile_former_26m", "--weights", Weights(), "--device", "cpu",
            "--topk", "1"];
    }

    private string Digits()
    {
        _folder.Write("d/t10k-images-idx3-ubyte", Host.Data.IdxBytes.Images(2, 28, 28));
        _folder.Write("d/t10k-labels-idx1-ubyte", Host.Data.IdxBytes.Labels(3, 1));
        return _folder["d"];
    }

    private sealed class FullWriter(int room) : StringWriter
    {
        public override void Write(string? value) => Take(value);

        public override void WriteLine(string? value) => Take(value);

        private void Take(string? value)
        {
            if (GetStringBuilder().Length + value!.Length > room)
                throw new IOException("full");
            GetStringBuilder().Append(value);
        }
    }
}
