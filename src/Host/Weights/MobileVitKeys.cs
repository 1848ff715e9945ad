using System.Text.RegularExpressions;

namespace GpuFormer.Weights;

/// <summary>
/// The keys of MobileViT checkpoints of Apple's cvnets (Networks 3.6) as timm's, which networks here have. cvnets reads
/// pictures with blue first; timm, and what is written here, with red first.
/// </summary>
internal static partial class MobileVitKeys
{
    /// <summary>The entry of a weight file's metadata that says what was done.</summary>
    public const string MetadataKey = "convert";

    /// <summary>What it says of a checkpoint of cvnets.</summary>
    public const string FromCvnets = "MobileViT of cvnets: keys to timm's, first convolution from BGR to RGB";

    /// <summary>What it says of a checkpoint of timm.</summary>
    public const string FromTimm = "MobileViT of timm: keys and channel order (RGB) as they were";

    /// <summary>
    /// What cvnets evaluates with: 256 pixels cropped from 288, bilinear, not normalised (Networks 3.5).
    /// </summary>
    public const string CvnetsPreprocessing =
        """{"input_size": [3, 256, 256], "mean": [0, 0, 0], "std": [1, 1, 1], "crop_pct": 0.8888, "interpolation": "bilinear"}""";

    /// <summary>The first convolution of cvnets, [C, 3, 3, 3].</summary>
    public const string FirstConvolution = "conv_1.block.conv.weight";

    private const string FirstTransformer = "layer_3.1.global_rep.0.pre_norm_mha.0.weight";

    /// <summary>Whether these are the keys of a MobileViT of cvnets.</summary>
    public static bool AreOfCvnets(IReadOnlySet<string> keys) =>
        keys.Contains(FirstConvolution) && keys.Contains(FirstTransformer);

    /// <summary>Whether these are the keys of a MobileViT of timm.</summary>
    public static bool AreOfTimm(IReadOnlySet<string> keys) =>
        keys.Contains("stem.conv.weight") && keys.Contains("stages.2.1.transformer.0.norm1.weight");

    /// <summary>timm's key for one of cvnets; null if it has none.</summary>
    public static string? ToTimm(string key)
    {
        // Convolutions stand in a block with their norm; the 1x1 before a transformer alone.
        key = Block().Replace(key, match => match.Groups[1].Value == "conv" ? ".conv." : ".bn.");
        if (Stage().Match(key) is { Success: true } stage)
        {
            var prefix = $"stages.{int.Parse(stage.Groups[1].ValueSpan) - 1}.{stage.Groups[2].Value}.";
            return InStage(stage.Groups[3].Value) is { } inner ? prefix + inner : null;
        }

        foreach (var (from, to) in new[] { ("conv_1.", "stem."), ("conv_1x1_exp.", "final_conv."), ("classifier.fc.", "head.fc.") })
        {
            if (key.StartsWith(from, StringComparison.Ordinal))
                return to + key[from.Length..];
        }

        return null;
    }

    /// <summary>Turns the order of the three input channels of a filter [C, 3, ...] over.</summary>
    /// <param name="elements">The bytes of all elements.</param>
    /// <param name="outputs">C.</param>
    public static void ReverseChannels(Span<byte> elements, int outputs)
    {
        var plane = elements.Length / (3 * outputs);
        var kept = new byte[plane];
        for (var c = 0; c < outputs; c++)
        {
            var first = elements.Slice(3 * c * plane, plane);
            var last = elements.Slice(((3 * c) + 2) * plane, plane);
            first.CopyTo(kept);
            last.CopyTo(first);
            kept.CopyTo(last);
        }
    }

    private static string? InStage(string key)
    {
        (string From, string To)[] parts =
        [
            ("block.exp_1x1.", "conv1_1x1."), ("block.conv_3x3.", "conv2_kxk."), ("block.red_1x1.", "conv3_1x1."),
            ("local_rep.conv_3x3.", "conv_kxk."), ("local_rep.conv_1x1.conv.", "conv_1x1."),
            ("conv_proj.", "conv_proj."), ("fusion.", "conv_fusion."),
        ];
        foreach (var (from, to) in parts)
        {
            if (key.StartsWith(from, StringComparison.Ordinal))
                return to + key[from.Length..];
        }

        if (Transformer().Match(key) is { Success: true } layer)
        {
            var part = layer.Groups[2].Value switch
            {
                "pre_norm_mha.0" => "norm1",
                "pre_norm_mha.1.qkv_proj" => "attn.qkv",
                "pre_norm_mha.1.out_proj" => "attn.proj",
                "pre_norm_ffn.0" => "norm2",
                "pre_norm_ffn.1" => "mlp.fc1",
                "pre_norm_ffn.4" => "mlp.fc2",
                _ => null,
            };
            return part is null ? null : $"transformer.{layer.Groups[1].Value}.{part}.{layer.Groups[3].Value}";
        }

        return LastNorm().Match(key) is { Success: true } norm ? $"norm.{norm.Groups[1].Value}" : null;
    }

    [GeneratedRegex(@"\.block\.(conv|norm)\.")]
    private static partial Regex Block();

    [GeneratedRegex(@"^layer_([1-5])\.(\d)\.(.+)$")]
    private static partial Regex Stage();

    [GeneratedRegex(@"^global_rep\.(\d+)\.(pre_norm_[a-z]+\.\d(?:\.[a-z]+_proj)?)\.(weight|bias)$")]
    private static partial Regex Transformer();

    [GeneratedRegex(@"^global_rep\.\d+\.(weight|bias)$")]
    private static partial Regex LastNorm();
}
