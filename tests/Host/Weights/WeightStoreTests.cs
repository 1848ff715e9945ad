using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Weights;

public sealed class WeightStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpuformer-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Weights_that_fit_are_accepted()
    {
        using WeightStore store = Store(("a", [2, 3]), ("n.num_batches_tracked", []));
        store.Verify([("a", [2, 3], false), ("maybe", [1], true), ("m.num_batches_tracked", [], false)]);
    }

    [Fact]
    public void All_misfits_are_named_at_once()
    {
        using WeightStore store = Store(("a", [2, 3]), ("b", [4]), ("c", []), ("d", [1]));
        var refusal = Assert.Throws<ModelFormatException>(() => store.Verify(
            [("a", [3, 2], false), ("b", [4], false), ("c", [1], true), ("e", [5], false), ("f.g", [6, 7], false)]));
        Assert.StartsWith("weights in memory: the weights do not fit the model: ", refusal.Message);
        Assert.Contains("2 missing ('e' [5], 'f.g' [6, 7])", refusal.Message);
        Assert.Contains("1 extra ('d' [1])", refusal.Message);
        Assert.Contains(
            "2 of another shape ('a' is [2, 3], the model needs [3, 2], 'c' is [], the model needs [1])",
            refusal.Message);
    }

    [Fact]
    public void Tensors_are_found_and_read_by_name()
    {
        using WeightStore store = Store(("a", [2, 3]));
        Assert.Equal(["a"], store.Names);
        Assert.True(store.TryGet("a", out var shape));
        Assert.Equal([2, 3], shape.ToArray());
        Assert.False(store.TryGet("b", out shape));
        Assert.Empty(shape);
        var values = new float[6];
        store.Read("a", values);
        Assert.Equal([0, 1, 2, 3, 4, 5], values);
        Assert.Throws<ArgumentException>(() => store.Read("a", new float[5]));
        Assert.Contains("'b'", Assert.Throws<ModelFormatException>(() => store.Read("b", values)).Message);
    }

    [Theory]
    [InlineData("plain-zip.pth")]
    [InlineData("plain-legacy.pth")]
    [InlineData("training-zip.pth.tar")]
    [InlineData("training-legacy.pth.tar")]
    public void Kind_of_a_file_is_told_by_its_content(string file)
    {
        string renamed = Path.Combine(_folder, "weights.bin");
        File.Copy(TorchBytes.PathOf(file), renamed);
        using WeightStore store = WeightStore.Open(renamed);
        store.Verify(
        [
            ("conv.weight", [3, 2, 1, 1], false), ("norm.weight", [3], false), ("norm.bias", [3], false),
            ("norm.running_mean", [3], false), ("norm.running_var", [3], false), ("head.weight", [2, 3], false),
            ("head.bias", [2], false),
        ]);
        var bias = new float[2];
        store.Read("head.bias", bias);
        Assert.Equal([5, 5.125f], bias);
    }

    [Theory]
    [InlineData("image.png", "is no PyTorch checkpoint")]
    [InlineData("model.safetensors", "header length")]
    public void File_of_another_kind_is_refused_with_its_name(string name, string problem)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13]);
        var refusal = Assert.Throws<ModelFormatException>(() => WeightStore.Open(path));
        Assert.StartsWith(path, refusal.Message);
        Assert.Contains(problem, refusal.Message);
    }

    private static WeightStore Store(params (string Name, int[] Shape)[] tensors) => WeightStore.FromMemory(
        tensors.Select(t => KeyValuePair.Create(
            t.Name,
            (t.Shape, Enumerable.Range(0, t.Shape.Aggregate(1, (n, d) => n * d)).Select(i => (float)i).ToArray()))));
}
