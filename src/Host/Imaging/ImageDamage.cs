namespace GpuFormer.Imaging;

/// <summary>Collects what is wrong with a picture that can be read all the same, or refuses it.</summary>
internal sealed class ImageDamage(ImageErrors errors)
{
    private int _more;

    /// <summary>The first fault, and how many came after it; null for a sound picture.</summary>
    public string? Text => First is null || _more == 0 ? First : $"{First}, and {_more} more";

    /// <summary>Whether a damaged picture is refused.</summary>
    public bool IsRefused => errors == ImageErrors.Strict;

    private string? First { get; set; }

    /// <exception cref="ImageFormatException">Damaged pictures are refused.</exception>
    public void Report(string format, string where, string what)
    {
        if (IsRefused)
            throw ImageFormatException.Damaged(format, where, what);
        if (First is null)
            First = $"{format}: {what} ({where})";
        else
            _more++;
    }
}
