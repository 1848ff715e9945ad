using System.Text.RegularExpressions;
using GpuFormer.Tests.Ops;
using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class BenchmarkCommandTests
{
    [Fact]
    public void JSON_has_a_row_for_each_model_and_batch_size_with_every_promised_field()
    {
        var run = CommandLineRun.Of("benchmark", "mobile_former_26m", "mobile-former-52m", "--batch-size", "1,2",
            "--img-size", "16", "--device", "cpu", "--threads", "1", "--iterations", "2", "--json");
        Assert.Equal(0, run.ExitCode);
        var rows = run.Json.EnumerateArray().ToList();
        Assert.Equal(
            [("mobile_former_26m", 1), ("mobile_former_26m", 2), ("mobile_former_52m", 1), ("mobile_former_52m", 2)],
            rows.Select(row => (row.GetProperty("model").GetString()!, row.GetProperty("batch_size").GetInt32())));
        Assert.All(rows, row =>
        {
            Assert.Equal("cpu", row.GetProperty("device").GetString());
            Assert.Equal(16, row.GetProperty("img_size").GetInt32());
            Assert.Equal(1, row.GetProperty("threads").GetInt32());
            var median = row.GetProperty("median_ms").GetDouble();
            Assert.True(median > 0);
            Assert.True(row.GetProperty("p95_ms").GetDouble() >= median);
            Assert.Equal(1000 * row.GetProperty("batch_size").GetInt32() / median,
                row.GetProperty("images_per_second").GetDouble(), 6);
            Assert.True(row.GetProperty("params").GetInt64() > 3_000_000);
            Assert.True(row.GetProperty("macs").GetInt64() > 1_000_000, row.ToString());
            Assert.True(row.GetProperty("peak_bytes").GetInt64() > 10_000_000);
            Assert.True(row.GetProperty("compile_ms").GetDouble() > 0);
            Assert.False(row.TryGetProperty("kernels", out _));
        });
        Assert.Contains("mobile_former_52m", run.Error);
    }

    [Fact]
    public void A_results_file_has_timms_columns_and_a_row_for_each_measurement()
    {
        using var folder = new TemporaryFolder();
        var run = CommandLineRun.Of("benchmark", "mobile_former_26m", "--batch-size", "1,2", "--img-size", "32",
            "--device", "cpu", "--iterations", "2", "--results-file", folder["r.csv"], "--json");
        Assert.Equal(0, run.ExitCode);
        var lines = File.ReadAllLines(folder["r.csv"]);
        Assert.Equal(3, lines.Length);
        var header = lines[0].Split(',');
        string[] timms = ["model", "infer_img_size", "infer_samples_per_sec", "infer_step_time", "infer_batch_size",
            "param_count", "infer_gmacs", "infer_macts"];
        Assert.Empty(timms.Except(header));
        for (var i = 0; i < 2; i++)
        {
            var row = header.Zip(lines[i + 1].Split(',')).ToDictionary(cell => cell.First, cell => cell.Second);
            Assert.Equal($"{i + 1}", row["infer_batch_size"]);
            Assert.Equal("3.23", row["param_count"]);
            Assert.Equal(run.Json[i].GetProperty("median_ms").GetDouble(), Number("infer_step_time"), 3);
            Assert.True(Number("infer_step_time_p99") >= Number("infer_step_time_p95"));

            double Number(string column) =>
                double.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    // timm's own tables: millions of values that convolutions and linears write for one picture.
    [Theory]
    [InlineData("mobilevit_xxs", 8.34)]
    [InlineData("mobilevit_s", 19.94)]
    [InlineData("mobilenet_v3_large", 4.41)]
    public void Activations_are_those_that_timm_counts(string name, double millions)
    {
        var network = GpuFormer.Models.ModelCatalogue.Create(name);
        var pixels = name.StartsWith("mobilevit", StringComparison.Ordinal) ? 256 : 224;
        Assert.InRange(GpuFormer.Cli.BenchmarkTable.Activations(network.Build(1, pixels, pixels)) / 1e6,
            0.99 * millions, 1.01 * millions);
    }

    [Fact]
    public void Detail_adds_every_launch_beside_the_machines_peak()
    {
        var run = CommandLineRun.Of("benchmark", "mobile_former_26m", "--img-size", "32", "--threads", "1",
            "--iterations", "1", "--detail", "--json", "--verbosity", "quiet");
        Assert.Empty(run.Error);
        var row = run.Json[0];
        Assert.True(row.GetProperty("peak_gflops").GetDouble() > 0);
        Assert.True(row.GetProperty("peak_gbps").GetDouble() > 0);
        var kernels = row.GetProperty("kernels").EnumerateArray().ToList();
        Assert.True(kernels.Count > 50);
        Assert.Equal(1, kernels.Sum(kernel => kernel.GetProperty("share_of_time").GetDouble()), 6);
        Assert.All(kernels, kernel => Assert.True(kernel.GetProperty("us").GetDouble() > 0
            && kernel.GetProperty("gbps").GetDouble() > 0 && kernel.GetProperty("gflops").GetDouble() >= 0
            && kernel.GetProperty("share_of_peak").GetDouble() > 0
            && kernel.GetProperty("kernel").GetString()!.Contains('.')));
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Detail_on_a_card_has_the_cards_own_peak(string device)
    {
        var run = CommandLineRun.Of("benchmark", "mobile_former_26m", "--img-size", "32", "--device", device,
            "--iterations", "1", "--detail", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        var row = run.Json[0];
        var (gflops, gbps) = (row.GetProperty("peak_gflops").GetDouble(), row.GetProperty("peak_gbps").GetDouble());
        Assert.True(gflops > 0 && gbps > 0);
        Assert.All(row.GetProperty("kernels").EnumerateArray(), kernel =>
            Assert.Equal(
                Math.Max(kernel.GetProperty("gflops").GetDouble() / gflops, kernel.GetProperty("gbps").GetDouble() / gbps),
                kernel.GetProperty("share_of_peak").GetDouble(), 6));
    }

    [Fact]
    public void Half_precision_is_named_and_takes_less_memory()
    {
        var rows = new[] { "fp32", "fp16" }.Select(precision => CommandLineRun.Of("benchmark", "mobile_former_26m",
            "--img-size", "32", "--device", "cpu", "--iterations", "1", "--precision", precision, "--json").Json[0])
            .ToList();
        Assert.Equal(["fp32", "fp16"], rows.Select(row => row.GetProperty("precision").GetString()));
        Assert.True(rows[1].GetProperty("peak_bytes").GetInt64() < 0.75 * rows[0].GetProperty("peak_bytes").GetInt64());
    }

    [Fact]
    public void Training_is_measured_with_every_launch_of_forward_and_backward()
    {
        var run = CommandLineRun.Of("benchmark", "mobile_former_26m", "--bench", "train", "--img-size", "32",
            "--batch-size", "2", "--device", "cpu", "--iterations", "2", "--detail", "--json", "--verbosity", "quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        var row = run.Json[0];
        Assert.Equal("train", row.GetProperty("bench").GetString());
        Assert.Equal(2, row.GetProperty("iterations").GetInt32());
        // Parameters, gradients and two moments.
        Assert.True(row.GetProperty("peak_bytes").GetInt64() > 16 * row.GetProperty("params").GetInt64());
        var kernels = row.GetProperty("kernels").EnumerateArray().ToList();
        Assert.Equal(1, kernels.Sum(kernel => kernel.GetProperty("share_of_time").GetDouble()), 6);
        foreach (var kernel in new[] { "Pointwise.Forward", "PointwiseBackward.Filter", "BatchNorm.BackwardSums" })
        {
            Assert.Contains(kernels, k => k.GetProperty("kernel").GetString()!.StartsWith(kernel, StringComparison.Ordinal)
                && k.GetProperty("share_of_peak").GetDouble() > 0);
        }

        var single = CommandLineRun.Of("benchmark", "mobile_former_26m", "--bench", "train", "--device", "cpu");
        Assert.Equal(2, single.ExitCode);
        Assert.Contains("at least 2", single.Error);
    }

    [Theory]
    [InlineData("'mobile_former_27m'", "mobile_former_27m")]
    [InlineData("'0'", "mobile_former_26m", "--batch-size", "1,0")]
    [InlineData("''", "mobile_former_26m", "--batch-size", "1,,2")]
    [InlineData("'-2'", "mobile_former_26m", "--threads", "-2")]
    [InlineData("'1e3'", "mobile_former_26m", "--iterations", "1e3")]
    [InlineData("'256'", "mobile_former_26m", "--memory-limit", "256")]
    [InlineData("'0MB'", "mobile_former_26m", "--memory-limit", "0MB")]
    [InlineData("'eval'", "mobile_former_26m", "--bench", "eval")]
    [InlineData("'int8'", "mobile_former_26m", "--precision", "int8")]
    [InlineData("Batch must be at least 2", "mobile_former_26m", "--bench", "train", "--precision", "fp16")]
    [InlineData("'cuda:99'", "mobile_former_26m", "--device", "cuda:99")]
    public void What_makes_no_sense_is_a_usage_error_that_repeats_it(string repeated, params string[] args)
    {
        var run = CommandLineRun.Of(["benchmark", .. args]);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(repeated, run.Error);
    }

    [Fact]
    public void Out_of_memory_is_exit_code_4_with_the_largest_batch_that_then_succeeds()
    {
        string[] args = ["benchmark", "mobile_former_26m", "--img-size", "64", "--device", "cpu", "--memory-limit",
            "20MB", "--iterations", "1", "--verbosity", "quiet", "--batch-size"];
        var refused = CommandLineRun.Of([.. args, "256"]);
        Assert.Equal(4, refused.ExitCode);
        Assert.Empty(refused.Output);
        Assert.Contains("the limit is 20,971,520.", refused.Error);
        Assert.Contains(" 0 bytes are in use", refused.Error);
        var named = Regex.Match(refused.Error, @"The largest batch that fits is (\d+)\.");
        Assert.True(named.Success, refused.Error);
        Assert.Equal(0, CommandLineRun.Of([.. args, named.Groups[1].Value]).ExitCode);
    }

    [Fact]
    public void Interruption_is_exit_code_130()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var run = CommandLineRun.Of(interactive: false, source.Token, "benchmark", "mobile_former_26m");
        Assert.Equal(130, run.ExitCode);
        Assert.Empty(run.Output);
    }
}
