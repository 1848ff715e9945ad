using System.Text.RegularExpressions;

namespace GpuFormer.Weights;

/// <summary>
/// The keys of MobileViT in Hugging Face's transformers (Networks 3.6) as timm's, which networks here have. Its linears
/// of queries, keys and values are three, timm's is one, and it reads pictures with blue first.
/// </summary>
internal static partial class HuggingFaceKeys
{
    /// <summary>What the entry of a weight file's metadata says of a converted checkpoint.</summary>
    public const string From = "MobileViT of transformers: keys to timm's, first convolution from BGR to RGB";

    /// <summary>The first convolution, by timm's name, [C, 3, 3, 3].</summary>
    public const string FirstConvolution = "stem.conv.weight";

    private const string Prefix = "mobilevit.";

    // The order in which timm's linear has them.
    private static readonly string[] Parts = ["query", "key", "value"];

    /// <summary>Whether these are the keys of a MobileViT of transformers.</summary>
    public static bool AreOfMobileVit(IReadOnlySet<string> keys) =>
        keys.Contains(Prefix + "conv_stem.convolution.weight")
        && keys.Contains(Prefix + "encoder.layer.2.transformer.layer.0.attention.attention.query.weight");

    /// <summary>timm's key for one of transformers, and which of the three linears of it, from 0; null if it has none.
    /// </summary>
    public static (string Key, int? Part)? ToTimm(string key)
    {
        if (key.StartsWith("classifier.", StringComparison.Ordinal))
            return ("head.fc" + key["classifier".Length..], null);
        if (!key.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        key = Convolution().Replace(key[Prefix.Length..], match =>
            match.Groups[1].Value == "convolution" ? ".conv." : ".bn.");
        foreach (var (from, to) in new[] { ("conv_stem.", "stem."), ("conv_1x1_exp.", "final_conv.") })
        {
            if (key.StartsWith(from, StringComparison.Ordinal))
                return (to + key[from.Length..], null);
        }

        if (Stage().Match(key) is not { Success: true } stage)
            return null;
        var (number, inner) = ($"stages.{stage.Groups[1].Value}.", stage.Groups[2].Value);
        if (Residual().Match(inner) is { Success: true } residual)
        {
            var place = residual.Groups[1].Value.Length > 0 ? residual.Groups[1].Value : "0";
            var layer = residual.Groups[2].Value switch
            {
                "expand_1x1" => "conv1_1x1",
                "conv_3x3" => "conv2_kxk",
                _ => "conv3_1x1",
            };
            return ($"{number}{place}.{layer}.{residual.Groups[3].Value}", null);
        }

        return InTransformer(inner) is var (name, part) ? ($"{number}1.{name}", part) : null;
    }

    private static (string Name, int? Part)? InTransformer(string key)
    {
        if (Layer().Match(key) is { Success: true } layer)
        {
            var (place, kind) = ($"transformer.{layer.Groups[1].Value}.", layer.Groups[3].Value);
            var linear = Array.IndexOf(Parts, layer.Groups[2].Value.Split('.')[^1]);
            return layer.Groups[2].Value switch
            {
                "attention.attention.query" or "attention.attention.key" or "attention.attention.value" =>
                    ($"{place}attn.qkv.{kind}", linear),
                "attention.output.dense" => ($"{place}attn.proj.{kind}", null),
                "intermediate.dense" => ($"{place}mlp.fc1.{kind}", null),
                "output.dense" => ($"{place}mlp.fc2.{kind}", null),
                "layernorm_before" => ($"{place}norm1.{kind}", null),
                "layernorm_after" => ($"{place}norm2.{kind}", null),
                _ => null,
            };
        }

        // The convolution before the transformer has no norm beside it.
        if (key == "conv_1x1.conv.weight")
            return ("conv_1x1.weight", null);
        (string From, string To)[] parts =
        [
            ("conv_kxk.", "conv_kxk."), ("layernorm.", "norm."), ("conv_projection.", "conv_proj."),
            ("fusion.", "conv_fusion."),
        ];
        foreach (var (from, to) in parts)
        {
            if (key.StartsWith(from, StringComparison.Ordinal))
                return (to + key[from.Length..], null);
        }

        return null;
    }

    [GeneratedRegex(@"\.(convolution|normalization)\.")]
    private static partial Regex Convolution();

    [GeneratedRegex(@"^encoder\.layer\.(\d)\.(.+)$")]
    private static partial Regex Stage();

    [GeneratedRegex(@"^(?:layer\.(\d)|downsampling_layer)\.(expand_1x1|conv_3x3|reduce_1x1)\.(.+)$")]
    private static partial Regex Residual();

    [GeneratedRegex(@"^transformer\.layer\.(\d+)\.([a-z_.]+)\.(weight|bias)$")]
    private static partial Regex Layer();
}
