namespace GpuFormer.Imaging;

/// <summary>What a decoder accepts from a file nobody vouches for. All limits hold before memory is taken.</summary>
public sealed record ImageLimits
{
    /// <summary>Without another limit no decoder goes beyond this many pixels. Pillow warns from here on: a picture of
    /// 256 MiB, and its decoding needs up to four times that.</summary>
    public const long DefaultPixels = 89_478_485;

    /// <summary>No picture has more pixels: an array of their bytes could not be indexed.</summary>
    public const long HighestPixels = 0x7FFF_FFC7 / 3;

    /// <summary>No side may be longer, libpng's limit too: decoders keep a few rows at up to 8 bytes per pixel.</summary>
    public const int HighestSide = 1_000_000;

    private readonly long _pixels = DefaultPixels;
    private readonly int _draftSide;

    /// <summary>The limits used when none are given.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Width times height, from the header. Phones write pictures of 108 and 200 megapixels: raise it for
    /// those from a source that is trusted.</summary>
    public long Pixels
    {
        get => _pixels;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, HighestPixels);
            _pixels = value;
        }
    }

    /// <summary>Scans of one JPEG: each may touch every pixel again, for a handful of bytes.</summary>
    public int Scans { get; init; } = 100;

    /// <summary>A larger piece of accompanying data (such as EXIF) is passed over unread.</summary>
    public int AncillaryBytes { get; init; } = 1 << 20;

    /// <summary>Length of a file that <see cref="ImageDecoder.Load"/> reads into memory.</summary>
    public long FileBytes { get; init; } = 640L << 20;

    /// <summary>0, or how long the shorter side must be at least: a JPEG whose sides are 2, 4 or 8 times as long is
    /// decoded to a half, a quarter or an eighth of them, in a fraction of the time, as with Pillow's
    /// <c>Image.draft("RGB", (n, n))</c>. Its pixels are the averages of the picture's, roughly: networks that were
    /// trained on whole pictures see small differences.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int DraftSide
    {
        get => _draftSide;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _draftSide = value;
        }
    }

    /// <summary>What becomes of damaged pictures.</summary>
    public ImageErrors Errors { get; init; } = ImageErrors.Recover;

    /// <summary>Whether an image is turned as its EXIF orientation says. Not for COCO, whose boxes lie over the pixels as
    /// they are stored.</summary>
    public bool AppliesOrientation { get; init; } = true;

    /// <summary>To be called with the numbers of a file's header, before memory is taken for them.</summary>
    /// <param name="format">Name of the format, for the message.</param>
    /// <param name="width">Of the image, pixels.</param>
    /// <param name="height">Of the image, pixels.</param>
    /// <exception cref="ImageFormatException">A side is below 1 or too long, or there are too many pixels.</exception>
    public void CheckSize(string format, long width, long height)
    {
        if (width < 1 || height < 1)
            throw ImageFormatException.Damaged(format, "the header", $"the picture is {width} x {height} pixels");
        if (Math.Max(width, height) > HighestSide)
        {
            throw new ImageFormatException(
                $"{format}: the header says {width} x {height} pixels, a side longer than the limit of {HighestSide}. "
                + "Cut the picture into pieces first.");
        }
        if (width * height > Pixels)
        {
            throw new ImageFormatException(
                $"{format}: the header says {width} x {height} pixels, more than the limit of {Pixels}. "
                + "Scale the picture down first, or raise the limit (--max-pixels, ImageLimits.Pixels).");
        }
    }
}
