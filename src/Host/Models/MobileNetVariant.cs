using GpuFormer.Graph.Ops;

namespace GpuFormer.Models;

/// <summary>One row of a block table (Networks 4.1): 1x1 that widens, depthwise, perhaps squeeze and excitation, 1x1
/// that narrows.</summary>
/// <param name="InputChannels">Channels of the map it reads.</param>
/// <param name="Kernel">Side of the depthwise filter.</param>
/// <param name="HiddenChannels">Of the depthwise convolution; as many as the input has leave the first 1x1 out.</param>
/// <param name="OutputChannels">Channels of the map it makes.</param>
/// <param name="SqueezeChannels">The narrow layer of squeeze and excitation; 0 for none.</param>
/// <param name="Activation">Behind all convolutions but the last.</param>
/// <param name="Stride">Of the depthwise convolution.</param>
internal sealed record MobileNetBlock(
    int InputChannels, int Kernel, int HiddenChannels, int OutputChannels, int SqueezeChannels, EpilogueStep Activation,
    int Stride)
{
    /// <summary>True where the input is added to the result.</summary>
    public bool HasResidual => Stride == 1 && InputChannels == OutputChannels;
}

/// <summary>A MobileNetV2 or V3 of some width: the tables of Networks 4.1.</summary>
/// <param name="Name">Its name with underscores: <c>mobilenet_v3_large</c>.</param>
/// <param name="Version">2 or 3: decides on keys, activations, norms and the head.</param>
/// <param name="StemChannels">Channels behind the first convolution.</param>
/// <param name="PooledChannels">Channels of the last 1x1 convolution.</param>
/// <param name="HeadChannels">The width of the hidden layer before the classes; 0 for none.</param>
/// <param name="Blocks">The blocks, first to last.</param>
internal sealed record MobileNetVariant(
    string Name, int Version, int StemChannels, int PooledChannels, int HeadChannels,
    IReadOnlyList<MobileNetBlock> Blocks)
{
    private const bool Squeezed = true;
    private const bool Plain = false;

    private static readonly EpilogueStep Swish = new HardSwish();
    private static readonly EpilogueStep Rectified = new Relu();

    /// <summary>Version 2.</summary>
    public static IReadOnlyList<MobileNetVariant> Second { get; } = [V2()];

    /// <summary>Version 3, smallest first.</summary>
    public static IReadOnlyList<MobileNetVariant> Third { get; } =
        [Small(), Large("_075", 0.75), Large("", 1), Large("_125", 1.25)];

    /// <summary>Behind the first and the last convolution.</summary>
    public EpilogueStep Activation => Version == 2 ? new Relu6() : Swish;

    /// <summary>Added to variances: Networks 4.1.</summary>
    public float NormEpsilon => Version == 2 ? 1e-5f : 1e-3f;

    /// <summary>What share of a batch's statistics batch norms take.</summary>
    public float NormMomentum => Version == 2 ? 0.1f : 0.01f;

    // Rows: (t, c, n, s) as in the paper.
    private static MobileNetVariant V2()
    {
        (int T, int C, int N, int S)[] rows =
            [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];
        var blocks = new List<MobileNetBlock>();
        var channels = 32;
        foreach (var (t, c, n, s) in rows)
        {
            for (var i = 0; i < n; i++)
            {
                blocks.Add(new(channels, 3, t * channels, c, 0, new Relu6(), i == 0 ? s : 1));
                channels = c;
            }
        }

        return new("mobilenet_v2", 2, 32, 1280, 0, blocks);
    }

    private static MobileNetVariant Large(string suffix, double width) => V3($"mobilenet_v3_large{suffix}", width, 1280,
        (3, 16, 16, Plain, Rectified, 1), (3, 64, 24, Plain, Rectified, 2), (3, 72, 24, Plain, Rectified, 1),
        (5, 72, 40, Squeezed, Rectified, 2), (5, 120, 40, Squeezed, Rectified, 1),
        (5, 120, 40, Squeezed, Rectified, 1), (3, 240, 80, Plain, Swish, 2), (3, 200, 80, Plain, Swish, 1),
        (3, 184, 80, Plain, Swish, 1), (3, 184, 80, Plain, Swish, 1), (3, 480, 112, Squeezed, Swish, 1),
        (3, 672, 112, Squeezed, Swish, 1), (5, 672, 160, Squeezed, Swish, 2), (5, 960, 160, Squeezed, Swish, 1),
        (5, 960, 160, Squeezed, Swish, 1));

    private static MobileNetVariant Small() => V3("mobilenet_v3_small", 1, 1024,
        (3, 16, 16, Squeezed, Rectified, 2), (3, 72, 24, Plain, Rectified, 2), (3, 88, 24, Plain, Rectified, 1),
        (5, 96, 40, Squeezed, Swish, 2), (5, 240, 40, Squeezed, Swish, 1), (5, 240, 40, Squeezed, Swish, 1),
        (5, 120, 48, Squeezed, Swish, 1), (5, 144, 48, Squeezed, Swish, 1), (5, 288, 96, Squeezed, Swish, 2),
        (5, 576, 96, Squeezed, Swish, 1), (5, 576, 96, Squeezed, Swish, 1));

    private static MobileNetVariant V3(
        string name, double width, int head,
        params (int K, int Exp, int Out, bool Se, EpilogueStep Activation, int Stride)[] rows)
    {
        int Scaled(int channels) => Divisible(channels * width);
        var stem = Scaled(16);
        var blocks = new List<MobileNetBlock>();
        var channels = stem;
        foreach (var (k, exp, output, se, activation, stride) in rows)
        {
            var hidden = Scaled(exp);
            blocks.Add(new(
                channels, k, hidden, Scaled(output), se ? Divisible(hidden / 4) : 0, activation, stride));
            channels = Scaled(output);
        }

        return new(name, 3, stem, 6 * channels, Scaled(head), blocks);
    }

    // To the nearest multiple of 8, and not down by more than a tenth.
    private static int Divisible(double channels)
    {
        var rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
