using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>Options as argparse reads them.</summary>
public sealed class OptionTokensTests
{
    [Theory]
    [InlineData("--devise", "--device", "predict", "x.png", "-m", "mobile_former_26m", "-w", "w", "--devise", "cpu")]
    [InlineData("--devise", "--device", "predict", "x.png", "-m", "mobile_former_26m", "-w", "w", "--devise=cpu")]
    [InlineData("--epoch", "--epochs", "train", "d", "--epoch", "3")]
    [InlineData("--topc", "--topk", "predict", "x.png", "--topc", "3")]
    [InlineData("--emaa", "--ema", "convert", "a.pth", "b.safetensors", "--emaa")]
    public void A_mistyped_option_is_named_with_the_nearest(string typed, string meant, params string[] args)
    {
        var run = CommandLineRun.Of(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"unknown option '{typed}', did you mean '{meant}'?", run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void After_two_hyphens_everything_is_a_name()
    {
        var run = CommandLineRun.Of("predict", "-m", "mobile_former_26m", "-w", "w", "--", "--devise");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("There is no file or folder '--devise'", run.Error);
    }

    [Fact]
    public void An_option_is_no_value_of_another()
    {
        var run = CommandLineRun.Of("predict", "x.png", "-m", "--weights", "w");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("-m needs a value, not '--weights'", run.Error);
        run = CommandLineRun.Of("predict", "x.png", "-m");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("-m needs a value", run.Error);
    }

    [Theory]
    [InlineData("--labels", "predict", "x.png", "--labels", "--json")]
    [InlineData("--labels", "predict", "x.png", "--labels=--json")]
    [InlineData("--weights", "val", "d", "--weights", "--strict")]
    [InlineData("--results-file", "benchmark", "mobile_former_26m", "--results-file", "--detail")]
    [InlineData("--experiment", "train", "d", "--experiment", "--dry-run")]
    [InlineData("--lr", "train", "d", "--lr", "--dry-run")]
    [InlineData("--depth", "info", "mobile_former_26m", "--depth", "--graph")]
    [InlineData("--op", "selftest", "--op", "--mode", "perf")]
    [InlineData("-o", "run", "-o", "--json")]
    public void A_value_that_begins_with_two_hyphens_is_refused(string option, params string[] args)
    {
        var run = CommandLineRun.Of(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{option} needs a value, not '--", run.Error);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("epochs: 5", "--epochs", "3", "--epochs", "5")]
    [InlineData("epochs: 5", "--epochs=3", "--epochs", "5")]
    [InlineData("batch_size: 8", "-b", "4", "--batch-size", "8")]
    [InlineData("opt_betas: [0.8, 0.9]", "--opt-betas", "0.5", "0.6", "--opt-betas", "0.8", "0.9")]
    [InlineData("model_kwargs: ['gbr_ffn=False']", "--model-kwargs", "se_flag=1,0,1,0", "--model-kwargs",
        "gbr_ffn=False")]
    [InlineData("model_ema: true", "--model-ema", "--model-ema")]
    [InlineData("seed: 7", "-s", "-1", "-s", "7")]
    public void Of_an_option_that_is_repeated_the_last_value_counts(string line, params string[] options)
    {
        var run = CommandLineRun.Of(["train", "d", "--model", "mobile_former_26m", "--dry-run", .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(line, run.Output.Split('\n'));
    }

    [Fact]
    public void Words_between_options_stay_where_they_belong()
    {
        var run = CommandLineRun.Of(
            "--json", "train", "--model", "mobile_former_26m", "--epochs", "1", "data", "--epochs", "2", "--dry-run");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("data: data", run.Output.Split('\n'));
        Assert.Contains("epochs: 2", run.Output.Split('\n'));
    }
}
