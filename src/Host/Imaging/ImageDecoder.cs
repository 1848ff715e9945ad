using GpuFormer.Files;
using GpuFormer.Imaging.Bmp;
using GpuFormer.Imaging.Jpeg;
using GpuFormer.Imaging.Netpbm;
using GpuFormer.Imaging.Png;

namespace GpuFormer.Imaging;

/// <summary>Reads PNG, JPEG, BMP, PPM and PGM files into RGB. The format is told from the first bytes, never from the
/// file name.</summary>
/// <remarks>
/// The pixels are those of Pillow's <c>ImageOps.exif_transpose(Image.open(f)).convert("RGB")</c>: grey is repeated,
/// palettes are looked up, transparency is dropped, colour profiles and gamma are ignored, the EXIF orientation is
/// applied; damaged files too, unless <see cref="ImageLimits.Errors"/> refuses them. One deliberate difference: 16-bit grey keeps its high byte, as 16-bit colour does, where Pillow clips at
/// 255 and nearly every pixel turns white. Readers of other formats can be added: <see cref="ImageReaders"/>.
/// </remarks>
public static class ImageDecoder
{
    // First bytes of what is refused, so that the message can name it; ? stands for any byte.
    private static readonly (string Start, string Kind)[] Refused =
    [
        ("GIF8", "GIF"),
        ("RIFF????WEBP", "WebP"),
        ("II*\0", "TIFF"),
        ("MM\0*", "TIFF"),
        ("II+\0", "BigTIFF"),
        ("MM\0+", "BigTIFF"),
        ("\0\0\u0001\0", "ICO"),
        ("\0\0\0\u000CjP", "JPEG 2000"),
        ("\u00FF\u004F\u00FF\u0051", "JPEG 2000"),
        ("\0\0\0\u000CJXL", "JPEG XL"),
        ("\u00FF\u000A", "JPEG XL"),
        ("????ftypavi", "AVIF"),
        ("????ftyphe", "HEIC"),
        ("????ftypm", "HEIF or video (MP4)"),
        ("????ftyp", "Video (MP4, MOV)"),
        ("8BPS", "Photoshop (PSD)"),
        ("qoif", "QOI"),
        ("P1", "PBM (P1)"),
        ("P4", "PBM (P4)"),
        ("P2", "PGM in text form (P2)"),
        ("P3", "PPM in text form (P3)"),
        ("P7", "PAM (P7)"),
        ("%PDF", "PDF"),
        ("version https://git-lfs", "A Git LFS pointer, in place of the picture (fetch that with 'git lfs pull'),"),
        ("<", "Text (SVG, or a web page saved in place of a picture)"),
    ];

    /// <summary>Reads a picture from a file.</summary>
    /// <exception cref="ImageFormatException">The file is no picture that can be read; the message says
    /// why.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static Image Load(string path, ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        limits ??= ImageLimits.Default;
        try
        {
            return Decode(RegularFile.ReadAllBytes(path, limits.FileBytes, length => new ImageFormatException(
                $"The file has {length} bytes, more than the limit of {limits.FileBytes}. Scale the picture down.")),
                limits);
        }
        catch (NotRegularFileException fault)
        {
            throw new ImageFormatException($"The path {fault.Problem}. Name a picture file.", fault).In(path);
        }
        catch (ImageFormatException exception)
        {
            throw exception.In(path);
        }
    }

    /// <summary>Reads a picture from memory.</summary>
    /// <exception cref="ImageFormatException">The bytes are no picture that can be read; the message says
    /// why.</exception>
    public static Image Decode(ReadOnlySpan<byte> file, ImageLimits? limits = null)
    {
        limits ??= ImageLimits.Default;
        if (file.IsEmpty)
            throw new ImageFormatException("The file is empty. Get it again from its source.");
        var damage = new ImageDamage(limits.Errors);
        if (file.StartsWith(PngChunks.Signature))
            return WithDamage(PngReader.Read(file, limits, damage), damage);
        if (file.StartsWith(JpegMarkers.StartOfFile))
            return WithDamage(JpegReader.Read(file, limits, damage), damage);
        if (file.StartsWith("BM"u8))
            return WithDamage(BmpReader.Read(file, limits, damage), damage);
        if (file.StartsWith("P5"u8) || file.StartsWith("P6"u8))
            return NetpbmReader.Read(file, limits);
        return ImageReaders.Read(file, limits) ?? throw Refusal(file);
    }

    private static Image WithDamage(Image image, ImageDamage damage)
    {
        image.Damage = damage.Text;
        return image;
    }

    private static ImageFormatException Refusal(ReadOnlySpan<byte> file)
    {
        if (file.Length > 3 && file[1..4].SequenceEqual("PNG"u8))
        {
            return ImageFormatException.Damaged(
                "PNG", "the first 8 bytes", "the signature is wrong, as after a transfer in text mode");
        }
        foreach (var (start, kind) in Refused)
        {
            if (StartsWith(file, start))
                return ImageFormatException.Unsupported(kind);
        }
        return new ImageFormatException(
            "The first bytes belong to no known picture format. Supported are PNG, JPEG, BMP, PPM (P6) and PGM (P5).");
    }

    private static bool StartsWith(ReadOnlySpan<byte> file, string start)
    {
        if (file.Length < start.Length)
            return false;
        for (var i = 0; i < start.Length; i++)
        {
            if (start[i] != '?' && start[i] != file[i])
                return false;
        }
        return true;
    }
}
