using System.Text.Json;
using GpuFormer.Cli;
using GpuFormer.Tests.Host.Data;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

public sealed class ChromeTraceTests
{
    private const int Steps = 3;

    [Fact]
    public void A_trace_is_JSON_whose_events_lie_within_each_other_and_changes_no_byte()
    {
        using var folder = new TemporaryFolder();
        byte[] labels = [.. Enumerable.Range(0, 8 * Steps).Select(i => (byte)(i % 10))];
        foreach (var split in new[] { "train", "t10k" })
        {
            folder.Write($"d/{split}-images-idx3-ubyte", IdxBytes.Images(labels.Length, 20, 20));
            folder.Write($"d/{split}-labels-idx1-ubyte", IdxBytes.Labels(labels));
        }

        var traced = Train("traced", "--trace", folder["trace.json"]);
        Assert.True(traced.ExitCode == 0, traced.Error);
        var plain = Train("plain", "--json");
        Assert.Equal(0, plain.ExitCode);
        Assert.Equal(2, plain.Json.GetProperty("epochs").GetArrayLength());
        Assert.True(JsonElement.DeepEquals(plain.Json.GetProperty("best"), plain.Json.GetProperty("epochs")[0]));
        foreach (var file in new[] { "state.safetensors", "weights/last.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(folder[$"out/classify/plain/{file}"]),
                File.ReadAllBytes(folder[$"out/classify/traced/{file}"]));
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(folder["trace.json"]));
        var events = document.RootElement.EnumerateArray().Where(e => e.GetProperty("ph").GetString() == "X").ToArray();
        var names = events.Select(e => e.GetProperty("name").GetString()!).ToArray();
        Assert.Equal(2, names.Count(name => name.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.Equal(2 * Steps, names.Count(name => name == "wait for images"));
        Assert.Equal(2, names.Count(name => name == "validate and store"));
        Assert.True(names.Count(name => name.StartsWith("level ", StringComparison.Ordinal)) > 50);
        Assert.Contains("stem.0", string.Join(' ', names), StringComparison.Ordinal);
        foreach (var track in events.GroupBy(e => e.GetProperty("tid").GetInt32()))
            RequireNested([.. track.Select(e => (e.GetProperty("ts").GetDouble(), e.GetProperty("dur").GetDouble()))]);

        CommandLineRun Train(string name, params string[] more) => CommandLineRun.Of(
            ["train", folder["d"], "--model", "mobile_former_26m", "--img-size", "32", "-b", "8", "--epochs", "2",
                "--cooldown-epochs", "0", "--device", "cpu", "--threads", "2", "--output", folder["out"],
                "--experiment", name, "--progress", "never", .. more]);
    }

    [Fact]
    public void A_trace_goes_over_no_file_that_the_run_reads()
    {
        using var folder = new TemporaryFolder();
        var config = folder.Write("c.yaml", "epochs: 1\n");
        var run = CommandLineRun.Of("train", folder["d"], "--model", "mobile_former_26m", "--config", config, "--device",
            "cpu", "--output", folder["out"], "--trace", config);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("epochs: 1\n", File.ReadAllText(config));
    }

    // Two events of a track have no part of their time in common, or one has all of the other's.
    private static void RequireNested((double Start, double Length)[] events)
    {
        const double Rounding = 1e-3;
        var open = new Stack<double>();
        foreach (var (start, length) in events.OrderBy(e => e.Start).ThenByDescending(e => e.Length))
        {
            while (open.TryPeek(out var end) && end <= start + Rounding)
                open.Pop();
            if (open.TryPeek(out var outer))
                Assert.True(start + length <= outer + Rounding, $"{start} + {length} ends after {outer}");
            open.Push(start + length);
        }
    }
}
