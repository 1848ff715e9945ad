namespace GpuFormer.Imaging.Masks;

/// <summary>The class of every pixel of an image; <see cref="Ignored"/> where nobody says.</summary>
public sealed class ClassMask
{
    /// <summary>The label of pixels that count neither for learning nor for judging.</summary>
    public const byte Ignored = 255;

    /// <summary>Wraps labels, which are not copied.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="labels"><c>[height, width]</c>, rows from top to bottom.</param>
    /// <exception cref="ArgumentException">There is not one label for each pixel.</exception>
    public ClassMask(int height, int width, byte[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (labels.Length != (long)height * width)
            throw new ArgumentException($"{labels.Length} labels do not make {width} x {height}.", nameof(labels));
        (Height, Width, Labels) = (height, width, labels);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary><c>[Height, Width]</c>.</summary>
    public byte[] Labels { get; }
}
