using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>Weights say which network they are of, alone or with what stands beside them.</summary>
public sealed class ModelFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_network_is_told_by_its_tensors_whatever_the_classes()
    {
        foreach (var name in ModelCatalogue.Names)
        {
            var tensors = ModelCatalogue.Create(name, classes: 3).Parameters
                .Where(parameter => parameter.Kind != ParameterKind.Counter)
                .Select(p => KeyValuePair.Create(p.Name, (p.Shape.ToArray(), new float[p.Shape.Elements])));
            using var weights = WeightStore.FromMemory(tensors);
            // A dilated trunk has the tensors of one that is not.
            Assert.Equal(name == "detr_resnet50_dc5" ? "detr_resnet50" : name, ModelFiles.NameOf(weights, name));
        }
    }

    [Fact]
    public void A_classifier_needs_no_name_and_says_so_where_nothing_tells_it()
    {
        using var classifier = Classifier.Load(StoredModel.Write(_folder["w.safetensors"], classes: 4), Cpu);
        Assert.Equal("mobile_former_26m", classifier.Model.Name);
        Assert.Equal(4, classifier.Model.Classes);

        var writer = new SafetensorsWriter();
        writer.Add("a.weight", new float[2], 2);
        writer.Save(_folder["other.safetensors"]);
        var fault = Assert.Throws<ModelFormatException>(() => Model.Load(_folder["other.safetensors"]));
        Assert.Contains("which network", fault.Message, StringComparison.Ordinal);
        File.Delete(_folder["other.safetensors"]);
    }

    [Fact]
    public void An_unknown_network_in_the_metadata_is_named()
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata("model", "mobile_former_1m");
        writer.Add("a.weight", new float[2], 2);
        writer.Save(_folder["w.safetensors"]);
        var fault = Assert.Throws<ModelFormatException>(() => Model.Load(_folder["w.safetensors"]));
        Assert.Contains("mobile_former_1m", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_timms_hub_gives_name_classes_and_preprocessing()
    {
        StoredModel.Write(_folder["model.safetensors"], "mobilevit_xxs", classes: 2, preprocessing: null);
        _folder.Write("config.json", """
            {
              "architecture": "mobilevit_xxs", "num_classes": 2, "num_features": 320,
              "pretrained_cfg": {
                "tag": "cvnets_in1k", "input_size": [3, 256, 256], "crop_mode": "center", "crop_pct": 0.9,
                "interpolation": "bicubic", "mean": [0.1, 0.2, 0.3], "std": [1.0, 0.5, 0.25], "num_classes": 2,
                "label_names": ["cat", "dog"]
              }
            }
            """);
        using var model = Model.Load(_folder.Path);
        Assert.Equal("mobilevit_xxs", model.Name);
        Assert.Equal("dog", model.Labels[1]);
        Assert.Equal(Interpolation.Bicubic, model.Preprocessing.Interpolation);
        Assert.Equal([0.1, 0.2, 0.3], model.Preprocessing.Mean);
        Assert.Equal([1, 0.5, 0.25], model.Preprocessing.StandardDeviation);
        Assert.Equal(284, model.Preprocessing.ResizedSide);
    }

    [Fact]
    public void What_stands_beside_converted_weights_says_all_that_their_metadata_said()
    {
        Directory.CreateDirectory(_folder["from"]);
        Directory.CreateDirectory(_folder["hub"]);
        StoredModel.Write(_folder["from/model.safetensors"], "mobilevit_xxs", classes: 2, preprocessing: null);
        _folder.Write("from/config.json", """
            {
              "label_names": ["cat", "hund \u00fc"],
              "pretrained_cfg": {"input_size": [3, 192, 192], "crop_pct": 0.5, "interpolation": "bicubic", "std": [1, 2, 3]}
            }
            """);
        CheckpointConverter.Convert(_folder["from/model.safetensors"], _folder["hub/model.safetensors"]);
        Assert.Equal(_folder["hub/config.json"],
            ModelFiles.WriteConfig(_folder["hub/model.safetensors"], _folder["from/model.safetensors"]));
        using (var expected = Model.Load(_folder["from"]))
        using (var actual = Model.Load(_folder["hub"]))
        {
            Assert.Equal(("mobilevit_xxs", "hund \u00fc"), (actual.Name, actual.Labels[1]));
            Assert.Equal(expected.Preprocessing.ResizedSide, actual.Preprocessing.ResizedSide);
            Assert.Equal(expected.Preprocessing.StandardDeviation, actual.Preprocessing.StandardDeviation);
            Assert.Equal(Interpolation.Bicubic, actual.Preprocessing.Interpolation);
        }

        // What somebody else wrote stays, and other names of weights are not a hub's.
        Assert.Null(ModelFiles.WriteConfig(_folder["hub/model.safetensors"], _folder["from/model.safetensors"]));
        File.Move(_folder["hub/model.safetensors"], _folder["hub/w.safetensors"]);
        File.Delete(_folder["hub/config.json"]);
        Assert.Null(ModelFiles.WriteConfig(_folder["hub/w.safetensors"], _folder["from/model.safetensors"]));
        Assert.False(File.Exists(_folder["hub/config.json"]));
        Directory.Delete(_folder["hub"], recursive: true);
        Directory.Delete(_folder["from"], recursive: true);
    }

    [Fact]
    public void Options_of_a_network_travel_in_the_configuration()
    {
        Directory.CreateDirectory(_folder["hub"]);
        var network = ModelCatalogue.Create("mobile_former_26m", 3, ["gbr_ffn=False", "cls_token_num=2"]);
        var writer = new SafetensorsWriter();
        foreach (var parameter in network.Parameters.Where(parameter => parameter.Kind != ParameterKind.Counter))
            writer.Add(parameter.Name, new float[parameter.Shape.Elements], parameter.Shape.ToArray());
        writer.Save(_folder["hub/model.safetensors"]);
        _folder.Write("hub/config.json",
            HubConfigText.Of(network, ["a", "b", "c"], PreprocessingConfig.MobileFormer with { InputSize = 64 }));
        using var model = Model.Load(_folder["hub"]);
        Assert.Equal(network.OptionTexts, model.Network.OptionTexts);
        Assert.Equal((64, "c"), (model.Preprocessing.InputSize, model.Labels[2]));
        Directory.Delete(_folder["hub"], recursive: true);
    }

    [Fact]
    public void A_folder_of_transformers_sees_what_timms_weights_see()
    {
        // The same network twice: as timm stores it, and as transformers does, with blue first.
        StoredModel.Write(_folder["timm.safetensors"], "mobilevit_xxs", classes: 3, preprocessing: null);
        Directory.CreateDirectory(_folder["hub"]);
        StoredModel.Write(_folder["hub/model.safetensors"], "mobilevit_xxs", classes: 3,
            preprocessing: null, change: AsTransformers);
        _folder.Write("hub/config.json", """
            {
              "architectures": ["MobileViTForImageClassification"], "model_type": "mobilevit", "image_size": 256,
              "hidden_sizes": [64, 80, 96], "neck_hidden_sizes": [16, 16, 24, 48, 64, 80, 320],
              "id2label": {"0": "tench", "2": "shark", "1": "goldfish"}
            }
            """);
        _folder.Write("hub/preprocessor_config.json", """
            {
              "crop_size": {"height": 256, "width": 256}, "do_center_crop": true, "do_flip_channel_order": true,
              "do_resize": true, "feature_extractor_type": "MobileViTFeatureExtractor", "resample": 2,
              "size": {"shortest_edge": 288}
            }
            """);
        using var theirs = Model.Load(_folder["hub"]);
        using var ours = Model.Load("mobilevit_xxs", _folder["timm.safetensors"]);
        Assert.Equal("mobilevit_xxs", theirs.Name);
        Assert.Equal("shark", theirs.Labels[2]);
        Assert.Equal((256, 288), (theirs.Preprocessing.InputSize, theirs.Preprocessing.ResizedSide));
        Assert.Equal(Interpolation.Bilinear, theirs.Preprocessing.Interpolation);
        Assert.Equal([0, 0, 0], theirs.Preprocessing.Mean);
        AssertSame(ours, theirs);

        // 'convert' gives the same, and needs nothing beside it then.
        var run = CommandLineRun.Of("convert", _folder["hub"], _folder["converted.safetensors"]);
        Assert.Equal(0, run.ExitCode);
        using var converted = Model.Load(_folder["converted.safetensors"]);
        AssertSame(ours, converted);
        Assert.Equal(288, converted.Preprocessing.ResizedSide);
    }

    [Fact]
    public void The_folder_of_a_run_stands_for_its_best_weights()
    {
        Directory.CreateDirectory(_folder["weights"]);
        StoredModel.Write(_folder["weights/best.safetensors"], classes: 2);
        using var model = Model.Load(_folder.Path);
        Assert.Equal("mobile_former_26m", model.Name);
        var picture = _folder["a.ppm"];
        File.WriteAllBytes(picture, [.. "P6 8 8 255\n"u8, .. new byte[192]]);
        var run = CommandLineRun.Of("predict", picture, "--weights", _folder.Path, "--device", "cpu", "--threads", "1");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(picture, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_weights_is_refused_with_what_is_missing()
    {
        var fault = Assert.Throws<ModelFormatException>(() => Model.Load(_folder.Path));
        Assert.Contains("best.safetensors", fault.Message, StringComparison.Ordinal);
        var run = CommandLineRun.Of("predict", "a.png", "--weights", _folder.Path);
        Assert.Equal(3, run.ExitCode);
    }

    [Theory]
    [InlineData("config.json", "[1]")]
    [InlineData("config.json", "{")]
    [InlineData("config.json", """{"id2label": {"0": "a", "7": "b"}}""")]
    [InlineData("config.json", """{"id2label": {"x": "a"}}""")]
    [InlineData("config.json", """{"pretrained_cfg": {"crop_mode": "squash"}}""")]
    [InlineData("config.json", """{"pretrained_cfg": {"mean": "no"}}""")]
    [InlineData("config.json", """{"model_type": "mobilevit", "hidden_sizes": ["a"]}""")]
    [InlineData("preprocessor_config.json", """{"resample": 5}""")]
    [InlineData("preprocessor_config.json", """{"do_resize": false}""")]
    [InlineData("preprocessor_config.json", """{"size": 100, "crop_size": 200}""")]
    [InlineData("preprocessor_config.json", """{"size": {"height": 3, "width": 4}}""")]
    [InlineData("preprocessor_config.json", """{"crop_size": 100000}""")]
    [InlineData("preprocessor_config.json", """{"do_normalize": true, "image_mean": [1, 2]}""")]
    [InlineData("preprocessor_config.json", """{"do_normalize": true}""")]
    public void Configurations_that_make_no_sense_are_refused_by_name(string file, string text)
    {
        StoredModel.Write(_folder["model.safetensors"], classes: 2, preprocessing: null);
        _folder.Write(file, text);
        var fault = Assert.Throws<ModelFormatException>(() => Model.Load(_folder.Path));
        Assert.Contains(text.Contains("mean\": \"no", StringComparison.Ordinal) ? "preprocessing" : file, fault.Message,
            StringComparison.Ordinal);
        // Nothing was left open.
        File.Delete(_folder["model.safetensors"]);
    }

    [Theory]
    [InlineData("mobilevit_s.cvnets_in1k", "mobilevit_s")]
    [InlineData("mobilenetv3_large_100.ra_in1k", "mobilenet_v3_large")]
    [InlineData("mobilenetv2_100", "mobilenet_v2")]
    [InlineData("mobilenetv3_large_075", "mobilenet_v3_large_075")]
    public void Names_of_timm_stand_for_ours(string name, string ours) =>
        Assert.Equal(ours, ModelCatalogue.Resolve(name));

    private static ClassifierOptions Cpu => new() { Device = "cpu", Threads = 1 };

    private static void AssertSame(Model expected, Model actual)
    {
        var (first, second) = (expected.ReadState(), actual.ReadState());
        Assert.Equal(first.Keys.Order(), second.Keys.Order());
        foreach (var (name, values) in first)
            Assert.Equal(values, second[name]);
    }

    // From timm's names and layout to those of transformers.
    private static void AsTransformers(Dictionary<string, (int[] Shape, float[] Values)> tensors)
    {
        foreach (var (name, (shape, values)) in tensors.ToArray())
        {
            tensors.Remove(name);
            var theirs = Renamed(name);
            if (theirs.Contains("attn.qkv", StringComparison.Ordinal))
            {
                string[] parts = ["query", "key", "value"];
                for (var i = 0; i < parts.Length; i++)
                {
                    var length = values.Length / 3;
                    tensors.Add(theirs.Replace("attn.qkv", $"attention.attention.{parts[i]}", StringComparison.Ordinal),
                        ([shape[0] / 3, .. shape[1..]], values[(i * length)..((i + 1) * length)]));
                }

                continue;
            }

            if (name == "stem.conv.weight")
            {
                var turned = new float[values.Length];
                for (var i = 0; i < values.Length; i++)
                    turned[i] = values[i - (i / 9 % 3 * 9) + ((2 - (i / 9 % 3)) * 9)];
                tensors.Add(theirs, (shape, turned));
                continue;
            }

            tensors.Add(theirs, (shape, values));
        }
    }

    private static string Renamed(string name)
    {
        if (name.StartsWith("head.fc", StringComparison.Ordinal))
            return "classifier" + name["head.fc".Length..];
        foreach (var (from, to) in new[]
        {
            ("stages.2.1.conv_1x1.weight", "stages.2.1.conv_1x1.convolution.weight"),
            ("stages.3.1.conv_1x1.weight", "stages.3.1.conv_1x1.convolution.weight"),
            ("stages.4.1.conv_1x1.weight", "stages.4.1.conv_1x1.convolution.weight"),
            (".conv.", ".convolution."), (".bn.", ".normalization."), ("stem.", "conv_stem."),
            ("final_conv.", "conv_1x1_exp."),
            ("conv1_1x1", "expand_1x1"), ("conv2_kxk", "conv_3x3"), ("conv3_1x1", "reduce_1x1"),
            ("stages.0.", "encoder.layer.0.layer."), ("stages.1.", "encoder.layer.1.layer."),
            ("stages.2.0.", "encoder.layer.2.downsampling_layer."),
            ("stages.3.0.", "encoder.layer.3.downsampling_layer."),
            ("stages.4.0.", "encoder.layer.4.downsampling_layer."), ("stages.2.1.", "encoder.layer.2."),
            ("stages.3.1.", "encoder.layer.3."), ("stages.4.1.", "encoder.layer.4."),
            ("transformer.", "transformer.layer."),
            ("norm1.", "layernorm_before."), ("norm2.", "layernorm_after."), ("mlp.fc1", "intermediate.dense"),
            ("mlp.fc2", "output.dense"), ("attn.proj", "attention.output.dense"), ("conv_proj.", "conv_projection."),
            ("conv_fusion.", "fusion."), (".norm.", ".layernorm."),
        })
        {
            name = name.Replace(from, to, StringComparison.Ordinal);
        }

        return "mobilevit." + name;
    }
}
