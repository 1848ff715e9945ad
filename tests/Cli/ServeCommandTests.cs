using System.Diagnostics;
using GpuFormer.Cli;
using GpuFormer.Tests.Serving;
using GpuFormer.Tests.Style;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary><c>gpuformer serve</c> as a process, which finds ASP.NET Core by itself.</summary>
public sealed class ServeCommandTests
{
    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_serves_until_a_signal_and_ends_with_0(string signal)
    {
        using var process = CliProcess.Start("serve", "--weights", $"my-digits={RunningServer.Weights}", "--device", "cpu",
            "--urls", "http://127.0.0.1:0");
        try
        {
            var url = await process.StandardOutput.ReadLineAsync();
            Assert.StartsWith("http://127.0.0.1:", url, StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri(url!) };
            Assert.Contains("my-digits", await client.GetStringAsync("/v2/models/my-digits"), StringComparison.Ordinal);
            using var answer = await client.PostAsync("/predict?topk=1", new ByteArrayContent(RunningServer.Digit(3)));
            Assert.Contains("\"label\":\"3\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            var (code, _, error) = process.End();
            Assert.Equal(ExitCode.Success, code);
            Assert.Contains("Serving my-digits", error, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Weights_of_several_tasks_are_served_side_by_side()
    {
        var objects = Path.Combine(Repository.Root, "data/weights/retinanet_mobile_former_26m-digits.safetensors");
        using var process = CliProcess.Start("serve", "--weights", $"classes={RunningServer.Weights}", $"objects={objects}",
            "--device", "cpu", "--threads", "1", "--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri((await process.StandardOutput.ReadLineAsync())!) };
            var models = await client.GetStringAsync("/models");
            Assert.Contains("\"classification\"", models, StringComparison.Ordinal);
            Assert.Contains("\"detection\"", models, StringComparison.Ordinal);
            var file = File.ReadAllBytes(ObjectServer.TwoDigits);
            foreach (var (model, said) in new[] { ("classes", "\"probability\":"), ("objects", "\"label\":\"seven\"") })
            {
                using var answer = await client.PostAsync($"/predict?model={model}", new ByteArrayContent(file));
                Assert.Contains(said, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("--urls", "https://127.0.0.1:8080", "proxy")]
    [InlineData("--urls", "8080", "http://127.0.0.1:8080")]
    [InlineData("--urls", "http://127.0.0.1:8080/path", "addresses such as")]
    [InlineData("--fallback", "cuda", "cpu")]
    [InlineData("--model", "mobile_former_27m", "mobile_former_26m")]
    public void A_command_line_that_makes_no_sense_is_refused(string option, string value, string said)
    {
        var run = CommandLineRun.Of("serve", "--weights", RunningServer.Weights, "--device", "cpu", option, value);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_models_of_one_name_and_a_name_that_is_no_part_of_an_address_are_refused()
    {
        var twice = CommandLineRun.Of("serve", "--device", "cpu", "--weights", RunningServer.Weights, RunningServer.Weights);
        Assert.Equal(ExitCode.Usage, twice.ExitCode);
        Assert.Contains("Two models are called mobile_former_26m", twice.Error, StringComparison.Ordinal);
        var path = CommandLineRun.Of("serve", "--device", "cpu", "--weights", $"a/../b={RunningServer.Weights}");
        Assert.Equal(ExitCode.Usage, path.ExitCode);
        Assert.Contains("part of an address", path.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_none_end_with_3()
    {
        using var folder = new TemporaryFolder();
        var run = CommandLineRun.Of("serve", "--device", "cpu", "--weights", folder.Write("w.safetensors", "no weights"));
        Assert.Equal(ExitCode.BadData, run.ExitCode);
    }

    [Fact]
    public void Aspnet_core_of_the_runtimes_version_is_taken_or_else_the_newest_of_its_major_version()
    {
        using var folder = new TemporaryFolder();
        var runtime = folder["shared/Microsoft.NETCore.App/10.0.3/"];
        Directory.CreateDirectory(runtime);
        Assert.Null(AspNetRuntime.Find(runtime, new Version(10, 0, 3)));
        foreach (var version in new[] { "9.0.9", "10.0.2", "10.0.12", "11.0.0", "no version" })
            Directory.CreateDirectory(folder[$"shared/Microsoft.AspNetCore.App/{version}"]);
        Assert.EndsWith("10.0.12", AspNetRuntime.Find(runtime, new Version(10, 0, 3)), StringComparison.Ordinal);
        Assert.EndsWith("10.0.2", AspNetRuntime.Find(runtime, new Version(10, 0, 2)), StringComparison.Ordinal);
        Assert.Null(AspNetRuntime.Find(runtime, new Version(8, 0, 0)));
    }

    [Fact]
    public void Other_commands_need_the_plain_runtime_alone()
    {
        var settings = File.ReadAllText(Path.ChangeExtension(CliProcess.Assembly, ".runtimeconfig.json"));
        Assert.Contains("Microsoft.NETCore.App", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("AspNetCore", settings, StringComparison.Ordinal);
    }
}
