using GpuFormer.Tests.Host;
using GpuFormer.Tests.Host.Imaging;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>What the command line does with damaged and with very large pictures.</summary>
public sealed class ImageErrorOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Damaged_picture_is_classified_with_one_warning_or_refused_on_demand()
    {
        var picture = ImagingData.PathOf("recovered/rst_wrong.jpg");
        var run = Predict(picture);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("rst_wrong.jpg", run.Output);
        Assert.Single(run.Error.Split('\n'), line => line.Contains("RST", StringComparison.Ordinal));

        var strict = Predict(picture, "--image-errors", "strict");
        Assert.Equal(3, strict.ExitCode);
        Assert.Contains("RST", strict.Error);
        Assert.Equal(2, Predict(picture, "--image-errors", "lenient").ExitCode);
    }

    [Fact]
    public void Picture_beyond_the_limit_is_refused_with_the_option_that_raises_it()
    {
        var picture = ImagingData.PathOf("seeds/baseline.jpg");
        var refused = Predict(picture, "--max-pixels", "100");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("--max-pixels", refused.Error);
        Assert.Equal(0, Predict(picture, "--max-pixels", "108000000").ExitCode);
    }

    [Fact]
    public void Large_JPEG_is_scaled_down_while_it_is_decoded_on_demand()
    {
        var picture = ImagingData.PathOf("transform/landscape.jpg");
        var whole = Predict(picture, "--json");
        var scaled = Predict(picture, "--json", "--draft-side", "40");
        Assert.Equal((0, 0), (whole.ExitCode, scaled.ExitCode));
        Assert.NotEqual(whole.Output, scaled.Output);
        // It is not twice as long as that: nothing to scale.
        Assert.Equal(whole.Output, Predict(picture, "--json", "--draft-side", "161").Output);
        Assert.Equal(2, Predict(picture, "--draft-side", "-1").ExitCode);
    }

    [Fact]
    public void Weights_with_NaN_are_warned_about_by_name()
    {
        var weights = StoredModel.Write(_folder["nan.safetensors"], classes: 3,
            change: tensors => tensors["stem.0.weight"].Values[0] = float.NaN);
        var run = CommandLineRun.Of("predict", ImagingData.PathOf("seeds/baseline.jpg"), "--model", "mobile_former_26m",
            "--weights", weights, "--device", "cpu");
        Assert.Contains("'stem.0.weight' has 1 NaN", run.Error);
    }

    private CommandLineRun Predict(string picture, params string[] more) => CommandLineRun.Of(
        ["predict", picture, "--model", "mobile_former_26m", "--weights",
            StoredModel.Write(_folder["w.safetensors"], classes: 3), "--device", "cpu", .. more]);
}
