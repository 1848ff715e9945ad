using System.Diagnostics;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Serving;
using GpuFormer.Tests.Style;
using Xunit;

namespace GpuFormer.Tests.Packages;

/// <summary>The samples do what samples/README.md says. They are built with the tests.</summary>
public sealed class SampleTests
{
    private static readonly string Weights =
        Path.Combine(Repository.Root, "data/weights/mobile_former_26m-mnist.safetensors");

    [Fact]
    public void The_FSharp_sample_names_a_digit_and_makes_maps()
    {
        var run = Sample("FSharp", "GpuFormer.Samples.FSharp", Repository.Root, Weights,
            Path.Combine(Repository.Root, "data/digits/7.png")).Succeeded();
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.StartsWith("7: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Count(line => line.EndsWith('%')));
        Assert.Contains(lines, line => line.StartsWith("stride 32: [1,", StringComparison.Ordinal));
    }

    [Fact]
    public void The_training_sample_trains_and_goes_on_where_it_was()
    {
        using var folder = new TemporaryFolder();
        DotnetCommand Train() => Sample("Training", "GpuFormer.Samples.Training", folder.Path,
            Path.Combine(Repository.Root, "data/mnist-small"), "1", folder["run"]).Succeeded();
        var run = Train();
        Assert.Contains("epoch 1: loss ", run.Output, StringComparison.Ordinal);
        Assert.Contains("mobile_former_26m tells 10 classes apart", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["run/weights/best.safetensors"]));
        // Nothing is left to do.
        Assert.DoesNotContain("epoch 1: loss", Train().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_of_an_own_kernel_agrees_with_a_plain_loop()
    {
        var run = Sample("OwnKernel", "GpuFormer.Samples.OwnKernel", Repository.Root, "cpu").Succeeded();
        Assert.Contains("soft plus of 1000 numbers", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_web_service_sample_classifies_refuses_and_is_healthy()
    {
        string[] arguments =
        [
            PathOf("WebService", "GpuFormer.Samples.WebService"), "--weights", Weights, "--device", "cpu", "--urls",
            "http://127.0.0.1:0",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        try
        {
            const string Listening = "Now listening on: ";
            string? line;
            do
            {
                line = await process.StandardOutput.ReadLineAsync();
            }
            while (line is not null && !line.Contains(Listening, StringComparison.Ordinal));
            Assert.NotNull(line);
            using var client = new HttpClient
            {
                BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]),
            };
            Assert.Equal("Healthy", await client.GetStringAsync("/health"));
            using var answer = await client.PostAsync("/classify", new ByteArrayContent(RunningServer.Digit(5)));
            Assert.Contains("\"label\":\"5\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using var refused = await client.PostAsync("/classify", new ByteArrayContent([1, 2, 3]));
            Assert.Equal(400, (int)refused.StatusCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("WebService", "GpuFormer.Samples.WebService")]
    [InlineData("FSharp", "GpuFormer.Samples.FSharp")]
    [InlineData("Training", "GpuFormer.Samples.Training")]
    [InlineData("OwnKernel", "GpuFormer.Samples.OwnKernel")]
    public void Without_arguments_a_sample_says_what_it_takes(string project, string assembly)
    {
        var run = Sample(project, assembly, Repository.Root);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("usage: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_sample_is_in_the_table_and_every_path_of_it_exists()
    {
        var table = File.ReadAllText(Path.Combine(Repository.Root, "samples/README.md"));
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "samples")))
            Assert.Contains($"[{Path.GetFileName(folder)}](", table, StringComparison.Ordinal);
    }

    private static DotnetCommand Sample(string project, string assembly, string folder, params string[] arguments) =>
        DotnetCommand.Dotnet(folder, [PathOf(project, assembly), .. arguments]);

    private static string PathOf(string project, string assembly) => Path.Combine(Repository.Root, "artifacts/bin", project,
        DotnetCommand.Configuration.ToLowerInvariant(), assembly + ".dll");
}
