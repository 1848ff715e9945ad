using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Systems;

/// <summary>What networks of a system see of each sample: the order of the colours, and a number for each byte.</summary>
internal sealed class PixelTable
{
    private readonly int[] _order;

    private PixelTable(int[] order, double[] mean, double[] deviation)
    {
        _order = order;
        for (var channel = 0; channel < 3; channel++)
        {
            for (var value = 0; value < 256; value++)
            {
                // The order of operations of torchvision's ToTensor and Normalize, in float32.
                Numbers[256 * channel + value] = (value / 255f - (float)mean[channel]) / (float)deviation[channel];
            }
        }
    }

    /// <summary>torchvision's and DETR's: red first, mean and deviation of ImageNet.</summary>
    public static PixelTable Torchvision { get; } = new([0, 1, 2], [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>cvnets': blue first, from 0 to 1.</summary>
    public static PixelTable Cvnets { get; } = new([2, 1, 0], [0, 0, 0], [1, 1, 1]);

    /// <summary><c>[3, 256]</c>, in the order of the network's planes.</summary>
    public float[] Numbers { get; } = new float[3 * 256];

    /// <summary>The image that planes were made of, for people; what was never a byte becomes the nearest.</summary>
    public Image Restore(NetworkImage image)
    {
        var restored = new Image(image.Height, image.Width);
        var pixels = image.Height * image.Width;
        for (var plane = 0; plane < 3; plane++)
        {
            var (black, white) = (Numbers[256 * plane], Numbers[(256 * plane) + 255]);
            var numbers = image.Planes.AsSpan(plane * pixels, pixels);
            for (int i = 0, to = _order[plane]; i < numbers.Length; i++, to += 3)
                restored.Pixels[to] = (byte)Math.Clamp(MathF.Round(255 * (numbers[i] - black) / (white - black)), 0, 255);
        }

        return restored;
    }

    /// <summary>The planes of an image of the size that the network is to see.</summary>
    public NetworkImage Apply(Image image)
    {
        var pixels = image.Height * image.Width;
        var planes = new float[3 * pixels];
        for (var plane = 0; plane < 3; plane++)
        {
            var numbers = Numbers.AsSpan(256 * plane, 256);
            var output = planes.AsSpan(plane * pixels, pixels);
            for (int i = 0, from = _order[plane]; i < output.Length; i++, from += 3)
                output[i] = numbers[image.Pixels[from]];
        }

        return new NetworkImage(planes, image.Height, image.Width);
    }
}
