using GpuFormer.Tests.Style;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>The weights in <c>data/weights</c> on pictures that the network was not trained on.</summary>
public sealed class ShippedWeightsTests
{
    private static readonly string Data = Path.Combine(Repository.Root, "data");
    private static readonly string Weights = Path.Combine(Data, "weights", "mobile_former_26m-mnist.safetensors");

    [Fact]
    public void All_ten_digits_of_the_repository_are_named()
    {
        using var classifier = Classifier.Load("mobile_former_26m", Weights, new ClassifierOptions { Device = "cpu" });
        for (var digit = 0; digit < 10; digit++)
        {
            var file = Path.Combine(Data, "digits", $"{digit}.png");
            var best = Assert.Single(classifier.Classify(file, topK: 1));
            Assert.Equal($"{digit}", best.Label);
            Assert.InRange(best.Probability, 0.8f, 1f);
        }
    }

    [Fact]
    public void Validation_on_the_pictures_of_the_repository_gives_the_recorded_accuracy()
    {
        var run = CommandLineRun.Of("val", Path.Combine(Data, "mnist-small"), "--weights", Weights, "--device", "cpu");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Acc@1 99.200", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_detector_of_the_repository_finds_digits_that_the_sample_paints()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (int)System.Reflection.Assembly.Load("GpuFormer.Samples.Digits").EntryPoint!.Invoke(null,
            [(string[])["--mnist", Path.Combine(Data, "mnist-small"), "--out", folder["set"], "--train", "1", "--val", "20"]])!);
        var run = CommandLineRun.Of("val", folder["set"], "--device", "cpu", "--json", "--weights",
            Path.Combine(Data, "weights", "retinanet_mobile_former_26m-digits.safetensors"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange(run.Json.GetProperty("stats").GetProperty("AP50").GetDouble(), 0.3, 1);
    }
}
