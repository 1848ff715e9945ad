namespace GpuFormer.Imaging;

/// <summary>A picture file is damaged, incomplete, too large, or of a kind that is not supported. The message says
/// what is wrong, where, and what to do; it starts with the file name when that is known.</summary>
public sealed class ImageFormatException : Exception
{
    private const string GetAgain = "The file is damaged or incomplete: get it again from its source.";

    /// <summary>Makes an exception from a whole message.</summary>
    public ImageFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception from a whole message and its cause.</summary>
    public ImageFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }

    private ImageFormatException(string fileName, ImageFormatException inner)
        : base($"{fileName}: {inner.Message}", inner) => FileName = fileName;

    /// <summary>The file, when the picture came from one.</summary>
    public string? FileName { get; }

    internal static ImageFormatException Damaged(string format, string where, string what, Exception? inner = null)
    {
        var message = $"{format}: {what} ({where}). {GetAgain}";
        return inner is null ? new ImageFormatException(message) : new ImageFormatException(message, inner);
    }

    internal static ImageFormatException Truncated(string format, string where) =>
        Damaged(format, where, "the data ends too early");

    internal static ImageFormatException Unsupported(string kind) =>
        new($"{kind} is not supported. Convert the picture to PNG or to a baseline or progressive 8-bit JPEG.");

    internal ImageFormatException In(string fileName) => new(fileName, this);
}
