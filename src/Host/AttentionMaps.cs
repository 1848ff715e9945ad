using System.Globalization;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Drawing;

namespace GpuFormer;

/// <summary>Where the tokens of one bridge of a Mobile-Former look (Networks 1.4): the mean of its heads.</summary>
/// <param name="Name">The block whose input is read, <c>features.3</c>, or <c>head</c>.</param>
/// <param name="Tokens">How many tokens.</param>
/// <param name="Height">Rows of the map.</param>
/// <param name="Width">Columns of the map.</param>
/// <param name="Weights">[tokens, height, width]; those of each token add up to 1.</param>
public sealed record BridgeAttention(string Name, int Tokens, int Height, int Width, float[] Weights);

/// <summary>What a Mobile-Former made of a picture, and where its tokens looked: numbers, and heat maps as images.</summary>
/// <param name="input">What the network saw.</param>
/// <param name="predictions">The most probable classes, the best first.</param>
/// <param name="bridges">In the order of the network.</param>
public sealed class AttentionMaps(
    Image input, IReadOnlyList<Prediction> predictions, IReadOnlyList<BridgeAttention> bridges)
{
    // Smaller ones would show few pixels of a map each, and no letters.
    private const int LeastSide = 128;
    private const int LeastCell = 64;
    private const int SheetHeight = 4096;
    private const int Gap = 4;
    private const int TitleHeight = 16;

    private static readonly Colour Paper = new(32, 32, 36);

    /// <summary>What the network saw of the picture: resized and cut, [side, side].</summary>
    public Image Input { get; } = input;

    /// <summary>The most probable classes, the best first.</summary>
    public IReadOnlyList<Prediction> Predictions { get; } = predictions;

    /// <summary>Where the tokens looked, in the order of the network.</summary>
    public IReadOnlyList<BridgeAttention> Bridges { get; } = bridges;

    /// <summary>The attention of one token over what the network saw; the brightest place is its largest weight.</summary>
    /// <param name="bridge">One of <see cref="Bridges"/>.</param>
    /// <param name="token">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public Image Render(BridgeAttention bridge, int token)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, bridge.Tokens);
        return Cell(bridge, token, Seen(CellSide));
    }

    /// <summary>All tokens of a bridge side by side below a title: what the network saw first.</summary>
    /// <param name="bridge">One of <see cref="Bridges"/>.</param>
    public Image Render(BridgeAttention bridge)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        return Row(bridge, Seen(CellSide));
    }

    /// <summary>All bridges below each other, in a size that one can look at.</summary>
    public Image RenderSheet()
    {
        var side = Math.Clamp((SheetHeight / Bridges.Count) - TitleHeight - (2 * Gap), LeastCell, CellSide);
        var seen = Seen(side);
        Image[] rows = [.. Bridges.Select(bridge => Row(bridge, seen))];
        var sheet = new Image(rows.Sum(row => row.Height), rows.Max(row => row.Width));
        Draw.Fill(sheet, 0, 0, sheet.Width, sheet.Height, Paper);
        var top = 0;
        foreach (var row in rows)
        {
            Draw.Paste(sheet, row, 0, top);
            top += row.Height;
        }

        return sheet;
    }

    private int CellSide => Math.Max(Input.Width, LeastSide);

    private Image Seen(int side) => Resizer.Resize(Input, side, side, Interpolation.Bicubic);

    private static Image Cell(BridgeAttention bridge, int token, Image seen)
    {
        var pixels = bridge.Height * bridge.Width;
        var weights = bridge.Weights.AsSpan(token * pixels, pixels).ToArray();
        var largest = weights.Max();
        for (var i = 0; i < weights.Length; i++)
            weights[i] = largest > 0 ? weights[i] / largest : 0;
        var image = new Image(seen.Height, seen.Width);
        Draw.Paste(image, seen, 0, 0);
        Draw.HeatMap(image, weights, bridge.Height, bridge.Width, new PixelWindow(0, 0, seen.Width, seen.Height));
        return image;
    }

    private static Image Row(BridgeAttention bridge, Image seen)
    {
        var side = seen.Width;
        var top = TitleHeight + Gap;
        var image = new Image(top + side + Gap, ((bridge.Tokens + 1) * (side + Gap)) + Gap);
        Draw.Fill(image, 0, 0, image.Width, image.Height, Paper);
        Draw.Text(image, string.Create(CultureInfo.InvariantCulture,
            $"{bridge.Name}: {bridge.Tokens} tokens, {bridge.Height}x{bridge.Width}"), Gap, Gap, Colour.White);
        Draw.Paste(image, seen, Gap, top);
        for (var token = 0; token < bridge.Tokens; token++)
        {
            var left = Gap + ((token + 1) * (side + Gap));
            Draw.Paste(image, Cell(bridge, token, seen), left, top);
            Draw.Label(image, string.Create(CultureInfo.InvariantCulture, $"{token}"), left, top, Paper);
        }

        return image;
    }
}
