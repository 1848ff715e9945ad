using SkiaSharp;

namespace GpuFormer.Imaging.Skia;

/// <summary>Reads WebP, GIF (the first frame) and ICO files through SkiaSharp:
/// <c>ImageReaders.Register(new SkiaImageReader())</c>.</summary>
/// <remarks>
/// The pixels are those of Pillow's <c>convert("RGB")</c>, colour profiles ignored, but where a GIF is transparent: such
/// pixels are black here. Skia is native code, which reads untrusted bytes in this process.
/// </remarks>
public sealed class SkiaImageReader : IImageReader
{
    /// <inheritdoc/>
    public string Name => "Skia";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".webp", ".gif", ".ico"];

    /// <inheritdoc/>
    public bool CanRead(ReadOnlySpan<byte> start) =>
        start.StartsWith("GIF8"u8)
        || (start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual("WEBP"u8))
        || start.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]);

    /// <inheritdoc/>
    public Image Read(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data)
            ?? throw new ImageFormatException("Skia: the header cannot be read. Get the file again from its source.");
        var format = codec.EncodedFormat.ToString().ToUpperInvariant();
        limits.CheckSize(format, codec.Info.Width, codec.Info.Height);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var result = codec.GetPixels(info, out var pixels);
        if (result != SKCodecResult.Success)
        {
            throw new ImageFormatException(
                $"{format}: Skia says {result}. The file is damaged or incomplete: get it again from its source.");
        }
        var image = new Image(info.Height, info.Width);
        for (var y = 0; y < info.Height; y++)
            PixelRows.DropAlpha(pixels.AsSpan(y * info.RowBytes, info.RowBytes), image.Row(y));
        return limits.AppliesOrientation ? Orientation.Of((int)codec.EncodedOrigin).Apply(image) : image;
    }
}
