using GpuFormer.Imaging;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class PreprocessingMetadataTests
{
    [Fact]
    public void Without_an_entry_pictures_are_prepared_as_Mobile_Former_was_trained() =>
        Assert.Equal(
            PreprocessingConfig.MobileFormer, PreprocessingMetadata.Read(new Dictionary<string, string>(), "w", PreprocessingConfig.MobileFormer));

    [Fact]
    public void The_keys_of_timm_are_read_and_others_ignored()
    {
        var config = Read("""
            {"input_size": [3, 192, 192], "crop_pct": 0.9, "interpolation": "bicubic", "mean": [0.5, 0.4, 0.3],
             "std": [0.2, 0.3, 0.4], "architecture": "x"}
            """);
        Assert.Equal(192, config.InputSize);
        Assert.Equal(0.9, config.CropShare);
        Assert.Equal(Interpolation.Bicubic, config.Interpolation);
        Assert.Equal([0.5, 0.4, 0.3], config.Mean);
        Assert.Equal([0.2, 0.3, 0.4], config.StandardDeviation);
    }

    [Theory]
    [InlineData("{\"input_size\": [1, 224, 224]}", "input_size")]
    [InlineData("{\"input_size\": [3, 224, 192]}", "input_size")]
    [InlineData("{\"input_size\": 1e9}", "input_size")]
    [InlineData("{\"crop_pct\": 0}", "crop_pct")]
    [InlineData("{\"crop_pct\": 1e-30}", "crop_pct")]
    [InlineData("{\"std\": [0, 1, 1]}", "std")]
    [InlineData("{\"mean\": [0, 1]}", "mean")]
    [InlineData("{\"interpolation\": \"lanczos\"}", "interpolation")]
    [InlineData("{\"mean\": \"x\"}", "preprocessing")]
    [InlineData("[1]", "preprocessing")]
    [InlineData("{", "preprocessing")]
    public void Values_that_make_no_sense_are_refused_by_name(string json, string named)
    {
        var exception = Assert.Throws<ModelFormatException>(() => Read(json));
        Assert.Contains(named, exception.Message);
    }

    private static PreprocessingConfig Read(string json) =>
        PreprocessingMetadata.Read(new Dictionary<string, string> { ["preprocessing"] = json }, "weights.safetensors",
            PreprocessingConfig.MobileFormer);
}
