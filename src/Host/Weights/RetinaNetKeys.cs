using System.Globalization;
using System.Text.RegularExpressions;

namespace GpuFormer.Weights;

/// <summary>
/// The keys of RetinaNets that torchvision wrote before its version 0.13, when the convolutions of pyramid and heads stood
/// in their sequences without a module around them.
/// </summary>
internal static partial class RetinaNetKeys
{
    /// <summary>The names as torchvision has them today, in the same order; others stay as they are.</summary>
    public static string[] Renewed(string[] names) => names.Contains("head.classification_head.conv.0.weight")
        || names.Contains("backbone.fpn.inner_blocks.0.weight")
        ? Array.ConvertAll(names, Renewed)
        : names;

    // Each second entry of a head's sequence was a ReLU.
    private static string Renewed(string name) => Head().Replace(Pyramid().Replace(name, "$1.0.$2"), match =>
        int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) is var place && place % 2 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}.{place / 2}.0.{match.Groups[3].Value}")
            : match.Value);

    [GeneratedRegex(@"^(backbone\.fpn\.(?:inner|layer)_blocks\.\d)\.(weight|bias)$")]
    private static partial Regex Pyramid();

    [GeneratedRegex(@"^(head\.(?:classification|regression)_head\.conv)\.(\d)\.(weight|bias)$")]
    private static partial Regex Head();
}
