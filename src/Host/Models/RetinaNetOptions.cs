using static GpuFormer.Models.NetworkOptionText;

namespace GpuFormer.Models;

/// <summary>What can be chosen of a <see cref="RetinaNet"/> beside the trunk: for data sets of small images.</summary>
/// <param name="FpnChannels"><c>fpn_channels</c>: of the maps of the pyramid and of the heads.</param>
internal sealed record RetinaNetOptions(int FpnChannels = 256)
{
    internal static NetworkOptionTable<RetinaNetOptions> Table { get; } = new("RetinaNet", new(),
    [
        Whole<RetinaNetOptions>("fpn_channels", o => o.FpnChannels, (o, v) => o with
        {
            FpnChannels = v is >= 1 and <= 4096 ? v : throw new FormatException("takes a number from 1 to 4096"),
        }),
        new("anchor_sizes", o => string.Join(',', o.AnchorSizes), (o, text) => o with
        {
            AnchorSizes = [.. Words(text, RetinaNet.Levels).Select(word => NetworkOptionText.Whole(word) is >= 1 and <= 1 << 14
                and var size ? size : throw new FormatException("takes sizes from 1 to 16384 pixels"))],
        }),
    ]);

    /// <summary><c>anchor_sizes</c>: the smallest side of the anchors of each level, in pixels, finest level first.</summary>
    public IReadOnlyList<int> AnchorSizes { get; init; } = [32, 64, 128, 256, 512];
}
