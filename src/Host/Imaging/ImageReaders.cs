using System.Collections.Immutable;

namespace GpuFormer.Imaging;

/// <summary>Readers of further formats, for all of the process: whatever loads images asks them about files that the
/// library does not know. JPEG, PNG, BMP and PPM are always its own.</summary>
/// <example>
/// <code>
/// ImageReaders.Register(new SkiaImageReader()); // of the package GpuFormer.Imaging.Skia
/// using var classifier = Classifier.Load("model.safetensors");
/// classifier.Classify("photo.webp");
/// </code>
/// </example>
public static class ImageReaders
{
    /// <summary>As many bytes of a file are shown to <see cref="IImageReader.CanRead"/>, or all of a shorter one.</summary>
    public const int SignatureBytes = 64;

    private static ImmutableArray<IImageReader> _readers = [];

    /// <summary>Those that are registered, the last one first: in this order they are asked.</summary>
    public static IReadOnlyList<IImageReader> Registered => _readers;

    /// <summary>Adds a reader, at any time and from any thread; images that are being loaded may not see it yet.</summary>
    /// <returns>What removes it again when it is disposed.</returns>
    public static IDisposable Register(IImageReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var registration = new Registration(reader);
        ImmutableInterlocked.Update(ref _readers, readers => readers.Insert(0, registration));
        return registration;
    }

    internal static bool HaveEnding(string path)
    {
        foreach (var reader in _readers)
        {
            foreach (var ending in reader.Endings)
            {
                if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }
        return false;
    }

    // Null where no reader knows the file.
    internal static Image? Read(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var start = file[..Math.Min(file.Length, SignatureBytes)];
        foreach (var reader in _readers)
        {
            if (reader.CanRead(start))
                return Read(reader, file, limits);
        }
        return null;
    }

    private static Image Read(IImageReader reader, ReadOnlySpan<byte> file, ImageLimits limits)
    {
        try
        {
            return reader.Read(file, limits);
        }
        catch (Exception exception) when (exception is not (ImageFormatException or OutOfMemoryException))
        {
            throw new ImageFormatException(
                $"{reader.Name}: the reader failed: {exception.Message} Get the file again from its source, or convert it "
                + "to PNG.", exception);
        }
    }

    // Each its own, so that a reader registered twice is removed as often.
    private sealed class Registration(IImageReader reader) : IImageReader, IDisposable
    {
        public string Name => reader.Name;

        public IReadOnlyList<string> Endings => reader.Endings;

        public bool CanRead(ReadOnlySpan<byte> start) => reader.CanRead(start);

        public Image Read(ReadOnlySpan<byte> file, ImageLimits limits) => reader.Read(file, limits);

        public void Dispose() => ImmutableInterlocked.Update(ref _readers, readers => readers.Remove(this));
    }
}
