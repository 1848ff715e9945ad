using GpuFormer.Imaging.Jpeg;
using GpuFormer.Imaging.Netpbm;
using GpuFormer.Imaging.Png;

namespace GpuFormer.Imaging;

/// <summary>Reads PNG, JPEG, PPM and PGM files into RGB. The format is told from the first bytes, never from the
/// file name.</summary>
/// <remarks>
/// The pixels are those of Pillow's <c>ImageOps.exif_transpose(Image.open(f)).convert("RGB")</c>: grey is repeated,
/// palettes are looked up, transparency is dropped, colour profiles and gamma are ignored, the EXIF orientation is
/// applied. One deliberate difference: 16-bit grey keeps its high byte, as 16-bit colour does, where Pillow clips at
/// 255 and nearly every pixel turns white.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Reads a picture from a file.</summary>
    /// <exception cref="ImageFormatException">The file is no picture that can be read; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Image Load(string path, ImageLimits? limits = null)
    {
        limits ??= ImageLimits.Default;
        try
        {
            var length = new FileInfo(path).Length;
            if (length > limits.FileBytes)
                throw new ImageFormatException($"the file has {length} bytes, more than the limit of {limits.FileBytes}.");
            return Decode(File.ReadAllBytes(path), limits);
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
        if (file.StartsWith(PngChunks.Signature))
            return PngReader.Read(file, limits);
        if (file.StartsWith(JpegMarkers.StartOfFile))
            return JpegReader.Read(file, limits);
        if (file.StartsWith("P5"u8) || file.StartsWith("P6"u8))
            return NetpbmReader.Read(file, limits);
        throw Refusal(file);
    }

    // Magic numbers of what is refused, so that the message names it.
    private static ImageFormatException Refusal(ReadOnlySpan<byte> file)
    {
        if (file.Length > 3 && file[1..4].SequenceEqual("PNG"u8))
        {
            return ImageFormatException.Damaged(
                "PNG", "the first 8 bytes", "the signature is wrong, as after a transfer in text mode");
        }
        var kind = StartOf(file);
        return kind is null
            ? new ImageFormatException(
                "The first bytes belong to no known picture format. Supported are PNG, JPEG, PPM (P6) and PGM (P5).")
            : ImageFormatException.Unsupported(kind);
    }

    private static string? StartOf(ReadOnlySpan<byte> file) => file switch
    {
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "GIF",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "WebP",
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => "TIFF",
        [(byte)'B', (byte)'M', ..] => "BMP",
        [0, 0, 1, 0, ..] => "ICO",
        [0, 0, 0, 12, (byte)'j', (byte)'P', ..] or [0xFF, 0x4F, 0xFF, 0x51, ..] => "JPEG 2000",
        [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', ..] or [0xFF, 0x0A, ..] => "JPEG XL",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', ..] => "AVIF",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h' or (byte)'m', ..] => "HEIC",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "Video (MP4, MOV)",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "Photoshop (PSD)",
        [(byte)'q', (byte)'o', (byte)'i', (byte)'f', ..] => "QOI",
        [(byte)'P', (byte)'1' or (byte)'4', ..] => "PBM (P1, P4)",
        [(byte)'P', (byte)'2' or (byte)'3', ..] => "PGM and PPM in text form (P2, P3)",
        [(byte)'P', (byte)'7', ..] => "PAM (P7)",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "PDF",
        [(byte)'<', ..] => "Text (SVG, or a web page saved in place of a picture)",
        _ => null,
    };
}
