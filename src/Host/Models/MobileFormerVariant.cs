namespace GpuFormer.Models;

/// <summary>One row of a variant's block table (Networks 1.2).</summary>
/// <param name="Downsampling">True for <c>DnaBlock3</c> (depthwise first), false for <c>DnaBlock</c>.</param>
/// <param name="InputChannels">Channels of the map it reads.</param>
/// <param name="OutputChannels">Channels of the map it makes.</param>
/// <param name="Stride">Of its first (DnaBlock: its only) depthwise convolution.</param>
/// <param name="FirstExpansion">Hidden channels of the first half over input channels.</param>
/// <param name="SecondExpansion">Of the second half over output channels; 0 makes the block conv-only.</param>
internal sealed record MobileFormerBlock(
    bool Downsampling, int InputChannels, int OutputChannels, int Stride, int FirstExpansion, int SecondExpansion)
{
    /// <summary>True for the lite bottleneck, which has neither bridges nor tokens.</summary>
    public bool IsConvolutionOnly => FirstExpansion == 1 || SecondExpansion == 0;

    /// <summary>Channels behind the first convolution.</summary>
    public int FirstHidden => InputChannels * FirstExpansion;

    /// <summary>Channels behind the second depthwise convolution of a down-sampling block.</summary>
    public int SecondHidden => OutputChannels * SecondExpansion;

    /// <summary>True where the input is added to the result.</summary>
    public bool HasResidual => Stride == 1 && InputChannels == OutputChannels;
}

/// <summary>One size of Mobile-Former: the table of Networks 1.2.</summary>
/// <param name="Name">Its name with underscores: <c>mobile_former_294m</c>.</param>
/// <param name="StemChannels">Channels behind the first convolution.</param>
/// <param name="Tokens">How many tokens there are (M).</param>
/// <param name="TokenChannels">The width of a token (d).</param>
/// <param name="HeadChannels">The width of the hidden layer before the classes.</param>
/// <param name="FilterGroups">Filter groups of the 1x1 convolutions; above 1 channels are shuffled.</param>
/// <param name="Blocks">The blocks, first to last.</param>
internal sealed record MobileFormerVariant(
    string Name, int StemChannels, int Tokens, int TokenChannels, int HeadChannels, int FilterGroups,
    IReadOnlyList<MobileFormerBlock> Blocks)
{
    private const bool Down = true;
    private const bool Keep = false;

    /// <summary>All seven, smallest first.</summary>
    public static IReadOnlyList<MobileFormerVariant> All { get; } =
    [
        Make("26m", 8, 3, 128, 1024, 4, SmallestBlocks()),
        Make("52m", 8, 3, 128, 1024, 1, SmallestBlocks()),
        Make("96m", 12, 4, 128, 1280, 1,
            [(Down, 2, 12, 1, 0), (Down, 6, 16, 2, 4), (Down, 6, 32, 2, 4), (Keep, 3, 32, 1, 3), (Down, 6, 64, 2, 4),
             (Keep, 4, 64, 1, 4), (Keep, 6, 88, 1, 4), (Down, 6, 128, 2, 4), (Keep, 6, 128, 1, 4)]),
        Make("151m", 12, 6, 192, 1280, 1,
            [(Down, 2, 12, 1, 0), (Down, 6, 16, 2, 4), (Keep, 3, 16, 1, 3), (Down, 6, 32, 2, 4), (Keep, 3, 32, 1, 3),
             (Down, 6, 64, 2, 4), (Keep, 4, 64, 1, 4), (Keep, 6, 88, 1, 4), (Keep, 6, 88, 1, 4), (Down, 6, 128, 2, 4),
             (Keep, 6, 128, 1, 4), (Keep, 6, 128, 1, 4)]),
        Make("214m", 12, 6, 192, 1600, 1,
            [(Down, 2, 12, 1, 0), (Down, 6, 20, 2, 4), (Keep, 3, 20, 1, 4), (Down, 6, 40, 2, 4), (Keep, 4, 40, 1, 4),
             (Down, 6, 80, 2, 4), (Keep, 4, 80, 1, 4), (Keep, 6, 112, 1, 4), (Keep, 6, 112, 1, 4),
             (Down, 6, 160, 2, 4), (Keep, 6, 160, 1, 4), (Keep, 6, 160, 1, 4)]),
        Make("294m", 16, 6, 192, 1920, 1,
            [(Down, 2, 16, 1, 0), (Down, 6, 24, 2, 4), (Keep, 4, 24, 1, 4), (Down, 6, 48, 2, 4), (Keep, 4, 48, 1, 4),
             (Down, 6, 96, 2, 4), (Keep, 4, 96, 1, 4), (Keep, 6, 128, 1, 4), (Keep, 6, 128, 1, 4),
             (Down, 6, 192, 2, 4), (Keep, 6, 192, 1, 4), (Keep, 6, 192, 1, 4)]),
        Make("508m", 24, 6, 192, 1920, 1,
            [(Down, 2, 24, 1, 0), (Down, 6, 40, 2, 4), (Keep, 3, 40, 1, 3), (Down, 6, 72, 2, 4), (Keep, 3, 72, 1, 3),
             (Down, 6, 128, 2, 4), (Keep, 4, 128, 1, 4), (Keep, 6, 176, 1, 4), (Keep, 6, 176, 1, 4),
             (Down, 6, 240, 2, 4), (Keep, 6, 240, 1, 4), (Keep, 6, 240, 1, 4)]),
    ];

    /// <summary>The variant of a name of <see cref="All"/>.</summary>
    public static MobileFormerVariant Find(string name) => All.Single(variant => variant.Name == name);

    /// <summary>Channels of the last map.</summary>
    public int LastChannels => Blocks[^1].OutputChannels;

    /// <summary>
    /// The same with the channels of all blocks times a factor, rounded to multiples of 8 above 1.01 (but for the first
    /// block) and else of 4, by no more than 10 % down. Stem, tokens and head stay (Networks 1.2).
    /// </summary>
    public MobileFormerVariant WithWidth(double factor)
    {
        var blocks = new MobileFormerBlock[Blocks.Count];
        var channels = StemChannels;
        for (var i = 0; i < blocks.Length; i++)
        {
            var output = Divisible(Blocks[i].OutputChannels * factor, factor > 1.01 && i > 0 ? 8 : 4);
            blocks[i] = Blocks[i] with { InputChannels = channels, OutputChannels = output };
            channels = output;
        }

        return this with { Blocks = blocks };
    }

    private static int Divisible(double channels, int divisor)
    {
        var rounded = Math.Max(divisor, (int)(channels + (divisor / 2.0)) / divisor * divisor);
        return rounded < 0.9 * channels ? rounded + divisor : rounded;
    }

    // Rows: (kind, e1, out, stride, e2), the input channels are those of the row before.
    private static MobileFormerVariant Make(
        string size, int stem, int tokens, int tokenChannels, int head, int groups,
        (bool Down, int E1, int Out, int Stride, int E2)[] rows)
    {
        var blocks = new MobileFormerBlock[rows.Length];
        var channels = stem;
        for (var i = 0; i < rows.Length; i++)
        {
            var (down, e1, output, stride, e2) = rows[i];
            blocks[i] = new(down, channels, output, stride, e1, e2);
            channels = output;
        }

        return new($"mobile_former_{size}", stem, tokens, tokenChannels, head, groups, blocks);
    }

    private static (bool Down, int E1, int Out, int Stride, int E2)[] SmallestBlocks() =>
    [
        (Down, 3, 12, 2, 0), (Keep, 3, 12, 1, 3), (Down, 6, 24, 2, 4), (Keep, 3, 24, 1, 3), (Down, 6, 48, 2, 4),
        (Keep, 4, 48, 1, 4), (Keep, 6, 64, 1, 4), (Down, 6, 96, 2, 4), (Keep, 6, 96, 1, 4),
    ];
}
