using GpuFormer.Imaging;
using GpuFormer.Serving.Limits;

namespace GpuFormer.Serving.Images;

/// <summary>Decodes uploads, a few at a time: each may take several times its pixels in memory.</summary>
internal static class DecodedImage
{
    /// <exception cref="ImageFormatException">It is no image that can be read.</exception>
    public static async Task<Image> ReadAsync(
        ReadOnlyMemory<byte> file, ServerLimits limits, CancellationToken cancellation)
    {
        await limits.Decoders.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return ImageDecoder.Decode(file.Span, limits.Options.Images);
        }
        finally
        {
            limits.Decoders.Release();
        }
    }
}
