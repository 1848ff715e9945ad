using GpuFormer.Models;
using GpuFormer.Tests.Ops.Backward;
using GpuFormer.Weights;

namespace GpuFormer.Tests.Host.Models;

/// <summary>
/// A Mobile-Former so small that plain loops on a tape go through it in no time, with each kind of block: for the
/// options. Pictures have 16 x 16 pixels, weights are those of Networks 5.1.
/// </summary>
internal static class TinyMobileFormer
{
    public const int Batch = 3;
    public const int Side = 16;
    public const int Classes = 5;

    public static readonly int[] Labels = [0, 3, 1];

    /// <summary>Made of texts as the command line takes them.</summary>
    /// <param name="options">With spaces between them.</param>
    /// <param name="groups">Filter groups of the 1x1 convolutions.</param>
    public static MobileFormer Create(string options, int groups = 1)
    {
        // For this form of convolution there are no blocks of convolutions alone.
        var lite = !options.Contains("dw_conv=maxdw", StringComparison.Ordinal);
        var given = new MobileFormerOptions(Classes) { ImageSize = Side };
        var texts = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new MobileFormer(Variant(groups, lite), MobileFormerOptionTexts.Apply(given, texts));
    }

    public static MobileFormerVariant Variant(int groups = 1, bool lite = true) => new(
        "tiny", StemChannels: 4, Tokens: 3, TokenChannels: 8, HeadChannels: 8, groups,
        [
            new(true, 4, 4, 1, 2, lite ? 0 : 2), new(true, 4, 8, 2, 2, 2), new(false, 8, 8, 1, 2, 1),
            new(false, 8, 12, 1, 3, 1),
        ]);

    public static float[] Images() => SeededWeights.Input(Batch * 3 * Side * Side);

    public static float[] Targets()
    {
        var targets = new float[Batch * Classes];
        for (var i = 0; i < Batch; i++)
            targets[(i * Classes) + Labels[i]] = 1;
        return targets;
    }

    /// <summary>The weights and running statistics.</summary>
    public static Dictionary<string, float[]> State(MobileFormer model) =>
        model.Parameters.Where(p => p.Kind != ParameterKind.Counter)
            .ToDictionary(p => p.Name, p => SeededWeights.Fill(p.Name, p.Shape));

    /// <summary>Logits [N][classes] by plain loops.</summary>
    /// <param name="model">The network.</param>
    /// <param name="tape">Gets the arithmetic.</param>
    /// <param name="weights">On the tape.</param>
    /// <param name="training">Whether norms use the batch.</param>
    /// <param name="dropping">What is dropped, if anything.</param>
    public static Term[][] Run(MobileFormer model, Tape tape, IReadOnlyDictionary<string, Term[]> weights, bool training,
        TapedDropping? dropping = null)
    {
        Term[] images = [.. Images().Select(v => tape.Variable(v))];
        // Norms replace running statistics by those of the batch.
        return new TapedNetwork(model.Variant, model.Options, name => training ? [.. weights[name]] : weights[name],
            training, dropping).Run(new TapedMap(images, Batch, 3, Side, Side));
    }

    /// <summary>The mean cross-entropy of logits.</summary>
    public static Term Loss(Term[][] logits) => Term.Sum(logits.Select((row, n) =>
    {
        var share = Term.Softmax(row)[Labels[n]];
        return share.Apply(-Math.Log(share.Value), -1 / share.Value);
    })) * (1.0 / logits.Length);
}
