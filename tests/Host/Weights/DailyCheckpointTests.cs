using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;
using static GpuFormer.Tests.Host.Weights.TorchBytes;

namespace GpuFormer.Tests.Host.Weights;

/// <summary>Checkpoints as scripts, Lightning, torch.compile and torchvision leave them open as the network that they
/// hold.</summary>
public sealed class DailyCheckpointTests : IDisposable
{
    private const string Network = "mobilenet_v3_small";
    private const int Classes = 10;

    // The state of a MultiStepLR schedule: how often each milestone comes.
    private static readonly string Counter =
        Global("collections", "Counter") + "}(" + Number(10) + Number(1) + Number(20) + Number(1) + "u\u0085R";

    private static readonly ImageModel Model26 = ModelCatalogue.Create(Network, Classes);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds =>
    [
        "counter", "compiled", "parts compiled", "lightning", "lightning compiled", "model_state_dict", "net",
        "data parallel", "types beside the model's", "untyped beside the model's", "protocol 5",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Checkpoint_opens_as_its_network(string kind)
    {
        var path = _folder.Write("w.pth", Checkpoint(kind));
        using var model = Model.Load(Network, path);
        Assert.Equal(Classes, model.Classes);
        AssertSeeded(model.ReadState());
    }

    [Fact]
    public void Averaged_weights_of_torchvision_convert_to_a_file_that_opens()
    {
        var last = State(name => name, scale: 0);
        var averaged = State(name => "module." + name) with { };
        var root = Dictionary(("model", last.Pickled), ("model_ema", Dictionary(
            [.. averaged.Items, ("n_averaged", Tensor(Storage("n", 1, "LongStorage"), 0, [], []))])));
        var path = _folder.Write("w.pth", Zip(Pickle(root),
            [.. last.Storages, .. averaged.Storages.Select(s => s), ("n", new byte[8])]));
        var summary = CheckpointConverter.Convert(path, _folder["e.safetensors"], new CheckpointOptions { Ema = true });
        Assert.Contains(summary.Dropped, dropped => dropped.Name == "n_averaged");
        using var model = Model.Load(Network, _folder["e.safetensors"]);
        AssertSeeded(model.ReadState());
    }

    [Fact]
    public void Safetensors_of_wrapped_networks_open_too()
    {
        var writer = new SafetensorsWriter();
        foreach (var parameter in Stored())
            writer.Add("model._orig_mod." + parameter.Name, SeededWeights.Fill(parameter.Name, parameter.Shape),
                parameter.Shape.ToArray());
        writer.Add("quantiser.scale", DType.F8_E4M3, [3], stream => stream.Write(new byte[3]));
        writer.Add("quantiser.phase", DType.C64, [1], stream => stream.Write(new byte[8]));
        writer.Save(_folder["w.safetensors"]);
        using var model = Model.Load(Network, _folder["w.safetensors"]);
        AssertSeeded(model.ReadState());
    }

    [Fact]
    public void Weights_of_a_type_that_cannot_be_read_are_named()
    {
        var writer = new SafetensorsWriter();
        foreach (var parameter in Stored())
        {
            if (parameter.Name == "classifier.3.weight")
                writer.Add(parameter.Name, DType.F8_E5M2, parameter.Shape.ToArray(),
                    stream => stream.Write(new byte[parameter.Shape.Elements]));
            else
                writer.Add(parameter.Name, new float[parameter.Shape.Elements], parameter.Shape.ToArray());
        }

        writer.Save(_folder["w.safetensors"]);
        var refusal = Assert.Throws<ModelFormatException>(() => Model.Load(Network, _folder["w.safetensors"]));
        Assert.Contains("'classifier.3.weight' is of the type F8_E5M2", refusal.Message);
    }

    [Fact]
    public void Unknown_prefix_is_named_and_lists_are_short()
    {
        var writer = new SafetensorsWriter();
        foreach (var parameter in Stored())
            writer.Add("student.trunk." + parameter.Name, new float[parameter.Shape.Elements], parameter.Shape.ToArray());
        writer.Save(_folder["w.safetensors"]);
        var refusal = Assert.Throws<ModelFormatException>(() => Model.Load(Network, _folder["w.safetensors"]));
        Assert.Contains("begin with 'student.trunk.'", refusal.Message);
        Assert.Contains("more)", refusal.Message);
        Assert.InRange(refusal.Message.Length, 100, 1500);
    }

    [Fact]
    public void Tensors_beyond_a_hundred_times_their_file_are_refused_unless_asked_for()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Hostile", "bomb-8x512M.pth");
        var refusal = Assert.Throws<ModelFormatException>(() => TorchCheckpoint.Open(path));
        Assert.Contains("100 times", refusal.Message);
        var run = CommandLineRun.Of("convert", path, _folder["out.safetensors"]);
        Assert.Equal(3, run.ExitCode);
        Assert.False(File.Exists(_folder["out.safetensors"]));

        byte[] viewed = Zip(
            Pickle(Dictionary(("a", Tensor(Storage("0", 1), 0, [1 << 20], [0])))), ("0", BitConverter.GetBytes(3f)));
        Assert.Throws<ModelFormatException>(() => TorchCheckpoint.Open(viewed, "m"));
        using var asked = TorchCheckpoint.Open(viewed, "m", new CheckpointOptions { ExpansionLimit = 1 << 20 });
        var values = new float[1 << 20];
        asked.ReadFloat32("a", values);
        Assert.All(values, value => Assert.Equal(3f, value));
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n", "Git LFS pointer")]
    [InlineData("\n<!DOCTYPE html>\n<html>", "web page")]
    [InlineData("<html><body>Log in</body></html>", "web page")]
    [InlineData("{\"error\": \"Not found\"}", "JSON text")]
    [InlineData("<?xml version=\"1.0\"?><Error/>", "XML text")]
    public void Other_files_are_named_for_what_they_are(string text, string kind)
    {
        foreach (var name in new[] { "w.safetensors", "w.pth" })
        {
            var refusal = Assert.Throws<ModelFormatException>(
                () => Model.Load(Network, _folder.Write(name, text)));
            Assert.Contains(kind, refusal.Message);
        }
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Archive_around_a_checkpoint_is_named(CompressionLevel level)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("weights.pth", level).Open())
            entry.Write(Checkpoint("net"));
        var refusal = Assert.Throws<ModelFormatException>(
            () => Model.Load(Network, _folder.Write("w.pth", stream.ToArray())));
        Assert.Contains("ZIP archive around 'weights.pth'", refusal.Message);
    }

    [Fact]
    public void Advice_about_averages_is_given_only_where_there_are_some()
    {
        var nothing = Zip(Pickle(Dictionary(("epoch", Number(3)))));
        Assert.DoesNotContain("EMA", Assert.Throws<ModelFormatException>(() => TorchCheckpoint.Open(nothing, "m")).Message);
        var averages = Zip(
            Pickle(Dictionary(("model_ema", Dictionary(("a", Tensor(Storage("0", 1), 0, [1], [1])))))), ("0", new byte[4]));
        Assert.Contains("EMA", Assert.Throws<ModelFormatException>(() => TorchCheckpoint.Open(averages, "m")).Message);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_told_by_name()
    {
        var path = StoredModel.Write(_folder["w.safetensors"], classes: 3, change: tensors =>
        {
            tensors["stem.0.weight"].Values[5] = float.NaN;
            var variance = tensors.Keys.First(name => name.EndsWith("running_var", StringComparison.Ordinal));
            tensors[variance].Values[0] = -1;
        });
        var lines = new List<string>();
        using var model = Model.Load("mobile_former_26m", path, new ModelOptions { Warn = lines.Add });
        model.ReadState();
        model.ReadState();
        Assert.Equal(2, lines.Count);
        Assert.Contains(lines, line => line.Contains("stem.0.weight", StringComparison.Ordinal)
            && line.Contains("1 NaN", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("negative", StringComparison.Ordinal));
    }

    private static IEnumerable<Parameter> Stored() => Model26.Parameters.Where(p => p.Kind != ParameterKind.Counter);

    private static void AssertSeeded(IReadOnlyDictionary<string, float[]> state)
    {
        foreach (var parameter in Stored())
            Assert.Equal(SeededWeights.Fill(parameter.Name, parameter.Shape), state[parameter.Name]);
    }

    private static byte[] Checkpoint(string kind)
    {
        var state = State(kind switch
        {
            "compiled" => name => "_orig_mod." + name,
            "parts compiled" => name => name.Replace("features.0.", "features.0._orig_mod.", StringComparison.Ordinal),
            "lightning" => name => "model." + name,
            "lightning compiled" => name => "model._orig_mod." + name,
            "data parallel" => name => "module." + name,
            _ => name => name,
        });
        (string, byte[])[] more = [];
        var weights = state.Pickled;
        if (kind == "types beside the model's")
        {
            weights = Dictionary([.. state.Items, ("phase", Tensor(Storage("c", 2, "ComplexFloatStorage"), 0, [2], [1]))]);
            more = [("c", new byte[16])];
        }

        if (kind == "untyped beside the model's")
        {
            var tensor = Global("torch._utils", "_rebuild_tensor_v3") + "("
                + "(" + Text("storage") + Global("torch.storage", "UntypedStorage") + Text("u") + Text("cpu") + Number(4)
                + "tQ" + Number(0) + Tuple([4]) + Tuple([1]) + "\u0089" + Global("collections", "OrderedDict") + ")R"
                + Global("torch", "float8_e4m3fn") + "tR";
            weights = Dictionary([.. state.Items, ("scales", tensor)]);
            more = [("u", new byte[4])];
        }

        var root = kind switch
        {
            "counter" => Dictionary(("model", weights),
                ("lr_scheduler", Dictionary(("milestones", Counter), ("last_epoch", Number(3))))),
            "lightning" or "lightning compiled" => Dictionary(("epoch", Number(1)), ("state_dict", weights),
                ("hyper_parameters", Dictionary(("name", Text("x"))))),
            "model_state_dict" or "net" => Dictionary(("epoch", Number(1)), (kind, weights)),
            _ => weights,
        };
        byte[] pickle = kind == "protocol 5"
            // PROTO 5, a frame, a text and bytes with lengths of 8 bytes, a set, and the state.
            ? [0x80, 5, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, .. Encoding.Latin1.GetBytes(Dictionary(
                ("note", "\u008d" + Little(3, 8) + "abc"), ("bytes", "\u0096" + Little(2, 8) + "xy"),
                ("set", "\u008f(K\u0001\u0090"), ("state_dict", weights))), (byte)'.']
            : Pickle(root);
        return Zip(pickle, [.. state.Storages, .. more]);
    }

    private static string Little(long value, int bytes)
    {
        Span<byte> buffer = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(buffer, value);
        return Encoding.Latin1.GetString(buffer[..bytes]);
    }

    // The keys of the storages differ with the scale, so that a file can hold both.
    private static SavedState State(Func<string, string> rename, float scale = 1)
    {
        var items = new List<(string, string)>();
        var storages = new List<(string, byte[])>();
        foreach (var parameter in Stored())
        {
            float[] values = [.. SeededWeights.Fill(parameter.Name, parameter.Shape).Select(value => value * scale)];
            var key = $"{storages.Count}{(scale == 0 ? "z" : "")}";
            long[] shape = [.. parameter.Shape.ToArray()];
            var strides = new long[shape.Length];
            for (int i = shape.Length - 1, step = 1; i >= 0; step *= (int)shape[i], i--)
                strides[i] = step;
            items.Add((rename(parameter.Name), Tensor(Storage(key, values.Length), 0, shape, strides)));
            storages.Add((key, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        }

        return new SavedState([.. items], [.. storages]);
    }

    private sealed record SavedState((string Key, string Value)[] Items, (string Key, byte[] Bytes)[] Storages)
    {
        public string Pickled => Dictionary(Items);
    }
}
