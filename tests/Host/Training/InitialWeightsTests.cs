using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Host.Data;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class InitialWeightsTests : IDisposable
{
    private const string Name = "mobilenet_v3_small";

    private readonly Cli.TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_of_other_classes_leave_the_last_linear_to_start_anew()
    {
        var path = StoredModel.Write(_folder["w.safetensors"], Name, classes: 5);
        var model = ModelCatalogue.Create(Name, classes: 3);
        var state = InitialWeights.Read(path, model, new MemoryDataset(6, model.Classes), seed: 1, _warnings.Add);
        Assert.Equal(3 * 1024, state["classifier.3.weight"].Length);
        Assert.Equal(3, state["classifier.3.bias"].Length);
        foreach (var parameter in model.Parameters.Where(p => p.Name is "features.0.0.weight" or "classifier.0.bias"))
            Assert.Equal(SeededWeights.Fill(parameter.Name, parameter.Shape), state[parameter.Name]);
        Assert.Contains("is of 5 classes, not of 3", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_the_same_classes_are_taken_whole()
    {
        var path = StoredModel.Write(_folder["w.safetensors"], Name, classes: 3);
        var model = ModelCatalogue.Create(Name, classes: 3);
        var state = InitialWeights.Read(path, model, new MemoryDataset(6, model.Classes), seed: 1, _warnings.Add);
        var last = model.Parameters.Single(p => p.Name == "classifier.3.weight");
        Assert.Equal(SeededWeights.Fill(last.Name, last.Shape), state[last.Name]);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void The_same_classes_in_another_order_keep_their_filters()
    {
        var path = StoredModel.Write(_folder["w.safetensors"], Name, classes: 3,
            labels: """["class-2", "class-0", "class-1"]""");
        var model = ModelCatalogue.Create(Name, classes: 3);
        var state = InitialWeights.Read(path, model, new MemoryDataset(6, 3), seed: 1, _warnings.Add);
        var last = model.Parameters.Single(p => p.Name == "classifier.3.weight");
        var stored = SeededWeights.Fill(last.Name, last.Shape);
        Assert.Equal([.. stored[1024..2048], .. stored[2048..], .. stored[..1024]], state[last.Name]);
        Assert.Contains("another order", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_classes_of_other_names_start_anew()
    {
        var path = StoredModel.Write(_folder["w.safetensors"], Name, classes: 3, labels: """["a", "b", "c"]""");
        var model = ModelCatalogue.Create(Name, classes: 3);
        var state = InitialWeights.Read(path, model, new MemoryDataset(6, 3), seed: 1, _warnings.Add);
        var last = model.Parameters.Single(p => p.Name == "classifier.3.weight");
        Assert.NotEqual(SeededWeights.Fill(last.Name, last.Shape), state[last.Name]);
        var warning = Assert.Single(_warnings);
        Assert.Contains("a, b, c", warning, StringComparison.Ordinal);
        Assert.Contains("class-0, class-1, class-2", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        var path = StoredModel.Write(_folder["w.safetensors"], "mobilenet_v2", classes: 3);
        Assert.Throws<ModelFormatException>(
            () => InitialWeights.Read(path, ModelCatalogue.Create(Name, classes: 3), new MemoryDataset(6, 3), seed: 1,
                _warnings.Add));
    }
}
