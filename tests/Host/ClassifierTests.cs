using GpuFormer.Imaging;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class ClassifierTests : IDisposable
{
    private static readonly ClassifierOptions Plain = new() { Device = "cpu" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Probabilities_are_the_soft_max_of_the_logits()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 6);
        using var classifier = Classifier.Load("mobile_former_26m", weights, Plain);
        var image = new Image(50, 40);
        new Random(1).NextBytes(image.Pixels);
        var predictions = classifier.Classify(image, topK: 100);

        var input = new float[3 * 32 * 32];
        new EvaluationTransform(classifier.Model.Preprocessing).Apply(image, input);
        var logits = new float[6];
        await classifier.PredictAsync(input, logits);
        var sum = logits.Sum(logit => Math.Exp(logit));
        Assert.Equal(6, predictions.Count);
        Assert.Equal(1, predictions.Sum(prediction => prediction.Probability), 5);
        Assert.All(predictions, p => Assert.Equal(Math.Exp(logits[p.ClassIndex]) / sum, p.Probability, 5));
        Assert.Equal(predictions.OrderByDescending(p => p.Probability).Select(p => p.ClassIndex),
            predictions.Select(p => p.ClassIndex));
    }

    [Fact]
    public void A_PyTorch_checkpoint_of_another_model_is_refused()
    {
        var checkpoint = Path.Combine(AppContext.BaseDirectory, "Data", "Weights", "plain-zip.pth");
        var exception = Assert.Throws<ModelFormatException>(() => Classifier.Load("mobile_former_26m", checkpoint));
        Assert.Contains("stem.0.weight", exception.Message);
    }

    [Fact]
    public void A_failed_load_leaves_the_file_closed()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"]);
        Assert.Throws<DeviceSelectionException>(() =>
            Classifier.Load("mobile_former_26m", weights, new ClassifierOptions { Device = "cuda:99" }));
        using var file = File.Open(weights, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(file.CanWrite);
    }

    [Fact]
    public void A_bad_topk_is_refused()
    {
        using var classifier = Classifier.Load(
            "mobile_former_26m", StoredModel.Write(_folder["w.safetensors"]), Plain);
        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Classify(new Image(4, 4), topK: 0));
    }
}
