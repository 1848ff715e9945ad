using System.Globalization;

namespace GpuFormer.Models;

/// <summary>How tokens and pixels are mixed in the bridges and among tokens (<c>gbr_type</c>).</summary>
[Flags]
internal enum TokenMixing
{
    /// <summary>By attention (<c>attn</c>).</summary>
    Attention = 1,

    /// <summary>By linears over all pixels or tokens (<c>mlp</c>): the network then takes one picture size.</summary>
    Mlp = 2,
}

/// <summary>What stands behind a convolution of a block (<c>se_flag</c>).</summary>
internal enum BlockActivation
{
    /// <summary>Nothing.</summary>
    None = -1,

    /// <summary>ReLU6.</summary>
    Relu6 = 0,

    /// <summary>ReLU6, then channels times gates of 0 to 2 that are made from the first token.</summary>
    SqueezeExcite = 1,

    /// <summary>Dynamic ReLU.</summary>
    DyRelu = 2,
}

/// <summary>The depthwise convolutions that widen, those of <c>DnaBlock3</c> (<c>dw_conv</c>).</summary>
internal enum DepthwiseForm
{
    /// <summary>k x k (<c>dw</c>).</summary>
    Square,

    /// <summary>The larger of 3x1 and 1x3 (<c>maxdw</c>).</summary>
    Maximum,

    /// <summary>3x1, then 1x3, with half of the channels between (<c>sepdw</c>).</summary>
    Separable,
}

/// <summary>
/// What can be chosen beside the variant: the constructor options of the official class (Networks 1.12), here with the
/// values of the seven published networks. <see cref="MobileFormerOptionTexts"/> reads them by their official names.
/// </summary>
/// <param name="Classes">How many classes there are; 0 leaves the last linear out.</param>
/// <param name="SpatialDyRelu">
/// Whether dynamic ReLU takes its slopes at each pixel from all tokens (<c>hyper_token_id = -1</c>, Networks 1.13)
/// instead of from the first token. The state-dict is the same.
/// </param>
internal sealed record MobileFormerOptions(int Classes = 1000, bool SpatialDyRelu = false)
{
    // Larger than twice the largest map of pictures of 224 x 224: each pixel already sees all others.
    private const int LargestKernel = 255;

    /// <summary><c>img_size</c>: the side of the pictures, which <see cref="TokenMixing.Mlp"/> ties the network to.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary><c>width_mult</c>: factor of the channels of all blocks; not of stem, tokens and head.</summary>
    public double Width { get; init; } = 1;

    /// <summary><c>dw_conv</c>.</summary>
    public DepthwiseForm Depthwise { get; init; }

    /// <summary><c>kernel_size[0]</c>: of the first depthwise convolution of a block, where it is square.</summary>
    public int FirstKernel { get; init; } = 3;

    /// <summary><c>kernel_size[1]</c>: of the second depthwise convolution of <c>DnaBlock3</c>, likewise.</summary>
    public int SecondKernel { get; init; } = 3;

    /// <summary><c>se_flag[0]</c>: behind the first convolution of a block.</summary>
    public BlockActivation FirstActivation { get; init; } = BlockActivation.DyRelu;

    /// <summary><c>se_flag[2]</c>: behind the (second) depthwise convolution.</summary>
    public BlockActivation SecondActivation { get; init; } = BlockActivation.DyRelu;

    /// <summary><c>se_flag[3]</c>: whether the result of the last convolution is gated as in SE, without ReLU6.</summary>
    public bool GatesProjection { get; init; }

    /// <summary><c>hyper_reduction_ratio</c>: token channels over hidden channels of slope generators.</summary>
    public int HyperReduction { get; init; } = 4;

    /// <summary><c>cls_token_num</c>: tokens that the head takes; 0 their mean behind ReLU6, below 0 none.</summary>
    public int ClassTokens { get; init; } = 1;

    /// <summary><c>last_act = 'dyrelu'</c>: dynamic ReLU in the head's convolution, instead of ReLU6.</summary>
    public bool DynamicHead { get; init; }

    /// <summary><c>last_exp</c>: channels of the head's convolution over those of the last map.</summary>
    public int HeadExpansion { get; init; } = 6;

    /// <summary><c>gbr_type</c>.</summary>
    public TokenMixing Mixing { get; init; } = TokenMixing.Attention;

    /// <summary><c>gbr_dynamic[0]</c>: whether the bridge to the tokens gates what it finds.</summary>
    public bool GatesBridgeToTokens { get; init; } = true;

    /// <summary><c>gbr_dynamic[1]</c>: whether what is mixed among tokens is gated.</summary>
    public bool GatesFormer { get; init; }

    /// <summary><c>gbr_dynamic[2]</c>: whether the bridge to the map gates its values.</summary>
    public bool GatesBridgeToMap { get; init; }

    /// <summary><c>gbr_ffn</c>: whether tokens pass a feed-forward network.</summary>
    public bool FeedForward { get; init; } = true;

    /// <summary><c>gbr_before_skip</c>: whether <c>DnaBlock</c> adds its input behind the bridge to the map.</summary>
    public bool BridgeBeforeSkip { get; init; }

    /// <summary><c>gbr_drop[0]</c>: in training, the share of images whose local features the head does not see.</summary>
    public double LocalDrop { get; init; }

    /// <summary><c>gbr_drop[1]</c>: in training, the share of images whose first token the head does not see. Where both
    /// shares sum up to 1 at most, no image loses both.</summary>
    public double TokenDrop { get; init; }

    /// <summary><c>mlp_token_exp</c>: hidden over visible tokens of the MLP among tokens.</summary>
    public int TokenExpansion { get; init; } = 4;

    /// <summary><c>attn_num_heads</c>: of the bridges; attention among tokens has 4 whatever it is.</summary>
    public int Heads { get; init; } = 2;

    /// <summary><c>remove_proj_local = False</c>: keys and values of the bridge to the tokens, and queries and result of
    /// that to the map, pass 1x1 convolutions in the blocks.</summary>
    public bool ProjectsMap { get; init; }

    /// <summary>Whether pictures must have one size.</summary>
    public bool HasFixedSize => Mixing.HasFlag(TokenMixing.Mlp);

    /// <summary>Refuses what the official class fails on (Networks 1.12), and what is no network.</summary>
    /// <exception cref="ArgumentException">The options cannot be had, together or with this variant; says why.</exception>
    internal void Check(MobileFormerVariant variant)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Classes);
        Require(ImageSize is >= 1 and <= 1 << 14, $"img_size={ImageSize}: must be from 1 to 16384");
        Require(Width is > 0 and <= 64,
            string.Create(CultureInfo.InvariantCulture, $"width_mult={Width}: must be above 0 and at most 64"));
        Require(IsKernel(FirstKernel) && IsKernel(SecondKernel),
            $"kernel_size={FirstKernel},{SecondKernel}: must be odd, since even sizes make maps larger than what "
            + $"is added to them, and from 1 to {LargestKernel}");
        Require(Depthwise != DepthwiseForm.Maximum
            || !variant.Blocks.Any(b => b is { IsConvolutionOnly: true, Downsampling: true }),
            $"dw_conv=maxdw: {variant.Name} has a DnaBlock3 of convolutions alone, for which the official class has no "
            + "such form");
        Require(Depthwise != DepthwiseForm.Separable || variant.Blocks.Where(b => b.Downsampling).All(CanBeSeparated),
            $"dw_conv=sepdw: {variant.Name} has a DnaBlock3 with an odd expansion, half of which divides no channels");
        Require(HyperReduction >= 1 && HyperReduction <= variant.TokenChannels,
            $"hyper_reduction_ratio={HyperReduction}: must be from 1 to the {variant.TokenChannels} channels of a token");
        Require(HeadExpansion is >= 1 and <= 64, $"last_exp={HeadExpansion}: must be from 1 to 64");
        Require(TokenExpansion is >= 1 and <= 256, $"mlp_token_exp={TokenExpansion}: must be from 1 to 256");
        Require(Heads >= 1, $"attn_num_heads={Heads}: must be 1 or more");
        Require(Mixing is not 0, "gbr_type: must contain 'attn' or 'mlp', since else nothing is mixed");
        Require(ClassTokens <= variant.Tokens,
            $"cls_token_num={ClassTokens}: {variant.Name} has {variant.Tokens} tokens");
        Require(LocalDrop is >= 0 and < 1 && TokenDrop is >= 0 and < 1, string.Create(
            CultureInfo.InvariantCulture, $"gbr_drop={LocalDrop},{TokenDrop}: shares must be from 0 to below 1"));
        Require(ClassTokens >= 0 || (LocalDrop == 0 && TokenDrop == 0),
            "gbr_drop: with a cls_token_num below 0 there is no second branch to drop");
        Require(!SpatialDyRelu || Mixing.HasFlag(TokenMixing.Attention),
            "hyper_token_id=-1: needs the attention of the bridges, so gbr_type must contain 'attn'");
        Require(!SpatialDyRelu || !DynamicHead,
            "hyper_token_id=-1 with last_act=dyrelu: before the head there is no attention to mix slopes by");
        Require(!variant.Blocks.Any(b => b is { IsConvolutionOnly: true, Downsampling: false, HasResidual: true }),
            "a DnaBlock of convolutions alone with an input of its output's shape: the official class has no drop-path for "
            + "it and fails; use DnaBlock3");
        var channels = (Width == 1 ? variant : variant.WithWidth(Width)).Blocks.Where(b => !b.IsConvolutionOnly)
            .SelectMany(b => new[] { b.InputChannels, b.OutputChannels });
        var uneven = channels.FirstOrDefault(count => count % Heads != 0);
        Require(uneven == 0, $"attn_num_heads={Heads}: does not divide the {uneven} channels of a block");
        Require(!HasFixedSize || MapsAreWhole(variant), $"gbr_type with 'mlp' at img_size={ImageSize}: maps must divide "
            + "evenly, so the size must be a multiple of 32 for networks that reduce it by 32");
    }

    private static bool IsKernel(int size) => size is >= 1 and <= LargestKernel && size % 2 == 1;

    // Half of the hidden channels must be a multiple of those that the convolution reads.
    private static bool CanBeSeparated(MobileFormerBlock block) =>
        block.FirstExpansion % 2 == 0 && block.SecondExpansion % 2 == 0;

    // The official class divides the number of pixels by 4 at each stride, and must find as many in the maps.
    private bool MapsAreWhole(MobileFormerVariant variant)
    {
        var (pixels, side) = (ImageSize * ImageSize / 4, (ImageSize + 1) / 2);
        foreach (var block in variant.Blocks)
        {
            if (pixels != side * side)
                return false;
            pixels /= block.Stride * block.Stride;
            side = ((side - 1) / block.Stride) + 1;
        }

        return pixels == side * side && pixels > 0;
    }

    private static void Require(bool holds, string reason)
    {
        if (!holds)
            throw new ArgumentException($"The network cannot be made: {reason}.");
    }
}
