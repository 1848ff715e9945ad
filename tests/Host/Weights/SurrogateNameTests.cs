using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Weights;

/// <summary>JSON can spell half a character, which no text of .NET can hold.</summary>
public sealed class SurrogateNameTests
{
    [Theory]
    [InlineData("key")]
    [InlineData("dtype")]
    [InlineData("top")]
    public void Half_a_surrogate_pair_is_refused_wherever_it_stands(string place)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Hostile", $"surrogate-{place}.safetensors");
        var refusal = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith(path, refusal.Message);
        var run = CommandLineRun.Of("val", "data", "--model", "mobile_former_26m", "--weights", path);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(path, run.Error);
    }
}
