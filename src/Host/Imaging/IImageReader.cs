namespace GpuFormer.Imaging;

/// <summary>Reads a format of image files that the library does not; see <see cref="ImageReaders"/>.</summary>
/// <remarks>Its methods may be called by several threads at once. Files are untrusted: a reader takes memory for pixels
/// only when <see cref="ImageLimits.CheckSize"/> has allowed it, and ends.</remarks>
public interface IImageReader
{
    /// <summary>For messages, such as <c>WebP</c>.</summary>
    string Name { get; }

    /// <summary>Endings of the files' names, such as <c>.webp</c>: folders are searched for them.</summary>
    IReadOnlyList<string> Endings { get; }

    /// <summary>Whether a file that begins so is of the format.</summary>
    /// <param name="start">The first bytes, at most <see cref="ImageReaders.SignatureBytes"/>.</param>
    bool CanRead(ReadOnlySpan<byte> start);

    /// <summary>Reads an image: upright, without transparency.</summary>
    /// <param name="file">All bytes.</param>
    /// <param name="limits">What may be accepted.</param>
    /// <exception cref="ImageFormatException">The file is damaged or beyond the limits. Any other exception is
    /// wrapped in one.</exception>
    Image Read(ReadOnlySpan<byte> file, ImageLimits limits);
}
