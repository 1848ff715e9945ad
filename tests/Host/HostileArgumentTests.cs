using GpuFormer.Imaging;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>Nulls, folders and metadata that make no sense are documented exceptions of the method that was
/// called.</summary>
public sealed class HostileArgumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nulls_are_named()
    {
        Assert.Throws<ArgumentNullException>(() => Model.Load(null!, "x"));
        Assert.Throws<ArgumentNullException>(() => Model.Load("mobile_former_26m", (string)null!));
        Assert.Throws<ArgumentNullException>(() => Classifier.Load(null!, "x"));
        Assert.Throws<ArgumentNullException>(() => Classifier.Load("mobile_former_26m", (string)null!));
        Assert.Throws<ArgumentNullException>(() => FeatureExtractor.Load("mobile_former_26m", (string)null!));
        Assert.Throws<ArgumentNullException>(() => ImageDecoder.Load(null!));
        Assert.Throws<ArgumentNullException>(() => ClassLabels.Load(null!));
        Assert.Throws<ArgumentNullException>(() => ClassLabels.Of(null!));
        Assert.Throws<ArgumentNullException>(() => ClassLabels.Of(["a", null!]));
        using var classifier = Classifier.Load("mobile_former_26m",
            StoredModel.Write(_folder["w.safetensors"], classes: 3), new ClassifierOptions { Device = "cpu" });
        Assert.Throws<ArgumentNullException>(() => classifier.Classify((Image)null!));
        Assert.Throws<ArgumentNullException>(() => classifier.Classify((string)null!));
    }

    [Fact]
    public void Folder_as_weights_is_called_a_folder()
    {
        var refusal = Assert.Throws<ModelFormatException>(() => Model.Load("mobile_former_26m", _folder.Path));
        Assert.Contains("folder", refusal.Message);
    }

    [Theory]
    [InlineData("""{"input_size": [3, 4096, 4096], "crop_pct": 0.05}""")]
    [InlineData("""{"input_size": [3, "x", 4]}""")]
    [InlineData("""{"mean": null}""")]
    [InlineData("""{"std": [1e999, 1, 1]}""")]
    [InlineData("""{"crop_pct": "\ud800"}""")]
    [InlineData("""{"interpolation": "\ud800"}""")]
    [InlineData("[[[[")]
    [InlineData("null")]
    public void Preprocessing_that_makes_no_sense_is_refused_with_the_file(string json)
    {
        var path = StoredModel.Write(_folder["w.safetensors"], classes: 3, preprocessing: json);
        Assert.StartsWith(path, Assert.Throws<ModelFormatException>(() => Model.Load("mobile_former_26m", path)).Message);
    }

    [Theory]
    [InlineData("[\"a\", \"\\ud800\", \"c\"]")]
    [InlineData("[1, 2, 3]")]
    [InlineData("{\"a\": 1}")]
    [InlineData("[\"a\", \"b\"")]
    public void Labels_that_make_no_sense_are_refused_with_the_file(string json)
    {
        var path = StoredModel.Write(_folder["w.safetensors"], classes: 3, labels: json);
        Assert.StartsWith(path, Assert.Throws<ModelFormatException>(() => Model.Load("mobile_former_26m", path)).Message);
    }

    [Fact]
    public void Nested_labels_are_refused_and_do_not_exhaust_the_stack()
    {
        var path = _folder.Write("labels.txt", new string('[', 200_000));
        Assert.Throws<ModelFormatException>(() => ClassLabels.Load(path));
    }
}
