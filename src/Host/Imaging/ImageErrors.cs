namespace GpuFormer.Imaging;

/// <summary>What becomes of a damaged picture of which enough is left to be shown.</summary>
public enum ImageErrors
{
    /// <summary>It is read as libjpeg and Pillow read it, and <see cref="Image.Damage"/> says what was wrong.</summary>
    Recover,

    /// <summary>It is refused with an <see cref="ImageFormatException"/>.</summary>
    Strict,
}
