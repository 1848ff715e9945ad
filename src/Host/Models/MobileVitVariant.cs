namespace GpuFormer.Models;

/// <summary>One size of MobileViT: a column of the table of Networks 3.1.</summary>
/// <param name="Name">Its name with underscores: <c>mobilevit_s</c>.</param>
/// <param name="Channels">Channels behind the stem and behind each of the five stages.</param>
/// <param name="TokenChannels">The width of a token in each of the last three stages (d).</param>
/// <param name="Expansion">Hidden channels of an inverted residual over its input channels.</param>
/// <param name="HeadChannels">Channels of the last 1x1 convolution.</param>
/// <param name="TokenDropout">
/// The rate of dropout in the transformers over that before the last linear (Networks 3.5: 0.05 or 0.1, and 0.1).
/// </param>
internal sealed record MobileVitVariant(
    string Name, IReadOnlyList<int> Channels, IReadOnlyList<int> TokenChannels, int Expansion, int HeadChannels,
    double TokenDropout)
{
    /// <summary>All three, smallest first.</summary>
    public static IReadOnlyList<MobileVitVariant> All { get; } =
    [
        new("mobilevit_xxs", [16, 16, 24, 48, 64, 80], [64, 80, 96], 2, 320, 0.5),
        new("mobilevit_xs", [16, 32, 48, 64, 80, 96], [96, 120, 144], 4, 384, 1),
        new("mobilevit_s", [16, 32, 64, 96, 128, 160], [144, 192, 240], 4, 640, 1),
    ];

    /// <summary>Transformer layers of the MobileViT blocks of the last three stages.</summary>
    public static IReadOnlyList<int> Depths { get; } = [2, 4, 3];

    /// <summary>Inverted residuals of each stage; those of the last three stand before the MobileViT block.</summary>
    public static IReadOnlyList<int> Residuals { get; } = [1, 3, 1, 1, 1];

    /// <summary>Attention heads, in all stages.</summary>
    public const int Heads = 4;

    /// <summary>The variant of a name of <see cref="All"/>.</summary>
    public static MobileVitVariant Find(string name) => All.Single(variant => variant.Name == name);

    /// <summary>Hidden channels of an inverted residual: a multiple of 8 that is not more than a tenth below.</summary>
    public int HiddenChannels(int inputs)
    {
        var wanted = inputs * Expansion;
        var rounded = Math.Max(8, (wanted + 4) / 8 * 8);
        return rounded * 10 < wanted * 9 ? rounded + 8 : rounded;
    }
}
