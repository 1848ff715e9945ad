using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation;

/// <summary>The steps of Networks 2.4 that work on one picture's bytes: crop, flip, colours.</summary>
internal sealed class TrainingTransform : PictureTransform
{
    private readonly TrainingTransformOptions _options;
    private readonly int _side;
    private readonly Resizer _resizer = new();
    private readonly byte[] _unshifted;
    private readonly RandAugment? _randAugment;
    private readonly AutoAugment? _autoAugment;

    public TrainingTransform(int side, TrainingTransformOptions options, IReadOnlyList<double> mean)
    {
        options.Validate();
        _options = options;
        _side = side;
        _unshifted = new byte[options.Crop == TrainingCrop.Shifted ? side * side * 3 : 0];
        _randAugment = options.RandAugment is { } policy
            ? new RandAugment(policy, side, options.Interpolation, (ToByte(mean[0]), ToByte(mean[1]), ToByte(mean[2])))
            : null;
        _autoAugment = options.AutoAugment is { } found ? new AutoAugment(found, side, options.Interpolation) : null;
    }

    public override void Apply(Image source, ref RandomStream random, Span<byte> destination)
    {
        Cut(source, ref random, destination);
        if (random.NextChance(_options.HorizontalFlip))
            Mirror.LeftToRight(destination, _side, _side);
        if (random.NextChance(_options.VerticalFlip))
            Mirror.TopToBottom(destination, _side, _side);
        // One of them, as in timm.
        if (_randAugment is not null)
            _randAugment.Apply(destination, ref random);
        else if (_autoAugment is not null)
            _autoAugment.Apply(destination, ref random);
        else if (_options.ColourJitter > 0)
            ColourJitter.Apply(destination, _options.ColourJitter, ref random);
    }

    private static byte ToByte(double mean) => (byte)Math.Clamp(Math.Round(255 * mean), 0, 255);

    private void Cut(Image source, ref RandomStream random, Span<byte> destination)
    {
        switch (_options.Crop)
        {
            case TrainingCrop.RandomResized:
                var part = RandomResizedCrop.Draw(source.Height, source.Width, _options.Scale, _options.Ratio,
                    ref random);
                _resizer.ResizePart(source, part, _side, _side, Filter(ref random), destination);
                break;
            case TrainingCrop.Centre:
                CutCentre(source, Filter(ref random), destination);
                break;
            case TrainingCrop.Shifted:
                CutCentre(source, Filter(ref random), _unshifted);
                var down = random.NextBelow(2 * _options.Padding + 1) - _options.Padding;
                var right = random.NextBelow(2 * _options.Padding + 1) - _options.Padding;
                Shift(_unshifted, _side, down, right, destination);
                break;
            default:
                throw new InvalidOperationException($"No crop {_options.Crop}.");
        }
    }

    private Interpolation Filter(ref RandomStream random) =>
        _options.Interpolation
        ?? (random.NextBelow(2) == 0 ? Interpolation.Bilinear : Interpolation.Bicubic);

    private void CutCentre(Image source, Interpolation interpolation, Span<byte> destination)
    {
        var (height, width) = EvaluationTransform.ResizedSize(source, _side);
        var window = PixelWindow.Centred(height, width, _side, _side);
        _resizer.ResizeWindow(source, height, width, window, interpolation, destination);
    }

    // Moves a picture down and to the right; black comes in.
    private static void Shift(ReadOnlySpan<byte> source, int side, int down, int right, Span<byte> destination)
    {
        destination.Clear();
        var length = side - Math.Abs(right);
        if (length <= 0)
            return;
        for (var y = Math.Max(0, down); y < Math.Min(side, side + down); y++)
        {
            var from = ((y - down) * side + Math.Max(0, -right)) * 3;
            var to = (y * side + Math.Max(0, right)) * 3;
            source.Slice(from, length * 3).CopyTo(destination[to..]);
        }
    }
}
