using System.Globalization;
using GpuFormer.Imaging;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>
/// Weights of Apple's cvnets: pictures with blue first, resized to 288, not normalised (Networks 3.5).
/// </summary>
public sealed class CvnetsWeightsTests
{
    private const string Network = "mobilevit_xxs";
    private const int Classes = 7;

    // Transformers of each stage: behind them stands the last norm.
    private static readonly Dictionary<string, int> Depths = new() { ["2"] = 2, ["3"] = 4, ["4"] = 3 };

    [Fact]
    public void Converted_weights_see_pictures_as_cvnets_does()
    {
        using var folder = new TemporaryFolder();
        CheckpointConverter.Convert(Write(folder), folder["converted.safetensors"]);
        using var classifier = Classifier.Load(
            Network, folder["converted.safetensors"], new ClassifierOptions { Device = "cpu" });
        // Red above, yellow below: far from what it is with blue first.
        var image = new Image(330, 300);
        for (var i = 0; i < image.Pixels.Length; i += 3)
            (image.Pixels[i], image.Pixels[i + 1]) = (250, (byte)(i < image.Pixels.Length / 2 ? 0 : 190));
        var found = classifier.Classify(image, Classes).ToDictionary(p => p.ClassIndex, p => (double)p.Probability);

        AssertNear(Expected(classifier, BlueFirst(image)), found, true);
        AssertNear(Expected(classifier, image), found, false);
    }

    [Fact]
    public void Weights_that_were_not_converted_are_refused_with_the_remedy()
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<ModelFormatException>(() => Model.Load(Network, Write(folder)));
        Assert.Contains("'gpuformer convert' first", fault.Message, StringComparison.Ordinal);
    }

    private static void AssertNear(double[] expected, Dictionary<int, double> found, bool are) =>
        Assert.True(are == Enumerable.Range(0, Classes).All(i => Math.Abs(expected[i] - found[i]) < 1e-4),
            $"{string.Join(' ', expected)} and {string.Join(' ', found.OrderBy(f => f.Key).Select(f => f.Value))}");

    // The network of the weights as cvnets has them, on what cvnets makes of a picture.
    private static double[] Expected(Classifier classifier, Image image)
    {
        using var model = Model.WithSeededWeights(Network, new ModelOptions { Classes = Classes });
        using var session = new Session(model, classifier.Device, 1, 256, 256);
        var transform = new EvaluationTransform(new PreprocessingConfig
        {
            InputSize = 256,
            CropShare = 256.0 / 288,
            Interpolation = Interpolation.Bilinear,
            Mean = [0, 0, 0],
            StandardDeviation = [1, 1, 1],
        });
        var (input, logits) = (new float[transform.OutputLength], new float[Classes]);
        transform.Apply(image, input);
        session.Predict(input, logits);
        var sum = logits.Sum(logit => Math.Exp(logit));
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }

    private static Image BlueFirst(Image image)
    {
        var turned = new Image(image.Width, image.Height);
        for (var i = 0; i < image.Pixels.Length; i++)
            turned.Pixels[i] = image.Pixels[i - (i % 3) + 2 - (i % 3)];
        return turned;
    }

    private static string Write(TemporaryFolder folder) => StoredModel.Write(
        folder["cvnets.safetensors"], Network, Classes, preprocessing: null, change: tensors =>
        {
            foreach (var (name, tensor) in tensors.ToArray())
            {
                tensors.Remove(name);
                tensors.Add(OfCvnets(name), tensor);
            }
        });

    // Networks 3.6.
    private static string OfCvnets(string name)
    {
        var parts = name.Split('.');
        if (parts[0] != "stages")
        {
            return parts[0] switch
            {
                "stem" => $"conv_1.block.{Layer(parts[1])}.{parts[2]}",
                "final_conv" => $"conv_1x1_exp.block.{Layer(parts[1])}.{parts[2]}",
                _ => $"classifier.fc.{parts[2]}",
            };
        }

        var block = $"layer_{int.Parse(parts[1], CultureInfo.InvariantCulture) + 1}.{parts[2]}.";
        var leaf = parts[^1];
        return block + parts[3] switch
        {
            "conv1_1x1" => $"block.exp_1x1.block.{Layer(parts[4])}.{leaf}",
            "conv2_kxk" => $"block.conv_3x3.block.{Layer(parts[4])}.{leaf}",
            "conv3_1x1" => $"block.red_1x1.block.{Layer(parts[4])}.{leaf}",
            "conv_kxk" => $"local_rep.conv_3x3.block.{Layer(parts[4])}.{leaf}",
            "conv_1x1" => $"local_rep.conv_1x1.block.conv.{leaf}",
            "conv_proj" => $"conv_proj.block.{Layer(parts[4])}.{leaf}",
            "conv_fusion" => $"fusion.block.{Layer(parts[4])}.{leaf}",
            "norm" => $"global_rep.{Depths[parts[1]]}.{leaf}",
            _ => $"global_rep.{parts[4]}.{Transformer(string.Join('.', parts[5..^1]))}.{leaf}",
        };
    }

    private static string Layer(string name) => name == "bn" ? "norm" : name;

    private static string Transformer(string name) => name switch
    {
        "norm1" => "pre_norm_mha.0",
        "attn.qkv" => "pre_norm_mha.1.qkv_proj",
        "attn.proj" => "pre_norm_mha.1.out_proj",
        "norm2" => "pre_norm_ffn.0",
        "mlp.fc1" => "pre_norm_ffn.1",
        _ => "pre_norm_ffn.4",
    };
}
