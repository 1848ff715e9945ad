using static GpuFormer.Models.NetworkOptionText;

namespace GpuFormer.Models;

/// <summary>
/// <see cref="MobileFormerOptions"/> as texts <c>name=value</c>, with the names and values of the official class:
/// <c>gbr_type=mlp</c>, <c>se_flag=1,0,1,0</c>, <c>gbr_ffn=False</c>. So the command line takes them, and so a weight file
/// keeps them.
/// </summary>
internal static class MobileFormerOptionTexts
{
    private static readonly (string Name, DepthwiseForm Form)[] DepthwiseForms =
        [("dw", DepthwiseForm.Square), ("maxdw", DepthwiseForm.Maximum), ("sepdw", DepthwiseForm.Separable)];

    internal static readonly NetworkOptionTable<MobileFormerOptions> Table = new("Mobile-Former", new(),
    [
        Whole<MobileFormerOptions>("img_size", o => o.ImageSize, (o, v) => o with { ImageSize = v }),
        new("width_mult", o => Text(o.Width), (o, text) => o with { Width = Number(text) }),
        new("dw_conv", o => DepthwiseForms.Single(form => form.Form == o.Depthwise).Name, (o, text) => o with
        {
            Depthwise = DepthwiseForms.Any(form => form.Name == text)
                ? DepthwiseForms.Single(form => form.Name == text).Form
                : throw new FormatException("takes dw, maxdw or sepdw"),
        }),
        new("kernel_size", o => $"{o.FirstKernel},{o.SecondKernel}", (o, text) => Words(text, 2) is var words
            ? o with { FirstKernel = Whole(words[0]), SecondKernel = Whole(words[1]) }
            : o),
        new("se_flag", o => $"{(int)o.FirstActivation},0,{(int)o.SecondActivation},{(o.GatesProjection ? 1 : 0)}", Flags),
        new("hyper_token_id", o => o.SpatialDyRelu ? "-1" : "0", (o, text) => text switch
        {
            "0" => o with { SpatialDyRelu = false },
            "-1" => o with { SpatialDyRelu = true },
            _ => throw new FormatException("takes 0, the first token, or -1, all tokens"),
        }),
        Whole<MobileFormerOptions>("hyper_reduction_ratio", o => o.HyperReduction, (o, v) => o with { HyperReduction = v }),
        Whole<MobileFormerOptions>("cls_token_num", o => o.ClassTokens, (o, v) => o with { ClassTokens = v }),
        new("last_act", o => o.DynamicHead ? "dyrelu" : "relu", (o, text) => text switch
        {
            "relu" => o with { DynamicHead = false },
            "dyrelu" => o with { DynamicHead = true },
            _ => throw new FormatException("takes relu (which is ReLU6) or dyrelu"),
        }),
        Whole<MobileFormerOptions>("last_exp", o => o.HeadExpansion, (o, v) => o with { HeadExpansion = v }),
        new("gbr_type", MixingText, (o, text) => o with { Mixing = Mixing(text) }),
        new("gbr_dynamic",
            o => string.Join(',', new[] { o.GatesBridgeToTokens, o.GatesFormer, o.GatesBridgeToMap }.Select(NetworkOptionText.Text)),
            (o, text) => Words(text, 3) is var words
                ? o with
                {
                    GatesBridgeToTokens = Truth(words[0]),
                    GatesFormer = Truth(words[1]),
                    GatesBridgeToMap = Truth(words[2]),
                }
                : o),
        Switch<MobileFormerOptions>("gbr_ffn", o => o.FeedForward, (o, v) => o with { FeedForward = v }),
        Switch<MobileFormerOptions>("gbr_before_skip", o => o.BridgeBeforeSkip, (o, v) => o with { BridgeBeforeSkip = v }),
        new("gbr_drop", o => $"{Text(o.LocalDrop)},{Text(o.TokenDrop)}", (o, text) => Words(text, 2) is var words
            ? o with { LocalDrop = Number(words[0]), TokenDrop = Number(words[1]) }
            : o),
        Whole<MobileFormerOptions>("mlp_token_exp", o => o.TokenExpansion, (o, v) => o with { TokenExpansion = v }),
        Whole<MobileFormerOptions>("attn_num_heads", o => o.Heads, (o, v) => o with { Heads = v }),
        Switch<MobileFormerOptions>("remove_proj_local", o => !o.ProjectsMap, (o, v) => o with { ProjectsMap = !v }),
    ]);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names => Table.Names;

    /// <summary>Changes options by texts <c>name=value</c>, in their order.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is none of its option; says what is.</exception>
    public static MobileFormerOptions Apply(MobileFormerOptions options, IEnumerable<string> texts) =>
        Table.Apply(options, texts);

    /// <summary>
    /// The texts of all options that differ from the published networks, but for the classes: <see cref="Apply"/> makes the
    /// same options of them.
    /// </summary>
    public static IReadOnlyList<string> Of(MobileFormerOptions options) => Table.TextsOf(options);

    private static MobileFormerOptions Flags(MobileFormerOptions options, string text)
    {
        var flags = Words(text, 4).Select(NetworkOptionText.Whole).ToArray();
        if (flags[0] is < -1 or > 2 || flags[2] is < -1 or > 2 || flags[3] is < -1 or > 1)
        {
            throw new FormatException(
                "takes four numbers, of which the first and the third are -1 (nothing), 0 (ReLU6), 1 (SE) or 2 (dynamic "
                + "ReLU), the second is not used, and the last is 0 or 1 (SE)");
        }

        return options with
        {
            FirstActivation = (BlockActivation)flags[0],
            SecondActivation = (BlockActivation)flags[2],
            GatesProjection = flags[3] == 1,
        };
    }

    internal static string MixingText(MobileFormerOptions options) => string.Join('+', Kinds(options.Mixing));

    // The official class looks for 'mlp' and 'attn' anywhere in the text.
    private static TokenMixing Mixing(string text) =>
        (text.Contains("attn", StringComparison.Ordinal) ? TokenMixing.Attention : 0)
        | (text.Contains("mlp", StringComparison.Ordinal) ? TokenMixing.Mlp : 0);

    private static IEnumerable<string> Kinds(TokenMixing mixing)
    {
        if (mixing.HasFlag(TokenMixing.Mlp))
            yield return "mlp";
        if (mixing.HasFlag(TokenMixing.Attention))
            yield return "attn";
    }
}
