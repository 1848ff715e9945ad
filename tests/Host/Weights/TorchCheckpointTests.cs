using System.Text.Json;
using GpuFormer.Weights;
using Xunit;
using static GpuFormer.Tests.Host.Weights.TorchBytes;

namespace GpuFormer.Tests.Host.Weights;

/// <summary>Files written by PyTorch 1.13 (tests/Data/Weights/make_checkpoints.py) against the values saved.</summary>
public sealed class TorchCheckpointTests
{
    private static readonly JsonDocument Expected = JsonDocument.Parse(File.ReadAllText(PathOf("expected.json")));

    [Theory]
    [InlineData("plain-zip.pth", "plain", false)]
    [InlineData("plain-legacy.pth", "plain", false)]
    [InlineData("model-and-ema-zip.pth", "plain", false)]
    [InlineData("model-and-ema-zip.pth", "average", true)]
    [InlineData("training-zip.pth.tar", "training", false)]
    [InlineData("training-zip.pth.tar", "average", true)]
    [InlineData("training-legacy.pth.tar", "training", false)]
    [InlineData("training-legacy.pth.tar", "average", true)]
    [InlineData("types-zip.pth", "types", false)]
    [InlineData("types-legacy.pth", "types", false)]
    [InlineData("strided-zip.pth", "strided", false)]
    [InlineData("strided-legacy.pth", "strided", false)]
    public void Names_types_shapes_and_values_are_those_that_PyTorch_saved(string file, string expected, bool ema)
    {
        using TorchCheckpoint checkpoint = TorchCheckpoint.Open(PathOf(file), new CheckpointOptions { Ema = ema });

        JsonProperty[] tensors = [.. Expected.RootElement.GetProperty(expected).EnumerateObject()];
        Assert.Equal(tensors.Select(t => t.Name), checkpoint.Tensors.Select(t => t.Name));
        foreach ((JsonProperty saved, TensorEntry entry) in tensors.Zip(checkpoint.Tensors))
        {
            Assert.Equal(TypeOf(saved.Value.GetProperty("dtype").GetString()!), entry.DType);
            Assert.Equal(saved.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()), entry.Shape);
            var values = new float[entry.ElementCount];
            checkpoint.ReadFloat32(entry.Name, values);
            Assert.Equal(saved.Value.GetProperty("values").EnumerateArray().Select(v => v.GetSingle()), values);
        }
    }

    [Theory]
    [InlineData("training-zip.pth.tar")]
    [InlineData("training-legacy.pth.tar")]
    public void What_is_not_taken_from_a_training_checkpoint_is_listed(string file)
    {
        using TorchCheckpoint checkpoint = TorchCheckpoint.Open(PathOf(file));
        Assert.Equal(
            ["epoch", "arch", "optimizer", "version", "args", "amp_scaler", "state_dict_ema", "metric"],
            checkpoint.Dropped.Select(d => d.Name));
        Assert.Equal("is a number 7 and no weights", checkpoint.Dropped[0].Reason);
        Assert.Equal("is a text 'mobile_former_26m' and no weights", checkpoint.Dropped[1].Reason);
        Assert.Contains("argparse.Namespace", checkpoint.Dropped[4].Reason);
        Assert.Contains("averaged weights", checkpoint.Dropped[6].Reason);
    }

    [Theory]
    [InlineData("module-zip.pth")]
    [InlineData("module-legacy.pth")]
    public void Pickled_module_is_refused(string file)
    {
        var refusal = Assert.Throws<ModelFormatException>(() => TorchCheckpoint.Open(PathOf(file)));
        Assert.Contains(file, refusal.Message);
        Assert.Contains("state_dict", refusal.Message);
        Assert.True(refusal.Message.Contains("torch.nn.modules.linear.Linear") ||
            refusal.Message.Contains("whole pickled module"));
    }

    [Fact]
    public void Averaged_weights_that_are_not_there_are_an_error_with_the_entries_there_are()
    {
        byte[] bytes = Zip(Pickle(Dictionary(("state_dict", "}"), ("epoch", "K\u0007"))));
        var refusal = Assert.Throws<ModelFormatException>(
            () => TorchCheckpoint.Open(bytes, "m.pth", new CheckpointOptions { Ema = true }));
        Assert.Contains("'state_dict', 'epoch'", refusal.Message);
    }

    [Theory]
    [InlineData("plain-zip.pth")]
    [InlineData("plain-legacy.pth")]
    public void Checkpoint_truncated_anywhere_is_refused(string file)
    {
        byte[] whole = File.ReadAllBytes(PathOf(file));
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.StartsWith(
                "m.pth: ", Assert.Throws<ModelFormatException>(() => TorchCheckpoint.Open(cut, "m.pth")).Message);
        }
    }

    [Fact]
    public void Prefix_of_data_parallel_training_does_not_hide_a_second_tensor()
    {
        string tensor = Tensor(Storage("0", 1), 0, [1], [1]);
        byte[] bytes = Zip(Pickle(Dictionary(("module.w", tensor), ("w", tensor))), ("0", new byte[4]));
        Assert.Contains(
            "tensor 'w': is there twice",
            Assert.Throws<ModelFormatException>(() => TorchCheckpoint.Open(bytes, "m.pth")).Message);
    }

    [Fact]
    public void Strided_tensor_longer_than_one_piece_is_read_in_order()
    {
        const int Rows = 300, Columns = 200;
        var stored = new byte[4 * Rows * Columns];
        for (int i = 0; i < Rows * Columns; i++)
            BitConverter.TryWriteBytes(stored.AsSpan(4 * i), (float)i);
        string transposed = Tensor(Storage("0", Rows * Columns), 0, [Columns, Rows], [1, Columns]);
        using TorchCheckpoint checkpoint = TorchCheckpoint.Open(
            Zip(Pickle(Dictionary(("w", transposed))), ("0", stored)), "m.pth");
        var values = new float[Rows * Columns];
        checkpoint.ReadFloat32("w", values);
        for (int c = 0; c < Columns; c++)
        {
            for (int r = 0; r < Rows; r++)
                Assert.Equal(r * Columns + c, values[c * Rows + r]);
        }
    }

    private static DType TypeOf(string torch) => torch switch
    {
        "float64" => DType.F64,
        "float32" => DType.F32,
        "float16" => DType.F16,
        "bfloat16" => DType.BF16,
        "int64" => DType.I64,
        "int32" => DType.I32,
        "int16" => DType.I16,
        "int8" => DType.I8,
        "uint8" => DType.U8,
        _ => DType.BOOL,
    };
}
